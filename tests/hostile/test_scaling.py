"""Nothing takes quadratic time: whole commands on more and more of each thing that a stranger may write many of."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.hostile import run_process
from tests.support.hostile_share import share

pytestmark = pytest.mark.timed

DAY = "2026-11-20"
#: The CPU seconds of a command that has nothing to do.
START = 0.4
#: Twice as much takes so many times as long: 2 is linear, 4 quadratic. Less than so many seconds more says nothing.
MOST_GROWTH = 2.9
NOISE = 0.8

Write = Callable[[Path, int], None]


def policy(**keys: Any) -> dict[str, Any]:
    return {
        "notice": {"name": {"en": "Register"}, "languages": ["en"]},
        "controller": {"name": "Oy"},
        "purposes": {"orders": {"text": {"en": "Orders"}, "legal_basis": {"basis": "contract"}}},
        "data_subjects": {"customers": {"text": {"en": "Customers"}}},
        "fields": {"name": {"text": {"en": "Name"}}},
    } | keys


def system(number: int, **keys: Any) -> dict[str, Any]:
    return {
        "name": f"System {number}",
        "purposes": ["orders"],
        "data_subjects": ["customers"],
        "fields": ["name"],
    } | keys


def write(folder: Path, name: str, content: Any) -> None:
    (folder / name).write_text(json.dumps(content, indent=1), "utf-8")


def write_all(folder: Path, systems: dict[str, Any], **keys: Any) -> None:
    write(folder, "policy.yaml", policy(**keys))
    write(folder, "systems.yaml", {"systems": systems})


def many_systems(folder: Path, count: int) -> None:
    write_all(folder, {f"s{n}": system(n) for n in range(count)})


def many_files(folder: Path, count: int) -> None:
    write(folder, "policy.yaml", policy())
    (folder / "systems").mkdir()
    for number in range(count):
        write(folder, f"systems/s{number}.yaml", {"systems": {f"s{number}": system(number)}})


def many_fields(folder: Path, count: int) -> None:
    write_all(folder, {"s": system(0, fields=[f"field-{n}" for n in range(count)])})


def many_known_fields(folder: Path, count: int) -> None:
    names = [f"field-{n}" for n in range(count)]
    fields = {name: {"text": {"en": f"Field {name}"}} for name in names}
    write_all(folder, {"s": system(0, fields=names)}, fields=fields)


def many_purposes(folder: Path, count: int) -> None:
    names = [f"purpose-{n}" for n in range(count)]
    purposes = {name: {"text": {"en": f"To do {name}"}, "legal_basis": {"basis": "contract"}} for name in names}
    write_all(folder, {"s": system(0, purposes=names)}, purposes=purposes)


def many_grounds(folder: Path, count: int) -> None:
    """Of an authority and many others: each purpose has a basis or a decision that needs a law, on all of the data."""
    decided = {"special_category_basis": "health-care", "automated_decision": {"text": {"en": "Scoring"}}}
    basis = {"legal_basis": {"basis": "legitimate-interests"}}
    write_all(
        folder,
        {},
        controller={"name": "Helsingin kaupunki", "dpo_designated": False},
        joint_controllers={f"j{n}": {"name": f"Kiurun kunta {n}", "purposes": [f"p{n}"]} for n in range(count)},
        legal_bases=[{"basis": "public-task", "explanation": {"en": "Our task"}}] * count,
        fields={f"f{n}": {"text": {"en": f"Illness {n}"}, "special_category": True} for n in range(count)},
        purposes={f"p{n}": {"text": {"en": f"Care {n}"}, **decided, **(basis if n % 2 else {})} for n in range(count)},
    )


def many_dangling_references(folder: Path, count: int) -> None:
    purposes = {
        f"purpose-{n}": {"text": {"en": "P"}, "legal_basis": {"basis": "contract"}, "fields": [f"purpos-{n}"]}
        for n in range(count)
    }
    fields = {f"purpose-{n}": {"text": {"en": f"F{n}"}} for n in range(count)}
    write_all(folder, {"s": system(0)}, purposes=purposes, fields=fields)


def many_safeguards(folder: Path, count: int) -> None:
    controls = ["backup", "firewall", "authentication", "encryption-in-transit"]
    safeguards = {f"g{n}": {"text": {"en": f"Guard {n}"}, "control": controls[n % 4]} for n in range(count)}
    write_all(folder, {f"s{n}": system(n) for n in range(5)}, safeguards=safeguards)


def many_retentions(folder: Path, count: int) -> None:
    fields = {f"f{n}": {"text": {"en": f"Field {n}"}} for n in range(count)}
    limit = {"period": "P1Y", "after": "contract-end"}
    retention = {f"r{n}": {"text": {"en": "One year"}, "maximum": limit, "fields": [f"f{n}"]} for n in range(count)}
    kept = {"retention": [{**limit, "fields": [name]} for name in fields], "fields": list(fields)}
    write_all(folder, {"s": system(0, **kept)}, fields=fields, retention=retention)


def many_controllers(folder: Path, count: int) -> None:
    others = {f"c{n}": {"name": f"Company {n}"} for n in range(count)}
    sections = {f"own-{n}": {"title": {"en": f"Title {n}"}, "text": {"en": f"Text {n}"}} for n in range(count)}
    write_all(folder, {"s": system(0)}, joint_controllers=others, sections=sections)


def list_processors(count: int, **keys: Any) -> dict[str, Any]:
    return {f"p{n}": {"name": f"Processor {n}", "role": "processor", "country": "US"} | keys for n in range(count)}


def many_processors(folder: Path, count: int) -> None:
    write_all(folder, {"s": system(0, processors=[f"p{n}" for n in range(count)])})
    write(folder, "processors.yaml", {"processors": list_processors(count)})


def a_chain_of_processors(folder: Path, count: int) -> None:
    write_all(folder, {"s": system(0, processors=["p0"])})
    processors = list_processors(count)
    for number in range(count - 1):
        processors[f"p{number}"]["subprocessors"] = [f"p{number + 1}"]
    write(folder, "processors.yaml", {"processors": processors})


def a_circle_of_processors(folder: Path, count: int) -> None:
    a_chain_of_processors(folder, count)
    content = json.loads((folder / "processors.yaml").read_text("utf-8"))
    content["processors"][f"p{count - 1}"]["subprocessors"] = ["p0"]
    write(folder, "processors.yaml", content)


def many_users_of_one_processor(folder: Path, count: int) -> None:
    write_all(folder, {f"s{n}": system(n, processors=["p0"]) for n in range(count)})
    write(folder, "processors.yaml", {"processors": list_processors(20, subprocessors=["p19"])})


def many_unlisted_processors(folder: Path, count: int) -> None:
    write_all(folder, {"s": system(0, processors=[f"q{n}" for n in range(count)])})
    write(folder, "processors.yaml", {"processors": list_processors(count, subprocessors=["q1", "q2"])})


def many_waivers(folder: Path, count: int) -> None:
    write_all(folder, {f"s{n}": system(n, purposes=["orders", "spying"]) for n in range(count)})
    waived = {"rule": "system/purpose-undeclared", "reason": "r", "approved_by": "a", "until": "2027-01-01"}
    waivers = [{**waived, "subject": f"systems.s{n}"} for n in range(count)]
    write(folder, "waivers.yaml", {"waivers": waivers})


def many_waivers_of_no_rule(folder: Path, count: int) -> None:
    many_waivers(folder, count)
    content = json.loads((folder / "waivers.yaml").read_text("utf-8"))
    for number, waiver in enumerate(content["waivers"]):
        waiver["rule"] = f"system/purpose-undeclare-{number}"
    write(folder, "waivers.yaml", content)


def many_waivers_of_families(folder: Path, count: int) -> None:
    many_waivers(folder, count)
    content = json.loads((folder / "waivers.yaml").read_text("utf-8"))
    for waiver in content["waivers"]:
        waiver["rule"] = "system/*"
    write(folder, "waivers.yaml", content)


def many_comments(folder: Path, count: int) -> None:
    write(folder, "policy.yaml", policy())
    comment = "# seloste: ignore system/purpose-undeclared until 2027-01-01 by me: a reason"
    lines = [f"  s{n}: {{name: S, purposes: [spying-{n}]}}  {comment}" for n in range(count)]
    (folder / "systems.yaml").write_text("\n".join(["systems:", *lines, ""]), "utf-8")


def a_baseline(folder: Path, count: int) -> None:
    write_all(folder, {f"s{n}": system(n, purposes=["orders", "spying"]) for n in range(count)})
    assert run_process("check", "--as-of", DAY, "--write-baseline", folder=folder).code == 0


def equal_findings_in_a_baseline(folder: Path, count: int) -> None:
    """Findings with one fingerprint each, and as many lines of the baseline that are of no use."""
    a_baseline(folder, count)
    write_all(folder, {f"t{n}": system(n, purposes=["orders", "spying"]) for n in range(count)})


def many_countries_of_hosting(folder: Path, count: int) -> None:
    countries = ("US", "CN", "IN", "BR")
    write_all(
        folder, {f"s{n}": system(n, hosting={"provider": "x", "country": countries[n % 4]}) for n in range(count)}
    )


def many_authorities(folder: Path, count: int) -> None:
    """Each processor names a recipient of its own, which may be any of the authorities on the list."""
    listed = {
        f"p{n}": {
            "name": f"Body {n}", "country": "IN", "role": "processor", "authority": True,
            "transfers": [{"country": "IN", "recipient": f"Office {n}", "instrument": "public-instrument"}],
        }
        for n in range(count)
    }  # fmt: skip
    write_all(folder, {"s": system(0)})
    write(folder, "processors.yaml", {"processors": listed})


def two_policies(folder: Path, count: int) -> None:
    """Every entry with another id and slightly other words, so that each could be a rename of each."""
    for name, other in (("old.yaml", "a"), ("policy.yaml", "b")):
        purposes = {
            f"{other}{n}": {"text": {"en": f"To do the thing {n} for {other}"}, "legal_basis": {"basis": "contract"}}
            for n in range(count)
        }
        fields = {f"{other}{n}": {"text": {"en": f"The field {n} of {other}"}} for n in range(count)}
        write(folder, name, policy(purposes=purposes, fields=fields))


def consents_in_other_words(folder: Path, count: int) -> None:
    """Every purpose on consent is gone, and every new one could be any of them on another basis."""
    for name, other, basis in (("old.yaml", "a", "consent"), ("policy.yaml", "b", "contract")):
        purposes = {
            f"{other}{n}": {"text": {"en": f"To do the thing {n} for {other}"}, "legal_basis": {"basis": basis}}
            for n in range(count)
        }
        write(folder, name, policy(purposes=purposes, fields={f"f{n}": {"text": {"en": "F"}} for n in range(count)}))


def long_texts(folder: Path, count: int) -> None:
    text = " ".join(f"word{n} 12 months, {n} days." for n in range(count))
    write_all(folder, {"s": system(0)}, sections={"own": {"title": {"en": "T"}, "text": {"en": text}}})


def many_nevers(folder: Path, count: int) -> None:
    """Each promise rules out ten fields, by their ids or in the notice's words, of which the system has one."""
    fields = {f"field-{n}": {"text": {"en": f"Field no. {n}"}} for n in range(count)}
    never = {
        f"never-{n}": {"text": {"en": "N"}, "fields": [f"field no. {n}", *(f"word-{n}-{m}" for m in range(9))]}
        for n in range(count)
    }
    write_all(folder, {"s": system(0, fields=[*fields])}, fields=fields, never=never)


