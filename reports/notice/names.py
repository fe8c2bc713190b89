"""The names of companies on the page: never their ids, which mean nothing to the public."""

from __future__ import annotations

from seloste.reports.notice.context import NoticeContext


def name_processor(context: NoticeContext, key: str) -> str | None:
    """The name of a processor: the notice's own, else that of the processor list; None where neither has one."""
    processors = context.policy.processors
    own = (processors.recipients or {}).get(key) if processors is not None else None
    return (own.name if own is not None else None) or context.processor_names.get(key)


def list_unnamed_processors(context: NoticeContext) -> list[str]:
    """The ids of the processors that the notice lists and that the page leaves out, since they have no name."""
    processors = context.policy.processors
    return [
        key
        for key, entry in ((processors.recipients or {}) if processors is not None else {}).items()
        if name_processor(context, key) is None and entry.text is None
    ]
