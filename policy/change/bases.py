"""The judges of legal bases. Consent is not exchanged for another basis: those who gave it were told that they decide.

EDPB Guidelines 05/2020, paragraphs 121 to 123: the basis is settled before the data are collected, and a controller
cannot move data that it collected on consent to another basis. So no such change is one to announce; a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from seloste.policy.change.judge import Case, Judge, make_scope_judge, make_statement_judge, make_term, name_entries
from seloste.policy.change.members import as_set, make_terms
from seloste.policy.change.reason import DraftReason, Term, Value
from seloste.policy.change.words import strip_typography
from seloste.policy.notice import Policy
from seloste.policy.processing import Purpose
from seloste.policy.vocabulary import Basis, ElectronicMarketing, NationalIdGround, SpecialCategoryBasis

#: What a legal basis can be limited to.
_SCOPES = ("data_subjects", "fields")
#: How alike the words of two purposes are for them to be the same one.
_ALIKE = 0.75
#: So much of a text is compared, and with so many others that are not the same: files of strangers are compared too.
_LONGEST = 300
_MOST_COMPARED = 60


def judge_bases(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the legal bases of a purpose: others in the place of all of them, or one more, or one less."""
    old, new = as_set(before), as_set(after)
    successors = frozenset(each for each in new - old if _succeeds_consent(each, old, new, case))
    if successors:
        yield _replace_consent("consent-replaced", "basis", Basis.CONSENT, successors)
        old, new = old - {Basis.CONSENT}, new - successors - {Basis.CONSENT}
    elif not old & new:
        reason = "basis-changed" if old and new else "basis-stated" if new else "basis-dropped"
        yield DraftReason(reason, {"before": make_terms("basis", before), "after": make_terms("basis", after)})
        return
    for each in sorted(new - old):
        reason = "consent-joined" if Basis.CONSENT in old else "basis-added"
        yield DraftReason(reason, {"member": Term("basis", str(each))})
    for each in sorted(old - new):
        yield DraftReason("basis-removed", {"member": Term("basis", str(each))})


