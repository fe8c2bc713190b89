"""What notices really say, rule by rule: periods by field, several bases, rights and controls, words in new places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.language.language import load_language
from tests.support.complete import checked

#: A notice to which each case adds; a comment `# here` marks the line that a finding must point at.
NOTICE = """
notice: {languages: [fi, en], published: 2026-01-15}
controller: {name: Oy, email: asiakaspalvelu@lumikiuru.fi}
"""
WORDS = "{fi: Sanat, en: Words}"
Judge = Callable[..., Result]


class Found(NamedTuple):
    """A finding by its rule, subject and value, and whether it points at the marked line."""

    rule: str
    subject: str
    value: str
    here: bool


@pytest.fixture(name="judge")
def make_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    def judge(policy: str, systems: str = "", *, scope: str = "notice") -> Result:
        (tmp_path / "policy.yaml").write_text(policy if "notice:" in policy else NOTICE + policy, "utf-8")
        if systems:
            (tmp_path / "systems.yaml").write_text(systems, "utf-8")
        return checked(tmp_path, monkeypatch, scope=scope)  # type: ignore[arg-type]

    return judge


def found(result: Result, *rules: str) -> list[Found]:
    findings = [finding for finding in result.findings if finding.rule in rules]
    return sorted(Found(f.rule, f.subject, f.value, "# here" in (f.found.excerpt or "")) for f in findings)


# --- storage periods

FIELDS = f"""
data_subjects: {{customers: {{text: {WORDS}}}}}
fields: {{name: {{text: {WORDS}}}, email: {{text: {WORDS}}}, recording: {{text: {WORDS}}}}}
purposes:
  billing: {{text: {WORDS}, fields: [name, email]}}
  support: {{text: {WORDS}}}
"""


@pytest.mark.parametrize(
    ("retention", "missing"),
    [
        ("all: {text: T}", []),
        ("a: {text: T, fields: [name]}\n  b: {text: T}", []),
        (
            "a: {text: T, fields: [name, email]}",
            [("data_subjects.customers", "recording"), ("purposes.support", "recording")],
        ),
        ("a: {text: T, fields: [name, email]}\n  b: {text: T, fields: [recording]}", []),
        (
            "a: {text: T, fields: [email]}",
            [
                ("data_subjects.customers", "name,recording"),
                ("purposes.billing", "name"),
                ("purposes.support", "name,recording"),
            ],
        ),
        (
            "a: {text: T, fields: [recording]}",
            [("data_subjects.customers", "email,name"), ("purposes.billing", ""), ("purposes.support", "email,name")],
        ),
        (
            "a: {text: T, fields: [name], purposes: [billing]}\n  b: {text: T, purposes: [support]}",
            [("purposes.billing", "email")],
        ),
        (
            "a: {text: T, fields: []}",
            [("data_subjects.customers", ""), ("purposes.billing", ""), ("purposes.support", "")],
        ),
    ],
)
def test_an_entry_about_some_fields_covers_the_rest_only_with_others(
    judge: Judge, retention: str, missing: list[tuple[str, str]]
) -> None:
    result = judge(FIELDS + "retention:\n  " + retention.replace("T", WORDS))
    assert [(subject, value) for _, subject, value, _ in found(result, "notice/retention-missing")] == missing


def test_the_message_names_the_fields_without_a_period(judge: Judge) -> None:
    named = FIELDS.replace(f"recording: {{text: {WORDS}}}", "recording: {text: {fi: Tallenteet, en: Recordings}}")
    result = judge(named + f"retention: {{a: {{text: {WORDS}, fields: [name, email]}}}}")
    [_, finding] = [each for each in result.findings if each.rule == "notice/retention-missing"]
    assert "puuttuu: ”Tallenteet”" in load_language("fi").message(finding)


@pytest.mark.parametrize(
    ("entry", "open_ended"),
    [
        ("minimum: {period: P2Y, after: contract-end}", True),
        ("minimum: {period: P2Y, after: contract-end}, permanent: {ground: T}", False),
        ("minimum: {period: P2Y, after: contract-end}, criteria: T", False),
        ("minimum: {period: P2Y, after: contract-end}, exceptions: [{text: T}]", True),
        ("minimum: {period: P2Y, after: contract-end}, maximum: {period: P2Y, after: contract-end}", False),
    ],
)
def test_only_what_nothing_ends_is_open_ended(judge: Judge, entry: str, open_ended: bool) -> None:
    result = judge(f"retention: {{all: {{text: {WORDS}, {entry.replace(': T', f': {WORDS}')}}}}}")
    assert bool(found(result, "notice/retention-open-ended")) is open_ended


SYSTEM = """
systems:
  crm: {name: CRM, purposes: [billing], data_subjects: [customers], fields: [name], retention: [R]}
