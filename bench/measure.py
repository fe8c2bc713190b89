"""Runs one command and writes what it took as JSON: `python -I -S measure.py FIGURES OUTPUT COMMAND...`.

A process of its own, as small as Python can be, since the peak memory of a process begins with that of its parent. What
the command starts and does not wait for becomes a child of this process, so that its figures count too.
"""

import ctypes
import json
import os
import sys
import time

PR_SET_CHILD_SUBREAPER = 36


def main(figures: str, output: str, command: list[str]) -> None:
    """Runs the command, with its output in a file: seconds of wall and processor, MB of its largest process."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, flags, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, f"{output}.errors", flags, 0o600),
    ]
    start = time.perf_counter()
    command_id = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    wall, exit_code, processor, memory = 0.0, 0, 0.0, 0
    while True:
        try:
            ended, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        if ended == command_id:
            wall, exit_code = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
        processor += usage.ru_utime + usage.ru_stime
        memory = max(memory, usage.ru_maxrss)
    measured = {"wall": wall, "cpu": processor, "memory": memory / 1024, "exit_code": exit_code}
    with open(figures, "w", encoding="utf-8") as file:  # noqa: PTH123 - pathlib takes memory
        json.dump(measured, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
