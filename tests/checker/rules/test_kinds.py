"""What was wrong once, and others of its kind: keys that exclude each other, periods, tools, recipients, cookies.

Each case is a piece of a notice, and what the rule finds in it: its subject, severity and value.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from seloste.checker.result import Result
from seloste.checker.verdicts.verdict import Verdict
from seloste.reports.language.language import load_language
from tests.support.complete import checked

NOTICE = """
notice: {languages: [fi, en, sv], published: 2026-01-15}
controller: {name: Oy, email: asiakaspalvelu@lumikiuru.fi}
"""
W = "{fi: Sanat, en: Words, sv: Ord}"
Judge = Callable[..., Result]


@pytest.fixture(name="judge")
def make_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    def judge(policy: str, **files: str) -> Result:
        policy = policy if "controller:" in policy else NOTICE + policy
        (tmp_path / "policy.yaml").write_text(policy.replace("T}", f"{W}}}").replace("T,", f"{W},"), "utf-8")
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
        return checked(tmp_path, monkeypatch, scope="all" if files else "notice")

    return judge


def find(result: Result, rule: str) -> list[str]:
    """The findings of a rule, each in one line: subject, severity, and value where there is one."""
    return [f"{f.subject} {f.severity} {f.value}".strip() for f in result.findings if f.rule == rule]


# --- A1: what one key says is not there, another has

NEVER = "never: {x: {text: T, %s}}\n"
PEOPLE = "data_subjects: {staff: {text: T}}\n"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("transfers: {text: T, rule: never, countries: [US]}", "transfers error US"),
        ("transfers: {text: T, rule: never, instruments: [eu-us-dpf]}", "transfers error eu-us-dpf"),
        ("transfers: {text: T, rule: never, hosting: [FI, IN]}", "transfers error IN"),
        ("transfers: {text: T, rule: never, area: eu, countries: ['NO']}", "transfers error NO"),
        ("transfers: {text: T, rule: never, countries: ['NO', SE], hosting: [FI]}", ""),
        ("transfers: {text: T, rule: exceptionally, countries: [US], instruments: [eu-us-dpf]}", ""),
        (
            "transfers: {text: T, rule: never}\nprocessors: {text: T, recipients: {m: {name: M, country: US}}}",
            "transfers error US",
        ),
        (
            "transfers: {text: T, rule: never}\ndisclosures: {text: T, recipients: {a: {text: T, country: BR}}}",
            "transfers error BR",
        ),
        ("disclosures: {text: T, rule: never, recipients: {b: {text: T}, a: {text: T}}}", "disclosures error a,b"),
        ("disclosures: {text: T, rule: with-consent, recipients: {a: {text: T}}}", ""),
        ("disclosures: {text: T, rule: never}", ""),
        ("disclosures: {text: T, rule: never, recipients: {tax: {text: T, authority: true}}}", ""),
        ("automated_decisions: {used: false, text: T}", ""),
        (
            "automated_decisions: {used: false, text: T}\npurposes: {credit: {text: T, automated_decision: {text: T}}}",
            "automated_decisions error credit",
        ),
        ("retention: {all: {text: T, permanent: {ground: T}}}", ""),
        (
            "retention: {all: {text: T, permanent: {ground: T}, maximum: {period: P1Y, after: x}}}",
            "retention.all error permanent",
        ),
        (
            NEVER % "purposes: [advertising]" + "purposes: {advertising: {text: T}}",
            "never.x error purposes.advertising",
        ),
        (NEVER % "purposes: [ words ]" + "purposes: {ads: {text: T}}", "never.x error purposes.ads"),
        (NEVER % "purposes: [advertising]" + "purposes: {billing: {text: T}}", ""),
        (NEVER % "fields: [Birth_Date]" + "fields: {birth-date: {text: T}}", "never.x error fields.birth-date"),
        (
            NEVER % "recipients: [Admesh Ltd]" + "joint_controllers: {mesh: {name: Admesh  LTD, arrangement: T}}",
            "never.x error recipients.mesh",
        ),
        (
            NEVER % "recipients: [admesh]" + "processors: {text: T, recipients: {admesh: {name: Admesh}}}",
            "never.x error recipients.admesh",
        ),
        (
            NEVER % "countries: [US, CN]" + "disclosures: {text: T, recipients: {a: {text: T, country: US}}}",
            "never.x error US",
        ),
        (
            NEVER % "activities: [direct-marketing, sale]" + "purposes: {ads: {text: T, direct_marketing: true}}",
            "never.x error direct-marketing",
        ),
        (NEVER % "activities: [profiling]" + "purposes: {p: {text: T, profiling: true}}", "never.x error profiling"),
        (NEVER % "activities: [profiling]" + "purposes: {p: {text: T, direct_marketing: true}}", ""),
        (
            NEVER % "activities: [automated-decisions]" + "automated_decisions: {used: true, text: T}",
            "never.x error automated-decisions",
        ),
        (
            NEVER % "activities: [tracking]"
            + "cookies: {text: T, entries: {ga: {text: T, party: third, consent: true}}}",
            "never.x error tracking",
        ),
        (
            NEVER % "activities: [tracking]"
            + "cookies: {text: T, entries: {pay: {text: T, party: third, necessary: true}}}",
            "",
        ),
    ],
)
def test_keys_that_exclude_each_other(judge: Judge, policy: str, expected: str) -> None:
    assert find(judge(policy), "notice/contradicts-itself") == ([expected] if expected else [])


@pytest.mark.parametrize(("designated", "expected"), [("false", ["controller error dpo"]), ("true", []), ("null", [])])
def test_an_officer_whom_nobody_designated(judge: Judge, designated: str, expected: list[str]) -> None:
    policy = NOTICE.replace("lumikiuru.fi}", f"lumikiuru.fi, dpo_designated: {designated}}}")
    policy += "contacts: {dpo: {duty: dpo, email: dpo@lumikiuru.fi}, desk: {duty: requests, email: a@lumikiuru.fi}}\n"
    assert find(judge(policy), "notice/contradicts-itself") == expected


def test_one_finding_names_all_that_a_key_excludes_and_points_at_each(judge: Judge) -> None:
    result = judge("transfers: {text: T, rule: never, countries: [US, IN], instruments: [scc]}")
    [found] = [each for each in result.findings if each.rule == "notice/contradicts-itself"]
    assert found.value == "IN,US,scc"
    assert len({place.column for place in found.related}) == 3
    assert found.excerpt is not None
    assert found.excerpt[(found.location.column or 0) - 1 :].startswith("never")


# --- A3, A4, A8: how long

GROUPS = "data_subjects: {customers: {text: T}, visitors: {text: T}}\n"
PURPOSES = "purposes: {billing: {text: T}, site: {text: T, data_subjects: [visitors]}}\n"
PERIOD = "maximum: {period: P1Y, after: x}"


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        # no entry at all: one finding, whatever there is
        (GROUPS + PURPOSES, ["retention error"]),
        (GROUPS, ["retention error"]),
        ("data_subjects: {a: {text: T}, b: {text: T}, visitors: {text: T}}\n" + PURPOSES, ["retention error"]),
        ("retention: {}", ["retention error"]),
        # the pair visitors and site, each of them covered with another
        (
            GROUPS + PURPOSES
            + f"retention: {{a: {{text: T, data_subjects: [visitors], purposes: [billing], {PERIOD}}},"
            f" b: {{text: T, data_subjects: [customers], {PERIOD}}}}}",
            ["purposes.site error groups: visitors"],
        ),
        (
            GROUPS + PURPOSES + f"retention: {{a: {{text: T, purposes: [site], {PERIOD}}},"
            f" b: {{text: T, data_subjects: [customers], {PERIOD}}}}}",
            ["purposes.billing error groups: visitors"],
        ),
        # governed together
        (GROUPS + PURPOSES + f"retention: {{a: {{text: T, {PERIOD}}}}}", []),
        (
            GROUPS + PURPOSES + f"retention: {{a: {{text: T, purposes: [site], {PERIOD}}},"
            f" b: {{text: T, purposes: [billing], {PERIOD}}}}}",
            [],
        ),
        # the group or the purpose as a whole is told of already
        (
            GROUPS + PURPOSES + f"retention: {{a: {{text: T, data_subjects: [customers], {PERIOD}}}}}",
            ["data_subjects.visitors error"],
        ),
        (
            GROUPS + PURPOSES + f"retention: {{a: {{text: T, purposes: [billing], {PERIOD}}}}}",
            ["purposes.site error"],
        ),
        # a pair is governed when every field of the purpose is
        (
            "fields: {ip: {text: T}, name: {text: T}}\n" + GROUPS + PURPOSES
            + f"retention: {{a: {{text: T, data_subjects: [customers], {PERIOD}}},"
            f" b: {{text: T, data_subjects: [visitors], fields: [ip], {PERIOD}}},"
            f" c: {{text: T, data_subjects: [visitors], purposes: [billing], fields: [name], {PERIOD}}}}}",
            ["purposes.site error groups: visitors; fields: name"],
        ),
        (
            "fields: {ip: {text: T}, name: {text: T}}\n" + GROUPS + PURPOSES
            + f"retention: {{a: {{text: T, data_subjects: [customers], {PERIOD}}},"
            f" b: {{text: T, data_subjects: [visitors], fields: [ip], {PERIOD}}},"
            f" c: {{text: T, data_subjects: [visitors], fields: [name], {PERIOD}}}}}",
            [],
        ),
    ],
)  # fmt: skip
def test_what_no_period_governs(judge: Judge, policy: str, expected: list[str]) -> None:
    assert find(judge(policy), "notice/retention-missing") == expected


@pytest.mark.parametrize("period", ["P20Y", "P1D"])
def test_a_system_whose_data_no_period_governs_keeps_no_promise(judge: Judge, period: str) -> None:
    policy = GROUPS + PURPOSES + (
        f"retention: {{a: {{text: T, data_subjects: [visitors], purposes: [billing], {PERIOD}}},"
        f" b: {{text: T, data_subjects: [customers], {PERIOD}}}}}"
    )  # fmt: skip
    systems = f"""
