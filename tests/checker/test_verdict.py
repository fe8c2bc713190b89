"""Is a promise true: what makes it kept, broken or unverified, and what must not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from seloste.checker.evidence.resource import EvidenceKind
from seloste.checker.finding import Severity
from seloste.checker.verdicts.verdict import JudgedPromise, Verdict
from seloste.checker.workspace.configuration import Scope
from tests.support.complete import Edit, checked, new_block, policy, processor, system, waivers, write

KEPT, BROKEN, UNVERIFIED = Verdict.KEPT, Verdict.BROKEN, Verdict.UNVERIFIED


def judged(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *edits: Edit, scope: Scope = "all"
) -> dict[str, JudgedPromise]:
    """Each promise of the edited example, by id."""
    write(folder, edits)
    return {promise.id: promise for promise in checked(folder, monkeypatch, scope=scope).promises}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> dict[str, JudgedPromise]:
    """Each promise of the example as it is."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        return judged(tmp_path_factory.mktemp("example"), monkeypatch)


# --- the example as it is


def test_a_promise_that_every_record_bears_out_is_kept(example: dict[str, JudgedPromise]) -> None:
    unverified = {promise.id for promise in example.values() if promise.verdict is UNVERIFIED}
    assert unverified == {f"rights.{right}" for right in RIGHTS} | {"disclosures"}
    assert {promise.verdict for promise in example.values()} == {KEPT, UNVERIFIED}


RIGHTS = (
    "access", "rectification", "erasure", "portability", "objection", "direct-marketing-objection",
    "withdraw-consent", "complaint",
)  # fmt: skip


def test_a_closed_list_that_all_keep_to_is_kept(example: dict[str, JudgedPromise]) -> None:
    lists = ("purposes", "fields", "sources", "data_subjects", "processors", "transfers")
    assert {section: example[section].verdict for section in lists} == dict.fromkeys(lists, KEPT)


def test_every_promise_is_judged_once_and_in_order(example: dict[str, JudgedPromise]) -> None:
    sections = list(dict.fromkeys(promise.promise.section for promise in example.values()))
    assert sections == [
        "data_subjects", "purposes", "fields", "sources", "disclosures", "processors", "transfers", "retention",
        "safeguards", "never", "rights", "custom",
    ]  # fmt: skip
    assert {"purposes", "purposes.orders", "retention.vouchers", "custom.swift-breach-notice"} <= example.keys()


def test_rights_have_no_evidence_and_stay_unverified(example: dict[str, JudgedPromise]) -> None:
    for right in RIGHTS:
        promise = example[f"rights.{right}"]
        assert (promise.verdict, promise.strength, promise.evidence) == (UNVERIFIED, None, ())


def test_what_is_kept_is_declared_or_documented_where_every_record_has_a_document(
    example: dict[str, JudgedPromise],
) -> None:
    documented = {"safeguards.confidentiality", "safeguards.training"}
    kept = {promise.id: promise.strength for promise in example.values() if promise.verdict is KEPT}
    assert {id for id, strength in kept.items() if strength is EvidenceKind.DOCUMENTED} == documented
    assert {strength for id, strength in kept.items() if id not in documented} == {EvidenceKind.DECLARED}
    backup = example["safeguards.backup"]  # of one of several systems there is a document
    assert {item.kind for item in backup.evidence} == {EvidenceKind.DOCUMENTED, EvidenceKind.DECLARED}
    assert {promise.strength for promise in example.values() if promise.verdict is UNVERIFIED} == {None}


SYSTEMS = {f"systems.{system}" for system in ("webshop", "accounts", "advice-desk", "newsletter", "club")}
PROCESSORS = {f"processors.{p}" for p in ("suopilvi", "snowlark", "beratung-desk", "nightlark", "tositetupa")}
EVERYONE = SYSTEMS | PROCESSORS


