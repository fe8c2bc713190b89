"""Templates of users: filled by a process of its own, within limits of time, memory and output.

Jinja's sandbox keeps a template from Python's insides. It does not keep it from using up time or memory, which a loop
or a repeated string does in one line, so the template is filled in a process that can be ended. It gets plain values
only, and it can read no file and include no other template. What it inserts is escaped like all else that is inserted:
what it writes itself is markup, what it is given never is, but for what we have made markup of.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

#: Seconds, bytes of memory, and characters of output that a template may take; characters that it may have itself.
SECONDS, MEMORY, OUTPUT, SOURCE = 5, 512 * 2**20, 8 * 2**20, 2**20
#: What a value that is markup of ours is sent as.
MARKUP = "\0markup"


class TemplateFaultError(ValueError):
    """A template that can't be filled.

    Attributes:
        kind: What is wrong: `syntax`, `undefined`, `forbidden`, `include`, `range`, `time`, `memory`, `size`, `failed`.
        line: The line of the template, or None where it is not known.
        detail: The name or the words that it is about.
    """

    def __init__(self, kind: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.line = line
        self.detail = detail


def fill_template(source: str, format: str, context: Mapping[str, Any]) -> str:
    """The template filled with the context, for one of the formats of `seloste.reports.rendering.render`.

    Raises:
        TemplateFaultError: The template is not valid, asks for what is not there or not allowed, or takes too much.
    """
    if len(source) > SOURCE:
        raise TemplateFaultError("size")
    task = {"source": source, "format": format, "context": context}
    sent = json.dumps({"path": sys.path, "task": task}, default=_plain).encode("utf-8", "surrogatepass")
    start = "import sys, json; given = json.load(sys.stdin.buffer); sys.path[:] = given['path']; "
    start += "from seloste.reports.rendering import sandbox_worker; sandbox_worker.main(given['task'])"
    try:
        run = subprocess.run(  # noqa: S603 - this Python, on our own module
            [sys.executable, "-P", "-X", "utf8", "-c", start],
            input=sent,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TemplateFaultError("time") from None
    if run.returncode < 0 or not run.stdout:  # ended by the system: out of processor time, or out of stack
        raise TemplateFaultError("time" if -run.returncode in _OUT_OF_TIME else "memory")
    told = json.loads(run.stdout)
    if "fault" in told:
        raise TemplateFaultError(**told["fault"])
    return str(told["text"])


#: SIGXCPU and SIGKILL, which is what follows it.
_OUT_OF_TIME = frozenset({24, 9})


def _plain(value: object) -> object:
    raise TypeError(f"no plain value: {value!r}")


def pack_markup(value: Markup) -> dict[str, str]:
    """What stands for markup of ours among the plain values of a context."""
    return {MARKUP: str(value)}
