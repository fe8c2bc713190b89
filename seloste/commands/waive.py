"""`seloste waive`: writes down a decision to let findings pass until a day, in the waivers file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from seloste import output
from seloste.checker.finding import Finding
from seloste.checker.reading.editing import CannotAddError, Item, says_nothing, with_item
from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import decoded
from seloste.checker.result import Result
from seloste.checker.suppression.waivers import (
    NEVER_WAIVED,
    Waiver,
    applies,
    ends_too_late,
    is_rule,
    nearest_rule,
    proposed,
    read_waivers,
)
from seloste.checker.workspace.workspace import Workspace, shown
from seloste.cli import Exit
from seloste.commands.check import judged, languages_of, opened
from seloste.options import Day, common, today
from seloste.usage_errors import UsageError, chosen_language

#: So many digits of a fingerprint tell a finding apart by more than luck.
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, but for what it is about: why, until when, and by whom."""

    reason: str
    until: date
    approved_by: str | None

    def item(self, rule: str, subject: str | None) -> Item:
        """The item of the waivers file about a rule and a subject, in the order of the documentation."""
        parts = {"rule": rule, "subject": subject, "reason": self.reason, "approved_by": self.approved_by}
        return {**{key: part for key, part in parts.items() if part is not None}, "until": self.until}


@click.command("waive")
@click.argument("rule", required=False)
@common
@click.option("--subject", metavar="PATH", help="What it is for, and all below; * stands for any letters of a part.")
@click.option("--fingerprint", "fingerprints", multiple=True, metavar="HEX", help="A finding of today; repeatable.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--until", required=True, type=Day(any_day=True), metavar="DATE", help="The last day.")
@click.option("--approved-by", metavar="WHO", help="Who decided.")
@click.option("--force", is_flag=True, help="Write it although it lets nothing pass today.")
@click.option("--dry-run", is_flag=True, help="Show the change and write nothing.")
def command(
    rule: str | None,
    policy: Path | None,
    config: Path | None,
    as_of: date | None,
    lang: str | None,
    quiet: bool,
    verbose: bool,
    subject: str | None,
    fingerprints: tuple[str, ...],
    reason: str,
    until: date,
    approved_by: str | None,
    force: bool,
    dry_run: bool,
) -> int:
    """Write a waiver into the waivers file, and leave all else in it as it is.

    RULE: the id of a rule, or a family such as notice/*. In its place, findings of today by their --fingerprint.
    """
    day = today(as_of)
    _refuse(rule, subject, fingerprints, until, day)
    decision = Decision(_text("--reason", reason), until, _text("--approved-by", approved_by) if approved_by else None)
    subject = _text("--subject", subject) if subject is not None else None
    workspace = opened((), policy, config, None, lang)
    path = workspace.waivers or workspace.root / workspace.config.waivers
    before = _content(path)
    workspace = replace(workspace, waivers=None) if before is not None and says_nothing(before) else workspace
    result = judged(workspace, day, None, 1)
    load_language = chosen_language(lang, languages_of(result, workspace))
    if result.broken_input or before is None:
        broken = [finding for finding in result.findings if finding.family == "input"]
        _say("not-written", load_language, path=shown(path), findings=output.told(broken, load_language))
        return Exit.INPUT
    names = [(rule, subject)] if rule else _named(fingerprints, result)
    waivers = [proposed(each, of, until) for each, of in names]
    _refuse_needless(waivers, workspace, result, force=force)
    after = before
    for each, of in names:
        after = _added(path, after, decision.item(each, of))
    if dry_run:
        click.echo(_difference(shown(path), before, after), nl=False, color=True)
    else:
        output.write_file(path, after)
    if not quiet:
        _tell(path, waivers, result, load_language, dry_run=dry_run)
    if ends_too_late(until, day):
        _say("too-long", load_language, until=until)
    return Exit.CLEAN


def _refuse(rule: str | None, subject: str | None, fingerprints: Sequence[str], until: date, day: date) -> None:
    """A usage error for what needs no files to be seen wrong."""
    if bool(rule) == bool(fingerprints):
        raise UsageError("waive-one-of")
    if fingerprints and subject is not None:
        raise UsageError("not-both", one="--subject", other="--fingerprint")
    if rule and not is_rule(rule):
        raise UsageError("no-rule", suggestion=nearest_rule(rule), value=rule)
    if rule and rule.partition("/")[0] in NEVER_WAIVED:
        raise UsageError("waive-never", value=rule)
    if until < day:
        raise UsageError("waive-past", value=until.isoformat(), day=day.isoformat())


