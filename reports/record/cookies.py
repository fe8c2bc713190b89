"""Cookies in the record: which there are, whose, for how long, and whether consent is asked."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.commitments import Cookie, Cookies
from seloste.reports.language.language import uncapitalize
from seloste.reports.record.context import RecordContext
from seloste.reports.record.model import FieldValue


def list_cookies(context: RecordContext, cookies: Cookies) -> Iterator[FieldValue]:
    """What the notice says of cookies, and each of them."""
    yield FieldValue(context.text(cookies.text), context.language.word("notice.headings.cookies"))
    for cookie in cookies.entries.values():
        yield FieldValue(context.text(cookie.text), cookie.name or "", tuple(_list_remarks(context, cookie)))


def _list_remarks(context: RecordContext, cookie: Cookie) -> Iterator[str]:
    word = context.language.word
    if cookie.provider:
        yield context.name_processor(cookie.provider)
    if cookie.party:
        yield word(f"notice.cookies.party.{cookie.party}")
    if cookie.lifetime is not None:
        session = cookie.lifetime == "session"
        yield word("notice.cookies.session") if session else context.language.format_value(cookie.lifetime)
    if cookie.necessary:
        yield word("notice.cookies.necessary")
    if cookie.consent is not None:
        asked = word(f"notice.cookies.{'asked' if cookie.consent else 'not-asked'}")
        yield f"{uncapitalize(word('notice.cookies.consent'))}: {asked}"
