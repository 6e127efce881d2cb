"""The documentation is held against the code: links, commands, words, decisions, licence and catalogue entry."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from sluis.cli.docs import PAGES
from sluis.cli.main import command_line
from sluis.domain import audit
from sluis.domain.access import ROLE_NAMES
from sluis.domain.catalogue import PURPOSES
from sluis.domain.collection import STAGE_NAMES
from sluis.domain.entry import Act
from sluis.domain.lifecycle import DEED_NAMES, VERB_NAMES, DeliveryStatus, HoldKind, Status, Verb
from sluis.domain.policy import RULES
from sluis.domain.rights import ErasureGround, ReleaseGround, RestrictionGround
from sluis.domain.words import Field, Purpose
from sluis.web.protocols.places import LABELS
from sluis.web.texts import TEXTS

ROOT = Path(__file__).resolve().parents[2]
MARKDOWN = sorted(
    path for path in ROOT.rglob("*.md") if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """A page without its fenced blocks."""
    return FENCE.sub("", text_of(path))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchor(heading: str) -> str:
    """The anchor that a heading gets where Markdown is shown: small letters, digits, dashes and underscores."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    return re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")


class TestLinks:
    @pytest.mark.parametrize("page", MARKDOWN, ids=named)
    def test_every_link_leads_to_a_file_and_a_heading(self, page: Path) -> None:
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
            if re.match(r"[a-z]+:", target):
                continue
            place, _, wanted = target.partition("#")
            file = (page.parent / place).resolve() if place else page
            assert file.exists(), target
            if wanted:
                assert wanted in {anchor(found) for found in re.findall(r"^#+ (.+)$", text_of(file), re.MULTILINE)}

    def test_every_page_of_the_docs_is_led_to(self) -> None:
        led_to = {
            (page.parent / target.partition("#")[0]).resolve()
            for page in MARKDOWN
            for target in re.findall(r"\]\(([^)\s]+)\)", prose(page))
        }
        assert [named(page) for page in MARKDOWN if page.is_relative_to(ROOT / "docs") and page not in led_to] == []

    def test_every_decision_is_in_the_index_under_its_own_title(self) -> None:
        index = text_of(ROOT / "docs" / "adr" / "README.md")
        for page in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
            number = page.name[:4]
            title = text_of(page).splitlines()[0]
            assert title.startswith(f"# {int(number)}. "), page.name
            assert f"| [{number}]({page.name}) | " in index, page.name


# Where a line of the shell goes on after a command of ours.
AFTER = re.compile(r"\s(?:\||&&|\|\||;|>|2>)\s|\)\"?$")


def typed(page: Path) -> Iterator[str]:
    """Each `sluis ...` in a fenced block of the page, as it would be typed, without what the shell does around it."""
    for _, block in FENCE.findall(text_of(page)):
        for line in block.replace("\\\n", " ").splitlines():
            for found in re.finditer(r"(?:^(?:\$ )?|&& |\$\()(?:\.venv/bin/)?sluis (?=[a-z-])", line):
                yield AFTER.split(line[found.end() :])[0]


TYPED = [(named(page), command) for page in MARKDOWN for command in typed(page)]


def subcommands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


class TestCommands:
    def test_there_are_some(self) -> None:
        assert {name for name, _ in TYPED} >= {"README.md", "docs/reference/import-format.md"}

    @pytest.mark.parametrize(("page", "command"), TYPED)
    def test_every_command_in_a_block_is_one_that_the_program_reads(self, page: str, command: str) -> None:
        command_line().parse_args(shlex.split(command, comments=True))

    @pytest.mark.parametrize("page", MARKDOWN, ids=named)
    def test_every_command_and_option_named_in_a_sentence_is_there(self, page: Path) -> None:
        commands = subcommands(command_line())
        for said in re.findall(r"`(?:\.venv/bin/)?sluis ([^`]+)`", prose(page)):
            words = said.split()
            if words[0].startswith("-") or not re.fullmatch(r"[a-z-]+", words[0]):
                continue
            assert words[0] in commands, said
            verbs = subcommands(commands[words[0]])
            parser = commands[words[0]]
            if verbs and len(words) > 1 and re.fullmatch(r"[a-z]+", words[1]):
                assert words[1] in verbs, said
                parser = verbs[words[1]]
            known = {option for action in parser._actions for option in action.option_strings}
            options = {re.split(r"[=\]]", word.lstrip("["))[0] for word in words if word.lstrip("[").startswith("--")}
            assert options <= known, said

    def test_every_command_is_in_a_page(self) -> None:
        everything = "\n".join(text_of(page) for page in MARKDOWN)
        commands = subcommands(command_line())
        assert [name for name in commands if not re.search(rf"(?:sluis|make) {name}\b", everything)] == []

    @pytest.mark.parametrize("page", MARKDOWN, ids=named)
    def test_every_target_of_make_is_there(self, page: Path) -> None:
        targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
        said = set(re.findall(r"(?:`|^\$ )make ([a-z-]+)", text_of(page), re.MULTILINE))
        assert said <= targets


# What a guide to the portal says that stands on its pages: **Nederlands** (English).
GUIDES = [*(ROOT / "docs" / "tutorial").glob("*.md"), ROOT / "docs" / "how-to" / "ask-and-open.md",
          ROOT / "docs" / "how-to" / "yearly-report.md",
          ROOT / "docs" / "how-to" / "answer-parliament.md",
          ROOT / "docs" / "how-to" / "make-it-known.md",
          ROOT / "docs" / "explanation" / "the-portal.md"]  # fmt: skip
