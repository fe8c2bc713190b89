"""Many small cases of one test, judged in one run: what pytest does about a test takes longer than such a case."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

Test = Callable[..., None]


def each(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Judges every case by itself, and fails with all that fail and what each of them is.

    Like `pytest.mark.parametrize`, but for cases by the hundred that take next to no time. Fixtures are shared by all.
    """
    given = (names,) if isinstance(names, str) else names
    judged = [(case,) if isinstance(names, str) else case for case in cases]
    assert judged, "there is no case"

    def decorate(test: Test) -> Test:
        @wraps(test)
        def judge_all(**fixtures: Any) -> None:
            __tracebackhide__ = True
            failed = []
            for case in judged:
                try:
                    test(**dict(zip(given, case, strict=True)), **fixtures)
                except Exception as error:
                    error.add_note(f"{', '.join(given)}: {', '.join(map(repr, case))}"[:500])
                    failed.append(error)
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(judged)} cases fail", failed)

        signature = inspect.signature(test)
        kept = [parameter for name, parameter in signature.parameters.items() if name not in given]
        judge_all.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        return judge_all

    return decorate
