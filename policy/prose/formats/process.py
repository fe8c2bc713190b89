"""Reads a document in a process of its own: a library takes apart what strangers wrote, which may need any time."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct, field

from seloste.policy.prose.blocks import Document, DocumentError
from seloste.policy.worker_process import run_worker, set_limits

#: What a document may take: seconds of time and of a processor, and megabytes of memory.
SECONDS, PROCESSOR_SECONDS, MEGABYTES = 30, 20, 1024


class _Answer(Struct, frozen=True):
    """The document, or why there is none."""

    document: Document | None = None
    reason: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


def read_in_process(module: str, data: bytes) -> Document:
    """The document that a module of this folder (`docx`) reads in bytes.

    Raises:
        DocumentError: It is no document that can be read, or reading it takes too much.
    """
    written = run_worker(f"{__package__}.{module}", data, SECONDS)
    if not written:
        raise DocumentError("too-slow" if written is None else "too-costly")
    answer = msgspec.json.decode(written, type=_Answer)
    if answer.document is None:
        raise DocumentError(answer.reason, **answer.values)
    return answer.document


def serve(read: Callable[[bytes], Document], format: str) -> None:
    """Reads the document on standard input, and writes it, or why there is none, to standard output."""
    data = sys.stdin.buffer.read()
    set_limits(MEGABYTES, PROCESSOR_SECONDS)
    try:
        answer = _Answer(read(data))
    except DocumentError as error:
        answer = _Answer(reason=error.reason, values=error.values)
    except ImportError:
        answer = _Answer(reason="missing-extra", values={"format": format})
    except (MemoryError, RecursionError):
        answer = _Answer(reason="too-costly")
    except Exception:  # a library that meets what it does not expect raises anything
        answer = _Answer(reason="damaged")
    sys.stdout.buffer.write(msgspec.json.encode(answer))
    sys.stdout.buffer.flush()
