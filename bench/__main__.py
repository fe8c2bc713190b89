"""The bench: `python -m bench`, or `python -m bench --quick` for a small size that only shows that all of it works."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import msgspec

from bench.cases import HERE, load_cases, load_tools
from bench.facts import describe_load, describe_machine
from bench.run import Bench
from bench.table import Results, judge_case, to_markdown, to_text


def _parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="How fast seloste is, beside its peers.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(load_cases())}; all if none is given")
    parser.add_argument("--quick", action="store_true", help="small, and once: shows that each tool does its work")
    parser.add_argument("--rounds", type=int, help="at most so many rounds of each case")
    parser.add_argument("--peers", type=Path, default=HERE / ".peers", help="where `sh bench/install` put the peers")
    parser.add_argument("--work", type=Path, help="where inventories are generated and kept (a temporary folder)")
    parser.add_argument("--out", type=Path, help="the folder for results.txt, results.json and results.md")
    return parser.parse_args(arguments)


def run(arguments: argparse.Namespace, work: Path) -> Results:
    """Runs the cases, and says on stderr which command runs."""
    cases = load_cases(quick=arguments.quick, rounds=arguments.rounds)
    unknown = set(arguments.cases) - cases.keys()
    if unknown:
        sys.exit(f"no such case: {', '.join(sorted(unknown))}; there are {', '.join(cases)}")
    chosen = {id: case for id, case in cases.items() if id in arguments.cases or not arguments.cases}
    machine = describe_machine()
    load = describe_load()
    used = {command.tool for case in chosen.values() for command in case.commands.values()}
    bench = Bench(work, arguments.peers, {name: tool for name, tool in load_tools().items() if name in used})
    results = []
    for id, case in chosen.items():
        outcomes = bench.run_case(case, lambda line: print(line, file=sys.stderr))
        results.append(judge_case(id, case, outcomes, bench.versions))
    machine |= {"load before, and after": f"{load}, {describe_load()}"}
    return Results(arguments.quick, machine, bench.versions, tuple(results))


def main() -> int:
    """1 where a tool did not do its work, else 0: whether goals are met does not matter."""
    arguments = _parse_arguments(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="seloste-bench-") as temporary:
        work = arguments.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        results = run(arguments, work.resolve())
    text = to_text(results)
    sys.stdout.write(text)
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
        (arguments.out / "results.txt").write_text(text, encoding="utf-8")
        (arguments.out / "results.md").write_text(to_markdown(results), encoding="utf-8")
        (arguments.out / "results.json").write_bytes(msgspec.json.format(msgspec.json.encode(results)))
    problems = {each.problem for case in results.cases for each in case.commands}
    return 1 if problems - {"", "absent"} else 0


if __name__ == "__main__":
    sys.exit(main())
