"""The storage periods of a purpose by their keys: the notice's own words about them are in their own section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.policy.commitments import Retention, RetentionLimit
from seloste.policy.processing import Purpose
from seloste.policy.retention import GoverningEntries, select_governing
from seloste.policy.vocabulary import Section
from seloste.reports.language.language import capitalize
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.shortening import shorten_name

#: A field that no entry names.
_ANY_OTHER = ""


def list_periods(context: NoticeContext, key: str, purpose: Purpose) -> Iterator[str]:
    """The periods for which data are kept for a purpose: "At most 2 years from the end of the contract".

    What the keys do not settle is left to the section on storage periods.
    """
    phrases = {_describe_entry(context, entry, purpose): None for entry in _find_governing(context, key, purpose)}
    for phrase in phrases:
        if phrase:
            yield capitalize(phrase)


def _find_governing(context: NoticeContext, key: str, purpose: Purpose) -> list[Retention]:
    """The entries that govern the purpose for some of its data subjects and fields, in the order of the notice."""
    policy = context.policy
    entries = list(policy.retention.items())
    governing = GoverningEntries(entries)
    groups: list[str | None] = [*(purpose.data_subjects or policy.data_subjects or (None,))]
    named = {field for entry in policy.retention.values() for field in entry.fields or ()}
    fields = [field for field in purpose.fields or () if field in named]
    if not fields or len(fields) < len(purpose.fields or ()):
        fields.append(_ANY_OTHER)  # a purpose that names no fields need not use those with a period of their own
    found = {name for group in groups for field in fields for name, _ in select_governing(governing, group, key, field)}
    return [entry for name, entry in entries if name in found]


def _describe_entry(context: NoticeContext, entry: Retention, purpose: Purpose) -> str:
    words = _describe_length(context, entry)
    if words and entry.maximum is not None and _allows_longer(entry):
        words = context.word("periods.with-exceptions", text=words, heading=_name_section(context))
    elif words and _is_told_more_fully(context, entry):
        words = context.word("aside", text=words, remark=context.word("periods.see", heading=_name_section(context)))
    scope = _name_scope(context, entry, purpose) if words else ""
    return context.word("scoped", scope=scope, text=words) if scope else words


def _allows_longer(entry: Retention) -> bool:
    """Whether an exception may be longer than the maximum, which is then only the rule."""
    return any(each.maximum is None or each.maximum != entry.maximum for each in entry.exceptions)


def _is_told_more_fully(context: NoticeContext, entry: Retention) -> bool:
    """Whether the section on storage periods has more than the keys: an event of the notice's own, or exceptions."""
    limits = [limit for limit in (entry.minimum, entry.maximum) if limit is not None]
    return bool(entry.exceptions) or not all(_has_words(context, limit.after) for limit in limits)


def _has_words(context: NoticeContext, event: str) -> bool:
    return context.language.has_word(f"notice.periods.from.{event}")


def _name_section(context: NoticeContext) -> str:
    return context.find_heading(Section.RETENTION)


def _name_scope(context: NoticeContext, entry: Retention, purpose: Purpose) -> str:
    """The people and the data that an entry is about, if it is not about all those of the purpose."""
    policy = context.policy
    texts = []
    for section in ("data_subjects", "fields"):
        known, named = getattr(policy, section), getattr(entry, section)
        concerned = getattr(purpose, section) or known
        if named is not None and not set(concerned) <= set(named):
            texts += [known[key].text for key in named if key in concerned and key in known]
    return context.join(shorten_name(context.text(text)) for text in texts)


def _describe_length(context: NoticeContext, entry: Retention) -> str:
    """How long data are kept by the keys of an entry; empty where only its words tell."""
    minimum, maximum = _describe_limit(context, entry.minimum), _describe_limit(context, entry.maximum)
    if minimum == maximum and minimum:
        return minimum
    if entry.minimum and entry.maximum and minimum and maximum:
        if entry.minimum.after == entry.maximum.after and entry.minimum.period.parts and entry.maximum.period.parts:
            minimum = context.language.format_value(entry.minimum.period)
        least, most = context.word("periods.minimum", length=minimum), context.word("periods.maximum", length=maximum)
        return context.word("periods.both", minimum=least, maximum=most)
    for name, length in (("minimum", minimum), ("maximum", maximum)):
        if length:
            return context.word(f"periods.{name}", length=length)
    return context.word("periods.permanent") if entry.permanent is not None else ""


def _describe_limit(context: NoticeContext, limit: RetentionLimit | None) -> str:
    """A period and its event. An event of the notice's own is told in its section, and has no words here."""
    if limit is None:
        return ""
    if not _has_words(context, limit.after):
        return context.language.format_value(limit.period) if limit.period.parts else ""
    if not limit.period.parts:
        return context.word("periods.until", event=context.word(f"periods.to.{limit.after}"))
    return context.word("periods.after", period=limit.period, event=context.word(f"periods.from.{limit.after}"))


def has_periods_by_purpose(context: NoticeContext, purposes: Sequence[Purpose]) -> bool:
    """Whether the purposes are given with facts, so that each has its period beside them."""
    return bool(context.policy.retention) and any(purpose.legal_bases for purpose in purposes)