systems:
  site: {{name: Site, owner: a, data_subjects: [visitors], purposes: [site], retention: {{period: {period}, after: x}}}}
"""
    result = judge(policy, systems=systems)
    assert find(result, "notice/retention-missing") == ["purposes.site error groups: visitors"]
    assert not [found for found in result.findings if found.rule.startswith("system/retention")]
    verdicts = {each.id: each.verdict for each in result.promises if each.id.startswith("retention.")}
    assert set(verdicts.values()) == {Verdict.UNVERIFIED}


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("text: {en: as long as the company sees fit}", "retention.all error open"),
        ("text: {fi: niin kauan kuin katsomme tarpeelliseksi}", "retention.all error open"),
        ("text: {sv: så länge vi anser nödvändigt}", "retention.all error open"),
        ("text: {en: Data are kept at our discretion.}", "retention.all error open"),
        ("text: {fi: Tietoja säilytetään yrityksen harkinnan mukaan.}", "retention.all error open"),
        ("text: {fi: Tietoja säilytetään pääsääntöisesti sopimuksen ajan.}", "retention.all error open"),
        ("text: {sv: Uppgifterna bevaras tills vidare.}", "retention.all error open"),
        ("text: {en: As long as the company deems it necessary., fi: Tarpeen ajan.}", "retention.all error open"),
        ("text: {en: Data may be kept for as long as necessary.}", "retention.all error open"),
        ("text: {fi: Tietoja voidaan säilyttää tarpeen mukaan.}", "retention.all error open"),
        ("text: {en: For as long as it is necessary.}", "retention.all warning"),
        ("text: {en: As long as needed.}", "retention.all warning"),
        ("text: {en: Longer where the law requires it.}", "retention.all warning"),
        ("text: {fi: Tietoja säilytetään niin kauan kuin on tarpeen.}", "retention.all warning"),
        ("text: {sv: Uppgifterna bevaras så länge det behövs.}", "retention.all warning"),
        ("text: {en: Until you see fit to close the account.}", "retention.all warning"),
        ("text: {en: as long as the company sees fit}, maximum: {period: P1Y, after: x}", ""),
        ("text: {en: as long as the company sees fit}, minimum: {period: P1Y, after: x}", ""),
        ("text: {en: as long as needed}, criteria: {en: the contract}", ""),
        ("text: {en: for good}, permanent: {ground: {en: the Archives Act}}", ""),
    ],
)
def test_a_text_is_no_period(judge: Judge, entry: str, expected: str) -> None:
    assert find(judge(f"retention: {{all: {{{entry}}}}}"), "notice/retention-vague") == ([expected] if expected else [])


def test_several_vague_periods_are_one_finding_and_errors_another(judge: Judge) -> None:
    entries = "a: {text: {en: as long as needed}}, b: {text: {en: as we see fit}}, c: {text: {en: for the legal time}}"
    judged = judge(f"retention: {{{entries}}}")
    assert find(judged, "notice/retention-vague") == ["retention warning a,c", "retention.b error open"]
    messages = [load_language("en").message(each) for each in judged.findings if each.rule == "notice/retention-vague"]
    assert any("“as long as needed” and “for the legal time”" in message for message in messages), messages


# --- A5: on what tool


@pytest.mark.parametrize(
    ("transfers", "expected"),
    [
        ("rule: allowed, countries: [US], copy: {text: T}", "transfers error US"),
        ("rule: allowed, countries: [IN, JP, US]", "transfers error IN,US"),
        ("rule: exceptionally", "transfers error"),
        ("rule: exceptionally, countries: [ZA]", "transfers error ZA"),
        ("rule: allowed, countries: [GB, CH, JP]", ""),
        ("rule: allowed, countries: [SE, 'NO']", ""),
        ("rule: allowed, countries: [US], instruments: [scc]", ""),
        ("rule: allowed, instruments: [privacy-shield]", ""),
        ("rule: never", ""),
        ("rule: never, countries: [US]", ""),
    ],
)
def test_transfers_with_no_tool(judge: Judge, transfers: str, expected: str) -> None:
    found = find(judge(f"transfers: {{text: T, {transfers}}}"), "notice/transfer-instrument-missing")
    assert found == ([expected] if expected else [])


def test_a_tool_that_the_notice_names_with_the_recipient_is_named(judge: Judge) -> None:
    policy = """