def _text(option: str, value: str) -> str:
    """The words of an option in one line; a usage error where there are none, or none that a file can hold."""
    words = " ".join(value.split())
    if not words:
        raise UsageError("empty-text", option=option)
    if decoded(words.encode(errors="surrogateescape"), Limits())[1]:
        raise UsageError("unfit-text", option=option)
    return words


def _content(path: Path) -> bytes | None:
    """What the file holds: nothing where there is none yet; None where it cannot be read."""
    try:
        return path.read_bytes() if path.exists() or path.is_symlink() else b""
    except OSError:
        return None


def _named(fingerprints: Sequence[str], result: Result) -> list[tuple[str, str | None]]:
    """The rules and subjects of the findings that have the fingerprints, or fingerprints that begin so."""
    names: dict[tuple[str, str | None], None] = {}
    for given in fingerprints:
        start = given.strip().lower()
        found = {
            f.fingerprint: f for f in result.findings if len(start) >= _SHORTEST and f.fingerprint.startswith(start)
        }
        if len(found) != 1:
            raise UsageError("waive-ambiguous" if found else "waive-no-finding", value=given, shortest=_SHORTEST)
        [finding] = found.values()
        if finding.family in NEVER_WAIVED:
            raise UsageError("waive-never", value=finding.rule)
        names[finding.rule, finding.subject] = None
    return list(names)


def _refuse_needless(waivers: Iterable[Waiver], workspace: Workspace, result: Result, *, force: bool) -> None:
    """A usage error for a waiver that is there already, and for one that lets nothing pass unless that is forced."""
    written = read_waivers(workspace.open(workspace.waivers, "waivers")) if workspace.waivers else []
    for waiver in waivers:
        for known in written:
            same = known.complete and (known.rule, known.subject) == (waiver.rule, waiver.subject)
            if same and known.until and waiver.until and known.until >= waiver.until:
                at = known.place.location
                raise UsageError("waive-duplicate", path=at.path, line=at.line or 1, until=known.until.isoformat())
        if not force and not _passing([waiver], result):
            subjects = {finding.subject for finding in result.findings if finding.rule == waiver.rule}
            near = difflib.get_close_matches((waiver.subject or "")[:80], sorted(subjects), n=1, cutoff=0.6)
            key = "waive-nothing-of" if waiver.subject else "waive-nothing"
            raise UsageError(key, near[0] if near else "", rule=waiver.rule or "", subject=waiver.subject or "")


def _passing(waivers: Iterable[Waiver], result: Result) -> list[Finding]:
    """The findings of the day that waivers let pass."""
    asked = list(waivers)
    return [finding for finding in result.findings if any(applies(waiver, finding, result.as_of) for waiver in asked)]


def _added(path: Path, before: bytes, item: Item) -> bytes:
    try:
        return with_item(before, "waivers", item, as_json=path.suffix.lower() == ".json")
    except CannotAddError:
        raise UsageError("waive-cannot-add", path=path.as_posix()) from None


def _difference(path: str, before: bytes, after: bytes) -> str:
    """The change as lines that `patch` would take, made harmless for a terminal."""
    from seloste.reports.rendering.escape import visible

    old, new = (decoded(data, Limits())[0].splitlines() for data in (before, after))
    return "".join(f"{visible(line)}\n" for line in difflib.unified_diff(old, new, path, path, lineterm=""))


def _tell(path: Path, waivers: Sequence[Waiver], result: Result, code: str, *, dry_run: bool) -> None:
    """Tells what was written, and what passes by it today."""
    from seloste.reports.language.language import load_language

    said = load_language(code)
    for waiver in waivers:
        about = (
            said.word("waive.about", rule=waiver.rule or "", subject=waiver.subject) if waiver.subject else waiver.rule
        )
        _say("would-write" if dry_run else "written", code, path=shown(path), about=about or "", until=waiver.until)
    passing = _passing(waivers, result)
    _say("passes", code, findings=said.count("passing.of-findings", len(passing)))
    if passing:
        click.echo(output.told(passing, code), err=True)
    already = [finding for finding in passing if not finding.counts]
    if already:
        _say("already", code, findings=said.count("passing.of-findings", len(already)))


def _say(key: str, code: str, **values: str | date | None) -> None:
    from seloste.reports.language.language import load_language
    from seloste.reports.rendering.escape import visible

    filled = {name: value for name, value in values.items() if value is not None}
    click.echo(visible(load_language(code).word(f"waive.{key}", **filled)), err=True)
