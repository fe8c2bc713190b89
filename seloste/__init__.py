"""A policy-as-code checker for privacy notices. The public API is in `__all__`, and is loaded when it is first used.

This package is also the command line, and the home of the other three rooms. In a clone the rooms `policy`, `checker`
and `reports` are top-level folders; installed, they are packages below this one. Either way they are imported as
`seloste.policy`, `seloste.checker` and `seloste.reports`.
"""

import os

__version__ = "0.1.0"
__all__ = ["ConfigurationError", "Result", "__version__", "check", "format_message"]

# Neither pathlib nor typing: `seloste.__main__` has not yet removed the working directory from Python's path.
_HERE = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120
if not os.path.isdir(os.path.join(_HERE, "policy")):  # noqa: PTH112, PTH118 - a clone: the rooms lie beside this folder
    __path__.append(os.path.dirname(_HERE))  # noqa: PTH120

TYPE_CHECKING = False
if TYPE_CHECKING:
    from seloste.api import ConfigurationError, Result, check, format_message


def __getattr__(name: str) -> object:
    """Loads the public API when a name of it is first used, so that importing a room loads no more than that room."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from seloste import api

    return getattr(api, name)