transfers: {text: T, rule: allowed, countries: [US]}
disclosures: {text: T, rule: listed, recipients: {a: {text: T, country: US, transfer: {country: US, instrument: scc}}}}
"""
    assert find(judge(policy), "notice/transfer-instrument-missing") == []
    assert find(judge(policy.replace("[US]", "[US, IN]")), "notice/transfer-instrument-missing") == [
        "transfers error IN"
    ]


# --- A6: who that is

LIST = "processors: {real: {name: Real Oy}, suopilvi: {name: Suopilvi Oy}}"


@pytest.mark.parametrize(
    ("recipients", "processors", "expected"),
    [
        ("[real, ghost]", LIST, "processors error ghost"),
        ("[azure, stripe]", "", "processors error azure,stripe"),
        ("[real, Suopilvi]", LIST, "processors error Suopilvi"),
        ("{real: {}, mailer: {text: T, country: FI}}", LIST, "processors error mailer"),
        ("{real: {}, mailer: {name: Mailer Oy}}", LIST, ""),
        ("[real]", LIST, ""),
        ("[ghost]", "processors: {real: 7}", "processors error ghost"),
        ("[real]", "processors: {real: 7}", ""),
        ("[ghost]", "processors: [", ""),
    ],
)
def test_an_id_that_no_list_has(judge: Judge, recipients: str, processors: str, expected: str) -> None:
    policy = f"processors: {{text: T, listed: in-notice, recipients: {recipients}}}"
    files = {"processors": processors} if processors else {}
    result = judge(policy, systems="systems: {a: {name: A}}", **files)
    assert find(result, "notice/recipient-unknown") == ([expected] if expected else [])
    assert find(judge(policy), "notice/recipient-unknown") == []


def test_a_near_id_is_suggested_and_has_no_followers(judge: Judge) -> None:
    policy = "processors: {text: T, listed: in-notice, recipients: [real, suopilv]}"
    result = judge(policy, systems="systems: {a: {name: A}}", processors=LIST)
    [found] = [each for each in result.findings if each.rule == "notice/recipient-unknown"]
    assert "suopilvi" in str(found.arguments["items"])
    assert found.excerpt is not None
    assert found.excerpt[(found.location.column or 0) - 1 :].startswith("suopilv]")
    assert find(result, "processor/undisclosed") == []


# --- Act 917/2014 s. 205: cookies


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ("a: {text: T, necessary: false, consent: false}", ["cookies.entries.a error"]),
        ("a: {text: T, necessary: false}", ["cookies.entries.a warning unstated"]),
        ("a: {text: T, consent: false}", ["cookies.entries.a warning unstated"]),
        ("a: {text: T}", ["cookies.entries.a warning unstated"]),
        ("a: {text: T, necessary: true}", []),
        ("a: {text: T, necessary: true, consent: false}", []),
        ("a: {text: T, consent: true}", []),
        ("a: {text: T, necessary: false, consent: true}", []),
        ("a: {text: T}, b: {text: T, necessary: true}, c: {text: T}", ["cookies warning a,c"]),
        (
            "b: {text: T, necessary: false, consent: false}, a: {text: T, necessary: false, consent: false}, "
            "c: {text: T}",
            ["cookies error a,b", "cookies.entries.c warning unstated"],
        ),
    ],
)
def test_a_cookie_without_consent(judge: Judge, entries: str, expected: list[str]) -> None:
    found = find(judge(f"cookies: {{text: T, entries: {{{entries}}}}}"), "notice/cookie-consent-missing")
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("words", "unlisted"),
    [
        ("{en: We use cookies to improve our site.}", True),
        ("{fi: Sivuillamme käytetään evästeitä.}", True),
        ("{sv: Våra sidor använder kakor.}", True),
        ("{en: We use necessary cookies and cookies for statistics.}", True),
        ("{fi: Käytämme välttämättömiä evästeitä ja analytiikkaevästeitä.}", True),
        ("{en: We use only cookies that are strictly necessary.}", False),
        ("{en: Our site sets essential cookies only.}", False),
        ("{fi: Käytämme vain välttämättömiä evästeitä.}", False),
        ("{fi: Evästeistä käytetään ainoastaan niitä, joita kirjautuminen edellyttää.}", False),
        ("{sv: Vi använder endast nödvändiga kakor.}", False),
        ("{en: All our cookies are necessary for the service.}", False),
        ("{fi: Analytiikkaevästeet kertovat kävijämääristä.}", True),
        ("{sv: Spårningskakor används.}", True),
        ("{en: We do not use cookies.}", False),
        ("{fi: Sivustomme ei käytä evästeitä.}", False),
        ("{sv: Webbplatsen använder inga kakor.}", False),
        ("{en: Our canteen sells cake.}", False),
    ],
)
def test_cookies_that_are_not_listed(judge: Judge, words: str, unlisted: bool) -> None:
    heading = "{fi: Verkkosivut, en: Web pages, sv: Webbsidor}"
    result = judge(f"sections: {{web: {{heading: {heading}, text: {words}}}}}")
    assert find(result, "notice/cookie-unlisted") == (["cookies note"] if unlisted else [])


# --- A10: Art. 13 or Art. 14


@pytest.mark.parametrize(
    ("policy", "source", "provision"),
    [
        ("", ["sources warning"], ["provision warning"]),
        ("provision: {text: T}", ["sources warning"], []),
        ("sources: {you: {text: T}}", [], ["provision error"]),
        ("sources: {register: {text: T, direct: false}}", [], []),
        ("introductions: {sources: {en: We get all data from you.}}", [], ["provision error"]),
        ("introductions: {sources: {fi: Tiedot saadaan rekisteröidyltä itseltään.}}", [], ["provision error"]),
        ("closings: {sources: {sv: Uppgifterna fås av dig.}}", [], ["provision error"]),
        ("notice: {languages: [en], opening: {en: We collect data only from you.}}\ncontroller: {name: Oy}", [],
         ["provision error"]),
        ("introductions: {sources: {en: Your employer gives us the data.}}", [], []),
        ("introductions: {sources: {en: 'We get data from these:'}}", ["sources warning"], ["provision warning"]),
        ("introductions: {purposes: {en: It is sent only to you.}}", ["sources warning"], ["provision warning"]),
    ],
)  # fmt: skip
def test_where_the_data_come_from(judge: Judge, policy: str, source: list[str], provision: list[str]) -> None:
    result = judge(policy)
    assert find(result, "notice/source-missing") == source
    assert find(result, "notice/provision-requirement-missing") == provision


# --- A8: more than was agreed

BOTH = """
systems:
  shop:
    {name: S, purposes: [orders, billing], fields: [name], processors: [invoices], hosting: {processor: host}}
