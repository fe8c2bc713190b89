"""How it is run: the command line; and, as the one package that is installed, the home of the other three rooms.

In a clone the rooms `policy`, `checker` and `reports` are top-level folders; installed, they are packages below this
one. Either way they are imported as `seloste.policy`, `seloste.checker` and `seloste.reports`.
"""

import os

__version__ = "0.1.0"

# Not pathlib: `seloste.__main__` has not yet taken the working directory off the path, and os is already imported.
_HERE = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120
if not os.path.isdir(os.path.join(_HERE, "policy")):  # noqa: PTH112, PTH118 - a clone: the rooms lie beside this folder
    __path__.append(os.path.dirname(_HERE))  # noqa: PTH120