def many_words_for_one_thing(folder: Path, count: int) -> None:
    """Every field has the same words in the notice, and those are ruled out, in every spelling."""
    fields = {f"field-{n}": {"text": {"en": "The same"}} for n in range(count)}
    never = {
        "n": {
            "text": {"en": "N"},
            "fields": [f"{'the' + ' ' * (n % 90 + 1)}same{'-' * (n // 90)}" for n in range(count)],
        }
    }
    write_all(folder, {"s": system(0, fields=[*fields])}, fields=fields, never=never)


def a_chain_that_is_ruled_out(folder: Path, count: int) -> None:
    """Each system uses another processor of one chain, all of which are ruled out."""
    listed = {
        f"p{n}": {"name": f"P {n}", "country": "IN", "subprocessors": [f"p{n + 1}"] if n + 1 < count else []}
        for n in range(count)
    }
    write(folder, "processors.yaml", {"processors": listed})
    never = {"n": {"text": {"en": "N"}, "recipients": [*listed], "countries": ["IN"]}}
    write_all(folder, {f"s{n}": system(n, processors=[f"p{n * 4}"]) for n in range(count // 4)}, never=never)


def many_nevers_of_the_same(folder: Path, count: int) -> None:
    """Each promise rules out every recipient of the notice, by its country and by one of its names."""
    recipients = {f"r{n}": {"text": {"en": "Others"}, "country": "US"} for n in range(count)}
    never = {f"n{n}": {"text": {"en": "N"}, "countries": ["US"], "recipients": ["others"]} for n in range(count)}
    disclosures = {"text": {"en": "D"}, "rule": "listed", "recipients": recipients}
    write_all(folder, {"s": system(0)}, disclosures=disclosures, never=never)


def many_processors_of_many_purposes(folder: Path, count: int) -> None:
    """One system gives all its purposes to all its processors, none of which has them."""
    names = [f"p{n}" for n in range(count)]
    write_all(folder, {"s": system(0, purposes=names, processors=names)})
    write(folder, "processors.yaml", {"processors": list_processors(count, purposes=["orders"])})


CHECK = ("check", "--as-of", DAY, "--jobs", "1", "--output", "out", "--format")
#: What there is much of, how much of it is the least, and the command.
CASES: dict[str, tuple[Write, int, tuple[str, ...]]] = {
    "systems": (many_systems, 1_000, (*CHECK, "json")),
    "systems, text": (many_systems, 1_500, (*CHECK, "text")),
    "systems, sarif": (many_systems, 1_000, (*CHECK, "sarif")),
    "systems, junit": (many_systems, 1_000, (*CHECK, "junit")),
    "systems, gitlab": (many_systems, 1_000, (*CHECK, "gitlab")),
    "systems, markdown": (many_systems, 1_000, (*CHECK, "markdown")),
    "systems, github": (many_systems, 1_000, (*CHECK, "github")),
    "systems, report": (many_systems, 250, ("report", "--as-of", DAY)),
    "systems, forecast": (many_systems, 500, ("forecast", "--as-of", DAY)),
    "systems, export": (many_systems, 500, ("export", "ropa", "--as-of", DAY)),
    "files": (many_files, 500, (*CHECK, "json")),
    "files by PATH": (many_files, 500, (*CHECK, "text", "systems")),
    "fields": (many_fields, 1_000, (*CHECK, "json")),
    "declared fields": (many_known_fields, 500, (*CHECK, "json")),
    "declared fields, report": (many_known_fields, 250, ("report", "--as-of", DAY)),
    "purposes": (many_purposes, 500, (*CHECK, "json")),
    "purposes, report": (many_purposes, 200, ("report", "--as-of", DAY)),
    "purposes, notice": (many_purposes, 500, ("notice",)),
    "grounds": (many_grounds, 200, (*CHECK, "json")),
    "references": (many_dangling_references, 250, (*CHECK, "json")),
    "safeguards": (many_safeguards, 500, (*CHECK, "json")),
    "safeguards, report": (many_safeguards, 100, ("report", "--as-of", DAY)),
    "retentions": (many_retentions, 250, (*CHECK, "json")),
    "retentions, report": (many_retentions, 250, ("report", "--as-of", DAY)),
    "controllers": (many_controllers, 500, (*CHECK, "json")),
    "processors": (many_processors, 500, (*CHECK, "json")),
    "processors, report": (many_processors, 250, ("report", "--as-of", DAY)),
    "processors, purposes": (many_processors_of_many_purposes, 500, (*CHECK, "json")),
    "a chain": (a_chain_of_processors, 500, (*CHECK, "json")),
    "a chain, report": (a_chain_of_processors, 200, ("report", "--as-of", DAY)),
    "a circle": (a_circle_of_processors, 500, (*CHECK, "json")),
    "users": (many_users_of_one_processor, 500, (*CHECK, "json")),
    "users, report": (many_users_of_one_processor, 250, ("report", "--as-of", DAY)),
    "unlisted processors": (many_unlisted_processors, 250, (*CHECK, "json")),
    "waivers": (many_waivers, 500, (*CHECK, "json")),
    "waivers of families": (many_waivers_of_families, 500, (*CHECK, "json")),
    "waivers of no rule": (many_waivers_of_no_rule, 300, (*CHECK, "json")),
    "waivers, report": (many_waivers, 250, ("report", "--as-of", DAY)),
    "never": (many_nevers, 500, (*CHECK, "json")),
    "never, report": (many_nevers, 200, ("report", "--as-of", DAY)),
    "never, many words": (many_words_for_one_thing, 1_000, (*CHECK, "json")),
    "never, the same": (many_nevers_of_the_same, 1_000, (*CHECK, "json")),
    "never, a chain": (a_chain_that_is_ruled_out, 200, (*CHECK, "json")),
    "comments": (many_comments, 200, (*CHECK, "json")),
    "baseline": (a_baseline, 1_000, (*CHECK, "json")),
    "fixed baseline": (equal_findings_in_a_baseline, 1_000, (*CHECK, "json")),
    "transfers": (many_countries_of_hosting, 1_000, (*CHECK, "json")),
    "transfers, report": (many_countries_of_hosting, 250, ("report", "--as-of", DAY)),
    "renames": (two_policies, 300, ("diff", "old.yaml", "policy.yaml")),
    "authorities": (many_authorities, 500, (*CHECK, "json")),
    "consents": (consents_in_other_words, 300, ("diff", "old.yaml", "policy.yaml")),
    "long texts": (long_texts, 400, (*CHECK, "json")),
}
#: What CI tries of them; the full run tries all.
BOUNDED = (
    "files by PATH",
    "fields",
    "safeguards",
    "a chain",
    "waivers",
    "comments",
    "baseline",
    "renames",
    "authorities",
)


def measure_growth(folder: Path, case: str) -> tuple[list[float], float]:
    """The CPU seconds at once, twice and four times as much, and their growth; 0 where they are too few to tell."""
    fill, count, arguments = CASES[case]
    seconds = []
    for times in (1, 2, 4):
        (place := folder / str(times)).mkdir()
        fill(place, times * count)
        ended = run_process(*arguments, folder=place)
        assert ended.code in (0, 1, 3), (case, times, ended.code, ended.stderr[-300:])
        words = (place / "out").read_text("utf-8") if (place / "out").exists() else ended.stdout
        found = words.partition('"findings": [')[2] or words  # before them stand the ids of all rules
        assert "limit-exceeded" not in found + ended.stderr, (case, times, "more than a file may hold")
        seconds.append(ended.seconds)
    _, second, fourth = seconds
    return seconds, (fourth - START) / (second - START) if fourth - second > NOISE else 0.0


@pytest.mark.heavy
@pytest.mark.parametrize("case", [*CASES][: share(0, len(CASES))] or BOUNDED)
def test_nothing_is_quadratic(case: str, tmp_path: Path) -> None:
    seconds, growth = measure_growth(tmp_path, case)
    assert growth <= MOST_GROWTH, seconds
