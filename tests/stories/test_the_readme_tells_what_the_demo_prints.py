"""The transcript in the README is what the demo prints, but for days, numbers that are drawn, and the folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def told(text: str) -> list[str]:
    """The story without what is another each day and each time."""
    text = re.sub(r": \S*parcels/", ": parcels/", text)
    text = re.sub(r"-\d{8}-[0-9a-f]{8}\.", "-DAY-NUMBER.", text)
    text = re.sub(r"(?!2020-11-15)\d{4}-\d{2}-\d{2}", "DAY", text)
    text = re.sub(r"opens it: \d+ people", "opens it: N people", text)
    return text.strip().splitlines()


def test_the_transcript_in_the_readme(database: str, home: Path) -> None:
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
