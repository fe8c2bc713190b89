"""A company's own template and stylesheet: they can change how the notice looks, and do nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seloste.reports.notice import Design, Publication, render_notice
from seloste.reports.notice.design import StylesheetFaultError
from seloste.reports.rendering import sandbox
from seloste.reports.rendering.sandbox import TemplateFaultError
from tests.support import ROOT
from tests.support.samples import Words, complete, jamix, minimal

DOCS = ROOT / "docs" / "templates.md"
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} \u202e"
SISTERS = Publication({"fi": "notice.fi.html", "en": "notice.en.html"})


def filled(template: str, format: str = "html", stylesheet: str | None = None) -> str:
    return render_notice(jamix(), "fi", format, publication=SISTERS, design=Design(template, stylesheet))


def example() -> str:
    return re.findall(r"```jinja\n(.*?)```", DOCS.read_text("utf-8"), re.S)[0]


def test_the_example_of_the_documentation_tells_the_whole_notice() -> None:
    page = render_notice(complete(), "en", "html", publication=SISTERS, design=Design(example()))
    for line in Words(render_notice(complete(), "en", "html")).lines:
        if line not in ("Skip to the content", "Contents"):
            assert line in Words(page).text
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_every_name_of_the_documentation_is_there() -> None:
    names = re.findall(r"^\| (`[\w.`, ]+`) \|", DOCS.read_text("utf-8"), re.M)
    given = [name for cell in names for name in re.findall(r"`([\w.]+)`", cell)]
    assert {"title", "words.brief", "paragraph"} <= set(given)
    kinds = ("paragraph", "lines", "facts", "listing", "table", "apart")
    template = "".join(f"{{% if {name} is defined %}}{name};{{% endif %}}" for name in given if name not in kinds)
    assert filled(template).strip() == "".join(f"{name};" for name in given if name not in kinds)
    printed = filled(
        "{% for section in sections %}{% for block in section.blocks %}{{ block.kind }};{% endfor %}{% endfor %}"
    )
    assert set(printed.strip().split(";")) - {""} <= set(kinds)


@pytest.mark.parametrize("format", ["markdown", "text"])
def test_a_template_may_be_for_another_format(format: str) -> None:
    page = filled("{% for section in sections %}{{ section.heading }}\n{{ section.content }}{% endfor %}", format)
    assert "- Palvelun laskutus" in page
    assert ("\\[email" in page) is (format == "markdown")


def test_what_is_inserted_is_escaped_and_nothing_can_change_that() -> None:
    policy = minimal(
        controller={"name": HOSTILE}, sections={"own": {"heading": {"fi": HOSTILE}, "text": {"fi": HOSTILE}}}
    )
    for template in (
        "{% for s in sections %}{{ s.heading }}{{ s.content }}{% endfor %}",
        "{% autoescape false %}{% for s in sections %}{{ s.heading }}{% endfor %}{% endautoescape %}",
        "{% for s in sections %}{{ s.heading ~ s.content }}{% endfor %}",
        "{% for s in sections %}{{ s.content.unescape() }}{% endfor %}",
        "{% for s in sections %}{{ '%s' | format(s.heading) }}{% endfor %}",
    ):
        page = render_notice(policy, "fi", "html", design=Design(template))
        assert "script" in page
        assert "<script" not in page
        assert "{{ 7*7 }}" in page
        assert "\u202e" not in page


@pytest.mark.parametrize(
    ("template", "kind", "line"),
    [
        ("a\n{% if %}", "syntax", 2),
        ("a\n\n{{ nothing }}", "undefined", 3),
        ("{{ title.nothing.more }}", "undefined", 1),
        ("{{ title | safe }}", "syntax", 1),
        ("{{ ''.__class__.__mro__ }}", "forbidden", 1),
        ("{{ '{0.__class__}'.format(1) }}", "forbidden", 1),
        ("{{ sections.append(1) }}", "forbidden", 1),
        ("a\n{% include '/etc/passwd' %}", "include", 2),
        ("{% extends 'base.html.j2' %}", "include", 1),
        ("{% import '../notice.md.j2' as m %}", "include", 1),
        ("\n{{ 1 / 0 }}", "failed", 2),
        ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "failed", 1),
        ("\n{% for i in range(10**9) %}{% endfor %}", "range", 2),
    ],
)
def test_what_is_wrong_with_a_template_is_told_with_its_line(template: str, kind: str, line: int) -> None:
    with pytest.raises(TemplateFaultError) as error:
        filled(template)
    assert (error.value.kind, error.value.line) == (kind, line)


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' * 10**9 }}",
        "{{ 'a' | center(10**9) }}",
        "{{ '%01000000000d' % 1 }}",
        "{{ 'a'.ljust(10**9) }}",
        "{% set ns = namespace(x='a') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% for i in range(99999) %}{{ 'abcdefghij' * 100 }}{% endfor %}",
        "{% for i in range(90000) %}{{ style }}{% endfor %}",
        "a" * (sandbox.SOURCE + 1),
    ],
)
def test_a_template_that_wants_too_much_is_ended(template: str) -> None:
    with pytest.raises(TemplateFaultError) as error:
        filled(template)
    assert error.value.kind in ("memory", "size")


def test_a_template_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 1)
    with pytest.raises(TemplateFaultError) as error:
        filled("{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}")
    assert error.value.kind == "time"


def test_the_process_takes_no_code_from_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("json.py", "reports.py", "jinja2.py"):
        (tmp_path / name).write_text("raise SystemExit('executed')", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert filled("{{ title }}") == "Jamix tietosuojaseloste\n"


def test_the_same_template_gives_the_same_bytes() -> None:
    assert filled(example()) == filled(example())
    with pytest.raises(TemplateFaultError):
        filled("{{ [1, 2] | random }}")


@pytest.mark.parametrize(
    "css",
    [
        "@import 'https://x.example/a.css';",
        "@IMPORT url(a.css);",
        "@\\69mport 'a.css';",
        "@i\\6dport 'a.css';",
        "@import\\20 'a';",
        "a { background: url(https://x.example/a.png) }",
        "a { background: url( 'https://x.example/a.png' ) }",
        'a { background: URL("//x.example/a.png") }',
        "a { background: u\\72l(https://x.example) }",
        "a { background: \\75\\72\\6c(https://x.example) }",
        "a { background: url(\n  a.png) }",
        "a { background: image-set('a.png' 1x) }",
        "a { background: -webkit-image-set('a.png' 1x) }",
        "a { background: src('a.png') }",
        "@font-face { font-family: x; src: url(https://x.example/x.woff2) }",
        "a { background: url(data:/*); } @import 'x'; /* */",
        "a { behavior: url(#x) }",
        "@namespace url(http://x.example);",
        "a { background: url(data:text/html,x) }",
    ],
)
def test_a_stylesheet_that_would_fetch_is_refused(css: str) -> None:
    with pytest.raises(StylesheetFaultError) as error:
        render_notice(jamix(), "fi", "html", design=Design(stylesheet=f"/* ours */\n{css}"))
    assert error.value.kind == "fetches"
    assert error.value.line in (2, 3)
    assert error.value.detail


@pytest.mark.parametrize(
    "css",
    [
        ":root { --accent: #7a1f4b }",
        "a::before { content: '\\2192 ' }",
        "h1 { background: url(data:image/png;base64,AAAA) }",
        "h1 { background: url('data:image/svg+xml,<svg xmlns=x></svg>') }",
        "@font-face { font-family: x; src: url(data:font/woff2;base64,AAAA) }",
        "@media (300px <= width <= 600px) { h1 { color: red } }",
        "h1 { fill: url(#gradient) }",
        ".paint-image { color: red }",
    ],
)
def test_a_stylesheet_that_fetches_nothing_is_taken_as_it_is(css: str) -> None:
    page = render_notice(jamix(), "fi", "html", design=Design(stylesheet=css))
    assert css.replace("</", "<\\/") in page
    assert "img-src data:; font-src data:" in page


def test_a_stylesheet_cannot_end_the_style_element() -> None:
    page = render_notice(jamix(), "fi", "html", design=Design(stylesheet="</style><script>alert(1)</script>"))
    assert page.count("</style>") == 1
    assert page.index("<script>alert") < page.index("</style>")


def test_a_stylesheet_that_is_too_large_is_refused() -> None:
    with pytest.raises(StylesheetFaultError, match="size"):
        render_notice(jamix(), "fi", "html", design=Design(stylesheet=" " * 2**20))


def test_a_template_gets_ours_and_the_own_stylesheet() -> None:
    page = filled("<style>{{ style }}</style>", stylesheet="h1 { color: red }")
    assert "--paper" in page
    assert page.index("--paper") < page.index("h1 { color: red }")
