"""The page on whom to approach and what worked, against the code: every reason, weight and threshold."""

from __future__ import annotations

import re
from pathlib import Path

from sluis.domain.lifecycle import IN_PREPARATION
from sluis.domain.turn import PATIENCE
from sluis.outreach.effects import ENOUGH
from sluis.outreach.figures import FEW
from sluis.outreach.reasons import RULES, Reason
from sluis.parties.neighbours import DATA_FILE, KNOWN_FROM

DOCS = Path(__file__).resolve().parents[2] / "docs"
TEXT = (DOCS / "explanation" / "whom-to-approach.md").read_text(encoding="utf-8")


def test_the_table_of_reasons_is_that_of_the_code() -> None:
    rows = re.findall(r"^\| ([^|]+) \(\*([^|]+)\*\) \| (\d+) \| ([^|]+) \|$", TEXT, re.MULTILINE)
    assert rows == [(rule.name.en, rule.name.nl, str(rule.weight), rule.when.en) for rule in RULES.values()]
    assert list(RULES) == list(Reason)


def test_the_thresholds_are_those_of_the_code() -> None:
    patience = sorted(PATIENCE[status] for status in IN_PREPARATION)
    for rule in (RULES[Reason.DRAFT_STALLED].when.en, RULES[Reason.DRAFT_STALLED].when.nl):
        assert [int(number) for number in re.findall(r"\d+", rule)] == [patience[0], patience[-1]]
    assert f"Fewer than {FEW} is never told." in TEXT
    assert f"With fewer than {ENOUGH} cases" in TEXT
    assert f"since {KNOWN_FROM.day} January {KNOWN_FROM.year}" in TEXT
    assert DATA_FILE in (DOCS / "reference" / "municipalities.md").read_text(encoding="utf-8")