"""
PROMISE = (
    FIELDS
    + """
retention:
  all:
    text: {fi: Teksti, en: Text}
    maximum: {period: P2Y, after: contract-end}
    exceptions:
      - {text: {fi: Jos on riita., en: If there is a dispute.}, reason: dispute}
      - text: {fi: Jos laki vaatii., en: If the law asks.} # here
        reason: law
        maximum: {period: P6Y, after: contract-end}
"""
)

ORDINARY = "{period: P1Y, after: contract-end}"


@pytest.mark.parametrize(
    ("period", "rule", "message", "verdict"),
    [
        ("{period: P2Y, after: contract-end}", None, "", Verdict.KEPT),
        ("{period: P9Y, after: contract-end, reason: dispute}", None, "", Verdict.KEPT),
        ("{period: P6Y, after: contract-end, reason: law}", None, "", Verdict.KEPT),
        (
            "{period: P7Y, after: contract-end, reason: law}",
            "retention-exceeded",
            "the storage period of “CRM” is 7 years; the notice's exception “If the law asks.” allows at most 6 years",
            Verdict.BROKEN,
        ),
        (
            "{period: P7Y, after: contract-end, reason: claims}",
            "retention-exceeded",
            "the storage period of “CRM” is 7 years, the promised maximum 2 years",
            Verdict.BROKEN,
        ),
        (
            "{period: P1Y, after: last-contact}",
            "retention-incomparable",
            "of “CRM” is counted from “last-contact”, in the notice from “contract-end”",
            Verdict.UNVERIFIED,
        ),
    ],
)
def test_a_system_keeps_to_the_exceptions_of_a_period(
    judge: Judge, period: str, rule: str | None, message: str, verdict: Verdict
) -> None:
    periods = f"{ORDINARY}, {period}]" if "reason" in period else f"{period}]"
    result = judge(PROMISE, SYSTEM.replace("R]", periods), scope="all")
    about = [finding for finding in result.findings if finding.rule.startswith("system/retention")]
    assert [finding.rule for finding in about] == ([f"system/{rule}"] if rule else [])
    for finding in about:
        assert message in load_language("en").message(finding)
        [place] = finding.related
        line = PROMISE.splitlines()[(place.line or 0) - 1 - NOTICE.count("\n")]
        assert ("# here" in line) is ("exception" in message)
    assert [each.verdict for each in result.promises if each.id == "retention.all"] == [verdict]


def test_an_exception_that_counts_from_another_event_leaves_the_promise_open(judge: Judge) -> None:
    promise = PROMISE.replace(
        "maximum: {period: P6Y, after: contract-end}", "maximum: {period: P6Y, after: last-contact}"
    )
    periods = f"{ORDINARY}, {{period: P3Y, after: contract-end, reason: law}}]"
    result = judge(promise, SYSTEM.replace("R]", periods), scope="all")
    [finding] = [finding for finding in result.findings if finding.rule.startswith("system/retention")]
    assert (finding.rule, finding.variant) == ("system/retention-incomparable", "exception")
    for language in ("fi", "en", "sv"):
        assert "{" not in load_language(language).message(finding)
    assert [each.verdict for each in result.promises if each.id == "retention.all"] == [Verdict.UNVERIFIED]


@pytest.mark.parametrize("entry", ["criteria: T", "permanent: {ground: T}", "fields: [recording]"])
def test_what_sets_no_limit_for_the_data_is_not_kept_by_a_period(judge: Judge, entry: str) -> None:
    policy = FIELDS + f"retention: {{all: {{text: {WORDS}, {entry.replace('T', WORDS)}}}}}"
    result = judge(policy, SYSTEM.replace("R]", "{period: P1Y, after: contract-end}]"), scope="all")
    assert not [finding for finding in result.findings if finding.rule.startswith("system/retention")]
    [promise] = [each for each in result.promises if each.id == "retention.all"]
    assert promise.verdict is Verdict.UNVERIFIED


# --- several legal bases


def purposes(*bases: str, more: str = "") -> str:
    lines = "".join(f"\n      - {basis}" for basis in bases)
    return f"""
data_subjects:
  adults: {{text: {WORDS}}}
  children: {{text: {WORDS}, children: true}} # here
fields: {{name: {{text: {WORDS}}}, health: {{text: {WORDS}, special_category: true}}}}
purposes:
  club:
    text: {WORDS}
    legal_basis:{lines}
    {more}
