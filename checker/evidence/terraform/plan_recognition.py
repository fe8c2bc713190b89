"""Recognizes plans and states, and what is mistaken for them: a binary plan, the log of a run."""

from __future__ import annotations

import re

from seloste.checker.reading.problem import Problem

#: How much is looked at for the signs of another kind of content.
_BEGINNING = 10_000
#: What `terraform show -json` writes of a state with nothing in it.
EMPTY_STATE = re.compile(rb'\s*+\{\s*+"format_version"\s*+:\s*+"[0-9.]++"\s*+\}\s*+')
#: The keys of which one stands beside the version of the format in every plan and state that is shown.
_SHOWN = (b'"planned_values"', b'"resource_changes"', b'"prior_state"', b'"terraform_version"', b'"provider_config"')
#: The keys of which one stands in every state file.
_STATE = (b'"lineage"', b'"serial"')


def recognize(name: str, beginning: bytes) -> bool:
    """Whether a file is a plan or a state, or what is mistaken for one, by its first million bytes."""
    if explain_other_content(beginning):
        return True
    text = _drop_nulls(beginning)
    if b'"format_version"' in text and any(key in text for key in _SHOWN):
        return True
    if EMPTY_STATE.fullmatch(text[:200]):
        return True
    if b'"encrypted_data"' in text and b'"encryption_version"' in text:
        return True
    if b'"provider_config"' in text and b'"root_module"' in text:  # sorted by key, the version comes after a million
        return True
    return b'"terraform_version"' in text and b'"version"' in text and any(key in text for key in _STATE)


def explain_other_content(data: bytes) -> Problem | None:
    """What is told of a file that comes of Terraform and is neither plan nor state in JSON; None for any other."""
    beginning = data[:_BEGINNING]
    if (beginning.startswith(b"PK\x03\x04") and b"tfplan" in beginning[:200]) or beginning.startswith(b"tfplan"):
        return Problem("unreadable", "plan-binary", None)
    lines = [line.strip() for line in _drop_nulls(beginning).splitlines() if line.strip()][:1]
    if (
        lines
        and lines[0].startswith(b"{")
        and all(key in lines[0] for key in (b'"@level"', b'"@message"', b'"@module"'))
    ):
        return Problem("unreadable", "plan-lines", None)
    return None


def _drop_nulls(data: bytes) -> bytes:
    """Text in UTF-16 as far as it is ASCII, as UTF-8 has it."""
    return data.replace(b"\0", b"") if b"\0" in data[:10] else data
