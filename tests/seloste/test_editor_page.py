"""The page on editors: what it tells people to write names schemas and files that there are."""

from __future__ import annotations

import json
import re

from seloste import schemas
from seloste.checker.workspace.configuration import Configuration
from seloste.reports.rulebook.keys import FILES
from tests.support import ROOT

PAGE = (ROOT / "docs" / "editor.md").read_text("utf-8")


def test_the_settings_name_the_schema_of_each_file() -> None:
    settings = json.loads(re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)[0])["yaml.schemas"]
    assert {path: names[0] for path, names in settings.items()} == {
        f".schemas/{name}.schema.json": file for name, file in FILES.items()
    }
    folders = {pattern.partition("/")[0] for pattern in Configuration().systems if "/" in pattern}
    assert {name.partition("/")[0] for names in settings.values() for name in names if "/" in name} == folders


def test_each_line_and_command_names_a_schema_that_there_is() -> None:
    committed = {schemas.get_committed_path(name).name for name in schemas.NAMES}
    assert set(re.findall(r"(?<!\$)\b[a-z]+\.schema\.json", PAGE)) <= committed
    [names] = re.findall(r"for name in ([a-z ]+);", PAGE)
    assert names.split() == list(FILES)
    for reference in re.findall(r"\$schema=\S+/v[0-9.]+/(\S+)", PAGE):
        assert (ROOT / reference).exists()
