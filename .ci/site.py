"""What the documentation site needs beyond mkdocs: the hooks that `mkdocs.yml` names.

The pages are written for a code host, where Markdown is CommonMark and a page may link to any file of the repository.
So lists are read as CommonMark reads them, and a file outside `docs/` that a page links to is shown on the site.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
DOCS = "docs/"
#: The folder of the site for files of the repository outside `docs/`.
OUTSIDE = "repository/"
MOST_BYTES = 200_000
_LINK = re.compile(r"(?<!!)\[([^][]*+)\]\(([^()\s#]++)(#[^()\s]*+)?\)")
_MARKER = re.compile(r" *+(?:[-*+]|\d{1,3}+[.)]) ")
#: Says at the top of a page that it is generated; behind it the title would not be found.
_COMMENT = re.compile(r"\A<!--[^>]*+-->\n")
_LANGUAGE = re.compile(r"\brules/(\w\w)/|\.(\w\w)\.md$")


def on_config(config: MkDocsConfig) -> None:
    """Puts the pages of a folder in place of its `*`."""
    assert config.nav is not None
    config.nav = [_expand(entry) for entry in config.nav]


def _expand(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {name: _expand(value) for name, value in entry.items()}
    if isinstance(entry, list):
        return [_expand(each) for each in entry]
    if not entry.endswith("/*"):
        return entry
    folder = ROOT / DOCS / entry.removesuffix("*")
    pages = sorted(folder.glob("*.md"), key=lambda path: (path.name != "README.md", path.name))
    return [path.relative_to(ROOT / DOCS).as_posix() for path in pages]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds a page for each file outside `docs/` that a page links to, also from such a page."""
    waiting = [file for file in files if file.is_documentation_page()]
    while waiting:
        page = waiting.pop()
        for path in _list_targets(page.src_uri, page.content_string):
            uri = _locate(path)
            if not uri.startswith(OUTSIDE) or files.get_file_from_path(uri) or not _is_shown(path):
                continue
            file = File.generated(config, uri, content=_show(path))
            files.append(file)
            waiting.append(file)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Leads links to where the files are on the site, and writes lists as Python-Markdown reads them."""

    def lead(match: re.Match[str]) -> str:
        words, link, anchor = match[1], match[2], match[3] or ""
        if ":" in link:
            return match[0]
        uri = _locate(_resolve(page.file.src_uri, link))
        if files.get_file_from_path(uri) is None and (uri.startswith(OUTSIDE) or uri.endswith("/README.md")):
            return words  # a folder, or a file that is too large: its name is enough
        return f"[{words}]({posixpath.relpath(uri, posixpath.dirname(page.file.src_uri))}{anchor})"

    return _rewrite_lists(_LINK.sub(lead, _COMMENT.sub("", markdown)))


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Tells browsers and screen readers the language of a page."""
    match = _LANGUAGE.search(page.file.src_uri)
    return output.replace('<html lang="en"', f'<html lang="{match[1] or match[2]}"', 1) if match else output


def _rewrite_lists(markdown: str) -> str:
    """Indents what is in a list by four spaces a level, and parts a list from the paragraph before it.

    CommonMark indents by the width of the marker and needs no empty line; Python-Markdown wants both.
    """
    lines = markdown.split("\n")
    offsets: list[list[int]] = [[] for _ in lines]  # of each line, where the text of the items around it begins
    first_lines, parted = set(), set()  # those of items, and those that need an empty line before them
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        start, end = token.map or (0, 0)
        if token.type in ("bullet_list_open", "ordered_list_open") and not offsets[start]:
            parted.add(start)
        if token.type == "list_item_open" and (marker := _MARKER.match(lines[start])):
            first_lines.add(start)
            if not all(line.strip() for line in lines[start:end]):
                parted.add(end)
            for number in range(start, end):
                offsets[number].append(marker.end())
    rewritten = []
    for number, line in enumerate(lines):
        if number in parted and number and lines[number - 1].strip():
            rewritten.append("")
        text = line.lstrip()
        own = len(line) - len(text) - (offsets[number] or [0])[-1]  # how far it is indented in its own item
        if number in first_lines:
            rewritten.append("    " * (len(offsets[number]) - 1) + text)
        else:
            rewritten.append("    " * len(offsets[number]) + " " * max(0, own) + text)
    return "\n".join(rewritten)


def _origin(uri: str) -> str:
    """The path in the repository of what a page of the site shows."""
    if not uri.startswith(OUTSIDE):
        return DOCS + uri
    path = uri.removeprefix(OUTSIDE)
    return path if (ROOT / path).exists() else path.removesuffix(".md")


def _locate(path: str) -> str:
    """Where the site has a file of the repository; a folder has its README there."""
    if (ROOT / path).is_dir():
        path = posixpath.join(path, "README.md")
    if path.startswith(DOCS):
        return path.removeprefix(DOCS)
    return f"{OUTSIDE}{path}" if path.endswith(".md") else f"{OUTSIDE}{path}.md"


def _resolve(uri: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(_origin(uri)), link))


def _list_targets(uri: str, markdown: str) -> Iterator[str]:
    """The files of the repository that a page links to."""
    for match in _LINK.finditer(markdown):
        if ":" not in match[2]:
            path = _resolve(uri, match[2])
            yield posixpath.join(path, "README.md") if (ROOT / path).is_dir() else path


def _is_shown(path: str) -> bool:
    file = ROOT / path
    return file.is_file() and file.stat().st_size <= MOST_BYTES and ROOT in file.resolve().parents


def _show(path: str) -> str:
    """A page of Markdown as it is, and any other file as a block of code."""
    text = (ROOT / path).read_text("utf-8")
    if path.endswith(".md"):
        return text
    suffix = Path(path).suffix.removeprefix(".")
    return f"---\nsearch: {{exclude: true}}\n---\n# {Path(path).name}\n\n`{path}`\n\n`````{suffix}\n{text}\n`````\n"
