"""How fast seloste is, beside its peers and beside its floor, measured in one run. How to run it: README.md."""
