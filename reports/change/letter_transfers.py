"""What the message says of a new third country: the basis of the transfer there (GDPR Art. 13(1)(f), 14(1)(f))."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.policy.change.comparison import NoticeChange
from seloste.policy.change.reason import Reason, Term
from seloste.policy.declaration import Transfer
from seloste.policy.law.law import LawOn
from seloste.policy.law.transfers import InstrumentKind
from seloste.policy.notice import Policy
from seloste.reports.change.words import format_argument
from seloste.reports.language.language import Language

#: Reason → the value that holds the country.
_COUNTRIES = {
    "country-added": "member",
    "hosting-added": "member",
    "recipient-in-third-country": "after",
    "recipient-abroad": "after",
    "processor-abroad": "after",
}
#: The kinds of instruments that have no safeguards to get a copy of.
_WITHOUT_SAFEGUARDS = (InstrumentKind.ADEQUACY, InstrumentKind.DEROGATION)


def describe_tools(change: NoticeChange, policy: Policy, law: LawOn, language: Language) -> Iterator[str]:
    """A line for each new third country of a change: the basis of the transfer, or what the sender must fill in."""
    for country in dict.fromkeys(_list_countries(change, law)):
        tools = [*_list_tools(country, change, policy, law)]
        named = language.country(country)
        if not tools:
            yield language.word("change.notification.tool-hole", country=named)
        else:
            terms = tuple(Term("instrument", each) for each in tools)
            key = "tool" if len(tools) == 1 else "tools"
            words = "; ".join(format_argument(term, language) for term in terms)
            yield language.word(f"change.notification.{key}", country=named, **{key: words})
            if change.before.get("copy.text") == change.after.get("copy.text"):  # else it is quoted as what changes
                yield from _describe_copy(tools, policy, law, language)


def is_told_with_country(change: NoticeChange) -> bool:
    """Whether the basis of a recipient's transfer is told with the country that the recipient is now in."""
    return any(reason.id == "recipient-abroad" for reason in change.reasons)


def _describe_copy(tools: Sequence[str], policy: Policy, law: LawOn, language: Language) -> Iterator[str]:
    """How to get a copy of the safeguards, in the notice's own words; a decision or a derogation has none."""
    copy = policy.transfers.copy_ if policy.transfers else None
    if copy and not all(law.get_instrument(each).kind in _WITHOUT_SAFEGUARDS for each in tools):
        yield " ".join(language.text(copy.text).split())


def _list_countries(change: NoticeChange, law: LawOn) -> Iterator[str]:
    for reason in change.reasons:
        value = reason.values.get(_COUNTRIES.get(reason.id, ""))
        if isinstance(value, Term) and value.group == "country" and law.is_third_country(value.key):
            yield value.key
    reasons = {reason.id: reason for reason in change.reasons}
    if {"transfer-loosened", "countries-closed"} <= reasons.keys():  # there were none, and these are all of them
        yield from _list_members(reasons["countries-closed"], law)
    if "processor-added" in reasons:
        for key, value in change.after.items():
            is_new = key.startswith("recipients.") and key.endswith(".country") and key not in change.before
            if is_new and law.is_third_country(value):
                yield value


def _list_members(reason: Reason, law: LawOn) -> Iterator[str]:
    members = reason.values.get("members")
    for each in members if isinstance(members, tuple) else ():
        if isinstance(each, Term) and law.is_third_country(each.key):
            yield each.key


def _list_tools(country: str, change: NoticeChange, policy: Policy, law: LawOn) -> Iterator[str]:
    """The basis that the recipient itself states, else those of the notice that can be used for the country."""
    stated = change.after.get("transfer")
    if isinstance(stated, Transfer) and stated.instrument and stated.country in (None, country):
        yield stated.instrument
        return
    stated_by_notice = policy.transfers.instruments if policy.transfers else []
    usable = [each for each in stated_by_notice if law.is_in_force(each, country=country)]
    decisions = [each for each in usable if law.get_instrument(each).kind is InstrumentKind.ADEQUACY]
    yield from decisions if decisions and law.is_covered_without_instrument(country) else usable
