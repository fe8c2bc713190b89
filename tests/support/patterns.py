"""Every regular expression of the house, with the methods that it is used by, and hostile texts made from it."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from msgspec import Struct

from seloste.policy.prose.lazy_patterns import LazyPattern
from tests.support import ROOT

ROOMS = ("policy", "checker", "reports", "seloste")
#: The functions of `re` that take a pattern, each with the place of its flags.
FUNCTIONS = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "split": 3, "findall": 2, "finditer": 2, "sub": 4}
METHODS = frozenset(FUNCTIONS) - {"compile"}
#: What makes a pattern in the code: functions of `re`, and our own class.
CALLS = {**{f"re.{name}": place for name, place in FUNCTIONS.items()}, "LazyPattern": 1}


class Use(Struct, frozen=True):
    """A pattern, where it stands in the code, and the methods that it is used by."""

    place: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


#: Works on the source of a clone alone, for who writes a rule.
DEVELOPERS_TOOL = ROOT / "seloste" / "new.py"


def list_sources() -> list[Path]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if path != DEVELOPERS_TOOL]


def find_module(path: Path) -> Any:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts if parts[0] == "seloste" else ("seloste", *parts)).removesuffix(".__init__")
    return importlib.import_module(name)


Makers = Mapping[str, Callable[[], object]]


def collect_uses(made: Makers, matched: Makers) -> tuple[list[Use], list[str]]:
    """The uses of patterns in the code, and the calls whose pattern can't be collected.

    Args:
        made: For each function that makes a pattern as it runs, `path:function`, a call that returns its patterns.
        matched: The same for functions whose patterns are used by `match` alone.
    """
    uses: list[Use] = []
    unknown: list[str] = []
    for path in list_sources():
        if not {"re", "from seloste.policy.prose.lazy_patterns"} & _list_imports(path):
            continue
        file = path.relative_to(ROOT).as_posix()
        for function, call in _list_calls(_parse(path)):
            try:
                pattern = _compile(call, vars(find_module(path)))
            except NameError:
                if f"{file}:{function}" not in {*made, *matched}:
                    unknown.append(f"{file}:{call.lineno} in {function}")
                continue
            name = ast.unparse(call.func).removeprefix("re.")
            methods = frozenset({name}) if name in METHODS else _find_methods(path, call)
            uses.append(Use(f"{file}:{call.lineno}", pattern, methods))
    for name, make in made.items():
        uses += [Use(name, pattern, frozenset({"sub"})) for pattern in _find_patterns(make())]
    for name, make in matched.items():
        uses += [Use(name, pattern, frozenset({"match"})) for pattern in _find_patterns(make())]
    return uses, unknown


def _list_imports(path: Path) -> set[str]:
    nodes = [node for node in ast.walk(_parse(path)) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in nodes for alias in node.names if isinstance(node, ast.Import)}
    names |= {f"from {node.module}" for node in nodes if isinstance(node, ast.ImportFrom)}
    assert not {"from re", "regex", "re2"} & names, path
    assert not [alias for node in nodes for alias in node.names if alias.name == "re" and alias.asname], path
    return names


@cache
def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _list_calls(node: ast.AST, function: str = "") -> Iterator[tuple[str, ast.Call]]:
    """The calls that take a pattern, each with the outermost function that it is in."""
    for child in ast.iter_child_nodes(node):
        inner = function
        if isinstance(child, ast.FunctionDef) and not function:
            inner = child.name
        if isinstance(child, ast.Call) and _write_name(child.func) in CALLS:
            yield inner, child
        yield from _list_calls(child, inner)


def _write_name(node: ast.expr) -> str:
    """The name of a function, or of one of a module, as it is written."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _compile(call: ast.Call, names: dict[str, Any]) -> re.Pattern[Any]:
    """The pattern of a call, from what the names of its module mean; NameError where it depends on more."""
    place = CALLS[ast.unparse(call.func)]
    flags = next((word.value for word in call.keywords if word.arg == "flags"), None)
    flags = flags or (call.args[place] if len(call.args) > place else None)

    def evaluate(node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), "<pattern>", "eval"), names)

    return re.compile(evaluate(call.args[0]), evaluate(flags) if flags else 0)


def _find_methods(path: Path, call: ast.Call) -> frozenset[str]:
    """The methods by which a compiled pattern is used: in its file, in all if its name is public; else every one."""
    assigned = [node for node in ast.walk(_parse(path)) if isinstance(node, ast.Assign) and node.value is call]
    if not assigned:
        found = {node.attr for node in ast.walk(_parse(path)) if isinstance(node, ast.Attribute) and node.value is call}
        return frozenset(found & METHODS) or METHODS
    name = ast.unparse(assigned[0].targets[0])
    files = [path] if name.startswith("_") else [each for each in list_sources() if name in each.read_text("utf-8")]
    found, others = set(), 0
    for node in (node for file in files for node in ast.walk(_parse(file))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).rpartition(".")[2] == name:
            found.add(node.attr)
            others -= isinstance(node.value, ast.Name)
        elif isinstance(node, ast.Compare):  # `match.re is _NAME` uses no method
            others -= sum(isinstance(each, ast.Name) and each.id == name for each in node.comparators)
        elif isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            others += 1
    return METHODS if others or not found & METHODS else frozenset(found & METHODS)


def _find_patterns(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern | LazyPattern):
        yield value.whole if isinstance(value, LazyPattern) else value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _find_patterns(item)


