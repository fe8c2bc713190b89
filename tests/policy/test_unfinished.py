"""A blank that was taken in with the words of a template is found wherever it stands in a notice."""

from __future__ import annotations

from typing import Any

import pytest

from seloste.policy.notice import Policy
from seloste.policy.texts import Steps, list_texts
from seloste.policy.unfinished import list_unfinished
from tests.support.each import each
from tests.support.notice_pairs import raw

BLANKS = (
    "[nimi]", "[namn]", "[name]", "[yhteystieto,\nesim. osoite]", "{{nimi}}", "{{ company }}", "TODO", "Todo:", "TBD",
    "FYLL I", "TÄYDENNÄ", "FILL IN", "INSERT NAME HERE", "____", "<nimi>", "XX.XX.2026", "xxx",
)  # fmt: skip
#: Places of the notice that are values, and no texts.
VALUES = (
    "controller.name", "controller.address.street", "controller.email", "controller.phone", "controller.website",
    "contacts.dpo.email", "contacts.requests.phone", "requests.email", "requests.url",
    "processors.recipients.suopilvi.name",
)  # fmt: skip


def place(data: Any, steps: Steps, value: str) -> None:
    *path, last = steps
    for step in path:
        data = data[step] if isinstance(data, list) or step in data else data.setdefault(str(step), {})
    data[last] = value


def fill(steps: Steps, language: str, words: str) -> Policy:
    data = raw("complete")
    target: Any = data
    for step in steps:
        # What may be one or a list of them is written as one.
        target = target if step == 0 and not isinstance(target, list) else target[step]
    target[language] = f"{target[language]} {words}"
    return Policy.model_validate(data)


TEXTS = [steps for steps, _ in list_texts(Policy.model_validate(raw("complete")))]


@each("steps", TEXTS)
def test_a_blank_is_found_in_every_text_of_the_notice(steps: Steps) -> None:
    assert len(TEXTS) > 80
    for number, language in enumerate(("fi", "en", "sv")):
        blank = BLANKS[(TEXTS.index(steps) + number) % len(BLANKS)]
        found = dict(list_unfinished(fill(steps, language, blank)))
        assert list(found) == [steps], (steps, blank)


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("language", ["fi", "en", "sv"])
def test_every_form_of_a_blank_is_found_in_every_language(blank: str, language: str) -> None:
    found = list_unfinished(fill(("purposes", "newsletter", "text"), language, blank))
    assert [steps for steps, _ in found] == [("purposes", "newsletter", "text")]


@each("path", VALUES)
@pytest.mark.parametrize("blank", ["[nimi]", "{{namn}}", "TODO", "FYLL I"])
def test_a_blank_is_found_in_a_name_and_an_address(path: str, blank: str) -> None:
    data = raw("complete")
    place(data, tuple(path.split(".")), blank)
    assert [steps for steps, _ in list_unfinished(Policy.model_validate(data))] == [tuple(path.split("."))]


@pytest.mark.parametrize("address", ["info [at] kiuru.fi", "info[ät]kiuru[piste]fi", "[email protected]"])
def test_an_obfuscated_address_is_no_blank(address: str) -> None:
    data = raw("complete")
    place(data, ("controller", "email"), address)
    assert list_unfinished(Policy.model_validate(data)) == []


def test_the_example_is_finished() -> None:
    assert list_unfinished(Policy.model_validate(raw("complete"))) == []
