"""`seloste init`: the files to start from, with TODO where a person must decide, or a complete example."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.inventory import Processor, ProcessorsFile
from seloste.checker.linking.loading import open_notice, read_entries
from seloste.checker.reading.documents import open_file
from seloste.checker.reading.tree import WorkTree
from seloste.checker.workspace.settings_file import ConfigurationError
from seloste.example_files import read_ci_template, read_example
from seloste.exit_code import Exit
from seloste.options import LanguageCode, Options, collect_options
from seloste.output import print_text, write_files
from seloste.policy.notice import Policy
from seloste.reports.language.language import Language, load_language
from seloste.reports.starter.files import (
    FILES,
    SCHEMAS,
    Answers,
    draft_inventory,
    draft_policy,
    draft_settings,
    name_schema,
    parse_policy,
)
from seloste.reports.starter.summary import Outcome, summarize_start
from seloste.schemas import get_committed_path
from seloste.session import find_workspace, make_configuration_error, require_folder
from seloste.starting import CI_CHOICES, CI_FILES, collect_answers, list_present
from seloste.terminal import format_findings
from seloste.usage_errors import UsageError

#: Where the template of each build server goes.
_CI_TARGETS = {"github": ".github/workflows/privacy.yml", "gitlab": ".gitlab/seloste.yml"}
#: The questions whose answers are in the notice alone.
_ABOUT_NOTICE = ("name", "business-id", "country", "languages", "email")


@click.command("init")
@click.argument("place", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path), metavar="DIR", help="The same as FOLDER.")
@click.option("--name", help="The organisation's name.")
@click.option("--business-id", help="Its business id, in Finland the Y-tunnus.")
@click.option("--country", metavar="CODE", help="Where it is established: FI, SE, …; national law hangs on it.")
@click.option("--languages", metavar="fi,en,…", help="The languages of the notice.")
@click.option("--email", help="Where people send requests about their data.")
@click.option("--hosting", metavar="CODE", help="The country in which data are kept.")
@click.option("--ci", type=click.Choice(CI_CHOICES), help="Write the check for a build server too.")
@click.option("--example", is_flag=True, help="Write the complete example of a made-up company instead.")
@click.option("--lang", type=LanguageCode(), help="The language of questions and comments.")
@click.option("-q", "--quiet", is_flag=True, help="Show no summary.")
@collect_options
def command(
    options: Options,
    place: Path | None,
    target: Path | None,
    example: bool,
    **given: str | None,
) -> int:
    """Start from nothing: write policy.yaml, systems.yaml, processors.yaml and seloste.yaml, to be completed.

    On a terminal it asks a few questions, which options answer as well; elsewhere it asks nothing. What is there
    already stays as it is.
    """
    if place is not None and target is not None:
        raise UsageError("not-both", one="FOLDER", other="--output")
    chosen = _Place(place or target, require_folder(options))
    language = load_language(options.choose_language())
    answered = {key.replace("_", "-"): value for key, value in given.items()}
    outcome = _write_example(chosen, answered) if example else _write_start(chosen, answered, language, options)
    if isinstance(outcome, list):
        click.echo(format_findings(outcome, language.code), err=True)
        return Exit.INPUT
    if not options.quiet:
        print_text(summarize_start(outcome, language))
    return Exit.CLEAN


class _Place(Struct, frozen=True):
    """The folder that files go to, as the user named it, and the working directory."""

    named: Path | None
    working: Path

    @property
    def folder(self) -> Path:
        return (self.working / self.named).resolve() if self.named else self.working

    def show(self, path: Path | str) -> str:
        """A path in the folder, as messages show it."""
        inside = Path(path).relative_to(self.folder) if Path(path).is_absolute() else Path(path)
        return (self.named / inside if self.named else inside).as_posix()


def _write_example(place: _Place, given: Mapping[str, str | None]) -> Outcome:
    """Writes the complete example, where none of its files is there."""
    for key, value in given.items():
        if value is not None and key != "ci":
            raise UsageError("not-both", one="--example", other=f"--{key}")
    contents: dict[str, bytes | str] = {**read_example(SCHEMAS)}
    present = [name for name in contents if os.path.lexists(place.folder / name)]
    if present:
        raise UsageError("init-exists", paths=_list_paths(_list_tops(present), place))
    return _write(place, contents, [], given.get("ci") or "none", is_example=True)


def _write_start(
    place: _Place, given: Mapping[str, str | None], language: Language, options: Options
) -> Outcome | list[Finding]:
    """Writes those of the first files that are missing; what is wrong with the notice that is there, else."""
    try:
        present = list_present(place.folder)
        notice, findings = _read_notice(present, place.folder, options)
        listed = _list_processors(present.get("processors"), place.folder)
    except ConfigurationError as error:
        raise make_configuration_error(error, options) from None
    if findings:
        return findings
    asked = [*([] if notice else _ABOUT_NOTICE), "hosting", "ci"]
    answers = collect_answers(given, _choose_defaults(place.folder, notice, language), asked, language)
    named = {kind: path for kind, name in FILES.items() if os.path.lexists(path := place.folder / name)}
    present = named | present  # also what is no file that could be read, such as a link that leads nowhere
    drafts = _draft(answers, notice, listed, language, options)
    contents = {FILES[kind]: text for kind, text in drafts if kind not in present}
    kept = [present[kind] for kind in FILES if kind in present]
    return _write(place, contents, kept, answers["ci"])


def _read_notice(present: Mapping[str, Path], folder: Path, options: Options) -> tuple[Policy | None, list[Finding]]:
    """The notice that is there, and what is wrong with it."""
    if "policy" not in present:
        return None, []
    here = replace(options, folder=folder, policy=present["policy"], config=present.get("config"))
    entry, file = open_notice(find_workspace(here))
    return (entry.record if entry else None), [found for found in file.findings if found.is_input]


def _list_processors(path: Path | None, folder: Path) -> Sequence[str]:
    """The ids of the processors in the list that is there. What is wrong with it, a check tells."""
    if path is None:
        return ()
    file = open_file(path, path.name, "processors", WorkTree(folder))
    return [entry.id for entry in read_entries(file, Processor, ProcessorsFile, {})]


def _choose_defaults(folder: Path, notice: Policy | None, language: Language) -> dict[str, str]:
    """The default answer to each question; those about the notice are not asked where there is one."""
    country = language.word("init.default.country")
    if notice and notice.controller.address and notice.controller.address.country:
        country = notice.controller.address.country
    servers = [server for server, sign in CI_FILES.items() if (folder / sign).exists()]
    hosting = notice.transfers.hosting if notice and notice.transfers else None
    return {
        "name": language.word("init.default.name"),
        "business-id": "",
        "country": country,
        "languages": language.base,
        "email": "",
        "hosting": hosting[0] if hosting else "",
        "ci": next(iter(servers), "none"),
    }


def _draft(
    answers: Mapping[str, str], notice: Policy | None, listed: Sequence[str], language: Language, options: Options
) -> Iterator[tuple[str, str]]:
    """Every file by its kind, the inventories for the notice that is there or is drafted."""
    facts = Answers(
        answers["name"],
        answers["business-id"],
        answers["country"],
        answers["languages"].split(","),
        answers["email"],
        answers["hosting"],
    )
    policy = draft_policy(facts, language, options.day)
    yield "policy", policy
    for kind in ("systems", "processors"):
        yield kind, draft_inventory(kind, facts, notice or parse_policy(policy), listed, language, options.day)
    yield "config", draft_settings(facts, language, options.day)


def _write(
    place: _Place,
    contents: Mapping[str, bytes | str],
    present: Iterable[Path],
    server: str,
    *,
    is_example: bool = False,
) -> Outcome:
    """Writes the files with the schemas for editors and the template of a build server, all or none.

    The schemas of all files, since those that are there already, such as a notice that was imported, name them too.

    Raises:
        UsageError: Everything is there already, or can't be written.
    """
    contents, kept = dict(contents), list(present)
    if server in _CI_TARGETS:
        target = _CI_TARGETS[server]
        if os.path.lexists(place.folder / target):
            kept.append(place.folder / target)
        else:
            contents[target] = read_ci_template(server)
    schemas = {name_schema(kind): get_committed_path(kind).read_bytes() for kind in FILES}
    new = {name: data for name, data in schemas.items() if not os.path.lexists(place.folder / name)}
    if not contents and not new:
        raise UsageError("init-exists", paths=_list_paths(kept, place))
    write_files({place.folder / name: data for name, data in {**contents, **new}.items()})
    return Outcome(
        folder=shlex.quote(place.named.as_posix()) if place.named else "",
        written=_list_tops([*contents, *new]),
        kept=[place.show(path) for path in kept],
        ci=_CI_TARGETS[server] if _CI_TARGETS.get(server) in contents else "",
        server=server,
        has_notice=FILES["policy"] not in contents,
        is_example=is_example,
    )


def _list_tops(names: Iterable[str]) -> list[str]:
    """The files, and the folders of those that are in one."""
    parts = (name.partition("/") for name in names)
    return list(dict.fromkeys(f"{top}{slash}" for top, slash, _ in parts))


def _list_paths(paths: Iterable[Path | str], place: _Place) -> str:
    return ", ".join(place.show(path) for path in paths)