@pytest.mark.parametrize(
    ("promise", "subjects"),
    [
        ("purposes.newsletter", {"systems.newsletter"}),
        ("fields.allergies", {"systems.advice-desk"}),
        ("sources.order-form", {"systems.webshop", "systems.accounts", "systems.advice-desk", "systems.newsletter"}),
        ("fields", {f"systems.{s}" for s in ("webshop", "accounts", "advice-desk", "newsletter", "club")}),
        ("processors", EVERYONE),
        ("transfers", EVERYONE),
        ("retention.vouchers", {"systems.accounts"}),
        ("safeguards.strong-login", {"systems.webshop", "systems.accounts"}),
        ("safeguards.nordic-servers", {"systems.webshop", "systems.club"}),
        ("safeguards.confidentiality", {"organisation"}),
        (
            "custom.swift-breach-notice",
            {f"processors.{p}" for p in ("suopilvi", "snowlark", "beratung-desk", "nightlark", "tositetupa")},
        ),
        (
            "safeguards.incident-plan",
            {f"processors.{p}" for p in ("suopilvi", "snowlark", "beratung-desk", "nightlark", "tositetupa")},
        ),
    ],
)
def test_evidence_is_of_the_records_in_scope(
    example: dict[str, JudgedPromise], promise: str, subjects: set[str]
) -> None:
    assert {item.subject for item in example[promise].evidence} == subjects
    assert all(item.holds and item.location.line for item in example[promise].evidence)


def test_by_default_a_safeguard_binds_systems_and_their_hosts(example: dict[str, JudgedPromise]) -> None:
    of_processors = {
        item.subject for item in example["safeguards.https"].evidence if item.subject.startswith("processors.")
    }
    assert of_processors == {
        "processors.suopilvi",
        "processors.snowlark",
        "processors.beratung-desk",
        "processors.tositetupa",
    }


def test_silence_on_no_disclosures_is_not_evidence_of_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = [
        system(f"{name}.hosting", "    hosting:", "    disclosures: []\n    hosting:")
        for name in ("advice-desk", "newsletter", "club")
    ]
    assert judged(tmp_path, monkeypatch, *edits)["disclosures"].verdict is KEPT


# --- what changes a verdict


