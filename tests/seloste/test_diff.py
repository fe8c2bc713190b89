"""`seloste diff`: two notices by file or revision, the message to people, and the page that the public sees."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from seloste.cli import cli
from seloste.reports.language.language import language_codes
from seloste.usage_errors import UsageError, format_usage_error
from tests.support import ROOT
from tests.support.git import git

COMPLETE = (ROOT / "examples" / "complete" / "policy.yaml").read_text("utf-8")
PROCESSORS = (ROOT / "examples" / "complete" / "processors.yaml").read_text("utf-8")


class Ran(NamedTuple):
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("LC_ALL", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "policy.yaml").write_text(COMPLETE, "utf-8")
    (tmp_path / "processors.yaml").write_text(PROCESSORS, "utf-8")

    def command(*arguments: str) -> Ran:
        code = cli.main(list(arguments), standalone_mode=False)
        written = capsys.readouterr()
        return Ran(int(code or 0), written.out, written.err)

    return command


def new(folder: Path, *edits: tuple[str, str], name: str = "new.yaml") -> str:
    text = COMPLETE
    for before, after in edits:
        assert text.count(before) >= 1, before
        text = text.replace(before, after)
    (folder / name).write_text(text, "utf-8")
    return name


def machine(run: Run, *arguments: str) -> dict[str, Any]:
    ran = run("diff", *arguments, "--format", "json", "--as-of", "2026-09-01")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert isinstance(found, dict)
    return found


# --- two policies


def test_the_answer_comes_first_with_reason_law_and_both_wordings(run: Run, tmp_path: Path) -> None:
    other = new(tmp_path, ("period: P3Y", "period: P4Y"), ("Data are encrypted in transit.", "We encrypt data."))
    ran = run("diff", "policy.yaml", other, "--as-of", "2026-09-01")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split("\n")[:4] == [
        "What changed: policy.yaml → new.yaml",
        "0 added, 0 removed, 2 changed, 0 renamed",
        "Must people be told again? Yes: 1 of the changes must be told to people.",
        "By the law of 1 September 2026.",
    ]
    answer, _, judged = ran.out.partition("A PERSON MUST JUDGE")
    assert "The data are kept longer: 3 years → 4 years from the end of the contract." in answer
    assert "GDPR Art. 13(2)(a)" in answer
    assert "    before: Data are encrypted in transit.\n    now: We encrypt data." in judged


def test_it_is_told_in_finnish(run: Run, tmp_path: Path) -> None:
    ran = run("diff", "policy.yaml", new(tmp_path, ("period: P3Y", "period: P4Y")), "--lang", "fi")
    assert "Onko rekisteröidyille kerrottava uudelleen? Kyllä" in ran.out
    assert "Tietoja säilytetään pidempään: 3 vuotta → 4 vuotta sopimuksen päättymisestä." in ran.out


def test_nothing_changed_ends_with_nothing_to_tell(run: Run) -> None:
    assert run("diff", "policy.yaml", "policy.yaml").out.endswith("Nothing changed.\n")
    assert machine(run, "policy.yaml", "policy.yaml")["tell"] == "no"


def test_without_a_second_version_it_is_the_policy_as_it_is(run: Run, tmp_path: Path) -> None:
    found = machine(run, new(tmp_path, ("period: P3Y", "period: P4Y")))
    assert (found["old"], found["new"]) == ("new.yaml", "policy.yaml")
    assert [reason["id"] for change in found["changes"] for reason in change["reasons"]] == ["retention-shorter"]


def test_json_has_everything(run: Run, tmp_path: Path) -> None:
    found = machine(run, "policy.yaml", new(tmp_path, ("      fi: Lapsen syntymäaika", "      fi: Syntymäaika")))
    assert found["counts"] == {"added": 0, "removed": 0, "changed": 1, "renamed": 0}
    (change,) = found["changes"]
    assert (change["id"], change["kind"], change["tell"]) == ("fields.birth-date", "changed", "check")
    assert change["before"]["fi"] == "Lapsen syntymäaika"
    assert change["after"]["fi"] == "Syntymäaika"
    (reason,) = change["reasons"]
    assert set(reason["message"]) == set(language_codes())
    assert "GDPR Art. 12(1)" in reason["law"]


def test_markdown_is_a_table_and_the_wordings(run: Run, tmp_path: Path) -> None:
    other = new(tmp_path, ("Data are encrypted in transit.", "We | encrypt <b>data</b>."))
    ran = run("diff", "policy.yaml", other, "--format", "markdown")
    assert "| Part | Change | Why | Law |" in ran.out
    assert "- now: We \\| encrypt \\<b\\>data\\</b\\>." in ran.out


def test_a_policy_that_cannot_be_read_ends_with_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("notice: [", "utf-8")
    for pair in (("broken.yaml", "policy.yaml"), ("policy.yaml", "broken.yaml"), ("policy.yaml", "absent.yaml")):
        ran = run("diff", *pair)
        assert (ran.code, ran.out) == (3, "")
        assert ran.err


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (("nowhere",), "no-repository"),
        (("HEAD:policy.yaml",), "no-repository"),
        (("page.html", "policy.yaml"), "diff-old-page"),
        (("policy.yaml", "policy.yaml", "page.html"), "diff-many"),
        (("policy.yaml", "policy.yaml", "policy.yaml"), "diff-many"),
        (("policy.yaml", "page.html", "--notify"), "diff-notify-page"),
        (("policy.yaml", "policy.yaml", "--format", "html"), "diff-html"),
        (("policy.yaml", "policy.yaml", "--from", "2027-01-01"), "diff-from"),
        (("policy.yaml", "policy.yaml", "--notify", "--lang", "sv"), "notice-language"),
    ],
)
def test_misuse_is_told_in_both_languages(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], key: str
) -> None:
    if key == "notice-language":
        policy = tmp_path / "policy.yaml"
        policy.write_text(policy.read_text("utf-8").replace("languages: [fi, en, sv]", "languages: [fi, en]"), "utf-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "page.html").write_text("<p>x", "utf-8")
    with pytest.raises(UsageError) as raised:
        run("diff", *arguments)
    assert raised.value.key == key
    for code in ("fi", "en"):
        assert "{" not in format_usage_error(raised.value, code)


def test_hostile_words_come_out_harmless(run: Run, tmp_path: Path) -> None:
    other = new(
        tmp_path,
        ("Data are encrypted in transit.", '"\\u202e\\e[31m<script>alert(1)</script> {{ 7*7 }}"'),
    )
    for kind in ("text", "markdown"):
        out = run("diff", "policy.yaml", other, "--format", kind).out
        assert "\u202e" not in out
        assert "\x1b[31m<" not in out
        assert "49" not in out
    for kind in ("text", "markdown", "html"):
        out = run("diff", "policy.yaml", other, "--notify", "--format", kind, "--lang", "en").out
        assert "\u202e" not in out
        assert "{{ 7*7 }}" in out.replace("\\", "")
        assert kind == "text" or "<script>" not in out


def test_output_goes_to_a_file_but_not_over_what_is_compared(run: Run, tmp_path: Path) -> None:
    other = new(tmp_path, ("period: P3Y", "period: P4Y"))
    assert run("diff", "policy.yaml", other, "-o", "out.md", "--format", "markdown").out == ""
    assert (tmp_path / "out.md").read_text("utf-8").startswith("# What changed")
    with pytest.raises(UsageError):
        run("diff", "policy.yaml", other, "-o", "policy.yaml")


# --- revisions


def test_revisions_of_the_policy_also_under_its_former_name(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "policy.yaml").rename(tmp_path / "notice.yaml")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    git(tmp_path, "mv", "notice.yaml", "policy.yaml")
    git(tmp_path, "commit", "-qm", "renamed")
    (tmp_path / "policy.yaml").write_text(COMPLETE.replace("period: P3Y", "period: P4Y"), "utf-8")
    for old in ("HEAD", "HEAD:policy.yaml", "HEAD:./policy.yaml", "HEAD~1", "HEAD~1:notice.yaml"):
        found = machine(run, old)
        assert [change["id"] for change in found["changes"]] == ["retention.customers"], old
    assert machine(run, "HEAD", "HEAD~1")["changes"] == []
    with pytest.raises(UsageError, match="no-revision"):
        run("diff", "HEAD~9")
    with pytest.raises(UsageError, match="no-file-in-revision"):
        run("diff", "HEAD:absent.yaml")


def test_a_revision_cannot_be_an_option_of_git(run: Run, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    with pytest.raises(UsageError, match="no-revision"):
        run("diff", "--", f"--output={tmp_path / 'pwned'}")
    assert not (tmp_path / "pwned").exists()


# --- the message to people


def test_the_message_says_what_changes_and_what_one_can_do(run: Run, tmp_path: Path) -> None:
    other = new(tmp_path, ("period: P3Y", "period: P4Y"), ("    - US\n", "    - US\n    - CN\n"))
    ran = run("diff", "policy.yaml", other, "--notify", "--from", "2027-01-01", "--lang", "en")
    assert ran.code == 0
    assert "Lumikiurun Puoti Oy is changing its privacy notice. The changes take effect on 1 January 2027." in ran.out
    assert "We will also transfer data to this country: China." in ran.out
    assert "The transfer to this country (China) is based on: standard contractual clauses (Implementing" in ran.out
    assert "We will keep the data for longer: until now 3 years, from then on 4 years from the end of" in ran.out
    assert "[FILL IN: why this changes" in ran.out
    assert "You have the right to lodge a complaint with a supervisory authority." in ran.out
    assert "You have the right to withdraw your consent at any time." in ran.out
    assert "tietosuoja@lumikiurunpuoti.fi" in ran.out
    assert "https://www.lumikiurunpuoti.fi" in ran.out
    assert "[FILL IN: the address" not in ran.out
    assert ran.out.count("no legal advice, and no assurance") == 1
    assert "these inputs alone: policy.yaml, new.yaml." in ran.out


def test_the_message_comes_in_every_language_of_the_notice(run: Run, tmp_path: Path) -> None:
    other = new(tmp_path, ("period: P3Y", "period: P4Y"))
    out = run("diff", "policy.yaml", other, "--notify").out
    assert "Aihe: Lumikiurun Puodin tietosuojaseloste muuttuu [TÄYDENNÄ: päivä]\n" in out
    assert out.count("[FILL IN: date]") == out.count("[TÄYDENNÄ: päivä]") == out.count("[FYLL I: datum]") == 2
    out = run("diff", "policy.yaml", other, "--notify", "--from", "2027-02-01").out
    assert "Aihe: Lumikiurun Puodin tietosuojaseloste muuttuu 1.2.2027\n" in out
    assert "Ämne: Lumikiurun Puotis dataskyddsbeskrivning ändras den 1 februari 2027\n" in out
    assert "changes on 1 February 2027\n" in out
    page = run("diff", "policy.yaml", other, "--notify", "--format", "html").out
    assert '<article lang="fi">' in page
    assert '<article lang="en">' in page


def test_the_message_offers_only_rights_that_bear_on_the_change(run: Run, tmp_path: Path) -> None:
    edit = ("      fi: Uutiskirjeen lähettäminen\n", "      fi: Uutiskirjeen lähettäminen ja mittaaminen\n")
    other = new(
        tmp_path,
        edit,
        ("The subscriber gives consent when subscribing to the newsletter.", "The subscriber consents."),
    )
    out = run("diff", "policy.yaml", other, "--notify", "--lang", "en").out
    assert "withdraw your consent" in out
    assert "direct marketing" in out
    assert "on grounds relating to your particular situation" not in out


def test_what_a_person_must_judge_is_marked_and_nothing_else_is_in_it(run: Run, tmp_path: Path) -> None:
    other = new(
        tmp_path,
        ("Data are encrypted in transit.", "We encrypt data."),
        ("country: FI\n  email", "country: FI\n  phone: '1'\n  email"),
    )
    out = run("diff", "policy.yaml", other, "--notify", "--lang", "en").out
    assert out.count("[DECIDE") == 1
    assert "Until now: “Data are encrypted in transit.”" in out
    assert "contact details" not in out
    out = run("diff", "policy.yaml", other, "--notify", "--lang", "fi").out
    assert out.startswith(
        "Näiden sääntöjen perusteella muutoksista ei löytynyt rekisteröidyille ilmoitettavaa. Ei arvioitu:"
    )
    assert "ei ole oikeudellista neuvontaa" in out
    assert "Aihe" not in out


def test_the_message_names_processors_and_never_their_ids(run: Run, tmp_path: Path) -> None:
    (block,) = re.findall(r"^    nightlark:\n(?: {5,}.*\n)+", COMPLETE, re.MULTILINE)
    other = new(tmp_path, (block, ""))
    out = run("diff", other, "policy.yaml", "--notify", "--lang", "en").out
    assert "We will use a new processor: Nightlark Services Pvt." in out
    assert "nightlark" not in out
    (tmp_path / "processors.yaml").unlink()
    out = run("diff", other, "policy.yaml", "--notify", "--lang", "en").out
    assert "We will use a new processor: [FILL IN: the name of the processor]" in out
    assert "nightlark" not in out


def test_the_message_quotes_the_explanation_of_a_basis_and_not_the_judgment(run: Run, tmp_path: Path) -> None:
    before = "The subscriber gives consent when subscribing to the newsletter."
    other = new(tmp_path, (before, "The subscriber consents."))
    out = run("diff", "policy.yaml", other, "--notify", "--lang", "en").out
    assert f"Until now: “{before}”" in out
    assert "From then on: “The subscriber consents.”" in out
    assert "wording" not in out
    out = run("diff", "policy.yaml", other, "--lang", "en").out
    assert f"before [Legal basis]: {before}" in out
    assert "now [Legal basis]: The subscriber consents." in out
    assert "before (Legal basis)" in run("diff", "policy.yaml", other, "--lang", "en", "--format", "markdown").out


def test_the_message_for_machines(run: Run, tmp_path: Path) -> None:
    other = new(tmp_path, ("period: P3Y", "period: P4Y"))
    found = json.loads(run("diff", "policy.yaml", other, "--notify", "--format", "json").out)
    assert [message["language"] for message in found["messages"]] == ["fi", "en", "sv"]
    assert found["tell"] == "yes"


# --- the published page


def notice(run: Run, folder: Path, lang: str, kind: str = "html") -> str:
    name = f"notice.{lang}.{ {'html': 'html', 'markdown': 'md', 'text': 'txt'}[kind] }"
    assert run("notice", "--lang", lang, "--format", kind, "-o", name).code == 0
    return name


@pytest.mark.parametrize("kind", ["html", "markdown", "text"])
@pytest.mark.parametrize("lang", ["fi", "en"])
def test_the_rendered_notice_says_what_it_promises(run: Run, tmp_path: Path, lang: str, kind: str) -> None:
    found = machine(run, "policy.yaml", notice(run, tmp_path, lang, kind))
    (page,) = found["pages"]
    assert page["language"] == lang
    assert {promise["status"] for promise in page["promises"]} <= {"written", "similar"}
    assert page["additions"] == []
    assert found["not_checked"] == [code for code in ("fi", "en", "sv") if code != lang]
    ids = {promise["id"] for promise in page["promises"]}
    assert {
        "purposes.orders",
        "retention.customers",
        "safeguards.backup",
        "rights.erasure",
        "custom.swift-breach-notice",
    } <= ids
    assert {"controller", "contacts.customer-service", "requests", "transfers", "processors"} <= ids


EDITS = {
    "a safeguard gone": ("Tiedot varmuuskopioidaan päivittäin.", ""),
    "a period": (
        "kun sopimuksen päättymisestä on kulunut 3 vuotta",
        "kun sopimuksen päättymisestä on kulunut 5 vuotta",
    ),
    "weekly": ("Tiedot varmuuskopioidaan päivittäin.", "Tiedot varmuuskopioidaan viikoittain."),
    "a right weakened": (
        "Sinulla on oikeus henkilötietojesi poistamiseen",
        "Sinulla on oikeus pyytää henkilötietojesi poistamista",
    ),
    "a country": ("vain Yhdysvaltoihin, Yhdistyneeseen kuningaskuntaan ja Intiaan", "vain Yhdysvaltoihin ja Intiaan"),
    "an address": ("tietosuoja@lumikiurunpuoti.fi", "tietosuoja@toinen.fi"),
    "a negation": (
        "Emme tee automaattisia päätöksiä emmekä profiloi.",
        "Teemme automaattisia päätöksiä ja profiloimme.",
    ),
    "a field gone": ("Lapsen syntymäaika", ""),
    "hours": ("48 tunnin kuluessa siitä", "72 tunnin kuluessa siitä"),
    "struck out": (
        "Tietoliikenne on salattu.",
        "<del>Tietoliikenne on salattu.</del>",
    ),
    "hidden": ("Emme myy henkilötietoja.", "<span hidden>Emme myy henkilötietoja.</span>"),
    "an addition": ("</main>", "<p>Myymme tietosi mainostajille.</p></main>"),
    "one of two": None,
}


@pytest.mark.parametrize("what", EDITS)
def test_every_edit_of_the_page_is_caught(run: Run, tmp_path: Path, what: str) -> None:
    page = tmp_path / notice(run, tmp_path, "fi")
    text = page.read_text("utf-8")
    if EDITS[what] is None:  # stated under its purpose and in its own section: one of the places says otherwise
        before = "Ne poistetaan viimeistään 30 päivän kuluttua jäsenyyden päättymisestä."
        assert text.count(before) > 1
        text = text.replace(before, "Ne poistetaan viimeistään 90 päivän kuluttua jäsenyyden päättymisestä.", 1)
    else:
        before, after = EDITS[what]
        assert before in text
        text = text.replace(before, after).replace(before[0].lower() + before[1:], after)  # small within a line
    page.write_text(text, "utf-8")
    (found,) = machine(run, "policy.yaml", page.name)["pages"]
    amiss = [promise for promise in found["promises"] if promise["status"] in ("changed", "missing")]
    assert amiss or found["additions"], what
    assert len(amiss) <= 4
    assert len(found["additions"]) <= 3


def test_what_a_page_of_another_site_looks_like(run: Run, tmp_path: Path) -> None:
    """Navigation, banner and footer, no lang, other case and quotation marks: the promises are still found."""
    text = (tmp_path / notice(run, tmp_path, "en", "text")).read_text("utf-8")
    blocks = "".join(
        f"<div><div class=t>{part.strip()}</div></div>" for part in text.replace("- ", "\n\n").split("\n\n")
    )
    (tmp_path / "cms.html").write_text(
        "<!doctype html><html><body><nav><a href=/>Home</a><a>Products</a></nav><div class=cookie role=dialog>We value "
        f"your privacy!</div>{blocks}<footer>© 2026 Call 0800 123 456</footer></body>",
        "utf-8",
    )
    (page,) = machine(run, "policy.yaml", "cms.html")["pages"]
    assert (page["language"], page["declared_language"]) == ("en", None)
    assert page["counts"]["missing"] + page["counts"]["changed"] == 0
    assert page["additions"] == []


def test_a_page_that_says_it_is_in_another_language_than_it_is(run: Run, tmp_path: Path) -> None:
    page = tmp_path / notice(run, tmp_path, "fi")
    page.write_text(page.read_text("utf-8").replace('lang="fi"', 'lang="en"'), "utf-8")
    (found,) = machine(run, "policy.yaml", page.name)["pages"]
    assert (found["language"], found["declared_language"]) == ("fi", "en")
    assert "The page says that it is in another language: English." in run("diff", "policy.yaml", page.name).out


def test_a_page_whose_language_no_sentence_tells_is_tried_in_each(run: Run, tmp_path: Path) -> None:
    (tmp_path / "near.md").write_text("# Notice\n\nWe say it all in other words.\n\n- Name\n- Phone number\n", "utf-8")
    (tmp_path / "other.md").write_text("# Weather\n\nIt rains today, and tomorrow it will snow.\n", "utf-8")
    [near] = machine(run, "policy.yaml", "near.md")["pages"]
    assert (near["language"], "tried" in near) == ("en", False)
    document = machine(run, "policy.yaml", "other.md")
    assert (document["pages"][0]["tried"], document["not_checked"]) == (["fi", "en", "sv"], ["fi", "en", "sv"])
    shown = " ".join(run("diff", "policy.yaml", "other.md").out.split())
    assert "in any of its languages (Finnish, English and Swedish)" in shown
    assert "MISSING" not in shown


def test_pages_in_every_language_and_one_page_in_both(run: Run, tmp_path: Path) -> None:
    names = [notice(run, tmp_path, code) for code in ("fi", "en", "sv")]
    found = machine(run, "policy.yaml", *names)
    assert ([page["language"] for page in found["pages"]], found["not_checked"]) == (["fi", "en", "sv"], [])
    both = "".join((tmp_path / name).read_text("utf-8") for name in names)
    (tmp_path / "both.html").write_text(both, "utf-8")
    found = machine(run, "policy.yaml", "both.html")
    assert ({page["language"] for page in found["pages"]}, found["not_checked"]) == ({"fi", "en", "sv"}, [])


def test_the_page_is_told_as_text_and_markdown(run: Run, tmp_path: Path) -> None:
    page = tmp_path / notice(run, tmp_path, "en")
    page.write_text(
        page.read_text("utf-8").replace("Data are backed up daily.", "Data are backed up | weekly."), "utf-8"
    )
    out = run("diff", "policy.yaml", page.name).out
    assert "  CHANGED  safeguards.backup\n    promised: Data are backed up daily.\n" in out
    assert "Not checked, since no page was given in the language: Finnish and Swedish." in out
    out = run("diff", "policy.yaml", page.name, "--format", "markdown").out
    assert "Data are backed up \\| weekly." in out


def test_a_page_in_an_old_encoding_or_without_an_ending(run: Run, tmp_path: Path) -> None:
    page = tmp_path / notice(run, tmp_path, "fi")
    text = page.read_text("utf-8").replace('charset="utf-8"', 'charset="ISO-8859-1"')
    (tmp_path / "tietosuoja").write_bytes(text.encode("cp1252", "xmlcharrefreplace"))
    (found,) = machine(run, "policy.yaml", "tietosuoja")["pages"]
    assert found["counts"]["missing"] + found["counts"]["changed"] == 0
    assert found["additions"] == []


def test_a_page_that_cannot_be_read_ends_with_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"\xff\x00\xfe not text \x80")
    ran = run("diff", "policy.yaml", "page.html")
    assert (ran.code, ran.out) == (3, "")
    assert run("diff", "policy.yaml", "absent.html").code == 3


@pytest.mark.parametrize("content", ["", " \n", "<html><body><script>draw()</script></body></html>"])
def test_a_page_with_nothing_to_read_ends_with_3(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "page.html").write_text(content, "utf-8")
    ran = run("diff", "policy.yaml", "page.html", "--lang", "fi")
    assert (ran.code, ran.out) == (3, "")
    assert "page.html:1:1: sivulla ei ole luettavaa tekstiä" in ran.err
