"""The names of records and recipients in the report for auditors."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from seloste.checker.finding import Finding
from seloste.checker.result import Result
from seloste.policy.processing import Recipient
from seloste.reports.language.language import Language


def name_record(subject: str, result: Result) -> str:
    """Names a record by its path, such as `systems.crm`; one without a known name keeps its id."""
    kind, _, id = subject.partition(".")
    if kind == "organisation" and result.notice is not None:
        return result.notice.record.controller.name
    if kind == "systems" and id in result.system_entries:
        return result.system_entries[id].record.name
    if kind == "processors" and id in result.processor_entries:
        return result.processor_entries[id].record.name
    return id or subject


def name_processor(id: str, result: Result) -> str:
    """Names a processor; one that is not on the list keeps its id."""
    return name_record(f"processors.{id}", result)


def list_recipients(result: Result) -> Mapping[str, Recipient]:
    """Lists the recipients that the notice discloses data to, by id."""
    disclosures = result.notice.record.disclosures if result.notice else None
    return disclosures.recipients if disclosures else {}


def name_recipient(id: str, result: Result, language: Language) -> str:
    """Names a recipient in the notice's words, a joint controller by its name; one that the notice lacks by its id."""
    recipient = list_recipients(result).get(id)
    if recipient is not None:
        return language.text(recipient.text)
    controller = result.notice.record.joint_controllers.get(id) if result.notice else None
    return controller.name if controller else id


def name_ways(words: str, result: Result) -> str:
    """The ways of data with names in place of ids: "crm → mailer (US)" becomes "CRM → Mailer Inc. (US)"."""
    return "; ".join(
        " → ".join(_name_step(step, result) for step in way.split(" → ")) for way in words.split("; ") if way
    )


def describe_finding(finding: Finding, result: Result, language: Language) -> str:
    """The sentence of a finding; of a way of data it tells the names, not the ids."""
    ways = finding.arguments.get("chain")
    if not isinstance(ways, str):
        return language.message(finding)
    arguments = {**finding.found.arguments, "chain": name_ways(ways, result)}
    return language.message(replace(finding, found=replace(finding.found, arguments=arguments)))


def _name_step(step: str, result: Result) -> str:
    id, mark, rest = step.partition(" (")
    for kind, entries in (("systems", result.system_entries), ("processors", result.processor_entries)):
        if id in entries:
            return f"{name_record(f'{kind}.{id}', result)}{mark}{rest}"
    return step