"""


CONSENT_OF_CHILDREN = "{basis: consent, data_subjects: [children]}"
CONSENT_OF_ADULTS = "{basis: consent, data_subjects: [adults]}"


@pytest.mark.parametrize(
    ("bases", "groups", "limited"),
    [
        (["{basis: contract}", CONSENT_OF_CHILDREN], "[children]", False),
        (["{basis: contract}", CONSENT_OF_CHILDREN], "[adults]", True),
        ([CONSENT_OF_ADULTS, CONSENT_OF_CHILDREN], "[children]", True),
        (["{basis: consent}"], "[children]", True),
        (["{basis: consent, fields: [name]}"], "[children]", True),
    ],
)
def test_a_basis_gives_rights_to_those_whom_it_is_for(
    judge: Judge, bases: list[str], groups: str, limited: bool
) -> None:
    right = f"rights: {{withdraw: {{right: withdraw-consent, text: {WORDS}, data_subjects: {groups}}}}}"
    result = judge(purposes(*bases) + right)
    assert bool(found(result, "notice/right-limited")) is limited
    assert "rights.withdraw-consent" not in [subject for _, subject, *_ in found(result, "notice/right-missing")]


def test_a_basis_of_people_whom_the_purpose_is_not_about_gives_no_right(judge: Judge) -> None:
    result = judge(purposes(CONSENT_OF_CHILDREN, "{basis: contract}", more="data_subjects: [adults]"))
    missing = [subject for _, subject, *_ in found(result, "notice/right-missing")]
    assert "rights.withdraw-consent" not in missing
    assert "rights.portability" in missing


@pytest.mark.parametrize(
    ("bases", "expected"),
    [
        (["{basis: contract}", CONSENT_OF_CHILDREN], True),
        (["{basis: contract}", CONSENT_OF_ADULTS], False),
        (["{basis: contract}"], False),
    ],
)
def test_only_the_consent_of_children_needs_their_guardians(judge: Judge, bases: list[str], expected: bool) -> None:
    shown = found(judge(purposes(*bases)), "notice/children-unaddressed")
    assert shown == ([Found("notice/children-unaddressed", "data_subjects.children", "", True)] if expected else [])


@pytest.mark.parametrize("value", ["", "null", "~"])
def test_a_key_of_one_or_several_may_be_empty_as_if_it_were_absent(judge: Judge, value: str) -> None:
    safeguard = f"safeguards: {{tls: {{text: {WORDS}, control: {value}}}}}"
    result = judge(f"purposes: {{club: {{text: {WORDS}, legal_basis: {value}}}}}\n{safeguard}")
    rules = ("input/invalid-value", "notice/legal-basis-missing", "notice/promise-unverifiable")
    assert [each.rule for each in found(result, *rules)] == [*rules[1:]]


def test_each_basis_is_told_of_at_its_place(judge: Judge) -> None:
    policy = purposes("{basis: legal-obligation}", "{basis: legitimate-interests}", "{basis: consent}")
    result = judge(policy.replace("{basis: legitimate-interests}", "{basis: legitimate-interests} # here"))
    rules = ("notice/legitimate-interest-unexplained", "notice/balancing-test-missing")
    assert found(result, *rules) == [
        Found(rule, "purposes.club", "legitimate-interests", True) for rule in sorted(rules)
    ]
    [obligation] = found(result, "notice/legal-obligation-unexplained")
    assert obligation[1:] == ("purposes.club", "legal-obligation", False)


def test_bases_of_one_kind_are_told_apart_by_whom_and_which_data_they_are_for(judge: Judge) -> None:
    basis = "basis: legitimate-interests"
    policy = purposes(f"{{{basis}}}", f"{{{basis}, data_subjects: [children]}}", f"{{{basis}, fields: [name, health]}}")
    assert [each.value for each in found(judge(policy), "notice/balancing-test-missing")] == [
        "legitimate-interests",
        "legitimate-interests data_subjects=children",
        "legitimate-interests fields=health,name",
    ]


def test_a_field_that_only_a_basis_names_is_of_the_purpose(judge: Judge) -> None:
    rule = "notice/special-category-basis-missing"
    named = purposes("{basis: consent, fields: [health]}", more="fields: [name]")
    assert found(judge(named), rule) == [Found(rule, "purposes.club", "health", False)]
    assert not found(judge(purposes("{basis: consent, fields: [name]}", more="fields: [name]")), rule)


LISTED = "legal_bases: [{basis: contract}, {basis: BASIS}]\n"
CLUB = f"purposes: {{club: {{text: {WORDS}}}}} # here\n"


def test_a_basis_of_the_notice_as_a_whole_is_linked_to_no_purpose(judge: Judge) -> None:
    result = judge(LISTED.replace("BASIS", "consent") + CLUB)
    unlinked = Found("notice/legal-basis-unlinked", "purposes.club", "", True)
    assert found(result, "notice/legal-basis-missing", "notice/legal-basis-unlinked") == [unlinked]
    hanging = [f for f in result.findings if f.rule == "notice/right-missing" and f.variant == "listed"]
    assert {(f.subject, f.severity.value) for f in hanging} == {
        ("rights.portability", "warning"),
        ("rights.withdraw-consent", "warning"),
    }
    assert "rights.objection" not in {f.subject for f in result.findings}  # no basis that is listed gives it


@pytest.mark.parametrize(("basis", "inapplicable"), [("public-task", False), ("consent", True)])
def test_a_right_that_a_listed_basis_gives_is_possible(judge: Judge, basis: str, inapplicable: bool) -> None:
    right = f"rights: {{objection: {{right: objection, text: {WORDS}}}}}"
    result = judge(LISTED.replace("BASIS", basis) + CLUB + right)
    assert bool(found(result, "notice/right-inapplicable")) is inapplicable


def test_listed_bases_beside_linked_ones_say_nothing_more(judge: Judge) -> None:
    linked = CLUB.replace(f"text: {WORDS}", f"text: {WORDS}, legal_basis: {{basis: contract}}")
    result = judge(LISTED.replace("BASIS", "legitimate-interests") + linked)
    rules = ("notice/legal-basis-unlinked", "notice/legal-basis-missing", "notice/legitimate-interest-unexplained")
    assert not found(result, *rules)


def test_the_listed_consent_of_children_may_need_their_guardians(judge: Judge) -> None:
    policy = (
        LISTED + CLUB.replace(" # here", "") + f"data_subjects: {{pupils: {{text: {WORDS}, children: true}}}} # here"
    )
    rule = "notice/children-unaddressed"
    assert found(judge(policy.replace("BASIS", "consent")), rule) == [Found(rule, "data_subjects.pupils", "", True)]
    assert not found(judge(policy.replace("BASIS", "public-task")), rule)


# --- several rights and controls in one sentence


def test_one_sentence_may_give_several_rights(judge: Judge) -> None:
    right = "right: [access, rectification, rectification], data_subjects: [adults]"
    policy = purposes("{basis: contract}") + f"rights: {{all: {{text: {WORDS}, {right}}}}}"
    result = judge(policy)
    missing = {subject for _, subject, *_ in found(result, "notice/right-missing")}
    assert not {"rights.access", "rights.rectification"} & missing
    assert [value for *_, value, _ in found(result, "notice/right-limited")] == [
        "access: adults",
        "rectification: adults",
    ]


CONTROLS = f"""
safeguards:
  all: {{text: {WORDS}, control: [backup, firewall, encryption-at-rest, firewall], parameters: {{interval: P1D}}}}
