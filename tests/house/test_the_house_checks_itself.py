"""The repository checks itself: nothing stored unclassified, no page stale, no registry named, no person shown."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from sluis.config.environment import SETTINGS
from sluis.config.walls import GRANTS, ROLES
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.privacy import Kept

ROOT = Path(__file__).resolve().parents[2]
MODELS = [model for model in apps.get_models() if model.__module__.startswith("sluis.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.db_table)
def test_every_stored_field_says_what_it_is_and_how_long_it_is_kept(model: type) -> None:
    kept = model.KEPT  # type: ignore[attr-defined]
    assert set(kept) == {field.name for field in model._meta.concrete_fields}  # type: ignore[attr-defined]
    assert all(isinstance(value, Kept) and value.until for value in kept.values())


def test_no_table_is_left_without_a_decision_who_may_use_it() -> None:
    granted = {grant.on for grant in GRANTS}
    assert {model._meta.db_table for model in MODELS} <= granted
    assert {grant.role for grant in GRANTS} <= set(ROLES)


def test_no_role_but_the_steward_may_write_the_vault_and_none_may_rewrite_the_ledger() -> None:
    for grant in GRANTS:
        if grant.on == "dossiers_person" and grant.role != "sluis_steward":
            assert grant.rights.startswith("SELECT (")
        if grant.on in ("ledger_entry", "ledger_head"):
            assert grant.rights == "SELECT"


def test_the_migrations_say_what_the_models_say() -> None:
    loader = MigrationLoader(None)
    wanted = ProjectState.from_apps(apps)
    assert MigrationAutodetector(loader.project_state(), wanted).changes(graph=loader.graph) == {}


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    assert [setting.name for setting in SETTINGS if f"`{setting.name}`" not in page] == []


def test_every_adr_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.glob("0*.md") if path.name not in index] == []


def test_every_package_stands_in_the_architecture() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    packages = [path.parent.name for path in (ROOT / "src" / "sluis").glob("*/__init__.py")]
    assert packages and [name for name in packages if name not in page] == []


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so there is no list of files to look through")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_names_a_package_registry() -> None:
    host = re.compile(r"https?://[^\s\"']*(/simple|/packages/[0-9a-f]{2}/)|--(extra-)?index-url")
    for path in tracked():
        if path != Path(__file__):
            assert not host.search(path.read_text(encoding="utf-8", errors="replace")), path


# Published examples of the format, which the source of the rules names; nobody's own.
PUBLISHED = {
    "85073003328", "17073003384", "98472899765", "01490700185", "85073500107", "12345678901", "85133000105",
}  # fmt: skip


def test_every_number_shaped_like_a_person_s_is_one_that_is_not_issued() -> None:
    for path in tracked():
        if path.suffix not in (".py", ".md", ".json", ".csv", ".html", ".toml"):
            continue
        for found in re.findall(r"(?<![.\w])[0-9]{11}(?!\w)", path.read_text(encoding="utf-8", errors="replace")):
            counter = found[6:9]
            assert found in PUBLISHED or counter in ("000", "999") or found.startswith("000"), (path.name, found[:6])


def test_the_shape_of_an_insz_is_recognised() -> None:
    for written in ("85073003328", "85.07.30-033.28", "insz 85073003328 ."):
        assert INSZ_SHAPED.search(written)
    assert not INSZ_SHAPED.search("a85073003328b")
