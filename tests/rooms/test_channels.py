"""Channels: those that the answer to parliament named, those an operator adds, and what is said of a wrong file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.exceptions import ImproperlyConfigured

from sluis.domain.words import Said
from sluis.outreach.channels import Channel, ChannelKind, channel, channels


@pytest.fixture
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    def configure(text: str | dict[str, Any], name: str = "channels.toml") -> LazySettings:
        file = tmp_path / name
        file.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        monkeypatch.setattr(settings, "CHANNELS", str(file))
        return settings

    return configure


def test_the_channels_that_parliament_was_told_of_are_there() -> None:
    """Question 2 of the answer names six: three sites, an e-zine, a newsletter, and contacts between staff."""
    kinds = [one.kind for one in channels()]
    assert kinds == [ChannelKind.WEBSITE] * 3 + [ChannelKind.NEWSLETTER] * 2 + [ChannelKind.DIRECT_CONTACT]
    names = " | ".join(one.name.nl for one in channels())
    for said in ("agentschap", "Kenniscentrum Vlaamse Steden", "VVSG", "e-zine", "lokale besturen", "medewerkers"):
        assert said in names
    assert all(one.name.nl != one.name.en for one in channels())


def test_an_operator_adds_a_channel_and_renames_another(configured: Any) -> None:
    before = channels()
    configured(
        '[channels.info-session]\nkind = "other"\nnl = "infosessie"\nen = "information session"\n'
        '[channels.vvsg-e-zine]\nkind = "newsletter"\nnl = "VVSG-nieuws"\nen = "VVSG news"\n'
    )
    assert channel("vvsg-e-zine").name == Said("VVSG-nieuws", "VVSG news")
    assert channels()[-1] == Channel("info-session", Said("infosessie", "information session"), ChannelKind.OTHER)
    assert [one.code for one in channels()][:-1] == [one.code for one in before]


def test_a_channel_that_is_in_no_file_any_more_is_called_by_its_code(configured: Any) -> None:
    configured({"channels": {"fair": {"kind": "other", "nl": "beurs", "en": "fair"}}}, "channels.json")
    assert channel("fair").name.nl == "beurs"
    settings.CHANNELS = ""
    assert channel("fair") == Channel("fair", Said("fair", "fair"), ChannelKind.OTHER)
    assert "fair" not in {one.code for one in channels()}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "it should hold `channels`"),
        ({"channels": {}, "more": 1}, "nothing else"),
        ({"channels": {"Fair": {"kind": "other", "nl": "beurs", "en": "fair"}}}, "channels.Fair: a code is"),
        ({"channels": {"a" * 41: {"kind": "other", "nl": "beurs", "en": "fair"}}}, "at most forty"),
        ({"channels": {"fair": "beurs"}}, "channels.fair should have kind, nl and en"),
        ({"channels": {"fair": {"kind": "other", "nl": " ", "en": "fair"}}}, "channels.fair.nl should be the name"),
        ({"channels": {"fair": {"kind": "other", "nl": "beurs"}}}, "channels.fair.en should be the name"),
        ({"channels": {"fair": {"kind": ["x"], "nl": "beurs", "en": "fair"}}}, "channels.fair.kind should be one of"),
        ({"channels": {"fair": {"kind": "other", "nl": "b", "en": "f", "url": "x"}}}, "channels.fair.url is not part"),
    ],
)
def test_a_wrong_file_is_named_with_the_place_and_what_should_stand_there(
    configured: Any, given: dict[str, Any], said: str
) -> None:
    configured(given, "channels.json")
    with pytest.raises(ImproperlyConfigured, match=r"SLUIS_CHANNELS: .*channels\.json") as error:
        channels()
    assert said in str(error.value)


@pytest.mark.parametrize(("name", "kind"), [("channels.toml", "TOML"), ("channels.json", "JSON")])
def test_a_file_that_cannot_be_read_says_so(configured: Any, name: str, kind: str) -> None:
    configured("[[", name)
    with pytest.raises(ImproperlyConfigured, match=f"is not {kind}"):
        channels()
    settings.CHANNELS = "/nowhere/channels.toml"
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        channels()


def test_the_example_of_the_guide_is_one_that_is_read(configured: Any) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "how-to" / "make-it-known.md").read_text(encoding="utf-8")
    configured(guide.split("```toml\n")[1].split("```")[0])
    assert channels()[-1].code == "info-session"
    assert all(f"`{kind}`" in guide for kind in ChannelKind)
