"""Rules about direct marketing that is sent electronically: Directive 2002/58/EC Art. 13, and national acts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from seloste.checker.finding import RuleFinding
from seloste.checker.linking.entry import NoticeEntry
from seloste.checker.linking.index import Index
from seloste.checker.rules.notice.rights import gives_right
from seloste.checker.rules.registry import NOTICE
from seloste.policy.law.law import LawOn
from seloste.policy.processing import Purpose
from seloste.policy.prose.consent import speaks_of_withdrawal
from seloste.policy.vocabulary import Basis, ElectronicMarketing, Right


@NOTICE.rule("notice/electronic-marketing-basis-missing")
def electronic_marketing_basis_missing(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """A purpose is direct marketing without the ground on which it may be sent electronically."""
    for key, purpose in notice.record.purposes.items():
        if purpose.direct_marketing and purpose.electronic_marketing is None:
            yield notice.found("purposes", key, arguments={"text": purpose.text})


@NOTICE.rule("notice/basis-mismatch")
def basis_mismatch(notice: NoticeEntry, index: Index, law: LawOn) -> Iterator[RuleFinding]:
    """The route of electronic marketing and the legal basis of its purpose exclude each other.

    Marketing to existing customers needs no consent, and a purpose that rests on consent alone has asked for it.
    Marketing by consent needs a way to withdraw it; where the legal basis is consent, `right-missing` tells of that.
    """
    for key, purpose in notice.record.purposes.items():
        bases = {each.basis for each in purpose.legal_bases}
        if purpose.electronic_marketing is ElectronicMarketing.EXISTING_CUSTOMER and bases == {Basis.CONSENT}:
            yield _report(notice, key, purpose, "")
        elif purpose.electronic_marketing is ElectronicMarketing.CONSENT and bases and Basis.CONSENT not in bases:
            is_withdrawable = gives_right(notice.record, Right.WITHDRAW_CONSENT) or _tells_withdrawal(notice, purpose)
            if not is_withdrawable:
                yield _report(notice, key, purpose, "withdrawal")


def _report(notice: NoticeEntry, key: str, purpose: Purpose, variant: str) -> RuleFinding:
    found = notice.found(
        "purposes",
        key,
        "electronic_marketing",
        subject=f"purposes.{key}",
        value=f"{purpose.electronic_marketing}: {','.join(sorted({each.basis for each in purpose.legal_bases}))}",
        variant=variant,
        arguments={"text": purpose.text},
    )
    return replace(found, related=(notice.at("purposes", key, "legal_basis"),))


def _tells_withdrawal(notice: NoticeEntry, purpose: Purpose) -> bool:
    """Whether the words of the purpose, or around the rights, tell how consent is withdrawn."""
    record = notice.record
    texts: list[Mapping[str, str] | None] = [purpose.text, *(each.explanation for each in purpose.legal_bases)]
    texts += [record.introductions.get("rights"), record.closings.get("rights")]  # type: ignore[call-overload]
    texts += [record.requests.text if record.requests is not None else None]
    return any(text and speaks_of_withdrawal(text) for text in texts)
