"""Where the data know nothing of the law of the controller's country, every report says so, at its head and below."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import run

POLICY = """\
notice: {{title: {{fi: Seloste, en: Notice, sv: Beskrivning}}, languages: [fi, en, sv]}}
controller: {{name: Firm, {controller}}}
"""
ADDRESS = "address: {{street: A 1, postal_code: '1', city: B, country: {}}}"
IN_SWEDEN, NOWHERE = ADDRESS.format("SE"), "email: privacy@firm.example"
#: What each language says of it.
SEEN = {"fi": "kansallista lainsäädäntöä", "en": "national law", "sv": "nationella lagstiftning"}


def write(folder: Path, controller: str) -> None:
    (folder / "policy.yaml").write_text(POLICY.format(controller=controller), "utf-8")


@pytest.mark.parametrize(
    ("controller", "why"),
    [
        (ADDRESS.format("FI"), None),
        (ADDRESS.format("AX"), None),
        ("business_id: 0112038-9", None),
        (IN_SWEDEN, "Sweden"),
        (ADDRESS.format("US"), "United States"),
        (NOWHERE, "it is not known where the controller is established"),
    ],
)
@pytest.mark.parametrize("scope", ["notice", "all"])
def test_it_is_among_what_was_not_checked(
    scope: str, controller: str, why: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, controller)
    monkeypatch.chdir(tmp_path)
    found = json.loads(run("check", "--scope", scope, "--format", "json").stdout)["not_checked"]
    reasons = [each["why"] for each in found if each["what"] == "national-law"]
    assert [why in reason["en"] for reason in reasons] == ([] if why is None else [True])  # type: ignore[operator]
    assert all(words in reason[code] for reason in reasons for code, words in SEEN.items())


@pytest.mark.parametrize("controller", [IN_SWEDEN, NOWHERE])
@pytest.mark.parametrize(("language", "country"), [("fi", "Ruotsi"), ("en", "Sweden"), ("sv", "Sverige")])
def test_it_is_at_the_head_of_text_and_of_comments(
    language: str, country: str, controller: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, controller)
    monkeypatch.chdir(tmp_path)
    for format, lines in (("text", 4), ("markdown", 6), ("github", 2)):
        head = "\n".join(run("check", "--format", format, "--lang", language).stdout.decode().splitlines()[:lines])
        assert SEEN[language] in " ".join(head.split())
        assert (country in head) is (controller == IN_SWEDEN)


@pytest.mark.parametrize(("controller", "unseen"), [(IN_SWEDEN, True), (ADDRESS.format("FI"), False)])
def test_it_is_at_the_head_of_every_document(
    controller: str, unseen: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, controller)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "systems.yaml").write_text("systems: {crm: {name: CRM}}\n", "utf-8")
    assert run("report", "--out", "out", "--format", "html", "--format", "markdown").returncode == 0
    documents = [file for kind in ("audit", "record") for file in (tmp_path / "out").glob(f"{kind}.*.*")]
    assert len({file.suffix for file in documents}) == 2
    for file in documents:
        code = file.name.split(".")[1]
        text = " ".join(file.read_text("utf-8").split())
        at = text.find(SEEN[code])
        assert (at >= 0) is unseen, file.name
        assert "2026.11" in text


def test_a_forecast_a_drill_and_the_changes_of_the_law_say_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, f"{IN_SWEDEN}, dpo_designated: false")
    with (tmp_path / "policy.yaml").open("a", encoding="utf-8") as file:
        file.write("transfers: {text: {fi: Ei siirretä., en: None., sv: Inga.}, rule: never}\n")
    (tmp_path / "systems.yaml").write_text("systems: {crm: {name: CRM}}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    for command in (["forecast"], ["drill"], ["law", "--since", "1"]):
        assert SEEN["en"] in " ".join(run(*command, "--lang", "en").stdout.decode().split())
        document = json.loads(run(*command, "--format", "json").stdout)
        assert "national-law" in [each["what"] for each in document["not_checked"]]