"""
PURPOSES_OF = "fields: {name: {text: T}}\npurposes: {orders: {text: T}, billing: {text: T}, ads: {text: T}}"


@pytest.mark.parametrize(
    ("host", "invoices", "expected"),
    [
        ("purposes: [orders, billing]", "purposes: [billing]", []),
        ("purposes: [orders]", "purposes: [billing]", []),
        ("", "purposes: [billing]", []),
        ("purposes: [orders]", "purposes: [orders]", ["host purposes.billing", "invoices purposes.billing"]),
        ("purposes: [orders, billing]", "fields: []", ["invoices fields.name"]),
        ("purposes: [orders, billing], fields: [name]", "purposes: [billing], fields: [name]", []),
    ],
)
def test_a_purpose_that_none_of_the_processors_covers(
    judge: Judge, host: str, invoices: str, expected: list[str]
) -> None:
    processors = f"processors: {{host: {{name: H, {host}}}, invoices: {{name: I, {invoices}}}}}"
    result = judge(PURPOSES_OF, systems=BOTH, processors=processors)
    found = find(result, "processor/scope-exceeded")
    assert [each.removeprefix("processors.").replace(" error", "") for each in found] == expected


# --- A2: periods by field

PERIODS = """
fields: {ip: {text: T}, code: {text: T}, name: {text: T}}
purposes: {login: {text: T}}
retention:
  codes: {text: T, fields: [code], maximum: {period: PT10M, after: collection}}
  logs: {text: T, fields: [ip], maximum: {period: P90D, after: collection}}
