"""The legal text says all that the terms say, and publishes nobody's name or address."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from tests.domain.given import AGENCY, municipality, some_terms, terms
from tests.domain.test_terms import CHANGES, changed, parent, written

from sluis.domain.catalogue import ARTICLES, number_of
from sluis.domain.legaltext import (
    Block,
    BulletList,
    Codes,
    Facts,
    Heading,
    LegalText,
    LetteredList,
    Paragraph,
    Signatory,
    Signatures,
    Table,
    legal_text,
    public,
)
from sluis.domain.terms import PROSE_ONLY, Advised, Article, Outcome, Side, Terms, as_json, parse_terms

Path = tuple[str | int, ...]


def words(text: LegalText) -> Iterator[str]:
    """Every piece of wording in the order of the text."""
    yield text.title
    if text.note:
        yield text.note
    for block in text.blocks:
        yield from words_of(block)


def words_of(block: Block) -> Iterator[str]:
    match block:
        case Heading() | Paragraph():
            yield block.text
        case BulletList() | LetteredList() | Codes():
            yield from block.items
        case Facts():
            for fact in block.facts:
                yield from (fact.name, fact.value)
        case Table():
            yield block.caption
            yield from block.header
            for row in block.rows:
                yield from row
        case Signatures():
            yield block.party
            for place in block.places:
                yield from (place.capacity, place.name or "")


def wording(text: LegalText) -> str:
    return "\n".join(words(text))


def rich() -> Terms:
    """Terms in which every part is there: prose for every article, an advice of each side, two of each list."""
    return terms(
        clauses={article: (f"Bepaling over {article}.", f"Tweede bepaling over {article}.") for article in Article},
        advices=(
            Advised(Side.SENDER, Outcome.POSITIVE, terms().start, "Met een toelichting."),
            Advised(Side.RECIPIENT, Outcome.NEGATIVE, terms().start, "De gemeente wacht niet langer."),
            Advised(Side.SUPERVISOR, Outcome.CONDITIONAL, terms().start, "Aan de voorwaarden is voldaan."),
        ),
        follows=("sha256:" + "a" * 64, "sha256:" + "b" * 64),
        territory=("23003", "23002"),
    )


def leaves(value: Any, here: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every part that is no object and no list, with its place."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*here, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*here, place))
    else:
        yield here, value


# What cannot have another value on its own: the format, and an agency's code and decision, which are always null.
FIXED: set[Path] = {("format",), ("sender", "nis"), ("sender", "decision")}
EVERY_LEAF = [pytest.param(path, id=written(path)) for path, _ in leaves(as_json(rich())) if path not in FIXED]

# Other values to try at a leaf, the first that makes terms again counts. Free text just gets longer.
OTHERS: tuple[Any, ...] = (
    "attest", "contract", "network", "practice", "conditional", "positive", "sender", "recipient", "2026-06-30",
    "0999999922", "71072", "sha256:" + "c" * 64, True, False, 17,
)  # fmt: skip


def others(leaf: Any) -> list[Any]:
    if isinstance(leaf, int) and not isinstance(leaf, bool):
        return [leaf + 1]
    longer = [f"{leaf} en meer"] if isinstance(leaf, str) else []
    return [other for other in (*longer, *OTHERS) if other != leaf or type(other) is not type(leaf)]


def changes_of(path: Path) -> list[Terms]:
    """The terms with another value at this place, for each other value that gives terms at all."""
    found = []
    leaf = dict(leaves(as_json(rich())))[path]
    for other in others(leaf):
        spoilt = copy.deepcopy(as_json(rich()))
        parent(spoilt, path)[path[-1]] = other
        try:
            found.append(parse_terms(json.dumps(spoilt).encode()))
        except ValueError:
            continue
    return found


@pytest.mark.parametrize("path", EVERY_LEAF)
def test_a_change_of_any_leaf_of_the_terms_changes_the_wording(path: Path) -> None:
    changes = changes_of(path)
    assert changes, "no other value fits here, so nothing was tried"
    for other in changes:
        assert other != rich()
        assert wording(legal_text(other)) != wording(legal_text(rich()))


@pytest.mark.parametrize(
    ("kind", "part"),
    [pytest.param(kind, p, id=f"{kind.__name__}.{p}") for kind, parts in CHANGES.items() for p in parts],
)
def test_a_change_of_any_part_changes_the_wording(kind: type, part: str) -> None:
    assert wording(legal_text(changed(kind, part))) != wording(legal_text(terms()))


@given(some_terms, some_terms)
@settings(deadline=None, max_examples=200)
def test_different_terms_never_read_the_same(one: Terms, other: Terms) -> None:
    def blocks(some: Terms) -> tuple[Block, ...]:
        return legal_text(some).blocks

    # Not the order in which a mapping was written: canonical JSON has none.
    assert (blocks(one) == blocks(other)) == (one.canonical == other.canonical)


@given(some_terms)
@settings(deadline=None, max_examples=100)
def test_every_free_text_stands_in_the_text_to_the_letter(some: Terms) -> None:
    said = list(words(legal_text(some)))
    free = [
        *some.grounds_for_communication,
        *some.grounds_for_collection,
        *some.security,
        some.supervisor,
        *(paragraph for paragraphs in some.clauses.values() for paragraph in paragraphs),
        *(agreed.justification for agreed in some.purposes),
        *(agreed.retention_reason for agreed in some.purposes),
        *(service for agreed in some.purposes for service in agreed.services),
        *(
            agreed.proportionality[name]
            for agreed in some.purposes
            for name in agreed.fields
            if name in agreed.proportionality
        ),
    ]
    assert [text for text in free if text not in said] == []


def test_the_twelve_articles_stand_in_their_order_after_the_recitals_and_before_the_signatures() -> None:
    headings = [block.text for block in legal_text(terms()).blocks if isinstance(block, Heading) and block.level == 2]
    assert headings[:2] == ["Partijen", "Aanhef"]
    assert [text.partition(".")[0] for text in headings[2:-1]] == [f"Artikel {number}" for number in range(1, 13)]
    assert [text.partition(". ")[2].lower() for text in headings[2:-1]] == [name.nl for name in ARTICLES.values()]
    assert headings[-1] == "Ondertekening"


def test_no_article_is_silent_even_where_the_clauses_are_few() -> None:
    few = terms(clauses=dict.fromkeys(PROSE_ONLY, ("Bepaling.",)))
    blocks = legal_text(few).blocks
    for this, following in itertools.pairwise(blocks):
        if isinstance(this, Heading):
            assert not isinstance(following, Heading)


def test_headings_have_addresses_of_their_own_and_no_level_is_skipped() -> None:
    headings = [block for block in legal_text(rich()).blocks if isinstance(block, Heading)]
    assert len({one.anchor for one in headings}) == len(headings)
    assert {one.level for one in headings} == {2, 3}
    assert headings[0].level == 2


def test_tables_are_rectangles_with_a_caption() -> None:
    tables = [block for block in legal_text(rich()).blocks if isinstance(block, Table)]
    assert len(tables) == 3 + len(rich().purposes)
    for table in tables:
        assert table.caption and table.rows
        assert {len(row) for row in table.rows} == {len(table.header)}


def test_the_text_reads_as_law_does() -> None:
    said = list(words(legal_text(terms())))
    assert (
        "de beslissing van het college van burgemeester en schepenen van 24 november 2025, met kenmerk CBS/2025/417"
        in said
    )
    assert "0543.307.391" in said
    assert any(
        text.endswith(
            "van de gemeente bracht op 7 oktober 2025 een negatief advies uit. De partijen volgen dit advies niet, om "
            "de volgende reden: De gemeente wacht niet langer."
        )
        for text in said
    )
    assert "Dit protocol geldt vanaf 1 januari 2026 tot en met 31 december 2026." in said
    assert any("een opzegtermijn van 3 maanden" in text for text in said)
    assert any("uiterlijk 24 uur nadat" in text for text in said)


def test_a_draft_says_what_is_still_missing() -> None:
    draft = terms(
        advices=(Advised(Side.RECIPIENT, Outcome.NEGATIVE, terms().start, None),),
        recipient=dataclasses.replace(municipality(), decision=None),
        purposes=(dataclasses.replace(terms().purposes[0], proportionality={}),),
    )
    said = wording(legal_text(draft))
    assert "een beslissing die nog moet worden genomen" in said
    assert "van het agentschap heeft over deze tekst nog geen advies gegeven" in said
    assert "Waarom dit advies niet wordt gevolgd, is nog niet opgenomen." in said
    assert said.count("Nog te verantwoorden.") == len(draft.purposes[0].fields)


def test_who_signs_stands_beside_the_capacity() -> None:
    text = legal_text(
        terms(),
        signatories=(
            Signatory(Side.RECIPIENT, "Ann Voorbeeld", "De algemeen directeur"),
            Signatory(Side.RECIPIENT, "Bert Voorbeeld", "De eerste schepen"),
        ),
    )
    sender, recipient = [block for block in text.blocks if isinstance(block, Signatures)]
    assert [(place.capacity, place.name) for place in sender.places] == [("De administrateur-generaal", None)]
    assert [(place.capacity, place.name) for place in recipient.places] == [
        ("De burgemeester", None),
        ("De algemeen directeur", "Ann Voorbeeld"),
        ("De eerste schepen", "Bert Voorbeeld"),
    ]


def test_a_supervisor_does_not_sign() -> None:
    with pytest.raises(ValueError, match="does not sign"):
        legal_text(terms(), signatories=(Signatory(Side.SUPERVISOR, "Ann Voorbeeld", "Voorzitter"),))


CONTACTS = ["dpo@agentschap.example", "Ann Voorbeeld, +32 2 123 45 67", "tel. 02/123.45.67", "Ann <ann@x.example>"]


@pytest.mark.parametrize("contact", CONTACTS)
def test_what_is_published_names_the_function_instead_of_the_contact(contact: str) -> None:
    text = legal_text(terms(sender=dataclasses.replace(AGENCY, dpo=contact)))
    assert contact in wording(text)
    published = wording(public(text))
    assert contact not in published and "Ann" not in published
    assert "de functionaris voor gegevensbescherming van het agentschap" in published.splitlines()


def test_a_function_is_published_as_it_stands() -> None:
    text = legal_text(terms(sender=dataclasses.replace(AGENCY, dpo="de DPO, 2e verdieping")))
    assert "de DPO, 2e verdieping" in wording(public(text)).splitlines()


def test_what_is_published_names_no_signatory() -> None:
    signatories = (Signatory(Side.SENDER, "Ann Voorbeeld", "De administrateur-generaal"),)
    published = public(legal_text(terms(), signatories=signatories))
    assert "Ann" not in wording(published)
    assert published.note and "weggelaten" in published.note


@pytest.mark.parametrize("path", [path for path in EVERY_LEAF if "clauses" in str(path.id) or "dpo" in str(path.id)])
def test_no_e_mail_address_is_published_from_wherever_it_stands(path: Path) -> None:
    spoilt = as_json(rich())
    parent(spoilt, path)[path[-1]] = "Schrijf naar ann.voorbeeld@gemeente.example."
    text = legal_text(parse_terms(json.dumps(spoilt).encode()))
    assert "ann.voorbeeld@gemeente.example" in wording(text)
    assert "@" not in wording(public(text))
    if "dpo" not in path:
        assert "Schrijf naar [contactgegeven weggelaten]." in wording(public(text))


def test_publishing_changes_nothing_else() -> None:
    plain = terms(
        sender=dataclasses.replace(AGENCY, dpo="de DPO"), recipient=dataclasses.replace(municipality(), dpo="de DPO")
    )
    assert public(legal_text(plain)).blocks == legal_text(plain).blocks


def test_the_digest_is_that_of_the_terms_and_no_part_of_the_wording() -> None:
    text = legal_text(terms())
    assert text.digest == terms().digest
    assert text.digest not in wording(text)


def test_articles_are_numbered_as_the_gate_names_them() -> None:
    anchors = {block.anchor for block in legal_text(terms()).blocks if isinstance(block, Heading)}
    assert {f"artikel-{number_of(article)}" for article in Article} <= anchors
