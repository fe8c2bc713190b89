"""The JSON Schemas of the file formats: the committed files, and their generation from the models."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from seloste.policy.data import FOLDER

NAMES = ("policy", "systems", "processors", "config", "waivers", "responses", "baseline", "language", "report")


def get_committed_path(name: str) -> Path:
    """The file with the schema of a format."""
    return FOLDER / "schemas" / f"{name}.schema.json"


def make_schema_id(name: str) -> str:
    """The name of a schema, with the version of the format. It is no address, so that no tool fetches anything."""
    return f"urn:seloste:schema:{name}:1"


def generate_schema(name: str) -> str:
    """The schema of a format, generated from its model."""
    from seloste.checker.inventory import ProcessorsFile, SystemsFile
    from seloste.checker.suppression.baseline import BaselineFile
    from seloste.checker.workspace.configuration import Configuration, ResponsesFile, WaiversFile
    from seloste.described_schema import DescribedSchema
    from seloste.policy.notice import Policy
    from seloste.reports.formats.report_schema import Report
    from seloste.reports.language.labels import make_labels_model

    models: dict[str, type[BaseModel]] = {
        "policy": Policy,
        "systems": SystemsFile,
        "processors": ProcessorsFile,
        "config": Configuration,
        "waivers": WaiversFile,
        "responses": ResponsesFile,
        "baseline": BaselineFile,
        "language": make_labels_model(),
        "report": Report,
    }
    model = models[name]
    schema = model.model_json_schema(mode="validation", by_alias=True, schema_generator=DescribedSchema)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": make_schema_id(name)}
    whole = {**head, **schema, "title": f"seloste {name}"}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
