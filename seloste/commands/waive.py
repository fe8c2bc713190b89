"""`seloste waive`: writes a decision to accept findings until a day into the waivers file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.reading.editing import CannotAddError, Item, append_item, has_only_comments
from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import decode_text
from seloste.checker.result import Result
from seloste.checker.suppression.waivers import (
    NEVER_WAIVED,
    Waiver,
    applies,
    ends_too_late,
    is_rule,
    nearest_rule,
    propose_waiver,
    read_waivers,
)
from seloste.checker.workspace.workspace import Workspace
from seloste.exit_code import Exit
from seloste.options import Day, Options, collect_options, common
from seloste.output import print_text, rewrite_file
from seloste.policy.names import nearest_name
from seloste.session import judge, list_unread, open_workspace
from seloste.terminal import format_findings
from seloste.usage_errors import UsageError

if TYPE_CHECKING:
    from seloste.reports.language.language import Language

#: The digits of a fingerprint that it takes to mean one finding by more than luck.
_SHORTEST = 6


class Decision(Struct, frozen=True):
    """A decision without the findings that it is about: the reason, the last day, who approved it and who advised."""

    reason: str
    until: date
    approved_by: str | None
    advised_by: str | None

    def item(self, rule: str, subject: str | None) -> Item:
        """The item of the waivers file for a rule and a subject, its keys in the order of the documentation."""
        by = {"approved_by": self.approved_by, "advised_by": self.advised_by}
        parts = {"rule": rule, "subject": subject, "reason": self.reason, **by}
        return {**{key: part for key, part in parts.items() if part is not None}, "until": self.until}


@click.command("waive")
@click.argument("rule", required=False)
@common
@click.option("--subject", metavar="PATH", help="What it is for, and all below; * stands for any letters of a part.")
@click.option("--fingerprint", "fingerprints", multiple=True, metavar="HEX", help="A finding of today; repeatable.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--until", required=True, type=Day(any_day=True), metavar="DATE", help="The last day.")
@click.option("--approved-by", metavar="WHO", help="Who decided: whoever answers for the processing.")
@click.option("--advised-by", metavar="WHO", help="Who advised, such as the data protection officer.")
@click.option("--force", is_flag=True, help="Write it although it applies to no finding today.")
@click.option("--dry-run", is_flag=True, help="Show the change and write nothing.")
@collect_options
def command(
    options: Options,
    rule: str | None,
    subject: str | None,
    fingerprints: tuple[str, ...],
    force: bool,
    dry_run: bool,
    **decided: Any,
) -> int:
    """Write a waiver into the waivers file, and leave all else in it as it is.

    RULE: the id of a rule, or a family such as notice/*. In its place, findings of today by their --fingerprint.
    """
    decision = Decision(**decided)
    _refuse_options(rule, subject, fingerprints, decision.until, options.day)
    decision = _in_one_line(decision)
    subject = _join_lines("--subject", subject) if subject is not None else None
    workspace = open_workspace(options)
    path = workspace.waivers or workspace.root / workspace.config.waivers
    request = Request(options, decision, ((rule, subject),) if rule else (), fingerprints, force)

    def edit(before: bytes | None) -> tuple[bytes | None, Change]:
        change = _plan_change(request, workspace, path, before)
        return (None if dry_run else change.after), change

    change = rewrite_file(path, edit)
    result, messages = change.result, change.messages
    if change.before is None or change.after is None:
        messages.write("not-written", findings=format_findings(list_unread(result), messages.code))
        return Exit.INPUT
    if dry_run:
        print_text(_format_difference(messages.path, change.before, change.after))
    if not options.quiet:
        _report_waivers(change.waivers, result, messages, dry_run=dry_run)
    if ends_too_late(decision.until, options.day):
        messages.write("too-long", until=decision.until)
    return Exit.CLEAN


class Messages(Struct, frozen=True):
    """Writes messages about the waivers file to stderr, in the language of a code."""

    code: str
    path: str

    @property
    def language(self) -> Language:
        """The language."""
        from seloste.reports.language.language import load_language

        return load_language(self.code)

    def write(self, key: str, **values: str | date | None) -> None:
        """Writes the message of a key, with the values that it inserts."""
        from seloste.reports.rendering.escape import visible

        filled = {"path": self.path, **{name: value for name, value in values.items() if value is not None}}
        click.echo(visible(self.language.word(f"waive.{key}", **filled)), err=True)


class Request(Struct, frozen=True):
    """What is asked for: a decision about rules and subjects, or about findings of today."""

    options: Options
    decision: Decision
    targets: Sequence[tuple[str, str | None]]
    fingerprints: Sequence[str]
    #: Whether it is written although no finding needs it.
    force: bool


class Change(Struct, frozen=True):
    """A change of the waivers file as it was `before`. Where it or an input can't be read, there is no `after`."""

    result: Result
    messages: Messages
    before: bytes | None
    after: bytes | None = None
    waivers: Sequence[Waiver] = ()


def _plan_change(request: Request, workspace: Workspace, path: Path, before: bytes | None) -> Change:
    """Plans the change of the file at a path, after a check of all files as they are now."""
    options, decision = request.options, request.decision
    if before is not None:
        workspace = replace(workspace, waivers=None if has_only_comments(before) else path)
    result = judge(workspace, options)
    messages = Messages(options.choose_language(), workspace.display_path(path))
    if result.broken_input or before is None:
        return Change(result, messages, before)
    targets = request.targets or _find_by_fingerprint(request.fingerprints, result)
    waivers = [propose_waiver(*target, decision.until) for target in targets]
    _refuse_needless(waivers, workspace, result, force=request.force)
    after = before
    for target in targets:
        after = _add_item(path, after, decision.item(*target))
    return Change(result, messages, before, after, waivers)


def _refuse_options(rule: str | None, subject: str | None, fingerprints: Sequence[str], until: date, day: date) -> None:
    """Raises a usage error for options that are wrong whatever the files contain."""
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


def _in_one_line(decision: Decision) -> Decision:
    approved_by, advised_by = decision.approved_by, decision.advised_by
    return replace(
        decision,
        reason=_join_lines("--reason", decision.reason),
        approved_by=_join_lines("--approved-by", approved_by) if approved_by else None,
        advised_by=_join_lines("--advised-by", advised_by) if advised_by else None,
    )


def _join_lines(option: str, value: str) -> str:
    """The text of an option in one line; a usage error where it is empty, or has characters that no file may have."""
    text = " ".join(value.split())
    if not text:
        raise UsageError("empty-text", option=option)
    if decode_text(text.encode(errors="surrogateescape"), Limits())[1]:
        raise UsageError("unfit-text", option=option)
    return text


def _find_by_fingerprint(fingerprints: Sequence[str], result: Result) -> list[tuple[str, str | None]]:
    """The rules and subjects of the findings whose fingerprints begin with those given."""
    targets: dict[tuple[str, str | None], None] = {}
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
        targets[finding.rule, finding.subject] = None
    return list(targets)


def _refuse_needless(waivers: Iterable[Waiver], workspace: Workspace, result: Result, *, force: bool) -> None:
    """Raises a usage error for a waiver that exists already, or that no finding needs unless that is forced."""
    written = read_waivers(workspace.open_file(workspace.waivers, "waivers")) if workspace.waivers else []
    for waiver in waivers:
        for known in written:
            same = known.complete and (known.rule, known.subject) == (waiver.rule, waiver.subject)
            if same and known.until and waiver.until and known.until >= waiver.until:
                at = known.place.location
                raise UsageError("waive-duplicate", path=at.path, line=at.line or 1, until=known.until.isoformat())
        if not force and not _waived_findings([waiver], result):
            subjects = {finding.subject for finding in result.findings if finding.rule == waiver.rule}
            key = "waive-nothing-of" if waiver.subject else "waive-nothing"
            nearest = nearest_name(waiver.subject or "", sorted(subjects))
            raise UsageError(key, nearest, rule=waiver.rule or "", subject=waiver.subject or "")


def _waived_findings(waivers: Iterable[Waiver], result: Result) -> list[Finding]:
    """The findings of the day that the waivers apply to."""
    asked = list(waivers)
    return [finding for finding in result.findings if any(applies(waiver, finding, result.as_of) for waiver in asked)]


def _add_item(path: Path, before: bytes, item: Item) -> bytes:
    try:
        return append_item(before, "waivers", item, as_json=path.suffix.lower() == ".json")
    except CannotAddError:
        raise UsageError("waive-cannot-add", path=path.as_posix()) from None


def _format_difference(path: str, before: bytes, after: bytes) -> str:
    """The change as lines that `patch` takes, made harmless for a terminal."""
    from seloste.reports.rendering.escape import visible

    old, new = (decode_text(data, Limits())[0].splitlines() for data in (before, after))
    return "".join(f"{visible(line)}\n" for line in difflib.unified_diff(old, new, path, path, lineterm=""))


def _report_waivers(waivers: Sequence[Waiver], result: Result, messages: Messages, *, dry_run: bool) -> None:
    """Writes messages about the new waivers, and the findings of today that they apply to."""
    language = messages.language
    for waiver in waivers:
        rule, subject = waiver.rule or "", waiver.subject
        about = language.word("waive.about", rule=rule, subject=subject) if subject else rule
        messages.write("would-write" if dry_run else "written", about=about, until=waiver.until)
    waived = _waived_findings(waivers, result)
    messages.write("passes", findings=language.count("passing.of-findings", len(waived)))
    if waived:
        click.echo(format_findings(waived, messages.code), err=True)
    already = [finding for finding in waived if not finding.counts]
    if already:
        messages.write("already", findings=language.count("passing.of-findings", len(already)))
