"""The harness itself: it finds what it is there to find, or no page would ever fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.pages import PHONE, View, faults, invalid

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOOD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>A</title></head>'
    "<body><main><h1>A</h1>{}</main></body></html>"
)


def test_a_good_page_has_no_faults(browser: Browser) -> None:
    assert faults(browser, GOOD.format("<p>Words</p>"), View(PHONE)) == []


@pytest.mark.parametrize(
    ("fault", "content"),
    [
        ("axe: color-contrast", '<p style="color:#ccc;background:#fff">Pale</p>'),
        ("axe: target-size", '<p><a href="#a" style="font-size:5px">a</a><a href="#b" style="font-size:5px">b</a></p>'),
        ("console: log", "<script>console.log(1)</script>"),
        ("error:", "<script>throw new Error('x')</script>"),
        ("request: http", '<img alt="a" src="http://127.0.0.1:9/a.png">'),
        ("scrolling:", '<p style="width:600px">Wide</p>'),
    ],
)
def test_every_kind_of_fault_is_found(browser: Browser, fault: str, content: str) -> None:
    found = faults(browser, GOOD.format(content), View(PHONE))
    assert [line for line in found if line.startswith(fault)], found


def test_the_validator_tells_which_page_is_not_valid() -> None:
    problems = invalid({"good": GOOD.format(""), "bad": GOOD.format("<p><div></p>")})
    assert problems
    assert all(line.startswith("bad:") for line in problems)
