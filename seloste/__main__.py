"""`python -m seloste`, the same as the command `seloste`."""

from seloste.cli import main

if __name__ == "__main__":
    main()
