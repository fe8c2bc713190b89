"""Templates of users, filled in a separate process with limits of time, memory and output.

Jinja's sandbox bars a template from the internals of Python, but not from using up time or memory: one line with a loop
or a repeated string is enough. So the template is filled in a process that can be killed. The process gets plain values
only; the template can read no file and include no other template. Inserted values are escaped as in our own templates:
only the template itself and values packed by `pack_markup` are markup.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

#: Limits of a template: seconds, bytes of memory, characters of output, and characters of its source.
SECONDS, MEMORY, OUTPUT, SOURCE = 5, 512 * 2**20, 8 * 2**20, 2**20
#: The key of a mapping that stands for our own markup among the values sent to the process.
MARKUP_KEY = "\0markup"


class TemplateFaultError(ValueError):
    """A template that can't be filled.

    Attributes:
        kind: `syntax`, `undefined`, `forbidden`, `include`, `range`, `time`, `memory`, `size` or `failed`.
        line: The line of the template; None: unknown.
        detail: The name or the message that belongs to the fault.
    """

    def __init__(self, kind: str, line: int | None = None, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.line = line
        self.detail = detail


def fill_template(source: str, format: str, context: Mapping[str, Any]) -> str:
    """The template filled with the context, for one of the formats of `seloste.reports.rendering.render`.

    Raises:
        TemplateFaultError: The template is not valid, uses undefined or forbidden names, or exceeds a limit.
    """
    if len(source) > SOURCE:
        raise TemplateFaultError("size")
    task = {"source": source, "format": format, "context": context}
    request = json.dumps({"path": sys.path, "task": task}, default=_refuse).encode("utf-8", "surrogatepass")
    code = "import sys, json; given = json.load(sys.stdin.buffer); sys.path[:] = given['path']; "
    code += "from seloste.reports.rendering import sandbox_worker; sandbox_worker.main(given['task'])"
    try:
        run = subprocess.run(  # noqa: S603 - this Python, on our own module
            [sys.executable, "-I", "-X", "utf8", "-c", code],
            input=request,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise TemplateFaultError("time") from None
    if run.returncode < 0 or not run.stdout:  # killed by the system: out of processor time, or out of stack
        raise TemplateFaultError("time" if -run.returncode in _OUT_OF_TIME else "memory")
    response = json.loads(run.stdout)
    if "fault" in response:
        raise TemplateFaultError(**response["fault"])
    return str(response["text"])


#: SIGXCPU, and SIGKILL, which the system sends after it.
_OUT_OF_TIME = frozenset({24, 9})


def _refuse(value: object) -> object:
    raise TypeError(f"no plain value: {value!r}")


def pack_markup(value: Markup) -> dict[str, str]:
    """Our own markup as a value that can be sent to the process."""
    return {MARKUP_KEY: str(value)}