"""


@pytest.mark.parametrize(
    ("fields", "period", "expected"),
    [
        ("[ip]", "P90D", []),
        ("[ip]", "P91D", ["systems.a error"]),
        ("[code]", "PT10M", []),
        ("[code]", "P90D", ["systems.a error"]),
        ("[name]", "P90D", []),
    ],
)
def test_periods_by_field(judge: Judge, fields: str, period: str, expected: list[str]) -> None:
    retention = f"{{period: {period}, after: collection}}"
    systems = f"systems: {{a: {{name: A, purposes: [login], fields: {fields}, retention: {retention}}}}}"
    found = find(judge(PERIODS, systems=systems), "system/retention-exceeded")
    assert [" ".join(each.split()[:2]) for each in found] == expected


@pytest.mark.parametrize(
    ("keys", "verdict"), [("rule: never, countries: [US]", Verdict.UNVERIFIED), ("rule: never", Verdict.KEPT)]
)
def test_a_promise_that_contradicts_itself_is_not_kept(judge: Judge, keys: str, verdict: Verdict) -> None:
    systems = "systems: {a: {name: A, hosting: {country: FI}, processors: [], disclosures: []}}"
    result = judge(f"transfers: {{text: T, {keys}}}", systems=systems)
    assert [each.verdict for each in result.promises if each.id == "transfers"] == [verdict]
