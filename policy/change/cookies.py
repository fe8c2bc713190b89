"""The judges of cookies: who sets them, how long they stay, whether a person is asked (Directive 2002/58/EC Art. 5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from seloste.policy.change.judge import Case, make_term
from seloste.policy.change.reason import DraftReason, Term, Value
from seloste.policy.commitments import Cookie
from seloste.policy.period import Period


def judge_lifetime(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges how long a cookie stays; `session`, until the browser is closed, is shorter than any period."""
    values = {"before": _name_lifetime(before), "after": _name_lifetime(after)}
    if after is None:
        yield DraftReason("cookie-lifetime-unstated", values)
    elif before is None:
        yield DraftReason("cookie-lifetime-stated", values)
    elif _is_longer(after, before, case):
        yield DraftReason("cookie-longer", values)
    else:
        yield DraftReason("cookie-shorter", values)


def judge_party(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges who sets a cookie: another company than the site learns of the visit."""
    if after is None:
        yield DraftReason("cookie-party-unstated", {"before": make_term("party", before)})
    else:
        yield DraftReason("cookie-third" if after == "third" else "cookie-first")


def judge_consent(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges whether a cookie is set only with consent."""
    if after:
        yield DraftReason("cookie-consent-asked")
    else:
        yield DraftReason("cookie-consent-dropped" if before else "cookie-consent-unclear")


def judge_added_cookie(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges an added cookie. Under the name, or in the words, of one that is gone it is no new one."""
    old, new = case.old.cookies, case.new.cookies
    gone = [each for id, each in old.entries.items() if new is None or id not in new.entries] if old else []
    same = [each for each in gone if _is_same(each, case)]
    dropped = any(each.consent for each in same) and not case.after.get("consent")
    yield DraftReason("cookie-consent-dropped" if dropped else "cookie-added")


def _is_same(cookie: Cookie, case: Case) -> bool:
    name = case.after.get("name")
    return cookie.text == case.after.get("text") or (name is not None and cookie.name == name)


def judge_provider(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the company behind a cookie."""
    values = {"before": before and Term("processor", before), "after": after and Term("processor", after)}
    yield DraftReason("cookie-provider-changed" if before and after else "cookie-provider-unclear", values)


def _is_longer(one: Any, other: Any, case: Case) -> bool:
    if isinstance(one, Period) and isinstance(other, Period):
        return one.longer_than(other, case.law.day)
    return isinstance(one, Period)


def _name_lifetime(value: Any) -> Value:
    return value if value is None or isinstance(value, Period) else Term("lifetime", value)