def judge_added_purpose(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges an added purpose. In the words of one that rested on consent and is gone, it is no new one."""
    bases = as_set(case.after.get("legal_basis.basis"))
    if Basis.CONSENT not in bases and _has_words_of_gone_consent(case):
        yield _replace_consent("consent-replaced", "basis", Basis.CONSENT, bases)
        return
    taken = () if Basis.CONSENT in bases else tuple(_name_taken(case))
    yield DraftReason("consent-carried-over", {"added": taken}) if taken else DraftReason("purpose-added")


def _name_taken(case: Case) -> Iterator[Value]:
    """The people, and the data, that an added purpose takes up from one on consent that lost them."""
    for scope in _SCOPES:
        taken = frozenset(case.after.get(scope) or ()) & _find_abandoned(scope, case)
        yield from name_entries(case.new, scope, taken)


def _has_words_of_gone_consent(case: Case) -> bool:
    """Whether a purpose has the words of one on consent that is gone, or nearly: a word makes no new purpose."""
    gone = _list_gone_consents(case)
    if not gone:
        return False
    words = _strip(case.after.get("text") or {})
    if not gone.isdisjoint(words):
        return True
    near = sorted(gone)[:_MOST_COMPARED]
    return any(code == other and _are_alike(text, known) for code, text in words for other, known in near)


def _list_gone_consents(case: Case) -> frozenset[tuple[str, str]]:
    """The words, with their language, of the purposes on consent that the new notice does not have."""
    if "gone_consents" not in case.shared:
        gone = (purpose for id, purpose in case.old.purposes.items() if id not in case.new.purposes)
        consents = [each for each in gone if any(basis.basis is Basis.CONSENT for basis in each.legal_bases)]
        case.shared["gone_consents"] = frozenset(pair for each in consents for pair in _strip(each.text))
    found: frozenset[tuple[str, str]] = case.shared["gone_consents"]
    return found


def _strip(text: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(code, strip_typography(words[:_LONGEST])) for code, words in text.items()]


def _are_alike(text: str, other: str) -> bool:
    matcher = SequenceMatcher(None, text, other)
    return matcher.quick_ratio() > _ALIKE and matcher.ratio() > _ALIKE


def make_purpose_scope_judge(widened: str, narrowed: str, scope: str) -> Judge:
    """A judge of the people, or the data, of a purpose. It may take up those of another that rested on consent."""
    judge = make_scope_judge(widened, narrowed, scope)

    def judge_scope(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        added = _complete(after, scope, case, case.after) - _complete(before, scope, case, case.before)
        on_consent = Basis.CONSENT in as_set(case.after.get("legal_basis.basis"))
        for reason in judge(before, after, case):
            if reason.id == widened and not on_consent and added & _find_abandoned(scope, case):
                yield DraftReason("consent-carried-over", reason.values)
            else:
                yield reason

    return judge_scope


def _find_abandoned(scope: str, case: Case) -> frozenset[Any]:
    """The people, or the data, that purposes on consent alone were about, where one of those purposes lost them."""
    key = f"abandoned.{scope}"
    if key not in case.shared:
        case.shared[key] = _gather_abandoned(scope, case)
    found: frozenset[Any] = case.shared[key]
    return found


def _gather_abandoned(scope: str, case: Case) -> frozenset[Any]:
    if not any(
        {each.basis for each in purpose.legal_bases} == {Basis.CONSENT} for purpose in case.old.purposes.values()
    ):
        return frozenset()
    kept: set[Any] = set()
    lost: set[Any] = set()
    for id, purpose in case.old.purposes.items():
        concerned = _list_concerned(purpose, scope, case.old)
        if not _rests_on_consent_alone(purpose):
            kept |= concerned
        elif id not in case.new.purposes:
            lost |= concerned
        else:
            lost |= concerned - _list_concerned(case.new.purposes[id], scope, case.new)
    return frozenset(lost - kept)


def _rests_on_consent_alone(purpose: Purpose) -> bool:
    return {each.basis for each in purpose.legal_bases} == {Basis.CONSENT}


def _list_concerned(purpose: Purpose, scope: str, policy: Policy) -> set[Any]:
    limit = getattr(purpose, scope)
    return set(getattr(policy, scope) if limit is None else limit)


def judge_notice_bases(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the legal bases that the notice lists for itself as a whole."""
    stated, still = (
        {basis.basis for purpose in policy.purposes.values() for basis in purpose.legal_bases}
        for policy in (case.old, case.new)
    )
    added, removed = as_set(after) - as_set(before), as_set(before) - as_set(after)
    successors = added - stated if removed - still >= {Basis.CONSENT} else frozenset()
    if successors:
        yield _replace_consent("consent-replaced", "basis", Basis.CONSENT, successors)
        added, removed = added - successors, removed - {Basis.CONSENT}
    for each in sorted(added):
        reason = "basis-listed" if each in stated else "basis-added"
        yield DraftReason(reason, {"member": Term("basis", str(each))})
    for each in sorted(removed):
        reason = "basis-listed-by-purpose" if each in still else "basis-removed"
        yield DraftReason(reason, {"member": Term("basis", str(each))})


def make_basis_scope_judge(scope: str) -> Judge:
    """A judge of the people, or the data, that a legal basis is limited to. Another may take them from consent."""
    judge = make_scope_judge("basis-widened", "basis-narrowed", scope)

    def judge_scope(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
        bases = as_set(case.after.get("legal_basis.basis"))
        added = _complete(after, scope, case, case.after) - _complete(before, scope, case, case.before)
        for reason in judge(before, after, case):
            if reason.id == "basis-widened" and added & _find_lost(scope, case):
                yield _replace_consent("consent-replaced", "basis", Basis.CONSENT, bases - {Basis.CONSENT})
            else:
                yield reason

    return judge_scope


def judge_special_basis(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the condition for processing special categories of data, of which explicit consent is one."""
    if before == SpecialCategoryBasis.EXPLICIT_CONSENT and after is not None:
        yield _replace_consent("explicit-consent-replaced", "special_category_basis", before, frozenset({after}))
    else:
        changed = make_statement_judge(
            "special-basis-changed", "special-basis-dropped", "special-basis-changed", "special_category_basis"
        )
        yield from changed(before, after, case)


def judge_national_id_ground(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the ground for processing a personal identity code, of which consent is one."""
    if before == NationalIdGround.CONSENT and after is not None:
        yield DraftReason("national-id-consent-replaced")
    else:
        changed = make_statement_judge("field-ground-changed", "field-declassified", "field-ground-changed")
        yield from changed(before, after, case)


def judge_electronic_marketing(before: Any, after: Any, case: Case) -> Iterator[DraftReason]:
    """Judges the route of electronic marketing, of which consent is the strictest."""
    values = {"before": make_term("electronic_marketing", before), "after": make_term("electronic_marketing", after)}
    ended = after is None and "direct_marketing" in case.before and not case.after.get("direct_marketing")
    if after == ElectronicMarketing.NONE or ended:
        yield DraftReason("electronic-marketing-ended", values)
    elif before == ElectronicMarketing.NONE:
        yield DraftReason("electronic-marketing-begun", values)
    elif after == ElectronicMarketing.CONSENT:
        yield DraftReason("electronic-marketing-tightened", values)
    elif before == ElectronicMarketing.CONSENT:
        route = Term("marketing_route", str(after or "unstated"))
        yield DraftReason("electronic-marketing-loosened", {**values, "route": route})
    else:
        yield DraftReason("electronic-marketing-changed", values)


def _replace_consent(reason: str, group: str, consent: str, successors: frozenset[Any]) -> DraftReason:
    return DraftReason(reason, {"before": make_term(group, consent), "after": make_terms(group, successors or None)})


def _succeeds_consent(basis: Any, old: frozenset[Any], new: frozenset[Any], case: Case) -> bool:
    """Whether a basis that is new is one for people, or data, that were the consent's before, and no longer are."""
    if basis == Basis.CONSENT or Basis.CONSENT not in old:
        return False
    if Basis.CONSENT not in new:
        return True
    return any(
        _find_lost(scope, case) & _complete(case.after.get(f"legal_basis.{basis}.{scope}"), scope, case, case.after)
        for scope in _SCOPES
    )


def _find_lost(scope: str, case: Case) -> frozenset[Any]:
    """The people, or the data, that consent was a basis for and no longer is, where it still is one for others."""
    found = []
    for facts in (case.before, case.after):
        if Basis.CONSENT not in as_set(facts.get("legal_basis.basis")):
            return frozenset()
        found.append(_complete(facts.get(f"legal_basis.consent.{scope}"), scope, case, facts))
    return (found[0] - found[1]) & frozenset(getattr(case.new, scope))


def _complete(limit: Any, scope: str, case: Case, facts: Any) -> frozenset[Any]:
    """What a basis is limited to; without a limit all people, or data, of the purpose."""
    if limit is None:
        limit = facts.get(scope)
    return frozenset(getattr(case.new, scope)) if limit is None else frozenset(limit)
