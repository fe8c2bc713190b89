"""`--new-only`: what stood at the base on this day is shown and does not count, so that no change pays for a date."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from seloste.reports import formats
from seloste.usage_errors import UsageError
from tests.support.changes import Repository, valid_report
from tests.support.commands import BROKEN, DAY, seloste
from tests.support.tellings import finding, telling

#: A day on which a certificate of the example has ended.
LATER = "2028-01-01"
NEW_ONLY = ("--against", "main", "--new-only")


def check(*arguments: str, day: str = DAY) -> int:
    return seloste("check", "--as-of", day, *arguments)


def commit_broken(repository: Repository) -> None:
    """The base breaks a promise already."""
    repository.git("checkout", "-q", "main")
    repository.break_promise()
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")


@pytest.mark.heavy
def test_what_a_day_brought_is_not_the_change(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("--against", "main", day=LATER) == 1
    capsys.readouterr()
    assert check(*NEW_ONLY, day=LATER) == 0
    assert "already at the base (--verbose lists them)" in capsys.readouterr().out
    repository.break_promise()
    assert check(*NEW_ONLY, day=LATER) == 1
    assert BROKEN in capsys.readouterr().out.partition("already at the base")[0]


def test_report_json_tells_it_apart(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    commit_broken(repository)
    report = valid_report(capsys, *NEW_ONLY)
    known = {each["rule"] for each in report["findings"] if each.get("known")}  # type: ignore[attr-defined]
    summary = dict(report["summary"])  # type: ignore[call-overload]
    assert BROKEN in known
    assert (summary["error"], summary["known"]) == (0, len(report["findings"]))  # type: ignore[arg-type]


@pytest.mark.heavy
def test_with_a_trusted_revision_a_scope_and_a_threshold(repository: Repository) -> None:
    commit_broken(repository)
    trusted = ("--trusted", "main", "--scope", "systems")
    assert (check(*trusted), check(*trusted, *NEW_ONLY)) == (1, 0)
    repository.edit("systems.yaml", "    owner: Marketing\n", "")
    assert (check(*trusted, *NEW_ONLY), check(*trusted, *NEW_ONLY, "--fail-on", "warning")) == (0, 1)


def test_what_could_not_be_read_always_counts(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    repository.write("systems.yaml", repository.read("systems.yaml") + "  crm: [\n")
    repository.commit()
    assert check(*NEW_ONLY, "--fail-on", "never") == 3


@pytest.mark.heavy
def test_an_inventory_that_a_change_breaks_does_not_hide(repository: Repository) -> None:
    repository.git("checkout", "-q", "main")
    repository.edit("seloste.yaml", "systems: [systems.yaml]", 'systems: ["services/**"]')
    repository.write("services/values.yaml", "controller: {}\n")
    repository.git("mv", "systems.yaml", "services/systems.yaml")
    repository.write("services/more.yaml", "systems: {}\n")
    repository.commit()
    repository.git("checkout", "-q", "-B", "change")
    assert check("--against", "main") == 0
    repository.write("services/systems.yaml", "crm: [\n")
    assert (check("--against", "main"), check("--trusted", "main")) == (3, 3)


def test_without_a_base_it_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="needs-option"):
        check("--new-only")


def test_every_format_tells_it_apart() -> None:
    context = telling(replace(finding(), known=True))
    shown = {format: formats.render_format(format, context) for format in formats.FORMATS["check"]}
    [result] = json.loads(shown["sarif"])["runs"][0]["results"]
    assert (result["baselineState"], [each["kind"] for each in result["suppressions"]]) == ("unchanged", ["external"])
    assert "<failure" not in shown["junit"]
    assert "::error" not in shown["github"]
    [issue] = json.loads(shown["gitlab"])
    assert (issue["severity"], issue["description"].startswith("[already at the base]")) == ("info", True)
    for format in ("text", "markdown", "github", "junit", "gitlab"):
        assert "already at the base" in shown[format], format
