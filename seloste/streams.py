"""The standard streams: a reader that leaves changes nothing, and a full disk behind standard output is told of."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from seloste.usage_errors import UsageError


class TolerantStream(io.TextIOWrapper):
    """A standard stream whose reader may leave and whose encoding may lack a character: neither changes the exit code.

    Text that nobody reads is lost, and a character that cannot be encoded is written as its number: `\\udcff`.
    """

    def write(self, text: str, /) -> int:
        """Writes the text, unless nobody reads any more."""
        with report_full_stdout():
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        """Sends the text that was written, unless nobody reads any more."""
        with report_full_stdout():
            super().flush()


class TolerantErrorStream(TolerantStream):
    """Standard error: where it can't be written to, there is no place left to tell of that."""

    def write(self, text: str, /) -> int:
        """Writes the text, if that can be."""
        with suppress(UsageError):
            return super().write(text)
        return len(text)

    def flush(self) -> None:
        """Sends the text that was written, if that can be."""
        with suppress(UsageError):
            super().flush()


@contextmanager
def report_full_stdout() -> Iterator[None]:
    """Turns the failure to write to standard output into a usage error; a reader that left is none."""
    try:
        yield
    except BrokenPipeError:
        pass
    except OSError as error:
        raise UsageError("stdout", reason=error.strerror or "") from None


def open_streams() -> None:
    """Opens closed standard streams onto the null device, in the order of their numbers; makes the others tolerant."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123 - open to the end
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            kind = TolerantStream if name == "stdout" else TolerantErrorStream
            tolerant = kind(stream.buffer, stream.encoding, "backslashreplace", line_buffering=stream.line_buffering)
            setattr(sys, name, tolerant)
