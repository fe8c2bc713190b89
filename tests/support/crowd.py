"""A company of many systems, made from the complete example: most of it in order, some of it not, as a seed has it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

from seloste.checker.reading.problem import Limits
from seloste.checker.reading.reader import read_yaml
from tests.support import ROOT

COUNTRIES = [
    *(
        "FI",
        "SE",
        "NO",
        "DK",
        "EE",
        "LV",
        "LT",
        "DE",
        "FR",
        "NL",
        "BE",
        "LU",
        "IE",
        "ES",
        "PT",
        "IT",
        "AT",
        "PL",
        "CZ",
        "SK",
    ),
    *(
        "HU",
        "SI",
        "HR",
        "RO",
        "BG",
        "GR",
        "CY",
        "MT",
        "IS",
        "LI",
        "CH",
        "GB",
        "US",
        "IN",
        "JP",
        "KR",
        "NZ",
        "CA",
        "BR",
        "IL",
    ),
]


def write(folder: Path, count: int = 2000, seed: int = 7) -> Path:
    """Writes its files, and returns that of its configuration."""
    random = Random(seed)
    policy, processors, systems = (
        read_yaml((ROOT / "examples" / "complete" / f"{name}.yaml").read_bytes(), Limits()).documents[0]
        for name in ("policy", "processors", "systems")
    )
    own = list(systems["systems"].values())
    made = {f"system-{number}": _system(random, own, number, list(processors["processors"])) for number in range(count)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("policy", policy), ("processors", processors), ("systems", {"systems": made})):
        text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    config = folder / "seloste.yaml"
    config.write_text("policy: policy.yaml\nlanguages: [fi, en]\n", "utf-8")
    return config


def _system(random: Random, own: list[Any], number: int, processors: list[str]) -> dict[str, Any]:
    record: dict[str, Any] = copy.deepcopy(dict(random.choice(own)))
    record["name"] = f"Järjestelmä {number}"
    record["reviewed"] = f"2026-{random.randint(1, 10):02}-{random.randint(1, 28):02}"
    record["processors"] = random.sample(processors, random.randint(0, 3))
    if random.random() < 0.3:
        record["hosting"] = {"country": random.choice(COUNTRIES)}
    for key in list(record.get("safeguards", {})):
        if random.random() < 0.05:
            record["safeguards"][key] = random.choice(["planned", "not-implemented", "implemented"])
    for key in ("retention", "disclosures", "sources"):
        if random.random() < 0.05:
            record.pop(key, None)
    if random.random() < 0.05:
        record["purposes"] = [*record.get("purposes", []), "something-else"]
    return record
