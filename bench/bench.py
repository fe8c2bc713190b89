"""How long the gate takes on 1,000 and 10,000 systems, one a file, and where the time goes.

    python bench/bench.py [COUNT ...]

Beside it, in the same run, check-jsonschema validates the same files against the same schema: the nearest thing that
the field has, though it only looks at the shape of a file. Whole processes are timed, several times in turn; the figure
to quote is the median, and the ratio, since machines differ. The systems are made up but like real ones, and keep every
promise.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
DAY = "2026-11-22"
TEMPLATE = """\
version: 1
systems:
  system-{number}:
    name: System {number}
    owner: team-{team}@lumikiuru.fi
    description: {{fi: Verkkokaupan järjestelmä {number}, en: Web shop system {number}}}
    data_subjects: [customers]
    purposes: [orders, customer-service]
    fields: [name, email, phone]
    sources: [customer]
    processors: []
    disclosures: []
    hosting: {{provider: own, country: {country}}}
    retention: {{period: P1Y, after: contract-end}}
    safeguards:
      authentication: implemented
      encryption-in-transit: implemented
      firewall: implemented
      least-privilege: {{status: implemented, verified: 2026-05-0{day}}}
      backup: {{status: implemented, interval: P1D, verified: 2026-05-01}}
    resources: ["terraform:aws_db_instance.system_{number}", "kubernetes:Deployment/system-{number}/*"]
    reviewed: 2026-10-01
"""
POLICY = """\
version: 1
notice: {name: {fi: Asiakasrekisteri, en: Customer register}, languages: [fi, en], published: 2026-01-01}
controller: {name: Lumikiuru Oy, email: tietosuoja@lumikiuru.fi, dpo_designated: false}
data_subjects: {customers: {text: {fi: Asiakkaat, en: Customers}}}
purposes:
  orders: {text: {fi: Tilausten toimittaminen, en: Delivery of orders}, legal_basis: {basis: contract}}
  customer-service: {text: {fi: Asiakaspalvelu, en: Customer service}, legal_basis: {basis: contract}}
fields:
  name: {text: {fi: Nimi, en: Name}}
  email: {text: {fi: Sähköposti, en: E-mail}}
  phone: {text: {fi: Puhelin, en: Phone}}
sources: {customer: {text: {fi: Asiakas itse, en: The customer}}}
disclosures: {text: {fi: Tietoja ei luovuteta., en: Data are not disclosed.}, rule: never}
transfers: {text: {fi: Tietoja ei siirretä., en: Data are not transferred.}, rule: never}
retention:
  all: {text: {fi: Kaksi vuotta, en: Two years}, maximum: {period: P2Y, after: contract-end}}
safeguards:
  login: {text: {fi: Kirjautuminen, en: Login}, control: authentication}
  tls: {text: {fi: Salattu yhteys, en: Encrypted connection}, control: encryption-in-transit}
  walls: {text: {fi: Palomuurit, en: Firewalls}, control: firewall}
  backup: {text: {fi: Varmuuskopiot päivittäin, en: Backed up daily}, control: backup, parameters: {interval: P1D}}
"""


def generate(folder: Path, count: int) -> None:
    """Writes a policy and `count` systems, one a file."""
    (folder / "systems").mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "seloste.yaml").write_text("version: 1\n", encoding="utf-8")
    for number in range(count):
        values = {
            "number": number,
            "team": number % 17,
            "country": ("FI", "SE", "NO")[number % 3],
            "day": number % 9 + 1,
        }
        (folder / "systems" / f"system-{number:05}.yaml").write_text(TEMPLATE.format(**values), encoding="utf-8")


def whole_process(command: list[str], folder: Path) -> float:
    """Seconds that a command takes from start to end."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} ended with {done.returncode}: {(done.stdout + done.stderr).decode()[:500]}")
    return seconds


def stages(folder: Path) -> dict[str, float]:
    """Seconds by stage in one process: start, read, judge, tell."""
    command = [sys.executable, str(Path(__file__)), "--stages", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured: dict[str, float] = json.loads(done.stdout)
    return measured


def _measure_stages(folder: str) -> None:
    start = time.perf_counter()
    import gc

    import seloste.commands.check  # noqa: F401 - the start of the command
    from seloste.checker.judging.check import check
    from seloste.checker.judging.local import read_systems
    from seloste.checker.workspace.workspace import open_workspace
    from seloste.policy.law.law import load_law
    from seloste.reports.formats import text
    from seloste.reports.formats.style import Style
    from seloste.reports.language.language import load_language

    os.chdir(folder)
    gc.disable()
    day = date.fromisoformat(DAY)
    workspace = open_workspace(folder=Path.cwd())
    started = time.perf_counter()
    read_systems(workspace)
    read = time.perf_counter()
    result = check(workspace, load_law(), day, jobs=1)
    judged = time.perf_counter()
    text.render_result(result, Style(load_language("en")))
    rendered = time.perf_counter()
    figures = {"start": started - start, "read": read - started}
    figures |= {"judge": judged - read - figures["read"], "tell": rendered - judged}
    sys.stdout.write(json.dumps(figures))


def bench(count: int) -> None:
    """Prints the figures for `count` systems."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        generate(folder / "work", count)
        folder /= "work"
        ours = [shutil.which("seloste") or "seloste", "check", "--as-of", DAY]
        schema = str(ROOT / "policy" / "schemas" / "systems.schema.json")
        theirs = [shutil.which("check-jsonschema") or "check-jsonschema", "--schemafile", schema]
        theirs += sorted(str(path) for path in (folder / "systems").iterdir())
        times: dict[str, list[float]] = {"seloste": [], "seloste --jobs 1": [], "check-jsonschema": []}
        for run in range(RUNS + 1):  # the first run warms the caches up
            for name, command in (("seloste", ours), ("seloste --jobs 1", [*ours, "--jobs", "1"])):
                times[name] += [whole_process(command, folder)] if run else []
            if run in (1, 2, 3):
                times["check-jsonschema"].append(whole_process(theirs, folder))
        sys.stdout.write(f"\n{count} systems, one a file; whole processes, seconds\n")
        for name, seconds in times.items():
            middle = statistics.median(seconds)
            spread = f"{min(seconds):.3f}–{max(seconds):.3f}"
            sys.stdout.write(
                f"  {name:<18} median {middle:8.3f}  ({spread})  {middle / count * 1e6:8.0f} µs a system\n"
            )
        ratio = statistics.median(times["check-jsonschema"]) / statistics.median(times["seloste"])
        sys.stdout.write(f"  check-jsonschema / seloste: {ratio:.1f}\n")
        shares = stages(folder)
        sys.stdout.write(
            "  one process: " + ", ".join(f"{name} {seconds:.3f}" for name, seconds in shares.items()) + "\n"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--stages"]:
        _measure_stages(sys.argv[2])
    else:
        for number in [int(argument) for argument in sys.argv[1:]] or [1000, 10000]:
            bench(number)
