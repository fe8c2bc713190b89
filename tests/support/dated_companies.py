"""Made-up companies with dates all around a day: what a forecast and a check must see in the same way."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

COUNTRIES = ("FI", "NO", "GB", "US", "IN", "CH", "JP", "BR", "X-EPO")
INSTRUMENTS = (None, "eu-us-dpf", "privacy-shield", "adequacy", "scc-2010-87", "scc-2021-914", "bcr", "certification")
PERIODS = ("P1M", "P30D", "P31D", "P4W", "P2M", "P60D", "P1Y", "P365D", "P12M", "P1M15D", "P6M")
EVENTS = ("contract-end", "collection")


class Company:
    """A company with a few systems, processors and waivers, as a seed has it."""

    def __init__(self, seed: int, day: date) -> None:
        self.random = Random(seed)
        self.day = day

    def write(self, folder: Path) -> None:
        """Writes its files: JSON, which is YAML as well."""
        files = {
            "policy.yaml": self.policy(),
            "systems.yaml": {"systems": {f"s{number}": self.system() for number in range(4)}},
            "processors.yaml": {"processors": {f"p{number}": self.processor() for number in range(4)}},
            "waivers.yaml": {"waivers": [self.waiver() for _ in range(4)]},
            "seloste.yaml": {
                "warn_ahead": self.one("P90D", "P1M", "P1D", "P5D"),
                "review_within": self.period(),
                "evidence_max_age": self.period(),
            },
        }
        (folder / "backup.md").write_text("Restored.", "utf-8")
        for name, content in files.items():
            (folder / name).write_text(json.dumps(content, indent=1), "utf-8")

    def one(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def near(self) -> str:
        """A date around the day, some of them rather far from it."""
        spread = self.one(5, 40, 120, 420)
        return (self.day + timedelta(self.random.randint(-spread, spread))).isoformat()

    def period(self) -> str:
        return str(self.one(*PERIODS))

    def some(self, **keys: Any) -> dict[str, Any]:
        """Some of the keys."""
        return {key: value for key, value in keys.items() if self.random.random() < 0.7}

    def limit(self) -> dict[str, Any]:
        return {"period": self.period(), "after": self.one(*EVENTS)}

    def policy(self) -> dict[str, Any]:
        text = {"text": {"en": "Words"}}
        return {
            "notice": {"name": {"en": "Register"}, "languages": ["en"], **self.some(reviewed=self.near())},
            "controller": {"name": "Oy"},
            "data_subjects": {"customers": text, "visitors": text},
            "purposes": {"sales": text, "support": {**text, "data_subjects": ["customers"]}},
            "processors": {**text, "listed": "by-category"},
            "transfers": {**text, "rule": self.one("allowed", "never"), **self.some(instruments=["eu-us-dpf", "bcr"])},
            "retention": {"all": {**text, "minimum": self.limit(), "maximum": self.limit()}},
            "safeguards": {"backup": {**text, "control": "backup", "parameters": {"interval": self.period()}}},
        }

    def transfer(self, country: str) -> dict[str, Any]:
        instrument = self.one(*INSTRUMENTS)
        return {
            "country": country,
            **({"instrument": instrument} if instrument else {}),
            **self.some(
                valid_from=self.near(),
                valid_until=self.near(),
                certified=self.some(**{"from": self.near(), "until": self.near()}),
                assessment={"date": self.near()},
                covered=self.one(True, False),
            ),
        }

    def backup(self) -> dict[str, Any]:
        evidence = self.some(evidence=self.one("backup.md", "none.md", "BACKUP"), verified=self.near())
        return {"backup": {"status": "implemented", "interval": self.period(), **evidence}}

    def system(self) -> dict[str, Any]:
        country = self.one(*COUNTRIES)
        transfer = self.transfer(country)
        del transfer["country"]
        return {
            "name": "System",
            "purposes": [self.one("sales", "support")],
            "processors": [f"p{self.random.randrange(4)}"],
            "hosting": {"country": country, **self.some(transfer=transfer, processor=f"p{self.random.randrange(4)}")},
            **self.some(
                reviewed=self.near(),
                data_subjects=[self.one("customers", "visitors")],
                retention=self.limit(),
                safeguards=self.backup(),
                disclosures=[{"recipient": "Other", "transfer": self.transfer(self.one(*COUNTRIES))}],
            ),
        }

    def processor(self) -> dict[str, Any]:
        country = self.one(*COUNTRIES)
        return {
            "name": "Processor",
            "country": country,
            "agreement": self.some(signed=self.near(), expires=self.near()),
            "transfers": [self.transfer(self.one(country, *COUNTRIES))],
            **self.some(reviewed=self.near(), safeguards=self.backup(), subprocessors=[f"p{self.random.randrange(4)}"]),
        }

    def waiver(self) -> dict[str, Any]:
        rule = self.one("transfer/*", "processor/agreement-expired", "system/review-overdue", "notice/*")
        return {"rule": rule, "reason": "In hand", "until": self.near(), **self.some(approved_by="DPO")}