@pytest.mark.parametrize(
    ("promise", "edit"),
    [
        ("fields", system("club.fields")),
        ("sources", system("club.sources")),
        ("data_subjects", system("club.data_subjects")),
        ("processors", system("club.processors")),
        ("transfers", system("club.hosting")),
        ("retention.children", system("club.retention")),
        ("retention.children", system("club.retention", "account-closed", "collection")),
        ("safeguards.https", system("club.safeguards.encryption-in-transit")),
        ("safeguards.https", system("club.safeguards", "in-transit: implemented", "in-transit: not-applicable")),
        ("safeguards.https", processor("tositetupa.safeguards.encryption-in-transit")),
        ("safeguards.backup", system("club.safeguards.backup.interval")),
        ("safeguards.incident-plan", processor("nightlark.safeguards.incident-response")),
        ("safeguards.training", policy("organisation.safeguards.staff-training")),
    ],
)
def test_one_silent_record_makes_a_promise_unverified(
    promise: str, edit: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert judged(tmp_path, monkeypatch, edit)[promise].verdict is UNVERIFIED


@pytest.mark.parametrize(
    ("promise", "edit"),
    [
        ("purposes", system("club.purposes", "- kids-club\n", "- kids-club\n      - profiling\n")),
        ("purposes", system("club.fields", "- email\n", "- email\n      - phone\n")),
        ("fields", system("club.fields", "- email\n", "- email\n      - shoe-size\n")),
        ("fields", processor("tositetupa.fields", "- name\n", "- name\n      - shoe-size\n")),
        ("sources", system("club.sources", "- guardian\n", "- guardian\n      - school\n")),
        ("data_subjects", system("club.data_subjects", "- children\n", "- children\n      - parents\n")),
        ("disclosures", system("accounts.disclosures", "recipient: tax-authority", "recipient: ad-network")),
        ("processors", system("club.processors", "- suopilvi\n", "- suopilvi\n      - haamu\n")),
        ("processors", policy("processors.recipients.nightlark")),
        ("transfers", processor("nightlark.transfers", "scc-2021-914", "scc-2010-87")),
        ("transfers", policy("transfers.countries", "    - GB\n")),
        ("retention.children", system("club.retention", "P14D", "P31D")),
        ("retention.vouchers", system("accounts.retention", "P6Y", "P5Y")),
        ("safeguards.backup", system("club.safeguards.backup", "P1D", "P7D")),
        ("safeguards.https", processor("tositetupa.safeguards", "in-transit: implemented", "in-transit: planned")),
        ("safeguards.nordic-servers", system("club.hosting", "country: FI", "country: DE")),
        ("custom.swift-breach-notice", processor("nightlark", "PT24H", "PT72H")),
    ],
)
def test_an_error_breaks_its_promise_and_no_other(
    promise: str, edit: Edit, example: dict[str, JudgedPromise], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    after = judged(tmp_path, monkeypatch, edit)
    assert after[promise].verdict is BROKEN
    assert after[promise].strength is EvidenceKind.DECLARED
    assert not after[promise].accepted
    changed = {id for id, judgement in after.items() if judgement.verdict is not example[id].verdict}
    assert changed == {promise}


@pytest.mark.parametrize(
    ("rule", "edits"),
    [
        ("system/owner-missing", (system("club.owner"),)),
        ("system/review-overdue", (system("club.reviewed", "2026-10-06", "2020-01-01"),)),
        ("processor/breach-notice-missing", (policy("custom"), processor("nightlark.breach_notice"))),
        ("processor/unused", (processor("beratung-desk.subprocessors"),)),
        ("transfer/instrument-ending", (processor("tositetupa.agreement", "2029-12-31", "2026-12-31"),)),
        (
            "transfer/condition-unmet",
            (
                policy("transfers.countries", "    - IN\n", "    - IN\n    - CA\n"),
                processor("tositetupa", "country: FI", "country: CA"),
            ),
        ),
        (
            "notice/field-unused",
            (policy("fields.phone", "  phone:", "  phone-2:\n    text: {fi: Toinen, en: Second}\n  phone:"),),
        ),
    ],
)
def test_a_warning_breaks_nothing(
    rule: str,
    edits: tuple[Edit, ...],
    example: dict[str, JudgedPromise],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path, edits)
    result = checked(tmp_path, monkeypatch)
    assert {f.severity for f in result.findings if f.rule == rule} == {Severity.WARNING}
    for promise in result.promises:
        if promise.id in example:
            in_doubt = rule == "transfer/condition-unmet" and promise.id == "transfers"
            assert promise.verdict is (UNVERIFIED if in_doubt else example[promise.id].verdict)


@pytest.mark.parametrize(("severity", "verdict"), [("error", BROKEN), ("warning", UNVERIFIED), ("note", UNVERIFIED)])
def test_a_promise_of_ones_own_is_broken_only_by_an_error(
    severity: str, verdict: Verdict, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = judged(
        tmp_path,
        monkeypatch,
        policy("custom.swift-breach-notice", "severity: error", f"severity: {severity}"),
        processor("nightlark", "PT24H", "PT72H"),
    )["custom.swift-breach-notice"]
    assert promise.verdict is verdict
    assert [item.subject for item in promise.evidence if not item.holds] == ["processors.nightlark"]


def test_a_control_that_does_not_apply_is_no_evidence_either_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit = system("club.safeguards", "in-transit: implemented", "in-transit: {status: not-applicable, reason: Paperia}")
    promise = judged(tmp_path, monkeypatch, edit)["safeguards.https"]
    assert promise.verdict is KEPT
    assert "systems.club" not in {item.subject for item in promise.evidence}


@pytest.mark.parametrize(
    ("section", "block"),
    [
        (
            "purposes",
            "  extra:\n    text: {fi: Takuu, en: Warranty}\n    fields: [name]\n    legal_basis: {basis: contract}\n",
        ),
        ("fields", "  extra:\n    text: {fi: Koko, en: Size}\n"),
        ("sources", "  extra:\n    text: {fi: Messut, en: Trade fairs}\n"),
        ("safeguards", "  extra:\n    text: {fi: Olemme huolellisia, en: We are careful}\n"),
        (
            "retention",
            "  extra:\n    text: {fi: Kauan, en: Long}\n    data_subjects: []\n    maximum: {period: P1Y, after: x}\n",
        ),
    ],
)
def test_a_promise_that_nothing_speaks_of_is_unverified(
    section: str, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = judged(tmp_path, monkeypatch, new_block("policy.yaml", section, block))[f"{section}.extra"]
    assert (promise.verdict, promise.strength, promise.evidence) == (UNVERIFIED, None, ())


# --- lawful is another question


@pytest.mark.parametrize(
    ("promise", "rule", "edit"),
    [
        ("purposes.orders", "notice/legal-basis-missing", policy("purposes.orders.legal_basis")),
        ("retention.customers", "notice/retention-open-ended", policy("retention.customers.maximum")),
        ("transfers", "notice/transfer-copy-missing", policy("transfers.copy")),
        (
            "rights.erasure",
            "notice/right-discretionary",
            policy("rights.erasure", "restriction]\n", "restriction]\n    at_discretion: true\n"),
        ),
        ("fields.national-id", "notice/national-id-unjustified", policy("fields.national-id.national_id_ground")),
        (
            "purposes.newsletter",
            "notice/wording-hedged",
            policy("purposes.newsletter.text", "Sending", "Usually sending"),
        ),
    ],
)
def test_an_unlawful_promise_has_a_defect_and_the_same_verdict(
    promise: str,
    rule: str,
    edit: Edit,
    example: dict[str, JudgedPromise],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    after = judged(tmp_path, monkeypatch, edit)
    assert rule in after[promise].defects
    assert example[promise].defects == ()
    assert {id: judgement.verdict for id, judgement in after.items()} == {
        id: judgement.verdict for id, judgement in example.items()
    }


# --- scope


def test_nothing_is_verified_where_only_the_notice_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    promises = judged(tmp_path, monkeypatch, system("club.safeguards.backup", "P1D", "P7D"), scope="notice").values()
    assert {(promise.verdict, promise.strength, promise.evidence) for promise in promises} == {(UNVERIFIED, None, ())}


def test_the_systems_are_judged_alike_where_the_notice_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits = (system("club.safeguards.backup", "P1D", "P7D"), policy("purposes.orders.legal_basis"))
    everything, only_systems = (judged(tmp_path, monkeypatch, *edits, scope=scope) for scope in ("all", "systems"))
    assert {id: promise.verdict for id, promise in only_systems.items()} == {
        id: promise.verdict for id, promise in everything.items()
    }


# --- what holds always


BREAKING = (
    system("club.safeguards.backup", "P1D", "P7D"),
    system("webshop.fields", "- phone\n", "- shoe-size\n"),
    system("accounts.hosting", "country: FI", "country: IN"),
    processor("nightlark", "PT24H", "PT72H"),
    policy("organisation.safeguards.staff-training", "status: implemented", "status: planned"),
    policy("transfers.countries", "    - GB\n    - IN\n", "    - IN\n"),
)


def test_a_promise_is_broken_exactly_when_an_error_contradicts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, BREAKING)
    result = checked(tmp_path, monkeypatch)
    contradicted = {f.promise for f in result.findings if f.promise and f.severity is Severity.ERROR}
    assert {promise.id for promise in result.promises if promise.verdict is BROKEN} == contradicted
    assert {"safeguards.backup", "fields", "transfers", "custom.swift-breach-notice"} <= contradicted
    [training] = [promise for promise in result.promises if promise.id == "safeguards.training"]
    assert training.verdict is BROKEN
    assert [item.holds for item in training.evidence] == [False]


# --- words that say something else than the keys

HOURLY = policy("safeguards.backup.text", "Data are backed up daily.", "Data are backed up hourly.")
BACKUP = (
    "{rule: notice/text-contradicts-facts, subject: safeguards.backup, reason: R, approved_by: DPO, until: 2026-12-31}"
)
#: A breach of the promise beside its words.
NO_BACKUP = system("webshop.safeguards.backup", "status: implemented", "status: planned")


@pytest.mark.parametrize("more", [(), (waivers(BACKUP),)], ids=["as it is", "waived"])
def test_a_promise_whose_words_say_something_else_is_unverified(
    more: tuple[Edit, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = judged(tmp_path, monkeypatch, HOURLY, *more)["safeguards.backup"]
    assert (promise.verdict, promise.strength, promise.has_other_words) == (UNVERIFIED, None, True)


def test_other_words_leave_a_broken_promise_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    promise = judged(tmp_path, monkeypatch, HOURLY, NO_BACKUP)["safeguards.backup"]
    assert (promise.verdict, promise.has_other_words) == (BROKEN, True)


# --- law data that are out of date

ALL_WAIVED = waivers("{rule: notice/law-unverified, reason: R, approved_by: Manager, until: 2028-01-31}")


@pytest.mark.parametrize("edits", [(), (ALL_WAIVED,)], ids=["as it is", "waived"])
def test_law_data_of_a_year_ago_verify_no_transfer_and_no_agreement(
    edits: tuple[Edit, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, edits)
    before, after = (checked(tmp_path, monkeypatch, day=date(2027, 9, day)) for day in (29, 30))
    turned = {
        new.id: (old.verdict, new.verdict)
        for old, new in zip(before.promises, after.promises, strict=True)
        if old.verdict is not new.verdict
    }
    assert turned == {"processors": (KEPT, UNVERIFIED)}  # the one on transfers is broken by then, and stays so
    assert [judged.id for judged in after.promises if judged.law_outdated] == ["processors", "transfers"]
    assert {item.what for item in after.not_checked if item.why == "law-outdated"} == {"processors", "transfers"}
    assert not [item for item in before.not_checked if item.why == "law-outdated"]
