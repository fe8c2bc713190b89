"""The names of companies on the page: never their ids, which mean nothing to the public."""

from __future__ import annotations

from collections.abc import Mapping

from seloste.policy.notice import Policy
from seloste.reports.notice.context import NoticeContext


def name_processor(context: NoticeContext, key: str) -> str | None:
    """The name of a processor: the notice's own, else that of the processor list; None where neither has one."""
    processors = context.policy.processors
    own = (processors.recipients or {}).get(key) if processors is not None else None
    return (own.name if own is not None else None) or context.processor_names.get(key)


def list_unnamed_processors(policy: Policy, names: Mapping[str, str]) -> list[str]:
    """The ids of the processors that the notice lists and that its page leaves out, since nothing names them.

    `names`: those of the processor list, by id.
    """
    listed = (policy.processors.recipients if policy.processors is not None else None) or {}
    return [key for key, own in listed.items() if not (own.name or own.text or names.get(key))]
