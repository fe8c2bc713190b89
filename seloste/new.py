"""Writes the skeleton of a rule into a clone: `python -m seloste.new rule system/backup-untested`.

A tool for developers. It writes each part that a rule consists of, says what to fill in, and how to run it. The word
`UNFINISHED` marks each place to fill in, and the tests refuse it, so that no unfinished rule can land.

The skeleton follows the code that is there: the function is written as most functions of its module are, and the test
case goes to the file that has the most cases of the family.
"""

from __future__ import annotations

import argparse
import ast
import builtins
import keyword
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from seloste.checker.rules.catalogue import FAMILIES
from seloste.policy.names import nearest_name

ROOT = Path(__file__).resolve().parent.parent
#: The word that marks what is to be filled in.
MARK = "UNFINISHED"

DATA = """\
{name}: {{severity: error, law: [GDPR Art. 5(2)]}}   # UNFINISHED: severity and law
"""

FUNCTION = '''

@{decorator}("{rule}")
def {function}({parameters}) -> {returns}:
    """UNFINISHED: one sentence that says what is wrong."""
    wrong = False  # UNFINISHED: the condition
    if wrong:
        yield {found}()  # UNFINISHED: where, and with which values
'''

WORDS = """
# arguments: UNFINISHED: what the message may insert
{name}:
  title: UNFINISHED
  message: "UNFINISHED"
  why: UNFINISHED
"""
#: How to fix it: for a rule about a record, which may contradict a promise, and for any other.
FIX_RECORD = """\
  related: UNFINISHED (remove it and `promise` where no promise is contradicted)
  fixes:
    system: UNFINISHED
    promise: UNFINISHED
"""
FIX = "  fix: UNFINISHED\n"
WORDING = "  wording: UNFINISHED\n"

EXAMPLES = """
{name}:
  subject: {subject}
  bad:
    {file}: |
      {fragment}   # UNFINISHED: what gives the finding
  good:
    {file}: |
      {fragment}   # UNFINISHED: the same, fixed
"""

#: How the table of cases begins in a file of tests.
CASES = "\nCASES = ("
CASE = """\
    # --- UNFINISHED
    {case}(
        "{rule}",
        "{subject}",
        ({edit},),
        at="{at}",
    ),
"""


class Sample(Struct, frozen=True):
    """What the examples of a family show of `examples/base`, and what its test edits in `examples/complete`."""

    subject: str
    file: str
    fragment: str
    edited: str
    edit: str
    at: str


SYSTEMS = Sample(
    subject="systems.crm",
    file="systems",
    fragment="systems: {crm: {name: CRM}}",
    edited="systems.club",
    edit='system("club.owner")',
    at="systems:systems.club",
)
SAMPLES = {
    "notice": Sample(
        subject="notice",
        file="policy",
        fragment="notice: {published: 2026-01-15}",
        edited="notice",
        edit='policy("notice.published")',
        at="policy:notice",
    ),
    "system": SYSTEMS,
    "processor": Sample(
        subject="processors.mailer",
        file="processors",
        fragment="processors: {mailer: {name: Mailer Inc.}}",
        edited="processors.suopilvi",
        edit='processor("suopilvi.breach_notice")',
        at="processors:processors.suopilvi",
    ),
    "transfer": SYSTEMS,
    "evidence": SYSTEMS,
    "waiver": Sample(
        subject="waivers.system/field-undeclared",
        file="waivers",
        fragment="waivers: [{rule: system/field-undeclared}]",
        edited="waivers.system/owner-missing",
        edit='waivers("rule: system/owner-missing")',
        at="waivers:",
    ),
}


class RefusedError(Exception):
    """Why no skeleton can be written, in words for the developer."""


class Part(Struct, frozen=True):
    """A file of the skeleton, what it is to hold, and what is to be filled in there."""

    path: Path
    text: str
    todo: str


