"""`python -m bench`: runs every row, prints the table, writes bench/results.json and docs/reference/benchmark.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "docs" / "reference" / "benchmark.md"
VAULTS = (10_000, 100_000, 1_000_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--people", type=int, default=VAULTS[-1], help="the largest vault (default: %(default)s)")
    parser.add_argument("row", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("name", nargs="?", help=argparse.SUPPRESS)
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sluis.config.settings")
    django.setup()
    if args.row == "row":
        from bench.rows import run

        run(args.name, args.people)
        return 0
    rows = measure(args.people)
    report(rows)
    return 0


def measure(largest: int) -> list[dict[str, Any]]:
    """All rows, each in a fresh process, each vault on a server of its own."""
    from bench import gate, house

    rows = list(gate.measure())
    once: list[dict[str, Any]] = []
    for people in [size for size in VAULTS if size < largest] + [largest]:
        with house.server():
            row("furnish", people)
            imported = row("import", people)
            if people == largest:
                rows += [row("deliver", people), imported, *row("ledger", people)]
            once.append(row("one", people))
            if people == largest:
                rows += [row("pages", people), row("overview", people)]
            if people == VAULTS[0]:
                rows.append(row("stop", people))
    first = once[0]["seconds"]
    for point in once[1:]:
        rows.append(
            {
                "row": f"one delivery of 500 people, vault of {point['people']:,}",
                "unit": "s",
                "sluis": point["seconds"],
                "floors": {f"vault of {once[0]['people']:,}": first},
                "ratio": point["seconds"] / first,
                "reach": "≤ 1.5",
            }
        )
    return rows


def row(name: str, people: int) -> Any:
    """What one row measured; its progress goes to the error stream."""
    print(f"measuring {name}, {people:,} people ...", file=sys.stderr, flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "bench", "row", name, "--people", str(people)],
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def report(rows: list[dict[str, Any]]) -> None:
    """Prints the table and writes it, with the machine it ran on, to the docs."""
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {platform.system()}"
    lines = ["| row | Sluis | floor | ratio | reach |", "|---|---|---|---|---|"]
    for measured in rows:
        floors = "; ".join(f"{name} {shown(value)}" for name, value in measured["floors"].items())
        extra = f", {measured['memoryMB']:.0f} MB" if "memoryMB" in measured else ""
        if "disagreements" in measured:
            extra += f", {measured['disagreements']} disagreements"
        if "permitsAfter" in measured:
            extra += f" (median {shown(measured['median'])}), {measured['permitsAfter']} permits afterwards"
        if "queriesThatGrow" in measured:
            extra += f" of {measured['pages']:,} pages, {len(measured['queriesThatGrow'])} with queries that grow"
        lines.append(
            f"| {measured['row']} | {shown(measured['sluis'])} {measured['unit']}{extra} | {floors} "
            f"| {measured['ratio']:.2f} | {measured['reach']} |"
        )
    table = "\n".join(lines)
    print(table)
    at = datetime.now(UTC).date().isoformat()
    (HERE / "results.json").write_text(json.dumps({"on": at, "machine": machine, "rows": rows}, indent=2) + "\n")
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    TABLE.write_text(
        f"# Benchmark\n\nWritten by `make bench` on {at}: {machine}. Sluis and its floor ran side by side on one "
        "PostgreSQL 18 with durable commits; trust the ratios, not the seconds.\n\n" + table + "\n"
    )


def shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    sys.exit(main())
