"""Lists as companies publish them: nothing of one is lost unsaid, and one that is too large is refused at once."""

from __future__ import annotations

import pytest

from seloste.checker.drafting.published_list import read_list, read_list_file
from seloste.checker.reading.problem import Problem


@pytest.mark.parametrize("rest", [b"a|b\n" * 250_000, b"\n" * 600_000, b";" * 600_000])
def test_a_list_of_too_many_cells_is_refused_before_it_is_read(rest: bytes) -> None:
    found = read_list_file(b"name|country\n" + rest, "l.csv")
    assert isinstance(found, Problem)
    assert found.rule == "limit-exceeded"


def test_a_row_that_another_table_has_otherwise_is_counted_as_unread() -> None:
    head = ("Name", "Country")
    found = read_list([[head, ("Acme", "US"), ("B", "FI")], [head, ("Acme", "IN"), ("B", "FI")]])
    assert found is not None
    assert found.unread == 1