"""


@pytest.mark.parametrize(
    ("backup", "firewall", "encryption", "findings", "verdict"),
    [
        ("{status: implemented, interval: P1D}", "implemented", "implemented", [], Verdict.KEPT),
        (
            "{status: implemented, interval: P7D}",
            "planned",
            "implemented",
            ["backup:P0M7DT0S", "firewall:PLANNED"],
            Verdict.BROKEN,
        ),
        ("{status: implemented, interval: P1D}", "implemented", "", ["encryption-at-rest"], Verdict.UNVERIFIED),
        ("implemented", "implemented", "implemented", [], Verdict.UNVERIFIED),  # how often is not stated
    ],
)
def test_a_sentence_is_true_only_if_all_its_controls_are(
    judge: Judge, backup: str, firewall: str, encryption: str, findings: list[str], verdict: Verdict
) -> None:
    stated = f"backup: {backup}, firewall: {firewall}" + (f", encryption-at-rest: {encryption}" if encryption else "")
    result = judge(CONTROLS, f"systems: {{crm: {{name: CRM, safeguards: {{{stated}}}}}}}", scope="all")
    about = found(result, "system/safeguard-broken", "system/safeguard-missing")
    assert [value for *_, value, _ in about] == findings
    assert [each.verdict for each in result.promises] == [verdict]


# --- words in new places

PLACES = {
    "notice.opening": "notice: {languages: [fi, en], opening: T} # here",
    "retention.r.exceptions": "retention:\n  r:\n    text: W\n    exceptions:\n      - text: T # here",
    "retention.r.exceptions.1": (
        "retention:\n  r:\n    text: W\n    exceptions:\n      - text: W\n      - text: T # here"
    ),
    "retention.r.criteria": "retention:\n  r:\n    text: W\n    criteria: T # here",
    "retention.r.permanent.ground": "retention:\n  r:\n    text: W\n    permanent:\n      ground: T # here",
    "never.n": "never:\n  n:\n    text: T # here",
    "cookies": "cookies:\n  text: T # here",
    "cookies.entries.c": "cookies:\n  text: W\n  entries:\n    c:\n      text: T # here",
    "groups.purposes.g": "groups:\n  purposes:\n    g:\n      text: T # here",
    "groups.fields.g": "groups:\n  fields:\n    g:\n      text: T # here",
    "joint_controllers.j": "joint_controllers:\n  j:\n    name: B Oy\n    text: T # here",
    "joint_controllers.j.arrangement": "joint_controllers:\n  j:\n    name: B Oy\n    arrangement: T # here",
    "processors.recipients.p": "processors:\n  text: W\n  recipients:\n    p:\n      text: T # here",
    "legal_bases.explanation": "legal_bases:\n  - basis: contract\n    explanation: T # here",
    "legal_bases.1.explanation": "legal_bases:\n  - basis: consent\n  - basis: contract\n    explanation: T # here",
    "purposes.p.legal_basis.explanation": (
        "purposes:\n  p:\n    text: W\n    legal_basis:\n      basis: contract\n      explanation: T # here"
    ),
    "purposes.p.legal_basis.1.explanation": (
        "purposes:\n  p:\n    text: W\n    legal_basis:\n      - basis: consent\n"
        "      - basis: contract\n        explanation: T # here"
    ),
}


@pytest.mark.parametrize("subject", PLACES)
@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        ("notice/translation-missing", "{fi: Sanat}", "en"),
        ("notice/translation-differs", "{fi: 2 vuotta, en: 3 years}", "en: 36M; fi: 24M"),
    ],
)
def test_every_text_is_read_at_its_place(judge: Judge, subject: str, rule: str, text: str, value: str) -> None:
    policy = PLACES[subject].replace("text: W", f"text: {WORDS}").replace(": T", f": {text}")
    if "notice:" in policy:
        policy += "\ncontroller: {name: Oy}"
    [shown] = found(judge(policy), rule)
    assert (shown.subject, shown.here) == (subject, True)
    if rule == "notice/translation-missing":
        assert shown.value == value


# --- variants of languages

SIMPLE = "notice: {languages: [fi, fi-x-selko], published: 2026-01-15}\ncontroller: {name: Oy}\n"


def test_a_variant_is_a_language_of_its_own_with_the_words_of_its_base(judge: Judge) -> None:
    text = "{fi: Säilytämme tietoja 2 vuotta., fi-x-selko: T}"
    policy = SIMPLE + f"retention: {{all: {{text: {text}}}}}\npurposes: {{p: {{text: {{fi: Laskutus}}}}}}"
    missing, differs, hedged = (
        f"notice/{rule}" for rule in ("translation-missing", "translation-differs", "wording-hedged")
    )
    result = judge(policy.replace("T}", "Poistamme tiedot kahden vuoden päästä.}"))
    assert [each[:3] for each in found(result, missing, differs)] == [(missing, "purposes.p", "fi-x-selko")]
    [shown] = found(judge(policy.replace("T}", "Poistamme tiedot kolmen vuoden päästä.}")), differs)
    assert shown.subject == "retention.all"
    link = "Lue lisää: https://lumikiuru.fi/{}/seloste"
    urls = f"{{fi: '{link.format('fi')}', fi-x-selko: '{link.format('fi-x-selko')}'}}"
    assert not found(judge(SIMPLE + f"retention: {{all: {{text: {urls}}}}}"), differs)
    [shown] = found(judge(SIMPLE + "purposes: {p: {text: {fi: Laskutus, fi-x-selko: Yleensä laskutus}}}"), hedged)
    assert shown.value == "yleensä"


def test_a_notice_that_was_changed_is_dated(judge: Judge) -> None:
    dated = "notice: {languages: [fi], updated: 2026-01-15}\ncontroller: {name: Oy}"
    assert not found(judge(dated), "notice/undated")
    assert found(judge(dated.replace(", updated: 2026-01-15", "")), "notice/undated")


@pytest.mark.parametrize(("recipients", "shown"), [("{}", True), ("{mailer: {}}", False), ("[mailer]", False)])
def test_a_mapping_of_processors_names_them(judge: Judge, recipients: str, shown: bool) -> None:
    result = judge(f"processors: {{text: {WORDS}, recipients: {recipients}}}")
    assert bool(found(result, "notice/recipients-undisclosed")) is shown