#: What any pattern is tried with, repeated.
PUMPS = (
    *(
        " ",
        "\t",
        "\n",
        "\r\n",
        "1",
        "a",
        "A",
        "ä",
        "_",
        '"',
        "'",
        "''",
        '""',
        "`",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
    ),
    *(
        ">",
        "-",
        ".",
        ",",
        ":",
        ";",
        "/",
        "\\",
        "#",
        "|",
        "*",
        "+",
        "=",
        "@",
        "!",
        "&",
        "%",
        "~",
        "0",
        "\u2013",
        "\u202e",
    ),
    *("a@", "a.", ".a", "1.", "1,1", "1 ", "a ", " a", "-1", "1-", "a-", "a:", "# ", "- ", "a=", "[a](", "::", "a/"),
    *("&a ", "!a ", " #", "www.", "http://", "<a", "</", "<!--", "\x1b[", "\x1b[0m"),
)
ENDS = ("", "\0", "!", "\n", "a", "11111", " ", ":", "x y")
#: What stands for any character outside a class.
_OTHERS = "a1 \"'<>.,-:;()[]{}#@/_\n\u20ac"
_CATEGORIES = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_SPACE: " \t",
    op.CATEGORY_WORD: "a1_",
    op.CATEGORY_NOT_DIGIT: "a ",
    op.CATEGORY_NOT_SPACE: "a.",
    op.CATEGORY_NOT_WORD: " .",
}


class Shape(Struct, frozen=True):
    """A hostile text of any size: a beginning, what is repeated, and an end."""

    before: str
    pump: str
    end: str
    is_bytes: bool

    def make(self, size: int) -> Any:
        text = self.before + self.pump * (size // len(self.pump)) + self.end
        return text.encode(errors="replace") if self.is_bytes else text


def list_shapes(pattern: re.Pattern[Any], ends: Sequence[str] = ENDS) -> list[Shape]:
    """The hostile texts of a pattern: what it may repeat, after what leads to it, before what makes it fail."""
    tree = list(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    heads: dict[tuple[str, str], None] = {("", pump): None for pump in PUMPS}
    for before, pump in _list_pumps(tree, ""):
        heads.update(dict.fromkeys([("", pump), (before, pump), ("", before + pump), (" " + before, pump)]))
    heads.update({("", chr(value)): None for kind, value in _walk(tree) if kind is op.LITERAL})
    is_bytes = isinstance(pattern.pattern, bytes)
    return [Shape(before, pump, end, is_bytes) for before, pump in heads if pump for end in ends]


def _list_pumps(items: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """What a pattern may repeat, each with a text that leads to it; and every beginning of the pattern itself."""
    for item in items:
        kind, value = item
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            _, high, inner = value
            if high > 50:
                yield from ((before, sample) for sample in _list_samples(list(inner)))
            yield from _list_pumps(list(inner), before)
        elif kind is op.SUBPATTERN:
            yield from _list_pumps(list(value[3]), before)
        elif kind is op.ATOMIC_GROUP:
            yield from _list_pumps(list(value), before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _list_pumps(list(value[1]), before)
        elif kind is op.BRANCH:
            for branch in value[1][:12]:
                yield from _list_pumps(list(branch), before)
        before += next(iter(_list_samples([item])), "")
        yield "", before


def _list_samples(items: list[Any]) -> list[str]:
    """A few texts that the items match."""
    samples = [""]
    for item in items:
        choices = _sample(*item) or [""]
        samples = [*(head + choices[0] for head in samples), *(samples[0] + choice for choice in choices[1:])][:12]
    return samples


def _sample(kind: Any, value: Any) -> list[str]:
    if kind is op.LITERAL:
        return [chr(value)]
    if kind is op.NOT_LITERAL:
        return [each for each in _OTHERS if each != chr(value)][:4]
    if kind is op.ANY:
        return ["a", " "]
    if kind is op.IN:
        return _sample_class(value)
    if kind is op.BRANCH:
        return [sample for branch in value[1][:8] for sample in _list_samples(list(branch))[:2]]
    if kind is op.SUBPATTERN:
        return _list_samples(list(value[3]))
    if kind is op.ATOMIC_GROUP:
        return _list_samples(list(value))
    if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
        low, _, inner = value
        return [sample * max(low, 1) for sample in _list_samples(list(inner))]
    return [""]


def _sample_class(members: list[Any]) -> list[str]:
    if members[0][0] is op.NEGATE:
        excluded = re.compile(f"[{''.join(_write_member(*each) for each in members[1:])}]")
        return [each for each in _OTHERS if not excluded.match(each)][:5]
    found: list[str] = []
    for kind, value in members:
        if kind is op.LITERAL:
            found.append(chr(value))
        elif kind is op.RANGE:
            found.append(chr(value[0]))
        else:
            found += _CATEGORIES.get(value, "")
    return found[:8]


def _write_member(kind: Any, value: Any) -> str:
    if kind is op.LITERAL:
        return re.escape(chr(value))
    if kind is op.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    names = {op.CATEGORY_DIGIT: "d", op.CATEGORY_SPACE: "s", op.CATEGORY_WORD: "w"}
    names |= {op.CATEGORY_NOT_DIGIT: "D", op.CATEGORY_NOT_SPACE: "S", op.CATEGORY_NOT_WORD: "W"}
    return f"\\{names[value]}"


def _walk(items: list[Any]) -> Iterator[tuple[Any, Any]]:
    for kind, value in items:
        yield kind, value
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            yield from _walk(list(value[2]))
        elif kind is op.SUBPATTERN:
            yield from _walk(list(value[3]))
        elif kind is op.ATOMIC_GROUP:
            yield from _walk(list(value))
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _walk(list(value[1]))
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _walk(list(branch))