SHOWN = re.compile(r"\*\*([^*]+)\*\* \((.+?)\)(?=[\s.,:;|]|$)")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class TestThePortal:
    def test_what_a_guide_says_stands_on_a_page_does_in_both_languages(self) -> None:
        names = [said for table in (PURPOSES, STAGE_NAMES, ROLE_NAMES, VERB_NAMES, DEED_NAMES, LABELS)
                 for said in table.values()]  # fmt: skip
        shown = {*TEXTS.values(), *((said.nl, said.en) for said in names)}
        shown |= {(capital(dutch), capital(english)) for dutch, english in shown}
        said = {pair for page in GUIDES for pair in SHOWN.findall(" ".join(prose(page).split()))}
        assert len(said) > 50
        assert said - shown == set()


GENERATED = "\n".join(text_of(ROOT / "docs" / "reference" / name) for name in PAGES)
GLOSSARY = text_of(ROOT / "GLOSSARY.md")
LISTED = [*Purpose, *Field, *Status, *Verb, *HoldKind, *DeliveryStatus, *(rule.name for rule in RULES)]


class TestWords:
    @pytest.mark.parametrize("word", LISTED, ids=lambda word: f"{type(word).__name__}.{word}")
    def test_every_stored_word_is_explained_or_in_a_generated_page(self, word: str) -> None:
        member = f"`{type(word).__name__}.{getattr(word, 'name', '')}`"
        listed = re.search(rf"(?:\| |`){re.escape(word)}(?: \||`)", GENERATED)
        assert member in GLOSSARY or listed

    def test_every_identifier_of_the_glossary_is_in_the_code(self) -> None:
        code = "\n".join(text_of(path) for path in (ROOT / "src").rglob("*.py"))
        rows = re.findall(r"^\| (`[^|]+) \| ([^|]+) \|", GLOSSARY, re.MULTILINE)
        assert len(rows) > 30
        for identifiers, places in rows:
            for identifier in re.findall(r"`([^`]+)`", identifiers):
                for part in identifier.split("."):
                    assert re.search(rf"\b{part}\b", code), identifier
            for place in re.findall(r"`([a-z_.]+)`", places):
                path = ROOT / "src" / "sluis" / Path(*place.split("."))
                assert path.with_suffix(".py").exists() or path.is_dir(), place

    @pytest.mark.parametrize("act", Act)
    def test_every_act_of_the_ledger_is_in_its_format(self, act: Act) -> None:
        assert f"`{act}`" in text_of(ROOT / "docs" / "reference" / "ledger-format.md")

    @pytest.mark.parametrize("kind", audit.Kind)
    def test_every_finding_of_the_verifier_is_in_its_format(self, kind: audit.Kind) -> None:
        assert f"`{kind}`" in text_of(ROOT / "docs" / "reference" / "ledger-format.md")

    @pytest.mark.parametrize("ground", [*RestrictionGround, *ReleaseGround, *ErasureGround])
    def test_every_ground_is_in_the_guide(self, ground: str) -> None:
        assert f"`{ground}`" in text_of(ROOT / "docs" / "how-to" / "honour-a-request.md")

    def test_every_generated_page_is_in_the_architecture(self) -> None:
        page = text_of(ROOT / "ARCHITECTURE.md")
        assert [name for name in PAGES if name.removesuffix(".md").replace("-", " ") not in page] == []

    def test_every_module_that_a_page_names_is_there(self) -> None:
        for page in MARKDOWN:
            for said in re.findall(r"`((?:[a-z_]+/)+[a-z_0-9]+\.(?:py|json|csv|toml|md))`", prose(page)):
                places = (ROOT, ROOT / "src" / "sluis", ROOT / "tests", page.parent)
                assert any((place / said).exists() for place in places), f"{named(page)}: {said}"


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert headings[0].startswith("Unreleased")


def test_the_licence_is_the_whole_eupl() -> None:
    text = text_of(ROOT / "LICENSE")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert [int(number) for number in re.findall(r"^(\d+)\.\s?[A-Z]", text, re.MULTILINE)] == list(range(1, 16))
    appendix = text.partition("Appendix\n")[2]
    licences = ("GPL) v. 2, v. 3", "AGPL) v. 3", "OSL) v. 2.1", "EPL) v. 1.0", "CeCILL v. 2.0", "MPL) v. 2",
                "LGPL) v. 2.1", "CC BY-SA 3.0", "EUPL) v. 1.1, v. 1.2", "LiLiQ-R+")  # fmt: skip
    assert [name for name in licences if name not in appendix] == []
    assert text.endswith(
        "All other changes or additions to this Appendix require the production of a new EUPL version.\n"
    )


# What publiccode.yml 0.4 asks for: dotted where a key stands under another.
MANDATORY = (
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description",
    "legal.license", "maintenance.type", "maintenance.contacts", "localisation.localisationReady",
    "localisation.availableLanguages",
)  # fmt: skip


def test_the_catalogue_entry_has_every_mandatory_key() -> None:
    text = text_of(ROOT / "publiccode.yml")
    keys, parent = set(), ""
    for indent, key in re.findall(r"^((?:  )?)([A-Za-z]+):", text, re.MULTILINE):
        parent = parent if indent else key
        keys.add(f"{parent}.{key}" if indent else key)
    assert [key for key in MANDATORY if key not in keys] == []
    assert 'publiccodeYmlVersion: "0.4"' in text
    for language in ("en", "nl"):
        described = text.partition(f"  {language}:\n")[2]
        short = re.search(r"shortDescription: (.+)", described)
        long = re.search(r"longDescription: >\n((?:      .+\n)+)", described)
        assert short is not None
        assert long is not None
        assert len(short[1]) <= 150
        assert 150 <= len(long[1]) <= 10_000
        assert "features:\n" in described
