"""A municipality opens and checks its parcel with stock `age`, `minisign` and `unzip`, and nothing of ours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.stories.cast import House, ceremony, insz

from sluis.disclosures.delivery import Delivered
from sluis.disclosures.pipeline import Disclosed

MISSING = [tool for tool in ("age", "minisign") if shutil.which(tool) is None]


@pytest.fixture
def parcel(database: str, home: Path, tmp_path: Path) -> tuple[House, Path]:
    if MISSING:
        text = f"install {' and '.join(MISSING)} (Debian: apt-get install age minisign) to run this test"
        assert not os.environ.get("CI"), text
        pytest.skip(text)
    house = House(tmp_path)
    outcome = house.ask(ceremony())
    assert isinstance(outcome, Disclosed) and isinstance(outcome.outcome, Delivered)
    (tmp_path / "identity").write_text(house.identity + "\n")
    return house, outcome.outcome.path


def minisign(house: House, path: Path) -> subprocess.CompletedProcess[str]:
    command = ["minisign", "-V", "-P", house.agency_key.minisign_public_key, "-m", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_stock_tools_open_and_check_it(parcel: tuple[House, Path], tmp_path: Path) -> None:
    house, path = parcel
    checked = minisign(house, path)
    assert checked.returncode == 0, checked.stderr
    assert "protocol=AGII-23003/1" in checked.stdout

    opened = tmp_path / "opened.zip"
    subprocess.run(["age", "-d", "-i", str(tmp_path / "identity"), "-o", str(opened), str(path)], check=True)
    with zipfile.ZipFile(opened) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("manifest.json"))["count"] == 3
        assert insz(1) in archive.read("rows.csv").decode()


def test_stock_minisign_notices_one_changed_byte(parcel: tuple[House, Path]) -> None:
    house, path = parcel
    sealed = bytearray(path.read_bytes())
    sealed[-1] ^= 1
    path.write_bytes(sealed)
    assert minisign(house, path).returncode != 0


def test_stock_age_does_not_open_it_with_another_key(parcel: tuple[House, Path], tmp_path: Path) -> None:
    from sluis.adapters.sealing import make_identity

    _, path = parcel
    (tmp_path / "other").write_text(make_identity()[0] + "\n")
    tried = subprocess.run(["age", "-d", "-i", str(tmp_path / "other"), str(path)], capture_output=True, check=False)
    assert tried.returncode != 0
    assert tried.stdout == b""
