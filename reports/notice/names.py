"""The names of companies on the page: never their ids, which mean nothing to the public."""

from __future__ import annotations

from collections.abc import Mapping

from seloste.policy.base import is_id
from seloste.policy.notice import Policy
from seloste.reports.notice.context import NoticeContext


def name_processor(context: NoticeContext, key: str) -> str | None:
    """The name of a processor: the notice's own, else that of the processor list; None where neither has one."""
    processors = context.policy.processors
    own = (processors.recipients or {}).get(key) if processors is not None else None
    return (own.name if own is not None else None) or context.processor_names.get(key)


def name_provider(context: NoticeContext, provider: str) -> str | None:
    """The name of whoever sets a cookie: that of a processor by its id, else the company's; None for an unknown id."""
    return name_processor(context, provider) or (None if is_id(provider) else provider)


def list_unnamed_processors(policy: Policy, names: Mapping[str, str]) -> list[str]:
    """The ids of the processors that the notice lists and that its page leaves out, since nothing names them.

    `names`: those of the processor list, by id.
    """
    listed = (policy.processors.recipients if policy.processors is not None else None) or {}
    return [key for key, own in listed.items() if not (own.name or own.text or names.get(key))]
