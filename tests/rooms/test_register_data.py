"""What programs read of the register: JSON and CSV against the published schemas, the feed against its standards."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

import feedparser
import pytest
from django.conf import settings
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from tests.rooms.history import LAST, Histories, days
from tests.stories.cast import beersel_terms, register_beersel

from sluis.domain.differences import Change
from sluis.domain.lifecycle import Status, Verb
from sluis.domain.requirements import Way
from sluis.domain.stance import Stance
from sluis.domain.terms import Article, Outcome, PeriodBy, as_json, parse_terms
from sluis.domain.words import Field, Purpose
from sluis.parties.municipalities import municipalities
from sluis.protocols.models import Protocol
from sluis.register import csvw, data, events, feed, formats, schemas
from sluis.register.embedding import as_data, embedded
from sluis.register.entries import listing
from sluis.register.filters import Filter
from sluis.register.protocol import public_protocol
from sluis.register.queries import overview
from sluis.register.sizes import SIZES
from sluis.web.register.links import absolute

ATOM = "{http://www.w3.org/2005/Atom}"
ORIGIN = "sluis.example/ledger"


def read(name: str) -> dict[str, Any]:
    text = schemas.schema(name)
    assert text is not None
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def validator(name: str) -> Draft202012Validator:
    registry: Registry[Any] = Registry().with_resources(
        (f"{one}.json", Resource.from_contents(read(one))) for one in schemas.NAMES
    )
    return Draft202012Validator(read(name), registry=registry, format_checker=FormatChecker())


def faults(name: str, said: object) -> list[str]:
    # As they are served: what JSON makes of them.
    return [
        f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(json.loads(json.dumps(said)))
    ]


@pytest.fixture
def told(database: str) -> None:
    Histories(21, 40).write()
    register_beersel()


@pytest.mark.parametrize("name", schemas.NAMES)
def test_a_schema_is_one_and_says_what_every_part_is(name: str) -> None:
    schema = read(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{name}.json" and schema["title"] and schema["description"]

    def objects(part: Any) -> Iterable[dict[str, Any]]:
        if isinstance(part, dict):
            if part.get("type") == "object" and "properties" in part:
                yield part
            for inner in part.values():
                yield from objects(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from objects(inner)

    # Nothing beyond what is described may come along unseen.
    assert all(part["additionalProperties"] is False for part in objects(schema))


def values(name: str, *path: str) -> set[Any]:
    part: Any = read(name)
    for step in path:
        part = part[step]
    return set(part)


def test_the_words_of_the_schemas_are_those_of_the_program() -> None:
    protocols_states = set(Stance) - {Stance.NONE}
    entry = ("$defs", "protocol", "properties")
    version = ("$defs", "version", "properties")
    assert values("overview", "$defs", "municipality", "properties", "state", "enum") == set(Stance)
    assert values("overview", "$defs", "municipality", "properties", "status", "enum") == {*Status, None}
    assert values("overview", "$defs", "counts", "properties") == set(Stance)
    assert values("overview", "$defs", "province", "enum") == {one.province for one in municipalities().all()}
    sizes = ("properties", "perSize", "items", "properties", "inhabitants", "enum")
    assert values("overview", *sizes) == {size.name for size in SIZES}
    for name, path in (("register", entry), ("protocol", version)):
        assert values(name, *path, "state", "enum") == protocols_states
        assert values(name, *path, "status", "enum") == set(Status)
    assert values("register", *entry, "purposes", "items", "enum") == set(Purpose)
    assert values("protocol", *version, "signed", "items", "properties", "way", "enum") == set(Way)
    assert values("protocol", *version, "changes", "items", "properties", "change", "enum") == set(Change)
    assert values("protocol", *version, "cameToBindBy", "enum") == {Verb.REGISTER, Verb.VALIDATE, Verb.INHERIT}
    assert values("protocol", "properties", "events", "items", "properties", "kind", "enum") == set(events.ACTS)
    assert values("terms", "properties", "clauses", "properties") == set(Article)
    agreed = ("$defs", "agreed", "properties")
    assert values("terms", *agreed, "purpose", "enum") == set(Purpose)
    assert values("terms", *agreed, "fields", "items", "enum") == set(Field)
    assert values("terms", *agreed, "population", "properties", "periodBy", "enum") == {*PeriodBy, None}
    outcome = ("properties", "advices", "items", "properties", "outcome", "enum")
    assert values("terms", *outcome) == set(Outcome)


@pytest.mark.usefixtures("told")
class TestTheSchemas:
    def test_hold_for_the_overview_and_the_list_on_every_day(self) -> None:
        for day in days(21, 5):
            assert faults("overview", formats.as_data(overview(day))) == []
            asked = Filter(day)
            assert faults("register", data.list_as_data(asked, listing(asked), absolute)) == []
        asked = Filter(LAST, Stance.IN_FORCE, Purpose.CEREMONY, "Vlaams-Brabant")
        assert faults("register", data.list_as_data(asked, listing(asked), absolute)) == []

    def test_hold_for_every_protocol_and_the_list_of_every_party(self) -> None:
        for one in Protocol.objects.all():
            seen, party = public_protocol(one.code, LAST), embedded(one.nis, LAST)
            assert seen is not None and party is not None
            assert faults("protocol", data.protocol_as_data(seen, absolute)) == []
            assert faults("embed", as_data(party, absolute)) == []

    def test_refuse_what_is_not_so(self) -> None:
        seen = public_protocol("AGII-23003", LAST)
        assert seen is not None
        good = data.protocol_as_data(seen, absolute)
        wrong: list[tuple[str, Any]] = [
            ("signatory", "An Peeters"), ("state", "none"), ("since", "gisteren"), ("version", 0), ("versions", None),
        ]  # fmt: skip
        for name, value in wrong:
            assert faults("protocol", good | {name: value}), name
        terms = as_json(parse_terms(beersel_terms()))
        assert faults("terms", terms) == []
        wrong = [("format", "sluis.terms/2"), ("rowLimit", 0), ("territory", []), ("end", "2020-2-1")]
        for name, value in wrong:
            assert faults("terms", terms | {name: value}), name

    def test_csv_has_the_columns_that_its_metadata_describe(self) -> None:
        day = date(2025, 6, 1)
        reads: dict[str, Callable[[str], object]] = {
            "nonNegativeInteger": int, "positiveInteger": int, "date": date.fromisoformat,
        }  # fmt: skip
        texts = {
            "overview": formats.as_csv(overview(day)),
            "register": data.list_as_csv(listing(Filter(day)), absolute),
        }
        for name, text in texts.items():
            metadata = csvw.metadata(name, absolute)
            columns = metadata["tableSchema"]["columns"]
            rows = list(csv.reader(io.StringIO(text)))
            assert rows[0] == [column["titles"] for column in columns]
            assert metadata["url"] == absolute(f"{name}-csv")
            assert len(rows) > 30
            for row in rows[1:]:
                for value, column in zip(row, columns, strict=True):
                    assert value or not column["required"], column["name"]
                    if value:
                        reads.get(column["datatype"], str)(value)
            key = rows[0].index(metadata["tableSchema"]["primaryKey"])
            assert len({row[key] for row in rows[1:]}) == len(rows) - 1

    def test_csv_and_json_say_the_same(self) -> None:
        asked = Filter(date(2025, 6, 1))
        said = data.list_as_data(asked, listing(asked), absolute)["protocols"]
        rows = list(csv.DictReader(io.StringIO(data.list_as_csv(listing(asked), absolute))))
        assert [(row["protocol"], row["state"], row["digest"], row["purposes"].split()) for row in rows] == [
            (one["protocol"], one["state"], one["digest"] or "", one["purposes"]) for one in said
        ]


def pages(language: str = "nl") -> list[str]:
    found, number = [], 1
    while (page := feed.page_of(number, language=language, author="AgII", origin=ORIGIN)) is not None:
        found.append(feed.as_atom(page, absolute))
        number += 1
    return found


RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
# RFC 4151: an authority of DNS, a day, and what only this authority says.
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:[A-Za-z0-9%/_.~!$&'()*+,;=:@?-]+")
ONCE = ("id", "title", "updated")


def require_rfc_4287(text: str) -> ET.Element:
    """What RFC 4287 says an Atom document must be, in its sections 3 and 4, as far as ours uses it."""
    root = ET.fromstring(text)  # noqa: S314 - our own
    assert root.tag == f"{ATOM}feed"
    for holder in (root, *root.findall(f"{ATOM}entry")):
        for name in ONCE:
            (one,) = holder.findall(f"{ATOM}{name}")
            assert one.text and one.text.strip()
        assert TAG.fullmatch(holder.findtext(f"{ATOM}id", ""))
        for moment in [*holder.findall(f"{ATOM}updated"), *holder.findall(f"{ATOM}published")]:
            assert RFC_3339.fullmatch(moment.text or "")
        kinds = [
            (link.get("rel", "alternate"), link.get("type"), link.get("hreflang"))
            for link in holder.findall(f"{ATOM}link")
        ]
        assert len(kinds) == len(set(kinds)) and all(link.get("href") for link in holder.findall(f"{ATOM}link"))
    # The author of the feed is that of each entry; each entry without content has an alternate.
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    for entry in root.findall(f"{ATOM}entry"):
        assert [link for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
    (own,) = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    assert own.get("type") == "application/atom+xml"
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    return root


class TestTheFeed:
    @pytest.mark.usefixtures("told")
    def test_is_atom_in_pages_that_hold_every_event_once_newest_first(self) -> None:
        documents = pages()
        assert len(documents) > 1
        roots = [require_rfc_4287(text) for text in documents]
        entries = [entry for root in roots for entry in root.findall(f"{ATOM}entry")]
        _, total = events.newest(1, 1)
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(ids) == len(set(ids)) == total
        moments = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated", "")) for entry in entries]
        assert moments == sorted(moments, reverse=True)
        assert len({root.findtext(f"{ATOM}id") for root in roots}) == 1
        for root in roots:
            own = [datetime.fromisoformat(one.findtext(f"{ATOM}updated", "")) for one in root.findall(f"{ATOM}entry")]
            assert datetime.fromisoformat(root.findtext(f"{ATOM}updated", "")) == max(own)

    @pytest.mark.usefixtures("told")
    def test_leads_from_page_to_page_as_rfc_5005_says(self) -> None:
        address, count = absolute("register-feed", language="nl"), len(pages())
        for number, text in enumerate(pages(), 1):
            links = {link.get("rel"): link.get("href") for link in ET.fromstring(text).findall(f"{ATOM}link")}  # noqa: S314

            def at(page: int) -> str:
                return address if page == 1 else f"{address}?page={page}"

            assert (links["self"], links["first"], links["last"]) == (at(number), at(1), at(count))
            assert links.get("previous") == (at(number - 1) if number > 1 else None)
            assert links.get("next") == (at(number + 1) if number < count else None)

    @pytest.mark.usefixtures("told")
    def test_a_news_reader_reads_it_in_both_languages_under_the_same_names(self) -> None:
        dutch, english = (feedparser.parse(pages(language)[0]) for language in ("nl", "en"))
        assert not dutch.bozo and not english.bozo
        assert (dutch.version, dutch.feed.language, english.feed.language) == ("atom10", "nl", "en")
        assert [one.id for one in dutch.entries] == [one.id for one in english.entries]
        newest = dutch.entries[0]
        assert newest.title == "Beersel: protocol geregistreerd"
        assert newest.summary.startswith("Versie 1 werd in het register opgenomen")
        assert "2020-11-01" in newest.summary
        assert newest.link == absolute("register-version", language="nl", code="AGII-23003", number=1)
        assert english.entries[0].title == "Beersel: protocol registered"
        assert dutch.feed.author == "AgII"

    @pytest.mark.usefixtures("told")
    def test_an_entry_stays_itself_wherever_the_portal_moves_to(self, settings_address: None) -> None:
        ids = [entry.id for text in pages() for entry in feedparser.parse(text).entries]
        assert all(one.startswith("tag:sluis.example,20") for one in ids)

    def test_without_events_it_is_a_feed_all_the_same(self, database: str) -> None:
        (text,) = pages()
        root = require_rfc_4287(text)
        assert root.findall(f"{ATOM}entry") == []


@pytest.fixture
def settings_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ADDRESS", "https://elders.example")
