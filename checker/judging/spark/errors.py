"""What keeps Spark from judging, as errors with the keys of their messages."""

from __future__ import annotations


class SparkError(Exception):
    """Spark cannot be used, or could not judge everything.

    Attributes:
        key: The key of the message: `usage.spark-<key>`.
        values: What the message names.
        is_usage: Whether the command or the machine must change, not a file or the cluster.
    """

    def __init__(self, key: str, *, is_usage: bool = False, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
        self.is_usage = is_usage


#: How much of Spark's own words a message has, in characters.
_LONGEST_REASON = 300


def describe_failure(error: Exception) -> SparkError:
    """The error for an exception of Spark: what it says first, without the stack of its Java and Python."""
    text = str(getattr(error, "desc", None) or getattr(error, "java_exception", None) or error)
    if "No module named 'seloste" in text or "No module named 'pyarrow" in text:
        return SparkError("executor-lacks-package")
    if "PATH_NOT_FOUND" in text or "FileNotFoundException" in text:
        return SparkError("path-not-found", reason=_cut(text))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "Error" in line or "Exception" in line or "lost" in line or "[" in line[:1]]
    return SparkError("job", reason=_cut((telling or lines or [type(error).__name__])[-1 if telling else 0]))


def _cut(text: str) -> str:
    first = text.strip().partition("\n")[0]
    return first if len(first) <= _LONGEST_REASON else f"{first[: _LONGEST_REASON - 1]}…"
