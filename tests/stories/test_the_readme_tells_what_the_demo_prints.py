"""The transcript in the README is what the demo prints, but for days, numbers that are drawn, and the folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

from tests.rooms.history import recount

from sluis.cli import clock
from sluis.domain.legaltext import Table
from sluis.parties.municipalities import municipalities
from sluis.reporting.answer import Asked, answer
from sluis.reporting.questions import Question

ROOT = Path(__file__).resolve().parents[2]


def told(text: str) -> list[str]:
    """The story without what is another each day and each time."""
    text = re.sub(r": \S*parcels/", ": parcels/", text)
    text = re.sub(r"-\d{8}-[0-9a-f]{8}\.", "-DAY-NUMBER.", text)
    text = re.sub(r"(?!2020-11-15)\d{4}-\d{2}-\d{2}", "DAY", text)
    text = re.sub(r"opens it: \d+ people", "opens it: N people", text)
    return text.strip().splitlines()


def test_the_transcript_in_the_readme_and_the_answer_to_parliament_afterwards(database: str, home: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (transcript,) = re.findall(r"```text\n(Sluis: .+?)```", readme, re.DOTALL)
    ended = subprocess.run(
        [sys.executable, "-m", "sluis.cli.main", "demo", "--no-serve"],
        env={**os.environ, "SLUIS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert told(ended.stdout) == told(transcript)
    assert _listed(date(2020, 11, 15)) == ["Beersel"]
    today = clock.today()
    names = {one.nis: one.name for one in municipalities().on(today)}
    listed = _listed(today)
    assert len(listed) > 1 and "Beersel" in listed
    assert sorted(listed) == sorted(names[nis] for nis, stance in recount(today).items() if stance == "in_force")


def _listed(on: date) -> list[str]:
    """The municipalities that the answer to parliament lists as of a day."""
    asked = Asked("agii", (Question.MUNICIPALITIES,), on)
    document = answer(asked, at=clock.now(), address="https://sluis.example")
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [row[0] for table in tables if table.header[-1] == "Van kracht sinds" for row in table.rows]