def skeleton(root: Path, rule: str, module: str | None = None) -> list[Part]:
    """Every file of the clone at `root` as it is with the skeleton of the rule. Nothing is written yet."""
    if not (root / "checker" / "rules").is_dir() or not (root / "tests").is_dir():
        raise RefusedError(
            f"{root} is no clone of the repository: a rule is written in a clone, not in an installation"
        )
    family, name = _parsed(rule)
    if re.search(rf"^{name}:", _read(root / "checker" / "rules" / f"{family}.yaml"), re.MULTILINE):
        raise RefusedError(f"there is a rule {rule} already")
    code = _module(root, family, name, module)
    sample = SAMPLES[family]
    examples = EXAMPLES.format(name=name, subject=sample.subject, file=sample.file, fragment=sample.fragment)
    rules = root / "checker" / "rules"
    return [
        _appended(rules / f"{family}.yaml", DATA.format(name=name), "severity and law"),
        Part(code, _with_function(code, family, name), "the function"),
        *(
            _appended(path, _words(family, name), "title, message, reason, and how to fix it")
            for path in sorted(root.glob(f"reports/languages/*/rules/{family}.yaml"))
        ),
        _appended(rules / "examples" / f"{family}.yaml", examples, "a failing and a passing example"),
        *_tests(root, rule, sample),
    ]


def _parsed(rule: str) -> tuple[str, str]:
    """The family and the name of a rule."""
    family, _, name = rule.partition("/")
    if family not in FAMILIES:
        nearest = nearest_name(family, FAMILIES)
        hint = f"did you mean {nearest}/?" if nearest else f"the families are {', '.join(FAMILIES)}"
        raise RefusedError(f"there is no family {family!r}: {hint}")
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name):
        raise RefusedError(f"{name!r} is no name of a rule: write {family}/words-in-lower-case, without digits")
    return family, name


def _module(root: Path, family: str, name: str, wanted: str | None) -> Path:
    """The file that the function goes to: the one asked for, or the one with the most rules that begin alike."""
    modules = {path.stem: path for path in sorted((root / "checker").rglob("*.py")) if _rules(path, family)}
    if not modules:
        raise RefusedError(f"no module has functions of {family}/ yet: its findings are made elsewhere, or by nobody")
    if wanted is not None:
        if wanted not in modules:
            raise RefusedError(f"{family}/ has no module {wanted!r}: choose {', '.join(modules)}")
        return modules[wanted]
    if len(modules) == 1:
        return next(iter(modules.values()))
    begins = f"{family}/{name.partition('-')[0]}-"
    alike = {stem: sum(rule.startswith(begins) for rule in _rules(path, family)) for stem, path in modules.items()}
    best = max(alike, key=lambda stem: alike[stem])
    if not alike[best] and family not in modules:
        raise RefusedError(f"say which module the function goes to: --module {'|'.join(modules)}")
    return modules[best if alike[best] else family]  # that of the family; the others are for rules of one kind


def _rules(path: Path, family: str) -> list[str]:
    """The ids of the rules of a family that have a function in a file."""
    return re.findall(rf'^@[\w.]+\("({family}/[a-z-]+)"', _read(path), re.MULTILINE)


def _with_function(path: Path, family: str, name: str) -> str:
    """The module with the function of the rule at its end, written as most rules of the module are."""
    tree = ast.parse(text := _read(path))
    rules = [node for node in tree.body if isinstance(node, ast.FunctionDef) and any(_marks(node, family))]
    return text + FUNCTION.format(
        rule=f"{family}/{name}",
        function=_free_name(name.replace("-", "_"), tree),
        decorator=_usual(mark for node in rules for mark in _marks(node, family)),
        parameters=_usual(ast.unparse(node.args) for node in rules),
        returns=_usual(ast.unparse(node.returns) for node in rules if node.returns),
        found=_usual(call for node in rules for call in _calls(node)),
    )


def _usual(texts: Iterable[str]) -> str:
    return Counter(texts).most_common(1)[0][0]


