"""A result that others may see: what maps the weaknesses of systems, and who decided what, is left out of it.

One pure function makes it of a result, so that every format follows without a condition of its own. Numbers, verdicts
and severities stay as they are; what is left out reads `…`. The public notice is public as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from seloste.checker.evidence.mapping import EvidenceIndex
from seloste.checker.finding import Argument, Finding, Several, Waived, Word
from seloste.checker.forecast.forecast import Forecast, ForecastChange
from seloste.checker.position import Location
from seloste.checker.reading.documents import Input
from seloste.checker.result import Result
from seloste.checker.suppression.baseline import BaselineEntry, BaselineMatch
from seloste.checker.suppression.responses import Response, Responses
from seloste.checker.suppression.waivers import SourceLine, Waiver
from seloste.checker.verdicts.evidence import Evidence
from seloste.checker.verdicts.verdict import JudgedPromise
from seloste.reports.public_omissions import publish_omissions

#: What stands where something was left out, in every language and format.
LEFT_OUT = "…"
#: What is left out, by the key of its words (`public.parts`), in the order in which reports tell it.
PARTS = ("safeguards", "infrastructure", "people", "lines", "documents")
_NOWHERE = Location(LEFT_OUT)
_SAFEGUARDS = "safeguards."
#: The rules on safeguards, which may name no promise.
_SAFEGUARD_RULES = ("system/safeguard-", "processor/safeguard-")
#: The values of a message that name the record that it is about, whose subject is told as well.
_NAMED = frozenset({"system", "processor"})
_INFRASTRUCTURE, _WAIVERS = "evidence", "waiver"
#: In place of that of an entry of the baseline, which would tell its subject.
_NO_FINGERPRINT = "0" * 32


def publish_result(result: Result) -> Result:
    """The result without what maps weaknesses, names persons or quotes files."""
    return _Publisher.of(result).publish(result)


def publish_forecast(forecast: Forecast, result: Result) -> Forecast:
    """The forecast that belongs to a result, likewise. `result`: as it was, before it was published."""
    publisher = _Publisher.of(result)
    changes = tuple(publisher.publish_change(change) for change in forecast.changes)
    return replace(forecast, start=publisher.publish(result), changes=changes)


class _Publisher(Struct):
    """What is to be left out of one result: the paths of its evidence, and the numbers of what lost its name."""

    paths: frozenset[str]
    #: Findings that differed still differ: fingerprint → number.
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, result: Result) -> _Publisher:
        """The one for a result."""
        paths = (item.path for item in result.inputs if item.kind == _INFRASTRUCTURE)
        return cls(frozenset((*paths, *result.unhashed)))

    def publish(self, result: Result) -> Result:
        """The whole result."""
        findings = self._publish_findings(result.findings)
        return replace(
            result,
            withheld=PARTS,
            index=result.index and replace(result.index, evidence=EvidenceIndex()),
            inputs=tuple(self._publish_input(item) for item in result.inputs),
            findings=findings,
            promises=tuple(self._publish_promise(judged) for judged in result.promises),
            not_checked=publish_omissions(result.not_checked),
            baseline=_publish_baseline(result.baseline),
            idle_waivers=tuple(map(_publish_idle_waiver, result.idle_waivers)),
            responses=self._publish_responses(result.responses, result.findings),
            files=replace(result.files, uncommitted=tuple(map(self._publish_path, result.files.uncommitted))),
            infrastructure=None,
        )

    def publish_change(self, change: ForecastChange) -> ForecastChange:
        """A day of a forecast."""
        return replace(
            change,
            appearing=self._publish_findings(change.appearing),
            ceasing=self._publish_findings(change.ceasing),
        )

    def _publish_findings(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings; those whose record is left out are last, since their place among others would tell it."""
        published = [(self._hides(finding), self._publish_finding(finding)) for finding in findings]
        return tuple(
            [each for hidden, each in published if not hidden]
            + sorted((each for hidden, each in published if hidden), key=_order_hidden)
        )

    def _hides(self, finding: Finding) -> bool:
        """Whether the record itself is left out: which system lacks which safeguard is a map for an attack."""
        promise = finding.promise or ""
        if f"{promise}.".startswith(_SAFEGUARDS) or finding.rule.startswith(_SAFEGUARD_RULES):
            return True
        is_record = finding.subject.startswith(("systems.", "processors."))
        return self._is_infrastructure(finding) and not (promise and is_record)

    def _is_infrastructure(self, finding: Finding) -> bool:
        return finding.family == _INFRASTRUCTURE or finding.location.path in self.paths

    def _publish_finding(self, finding: Finding) -> Finding:
        found = replace(finding.found, excerpt=None)
        if self._hides(finding):
            # Findings that differed must do so further; their fingerprints would tell their records to whoever tries.
            number = self.numbers.setdefault(finding.fingerprint, len(self.numbers) + 1)
            found = replace(
                found,
                subject=LEFT_OUT,
                location=_NOWHERE,
                arguments=_mask_all(finding.arguments),
                value=f"{LEFT_OUT}{number}",
                related=(),
                declared=(),
                stands_for=None,
                name=None,
            )
        elif self._is_infrastructure(finding):
            arguments = {key: each if key in _NAMED else _mask(each) for key, each in found.arguments.items()}
            value = LEFT_OUT if found.value else ""
            found = replace(found, location=_NOWHERE, arguments=arguments, value=value, stands_for=None)
            found = replace(found, related=self._publish_places(found.related))
        elif finding.family == _WAIVERS:
            found = replace(found, arguments=_mask_all(found.arguments))
        waived = finding.waived and _publish_waived(finding.waived)
        return replace(finding, found=found, waived=waived)

    def _publish_places(self, places: Iterable[Location]) -> tuple[Location, ...]:
        return tuple(place for place in places if place.path not in self.paths)

    def _publish_promise(self, judged: JudgedPromise) -> JudgedPromise:
        hidden = f"{judged.id}.".startswith(_SAFEGUARDS)

        def publish(items: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
            if not hidden:
                return tuple(map(self._publish_evidence, items))
            return tuple(sorted(map(_hide_evidence, items), key=lambda item: (str(item.holds), item.kind.rank)))

        return replace(
            judged,
            evidence=publish(judged.evidence),
            silent=publish(judged.silent),
            beside=publish(judged.beside),
        )

    def _publish_evidence(self, item: Evidence) -> Evidence:
        if not item.resource and item.location.path not in self.paths:
            return item
        return replace(
            item,
            document=None,
            steps=(),
            place=_NOWHERE,
            arguments={key: _mask(value) for key, value in item.arguments.items()},
            resource=LEFT_OUT if item.resource else "",
        )

    def _publish_input(self, item: Input) -> Input:
        return replace(item, path=self._publish_path(item.path))

    def _publish_path(self, path: str) -> str:
        return LEFT_OUT if path in self.paths else path

    def _publish_responses(self, responses: Responses, findings: Iterable[Finding]) -> Responses:
        """The answers without who answers and what, at the findings as they are told apart now."""
        fingerprints = {each.fingerprint: self._publish_finding(each).fingerprint for each in findings}

        def publish(response: Response) -> Response:
            return replace(
                response,
                fingerprint=fingerprints.get(response.fingerprint, response.fingerprint),
                location=_NOWHERE,
                owner=response.owner and LEFT_OUT,
                text=response.text and LEFT_OUT,
            )

        published = [publish(each) for each in responses.by_fingerprint.values()]
        unmatched = tuple(publish(each) for each in responses.unmatched)
        return Responses({each.fingerprint: each for each in published}, unmatched)


def _order_hidden(finding: Finding) -> tuple[str, str, str, str]:
    """By what is still told of a finding, so that those that read alike are together."""
    return finding.rule, finding.promise or "", str(finding.arguments), finding.value


def _hide_evidence(item: Evidence) -> Evidence:
    """A piece of evidence of which only remains that there is one, of which kind, and whether it is for or against."""
    return replace(
        item,
        subject=LEFT_OUT,
        document=None,
        steps=(),
        place=_NOWHERE,
        detail="withheld",
        dated=None,
        arguments={},
        aspect="",
        resource=LEFT_OUT if item.resource else "",
    )


def _publish_waived(waived: Waived) -> Waived:
    return replace(
        waived,
        reason=LEFT_OUT,
        approved_by=waived.approved_by and LEFT_OUT,
        advised_by=waived.advised_by and LEFT_OUT,
        location=_NOWHERE,
    )


def _publish_idle_waiver(waiver: Waiver) -> Waiver:
    nowhere = SourceLine(_NOWHERE, None)
    return replace(
        waiver,
        reason=waiver.reason and LEFT_OUT,
        approved_by=waiver.approved_by and LEFT_OUT,
        advised_by=waiver.advised_by and LEFT_OUT,
        subject=waiver.subject and LEFT_OUT,
        place=nowhere,
        until_place=nowhere,
        unfit=None,
    )


def _publish_baseline(baseline: BaselineMatch) -> BaselineMatch:
    def publish(entries: Iterable[BaselineEntry]) -> tuple[BaselineEntry, ...]:
        return tuple(each.model_copy(update={"subject": LEFT_OUT, "fingerprint": _NO_FINGERPRINT}) for each in entries)

    return replace(
        baseline,
        entries=publish(baseline.entries),
        fixed=publish(baseline.fixed),
        unjudged=publish(baseline.unjudged),
    )


def _mask_all(arguments: Mapping[str, Argument]) -> dict[str, Argument]:
    """The values of a message, all of whose words are left out."""
    return {key: _mask(value, words=True) for key, value in arguments.items()}


def _mask(value: Argument, *, words: bool = False) -> Argument:
    """A value of a message: days, periods, countries, citations and texts of the notice stay; names do not."""
    if isinstance(value, str):
        return LEFT_OUT
    if isinstance(value, Several):
        return Several(tuple(_mask(item, words=words) for item in value.items))
    if isinstance(value, Word):
        arguments = {key: _mask(each, words=words) for key, each in value.arguments.items()}
        return LEFT_OUT if words else replace(value, arguments=arguments)
    return value
