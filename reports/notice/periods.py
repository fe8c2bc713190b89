"""The storage periods of a purpose by their keys: the notice's own words about them are in their own section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seloste.policy.commitments import Retention, RetentionLimit
from seloste.policy.processing import Purpose
from seloste.policy.retention import GoverningEntries, select_governing
from seloste.reports.language.language import capitalize
from seloste.reports.notice.context import NoticeContext
from seloste.reports.notice.shortening import shorten_name

#: A field that no entry names.
_ANY_OTHER = ""


def list_periods(context: NoticeContext, key: str, purpose: Purpose) -> Iterator[str]:
    """The periods for which data are kept for a purpose: "At most 2 years from the end of the contract"."""
    governing = _find_governing(context, key, purpose)
    phrases = {_describe_entry(context, entry, purpose): None for entry in governing if _has_keys(entry)}
    if not all(map(_has_keys, governing)):
        phrases[context.word("periods.below")] = None
    for phrase in phrases:
        yield capitalize(phrase)


def _has_keys(entry: Retention) -> bool:
    """Whether the keys of an entry say how long; else only its words do."""
    return bool(entry.minimum or entry.maximum or entry.permanent)


def _find_governing(context: NoticeContext, key: str, purpose: Purpose) -> list[Retention]:
    """The entries that govern the purpose for some of its data subjects and fields, in the order of the notice."""
    policy = context.policy
    entries = list(policy.retention.items())
    governing = GoverningEntries(entries)
    groups: list[str | None] = [*(purpose.data_subjects or policy.data_subjects or (None,))]
    named = {field for entry in policy.retention.values() for field in entry.fields or ()}
    fields = [field for field in purpose.fields or policy.fields if field in named]
    if not fields or len(fields) < len(purpose.fields or policy.fields):
        fields.append(_ANY_OTHER)
    found = {name for group in groups for field in fields for name, _ in select_governing(governing, group, key, field)}
    return [entry for name, entry in entries if name in found]


def _describe_entry(context: NoticeContext, entry: Retention, purpose: Purpose) -> str:
    words = _describe_length(context, entry)
    scope = _name_scope(context, entry, purpose)
    return context.word("scoped", scope=scope, text=words) if scope else words


def _name_scope(context: NoticeContext, entry: Retention, purpose: Purpose) -> str:
    """The people and the data that an entry is about, if it is not about all those of the purpose."""
    policy = context.policy
    texts = []
    for section in ("data_subjects", "fields"):
        known, named = getattr(policy, section), getattr(entry, section)
        concerned = getattr(purpose, section) or known
        if named is not None and not set(concerned) <= set(named):
            texts += [known[key].text for key in named if key in concerned and key in known]
    return "; ".join(shorten_name(context.text(text)) for text in texts)


def _describe_length(context: NoticeContext, entry: Retention) -> str:
    minimum, maximum = entry.minimum, entry.maximum
    if minimum is not None and maximum is not None:
        is_one_event = minimum.after == maximum.after and minimum.period.parts and maximum.period.parts
        at_least = context.language.format_value(minimum.period) if is_one_event else describe_limit(context, minimum)
        return context.word(
            "periods.both",
            minimum=context.word("periods.minimum", length=at_least),
            maximum=context.word("periods.maximum", length=describe_limit(context, maximum)),
        )
    for name, limit in (("minimum", minimum), ("maximum", maximum)):
        if limit is not None:
            return context.word(f"periods.{name}", length=describe_limit(context, limit))
    return context.word("periods.permanent")


def describe_limit(context: NoticeContext, limit: RetentionLimit) -> str:
    """A period and its event; an event of the notice's own has no words but those of its section."""
    if not context.language.has_word(f"notice.periods.from.{limit.after}"):
        return context.word("periods.after-own", period=limit.period)
    if not limit.period.parts:
        return context.word("periods.until", event=context.word(f"periods.to.{limit.after}"))
    return context.word("periods.after", period=limit.period, event=context.word(f"periods.from.{limit.after}"))


def has_periods_by_purpose(context: NoticeContext, purposes: Sequence[Purpose]) -> bool:
    """Whether the purposes are given with facts, so that each has its period beside them."""
    return bool(context.policy.retention) and any(purpose.legal_bases for purpose in purposes)