def _free_name(name: str, module: ast.Module) -> str:
    """The name, or one like it where the module or Python means something else by it."""
    used = {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
    used |= {getattr(node, "name", "") for node in module.body}
    return f"{name}_rule" if name in used or keyword.iskeyword(name) or hasattr(builtins, name) else name


def _marks(node: ast.FunctionDef, family: str) -> Iterator[str]:
    """The decorators that make a function a rule of the family."""
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and mark.args and ast.unparse(mark.args[0]).startswith(f"'{family}/"):
            yield ast.unparse(mark.func)


def _calls(node: ast.FunctionDef) -> Iterator[str]:
    """What a rule calls to make its findings."""
    calls = (ast.unparse(each.func) for each in ast.walk(node) if isinstance(each, ast.Call))
    yield from (call for call in calls if re.search(r"\b_?(found|find|make_finding)$", call))


def _words(family: str, name: str) -> str:
    if family not in ("notice", "waiver"):
        return WORDS.format(name=name) + FIX_RECORD
    return WORDS.format(name=name) + FIX + (WORDING if family == "notice" else "")


def _tests(root: Path, rule: str, sample: Sample) -> Iterator[Part]:
    """The test case of the rule, and its line in the table of the catalogue, where the family has one."""
    family, _, name = rule.partition("/")
    files = [path for path in sorted((root / "tests").rglob("*.py")) if f'"{family}' in _read(path)]
    cases = max(files, key=lambda path: len(_cases(path, family)), default=None)
    if cases is None or not (calls := _cases(cases, family)):
        raise RefusedError(f"no file of the tests has cases of {family}/")
    text = _read(cases)
    case = CASE.format(case=_usual(calls), rule=rule, subject=sample.edited, edit=sample.edit, at=sample.at)
    end = re.compile(r"^\)$", re.MULTILINE).search(text, text.index(CASES))
    assert end is not None
    yield Part(cases, text[: end.start()] + case + text[end.start() :], "an edit of examples/complete that it finds")
    table = re.compile(rf'^ +"{family}": """\n(?: +[a-z-]+ (?:error|warning|note)\b.*\n)+', re.MULTILINE)
    for path in files:
        if found := table.search(text := _read(path)):
            indent = re.findall(r"^ +", found[0], re.MULTILINE)[-1]
            row = f"{indent}{name} error 5(2)\n"
            yield Part(path, text[: found.end()] + row + text[found.end() :], "severity and law as meant, once more")


def _cases(path: Path, family: str) -> list[str]:
    """What the cases of a family are made with, one item a case, in a file that has a table of them."""
    text = _read(path)
    return re.findall(rf'^ {{4,}}(\w+)\(\s*"{family}/', text, re.MULTILINE) if CASES in text else []


def _appended(path: Path, text: str, todo: str) -> Part:
    return Part(path, _read(path).rstrip("\n") + "\n" + text, todo)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def written(root: Path, rule: str, parts: list[Part]) -> str:
    """Writes the parts, and says what to do next."""
    for part in parts:
        part.path.write_text(part.text, encoding="utf-8")
    names = {part.path.relative_to(root).as_posix(): part.todo for part in parts}
    widest = max(map(len, names))
    return "\n".join(
        [
            f"{rule}: fill in what is marked {MARK}, and remove the marks.",
            "",
            *(f"  {name:<{widest}}  {todo}" for name, todo in names.items()),
            "",
            "Then run:",
            "",
            f"  pytest tests/checker -k {rule}",
            "  pytest tests/checker tests/reports tests/seloste/test_new.py",
            f"  seloste explain {rule}",
            "  python -m seloste.generate",
            "  pytest tests/corpus --renew    # one of the made-up companies must show it; read the difference",
            "",
        ]
    )


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Writes the skeleton that the command line asks for; 2 when it is refused."""
    parser = argparse.ArgumentParser("python -m seloste.new", description="Write a skeleton into a clone.")
    rule = parser.add_subparsers(dest="kind", required=True).add_parser("rule", help="a rule, with words and tests")
    rule.add_argument("rule", metavar="FAMILY/NAME", help=f"the rule's id; families: {', '.join(FAMILIES)}")
    rule.add_argument("--module", help="the module of the function, for families that have several")
    chosen = parser.parse_args(arguments)
    try:
        parts = skeleton(root, chosen.rule, chosen.module)
    except RefusedError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(written(root, chosen.rule, parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
