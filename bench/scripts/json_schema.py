"""A peer: jsonschema-rs validates files that PyYAML's C loader has read. The least that a validator in Python takes.

A date is left as the text that it is, as the schema wants it, so that a timestamp is told by no resolver.
"""

import json
import sys
from pathlib import Path

import jsonschema_rs
import yaml


class TextLoader(yaml.CSafeLoader):
    """Reads a date as text."""


TextLoader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
validator = jsonschema_rs.validator_for(json.loads(Path(sys.argv[1]).read_bytes()))
files = sorted(Path(sys.argv[2]).iterdir())
findings = sum(1 for file in files for _ in validator.iter_errors(yaml.load(file.read_bytes(), Loader=TextLoader)))
print(f"{len(files)} files, {findings} findings")
