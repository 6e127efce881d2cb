"""Differences: nothing that changed goes unsaid, nothing is said that did not change, and advice keeps its text."""

from __future__ import annotations

import copy
import itertools
import json
import random
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.domain.given import some_terms, terms
from tests.domain.test_terms import paths, written

from sluis.domain.catalogue import ARTICLES, FIELDS, PURPOSES
from sluis.domain.differences import (
    NOT_ADVISED_ON,
    WEIGHTY,
    Change,
    Difference,
    advised_digest,
    advised_part,
    differences,
    needs_new_advice,
    spoken,
)
from sluis.domain.terms import Article, Terms, as_json
from sluis.domain.words import Field, Purpose, Said, digest

Json = dict[str, Any]

some_json = some_terms.map(as_json)
# What a broken draft may hold at any place.
BROKEN: list[Any] = [
    None, True, False, 0, 1, -1, 1.5, float("nan"), 2**60, "", "x", "\ud800", "{nis}", [], ["x"], ["x", "x"],
    [None, {}], [{"purpose": "ceremony"}], [[]], {}, {"x": 1}, {"nl": {}},
]  # fmt: skip


def usual() -> Json:
    """The usual terms as JSON, with what they lack: a decision of the sender, and a second paragraph."""
    draft = copy.deepcopy(as_json(terms()))
    draft["clauses"]["quality"].append("Een tweede lid.")
    return draft


def canonical(value: Any) -> bytes:
    try:
        return rfc8785.dumps(value)
    except ValueError:
        return json.dumps(value, sort_keys=True).encode()


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def written_out(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def leaves(text: Json) -> dict[tuple[str, ...], list[str]]:
    """Every value at its path; a list is one value, except that purposes and advices go by their names."""
    found: dict[tuple[str, ...], list[str]] = {}

    def walk(value: Any, here: tuple[str, ...]) -> None:
        key = "purpose" if here == ("purposes",) else "side" if here == ("advices",) else None
        if isinstance(value, dict) and value:
            for name, inner in value.items():
                walk(inner, (*here, name))
        elif isinstance(value, list) and value and key is not None:
            for item in value:
                name = item.get(key) if isinstance(item, dict) else None
                # What has no name is a value of the list.
                if isinstance(name, str):
                    walk(item, (*here, name))
                else:
                    found.setdefault(here, []).append(written_out(item))
        else:
            found.setdefault(here, []).append(written_out(value))

    walk(text, ())
    return found


def changed_leaves(before: Json, after: Json) -> set[tuple[str, ...]]:
    was, now = leaves(before), leaves(after)
    return {path for path in was.keys() | now.keys() if was.get(path) != now.get(path)}


def touch(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def check(before: Json, after: Json) -> tuple[Difference, ...]:
    """All that must hold of any two texts."""
    said = differences(before, after)
    assert bool(said) == (canonical(before) != canonical(after))
    for difference in said:
        for sentence in (difference.said.nl, difference.said.en):
            assert sentence.strip().endswith(".")
            assert not sentence[0].islower()
            assert sentence.isprintable() or "\n" in sentence
            sentence.encode()
        assert difference.said.nl != difference.said.en
    changed = changed_leaves(before, after)
    for path in changed:
        assert any(touch(difference.path, path) for difference in said), path
    for difference in said:
        # Order alone is no leaf where the items go by their names.
        if difference.change is not Change.REORDERED:
            assert any(touch(difference.path, path) for path in changed), difference
    return said


def shuffled(value: Any, rng: random.Random) -> Any:
    """The same JSON with its names in another order."""
    if isinstance(value, dict):
        names = list(value)
        rng.shuffle(names)
        return {name: shuffled(value[name], rng) for name in names}
    return [shuffled(part, rng) for part in value] if isinstance(value, list) else value


def mutations(text: Json) -> Iterator[tuple[str, Json]]:
    """One change at every place: left out, replaced by each broken value, or with something added."""
    for path in paths(text):
        where = written(path)
        for kind, wrong in [("delete", None), *(("replace", value) for value in BROKEN)]:
            changed = copy.deepcopy(text)
            holder = at(changed, path[:-1])
            if kind == "delete":
                del holder[path[-1]]
            else:
                holder[path[-1]] = copy.deepcopy(wrong)
            yield f"{kind} {where} {wrong!r}", changed
        value = at(text, path)
        if isinstance(value, dict):
            changed = copy.deepcopy(text)
            at(changed, path)["extra"] = None
            yield f"add {where}", changed
        if isinstance(value, list):
            for extra in ("iets nieuws", None, value[0] if value else 1):
                for place in (0, len(value)):
                    changed = copy.deepcopy(text)
                    at(changed, path).insert(place, copy.deepcopy(extra))
                    yield f"add {where}[{place}] {extra!r}", changed
    yield "add extra", {**copy.deepcopy(text), "extra": {"a": 1}}


MUTATIONS = list(mutations(usual()))


@given(some_json, some_json)
@settings(deadline=None, max_examples=100)
def test_nothing_that_differs_between_two_texts_goes_unsaid(before: Json, after: Json) -> None:
    check(before, after)


def test_nothing_goes_unsaid_of_one_change_anywhere_either_way() -> None:
    assert len(MUTATIONS) > 1500
    before = usual()
    for number, (what, after) in enumerate(MUTATIONS):
        try:
            check(before, after)
            # The way back is held against every third: it goes over the same ground.
            if number % 3 == 0:
                check(after, before)
        except Exception as error:
            raise AssertionError(what) from error


def test_absent_null_and_the_kinds_of_empty_are_all_told_apart() -> None:
    nothings: list[Any] = [..., None, [], {}, ""]
    containers = [path for path in paths(usual()) if isinstance(at(usual(), path), dict | list)]
    assert len(containers) > 15
    for path in containers:
        if isinstance(path[-1], str):
            drafts = [with_part(path, nothing) for nothing in nothings]
            for before, after in itertools.permutations(drafts, 2):
                assert check(before, after), path


def test_of_the_same_text_nothing_is_said_however_broken() -> None:
    for _, after in MUTATIONS[::5]:
        assert differences(after, copy.deepcopy(after)) == ()


def test_two_changes_at_one_place_are_told_apart() -> None:
    """So a sentence holds what is new, and not only that something is."""
    before = usual()
    said: dict[tuple[Difference, ...], tuple[str, bytes]] = {}
    for what, after in MUTATIONS:
        # Where in a list an item was put in is the one thing that is not said, save in prose, where it counts.
        if what.startswith("add") and "[0]" in what.rpartition(" ")[0] and "clauses" not in what:
            continue
        earlier, text = said.setdefault(differences(before, after), (what, canonical(after)))
        assert text == canonical(after), (what, earlier)


@given(some_json, st.data())
@settings(deadline=None, max_examples=80)
def test_nothing_goes_unsaid_of_several_changes_in_any_text(before: Json, data: st.DataObject) -> None:
    after = copy.deepcopy(before)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(paths(after))))
        holder = at(after, path[:-1])
        if data.draw(st.booleans()):
            del holder[path[-1]]
        else:
            holder[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(BROKEN)))
    check(before, after)


@given(some_json, some_json, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_the_order_of_names_makes_no_difference(before: Json, after: Json, rng: Any) -> None:
    assert differences(before, shuffled(before, rng)) == ()
    assert differences(shuffled(before, rng), shuffled(after, rng)) == differences(before, after)


def test_an_empty_draft_and_a_draft_of_anything_can_be_compared() -> None:
    assert differences({}, {}) == ()
    filled = check({}, usual())
    assert {difference.path[0] for difference in filled} == set(usual())
    check(usual(), {})
    for wrong in BROKEN:
        check(usual(), dict.fromkeys(usual(), wrong))
        check(dict.fromkeys(usual(), wrong), usual())


@given(some_json, st.data())
@settings(deadline=None, max_examples=40)
def test_every_list_in_another_order_is_said_to_be_so(before: Json, data: st.DataObject) -> None:
    long_lists = [path for path in paths(before) if isinstance(at(before, path), list) and len(at(before, path)) > 1]
    assume(long_lists)
    path = data.draw(st.sampled_from(long_lists))
    after = copy.deepcopy(before)
    at(after, path).reverse()
    said = check(before, after)
    if path[0] != "clauses":
        assert [difference.change for difference in said] == [Change.REORDERED]
        assert needs_new_advice(before, after) == ()


def change(**parts: Any) -> Json:
    """The usual terms with these parts of the ceremony, or of the whole text, put differently."""
    text = usual()
    for name, value in parts.items():
        holder = text["purposes"][0] if name in text["purposes"][0] else text
        if value is ...:
            del holder[name]
        else:
            holder[name] = value
    return text


def with_part(path: tuple[str | int, ...], value: Any) -> Json:
    text = usual()
    if value is ...:
        del at(text, path[:-1])[path[-1]]
    else:
        at(text, path[:-1])[path[-1]] = value
    return text


CEREMONY = "inburgeringsceremonie"
POPULATION = {"contract": None, "attest": True, "periodBy": "attest"}
QUALITY = ["Bepaling over quality.", "Een tweede lid."]
SENTENCES: list[tuple[Json, list[tuple[str, str, str]]]] = [
    (
        change(fields=["insz", "surname", "first_name", "attest", "contract"]),
        [
            (
                "purposes.ceremony.fields",
                f"Gegeven {FIELDS[Field.CONTRACT].nl} toegevoegd aan doeleinde {CEREMONY}.",
                f"Field {FIELDS[Field.CONTRACT].en} added to purpose integration ceremony.",
            )
        ],
    ),
    (
        change(fields=["insz", "surname", "attest"]),
        [
            (
                "purposes.ceremony.fields",
                f"Gegeven voornaam geschrapt uit doeleinde {CEREMONY}.",
                "Field first name removed from purpose integration ceremony.",
            )
        ],
    ),
    (
        change(retentionDays=1),
        [
            (
                "purposes.ceremony.retentionDays",
                f"Bewaartermijn van doeleinde {CEREMONY} gewijzigd van 90 naar 1 dag.",
                "Retention of purpose integration ceremony changed from 90 to 1 day.",
            )
        ],
    ),
    (
        change(retentionDays=...),
        [
            (
                "purposes.ceremony.retentionDays",
                f"Bewaartermijn van doeleinde {CEREMONY} gewijzigd van 90 dagen naar niet ingevuld.",
                "Retention of purpose integration ceremony changed from 90 days to not filled in.",
            )
        ],
    ),
    (
        change(services=["Dienst Sociale Zaken", "Onthaalbalie"]),
        [
            (
                "purposes.ceremony.services",
                f"Dienst “Onthaalbalie” toegevoegd aan doeleinde {CEREMONY}.",
                "Service “Onthaalbalie” added to purpose integration ceremony.",
            )
        ],
    ),
    (
        change(services=["Dienst Sociale Zaken", "Dienst Sociale Zaken"]),
        [
            (
                "purposes.ceremony.services",
                f"Dienst “Dienst Sociale Zaken” toegevoegd aan doeleinde {CEREMONY} (stond er al).",
                "Service “Dienst Sociale Zaken” added to purpose integration ceremony (it stood there already).",
            )
        ],
    ),
    (
        change(population={"contract": True, "attest": True, "periodBy": None}),
        [
            (
                "purposes.ceremony.population",
                f"Betrokken groep van doeleinde {CEREMONY} gewijzigd van wie een attest van inburgering behaalde; "
                "selectie op de periode van behalen van het attest is mogelijk naar wie een inburgeringscontract "
                "ondertekende en een attest van inburgering behaalde; selectie op een periode is niet mogelijk.",
                "Population of purpose integration ceremony changed from who obtained a certificate of integration; "
                "selection by the period in which the certificate was obtained is possible to who signed an "
                "integration contract and obtained a certificate of integration; selection by a period is not "
                "possible.",
            )
        ],
    ),
    (
        change(minimumDaysBetween=30),
        [
            (
                "purposes.ceremony.minimumDaysBetween",
                f"Kortste tijd tussen twee mededelingen van doeleinde {CEREMONY} gewijzigd van 7 naar 30 dagen.",
                "Shortest time between two communications of purpose integration ceremony changed from 7 to 30 days.",
            )
        ],
    ),
    (
        change(rowLimit=5000),
        [
            (
                "rowLimit",
                "Hoogste aantal personen per mededeling gewijzigd van 100 naar 5.000 personen.",
                "Row limit of a communication changed from 100 to 5,000 people.",
            )
        ],
    ),
    (
        change(rowLimit="veel"),
        [
            (
                "rowLimit",
                'Hoogste aantal personen per mededeling gewijzigd van 100 personen naar "veel".',
                'Row limit of a communication changed from 100 people to "veel".',
            )
        ],
    ),
    (
        change(territory=["23002"]),
        [
            (
                "territory",
                "NIS-code 23003 geschrapt uit het grondgebied.",
                "NIS code 23003 removed from the territory.",
            ),
            ("territory", "NIS-code 23002 toegevoegd aan het grondgebied.", "NIS code 23002 added to the territory."),
        ],
    ),
    (
        change(start="2026-02-01", end=None, noticeMonths=1, breachNoticeHours=48),
        [
            (
                "breachNoticeHours",
                "Termijn om een inbreuk te melden gewijzigd van 24 naar 48 uur.",
                "Time to report a breach changed from 24 to 48 hours.",
            ),
            (
                "start",
                "Begindatum gewijzigd van 1 januari 2026 naar 1 februari 2026.",
                "Start date changed from 2026-01-01 to 2026-02-01.",
            ),
            (
                "end",
                "Einddatum gewijzigd van 31 december 2026 naar zonder einddatum.",
                "End date changed from 2026-12-31 to no fixed end.",
            ),
            (
                "noticeMonths",
                "Opzeggingstermijn gewijzigd van 3 naar 1 maand.",
                "Notice period changed from 3 to 1 month.",
            ),
        ],
    ),
    (
        change(security=["Versleuteling van elke zending", "Toegang met twee factoren"]),
        [
            (
                "security",
                "Beveiligingsmaatregel anders verwoord: van “Versleuteling van de zending” naar “Versleuteling van "
                "elke zending”.",
                "Security measure reworded from “Versleuteling van de zending” to “Versleuteling van elke zending”.",
            ),
            (
                "security",
                "Beveiligingsmaatregel “Toegang met twee factoren” toegevoegd.",
                "Security measure “Toegang met twee factoren” added.",
            ),
        ],
    ),
    (
        with_part(("clauses", "quality"), [*QUALITY, "Een derde lid."]),
        [
            (
                "clauses.quality",
                "Artikel 8 (kwaliteit van de gegevens), lid 3, toegevoegd: “Een derde lid.”.",
                "Article 8 (quality of the data), paragraph 3, added: “Een derde lid.”.",
            )
        ],
    ),
    (
        with_part(("clauses", "quality"), ["Het nieuwe lid.", QUALITY[1]]),
        [
            (
                "clauses.quality",
                "Artikel 8 (kwaliteit van de gegevens), lid 1, gewijzigd van “Bepaling over quality.” naar “Het "
                "nieuwe lid.”.",
                "Article 8 (quality of the data), paragraph 1, changed from “Bepaling over quality.” to “Het nieuwe "
                "lid.”.",
            )
        ],
    ),
    (
        with_part(("clauses", "quality"), QUALITY[1:]),
        [
            (
                "clauses.quality",
                "Artikel 8 (kwaliteit van de gegevens), lid 1, geschrapt: “Bepaling over quality.”.",
                "Article 8 (quality of the data), paragraph 1, removed: “Bepaling over quality.”.",
            )
        ],
    ),
    (
        with_part(("recipient", "decision"), None),
        [
            (
                "recipient.decision",
                "Beslissing van de gemeente gewijzigd van “college van burgemeester en schepenen”, op 24 november "
                "2025, met kenmerk “CBS/2025/417” naar leeg.",
                "Decision of the municipality changed from “college van burgemeester en schepenen”, on 2025-11-24, "
                "with reference “CBS/2025/417” to empty.",
            )
        ],
    ),
    (
        with_part(("recipient", "representatives"), ["De burgemeester", "De algemeen directeur", "De schepen"]),
        [
            (
                "recipient.representatives",
                "Vertegenwoordiger “De schepen” toegevoegd aan de gemeente.",
                "Representative “De schepen” added to the municipality.",
            )
        ],
    ),
    (
        with_part(("sender", "name"), "AgII"),
        [
            (
                "sender.name",
                "Naam van het agentschap gewijzigd van “Agentschap Integratie en Inburgering” naar “AgII”.",
                "Name of the agency changed from “Agentschap Integratie en Inburgering” to “AgII”.",
            )
        ],
    ),
    (
        with_part(("advices", 0, "outcome"), "conditional"),
        [
            (
                "advices.sender.outcome",
                "Uitkomst van het advies van het agentschap gewijzigd van positief naar positief onder voorwaarden.",
                "Outcome of the advice of the agency changed from positive to positive with conditions.",
            )
        ],
    ),
    (
        change(model="2026-1"),
        [
            (
                "model",
                "Modeltekst gewijzigd van “2025-1” naar “2026-1”.",
                "Model text changed from “2025-1” to “2026-1”.",
            )
        ],
    ),
]


@pytest.mark.parametrize(("after", "expected"), SENTENCES, ids=[said[0][0] for _, said in SENTENCES])
def test_this_change_is_said_in_these_words(after: Json, expected: list[tuple[str, str, str]]) -> None:
    said = check(usual(), after)
    assert [(difference.place, difference.said.nl, difference.said.en) for difference in said] == expected


def test_a_purpose_that_comes_is_one_sentence_with_all_that_is_agreed_for_it() -> None:
    more = usual()
    more["purposes"].append({**more["purposes"][0], "purpose": "network", "fields": ["surname"]})
    (said,) = check(usual(), more)
    assert (said.place, said.change, said.weighty) == ("purposes.network", Change.ADDED, True)
    name = PURPOSES[Purpose.NETWORK]
    assert said.said.nl.startswith(
        f"Doeleinde {name.nl} toegevoegd, met gegevens: naam; betrokken groep: wie een attest"
    )
    assert said.said.en.startswith(f"Purpose {name.en} added, with fields: surname; population: who obtained")
    for part in ("bewaartermijn: 90 dagen", "diensten: “Dienst Sociale Zaken”", "reden van de bewaartermijn: “Tot na"):
        assert part in said.said.nl
    (said,) = check(more, usual())
    assert (said.place, said.change, said.weighty) == ("purposes.network", Change.REMOVED, True)
    assert said.said.nl.startswith(f"Doeleinde {name.nl} geschrapt, met gegevens: naam;")


def test_whether_something_came_went_or_changed_is_told() -> None:
    def happened(before: Json, after: Json) -> list[Change]:
        return [said.change for said in check(before, after)]

    for nothing in (change(retentionDays=...), change(retentionDays=None)):
        assert happened(usual(), nothing) == [Change.REMOVED]
        assert happened(nothing, usual()) == [Change.ADDED]
    assert happened(change(retentionDays=...), change(retentionDays=None)) == [Change.CHANGED]
    assert happened(usual(), change(retentionDays=60)) == [Change.CHANGED]
    # No end and no reason are something that is agreed.
    assert happened(usual(), change(end=None)) == happened(change(end=None), usual()) == [Change.CHANGED]
    fewer, more = with_part(("clauses", "quality"), QUALITY[:1]), with_part(("clauses", "quality"), [*QUALITY, "Drie."])
    assert happened(usual(), fewer) == [Change.REMOVED]
    assert happened(usual(), more) == [Change.ADDED]
    assert happened(usual(), change(security=["iets heel anders"])) == [Change.REMOVED, Change.ADDED]
    assert happened(usual(), change(security=[])) == [Change.REMOVED]
    assert happened(usual(), change(security=None)) == [Change.REMOVED]


@pytest.mark.parametrize("nothing", [..., None], ids=["absent", "null"])
def test_what_is_filled_in_for_the_first_time_is_said_part_by_part(nothing: Any) -> None:
    def said(*path: str) -> list[str]:
        return [one.said.en for one in check(with_part(path, nothing), usual())]

    assert said("security") == ["Security measure “Versleuteling van de zending” added."]
    assert said("clauses", "law") == [
        "Article 11 (applicable law and disputes), paragraph 1, added: “Bepaling over law.”."
    ]
    assert len(said("purposes")) == len(said("advices")) == 2
    assert said("sender")[:2] == [
        "Name of the agency filled in: “Agentschap Integratie en Inburgering”.",
        "Enterprise number of the agency filled in: “0543307391”.",
    ]
    assert said("rowLimit") == ["Row limit of a communication filled in: 100 people."]


def test_of_what_stood_twice_and_now_once_it_is_said_that_it_still_stands() -> None:
    (said,) = check(change(services=["Onthaal", "Onthaal"]), change(services=["Onthaal"]))
    assert said.said == Said(
        f"Dienst “Onthaal” geschrapt uit doeleinde {CEREMONY} (staat er nog).",
        "Service “Onthaal” removed from purpose integration ceremony (it still stands there).",
    )


def test_what_is_not_of_its_kind_is_shown_as_it_is_written() -> None:
    def said(before: Json, after: Json) -> str:
        (one,) = check(before, after)
        return one.said.en

    assert said(usual(), change(start="20260101")) == 'Start date changed from 2026-01-01 to "20260101".'
    assert said(usual(), change(version=True)) == "Version number changed from 1 to true."
    assert said(usual(), change(territory=["23003", "x"])) == 'NIS code "x" added to the territory.'
    nested = {"b": 1, "a": {"d": 1, "c": 1}}
    assert said(usual(), change(model=nested)).endswith('to {"a": {"c": 1, "d": 1}, "b": 1}.')
    for path in (("purposes", 0, "population"), ("recipient", "decision")):
        (one,) = check(usual(), with_part((*path, "extra"), 1))
        assert one.path[-1] == "extra"
        assert one.said.en.startswith('Unknown part "extra" of ')
    # A form may hold what is no JSON at all.
    (one,) = differences(usual(), change(start=date(2026, 1, 1)))
    assert "datetime.date(2026, 1, 1)" in one.said.en


def test_what_is_no_number_is_shown_whole() -> None:
    (said,) = check(change(rowLimit="heel veel"), usual())
    assert said.said.nl == 'Hoogste aantal personen per mededeling gewijzigd van "heel veel" naar 100 personen.'


def test_only_a_text_that_resembles_another_is_that_text_in_other_words() -> None:
    before = change(security=["Versleuteling van de zending", "Logboek"])
    after = change(security=["Wachtwoorden", "Versleuteling van alle zendingen"])
    assert [(said.change, said.said.en) for said in check(before, after)] == [
        (
            Change.CHANGED,
            "Security measure reworded from “Versleuteling van de zending” to “Versleuteling van alle zendingen”.",
        ),
        (Change.REMOVED, "Security measure “Logboek” removed."),
        (Change.ADDED, "Security measure “Wachtwoorden” added."),
    ]
    both = change(security=["Versleuteling van de zending", "Toegang met twee factoren"])
    reworded = change(security=["Versleuteling van elke zending", "Toegang met drie factoren"])
    assert [said.change for said in check(both, reworded)] == [Change.CHANGED, Change.CHANGED]
    long = "De gemeente bewaart wat zij ontvangt op een server in de Europese Unie, versleuteld en achter een slot. "
    before, after = change(security=[long * 4]), change(security=["Vanaf nu geldt: " + long * 4])
    assert [said.change for said in check(before, after)] == [Change.CHANGED]
    # A service is a name: one that resembles another is another.
    two = [said.change for said in check(usual(), change(services=["Dienst Sociale Zaak"]))]
    assert two == [Change.REMOVED, Change.ADDED]


def test_an_advice_or_a_decision_that_comes_is_one_sentence() -> None:
    draft = with_part(("recipient", "decision"), None)
    draft["advices"] = draft["advices"][:1]
    said = check(draft, usual())
    assert [(one.place, one.change, one.said.nl) for one in said] == [
        (
            "recipient.decision",
            Change.ADDED,
            "Beslissing van de gemeente ingevuld: “college van burgemeester en schepenen”, op 24 november 2025, "
            "met kenmerk “CBS/2025/417”.",
        ),
        (
            "advices.recipient",
            Change.ADDED,
            "Advies van de gemeente toegevoegd, met uitkomst: negatief; datum: 7 oktober 2025; "
            "reden om ervan af te wijken: “De gemeente wacht niet langer.”.",
        ),
    ]
    assert needs_new_advice(draft, usual()) == ()


def test_purposes_go_by_name_and_not_by_place() -> None:
    after = usual()
    after["purposes"].reverse()
    after["purposes"][1]["retentionDays"] = 60
    assert [(said.place, said.change) for said in check(usual(), after)] == [
        ("purposes.ceremony.retentionDays", Change.CHANGED),
        ("purposes", Change.REORDERED),
    ]


def test_a_purpose_named_twice_and_one_without_a_name_are_still_compared() -> None:
    twice = usual()
    twice["purposes"].append({**twice["purposes"][0], "retentionDays": 1})
    assert [said.place for said in check(usual(), twice)] == ["purposes.ceremony"]
    nameless = with_part(("purposes", 1, "purpose"), 7)
    assert [said.place for said in check(usual(), nameless)] == ["purposes.buddy", "purposes"]
    assert "Doeleinde zonder naam toegevoegd" in check(usual(), nameless)[1].said.nl
    unknown = with_part(("purposes", 1, "purpose"), "marketing")
    assert 'Doeleinde "marketing" toegevoegd' in check(usual(), unknown)[1].said.nl


def test_braces_in_a_text_are_shown_as_they_stand() -> None:
    (said,) = check(usual(), change(supervisor="{nis} {0} {"))
    assert "“{nis} {0} {”" in said.said.nl
    assert "“{nis} {0} {”" in said.said.en


@given(some_json, some_json)
@settings(deadline=None, max_examples=40)
def test_no_place_in_a_sentence_is_left_unfilled(before: Json, after: Json) -> None:
    for difference in differences(before, after):
        assert not set("{}") & set(difference.said.nl + difference.said.en)


# Every part of the terms and whether a change of it asks for new advice. Written down a second time, by what is there.
ASKS_ADVICE = {
    "purposes": True, "purposes[].purpose": True, "purposes[].fields": True, "purposes[].population": True,
    "purposes[].population.contract": True, "purposes[].population.attest": True,
    "purposes[].population.periodBy": True, "purposes[].retentionDays": True, "purposes[].services": True,
    "purposes[].minimumDaysBetween": True, "purposes[].justification": False, "purposes[].proportionality": False,
    "purposes[].retentionReason": False, "groundsForCommunication": True, "groundsForCollection": True,
    "territory": True, "rowLimit": True, "security": True, "breachNoticeHours": True, "start": True, "end": True,
    "noticeMonths": True, "clauses": True, "clauses.subject": False, "clauses.quality": False, "clauses.law": False,
    "clauses.sanctions": True, "clauses.duties": True, "sender": True, "sender.kbo": True, "sender.nis": True,
    "sender.decision": True, "recipient": True, "recipient.kbo": True, "recipient.nis": True, "sender.name": False,
    "sender.representatives": False, "sender.dpo": False, "recipient.name": False, "recipient.representatives": False,
    "recipient.dpo": False, "recipient.decision": False, "recipient.decision.body": False,
    "recipient.decision.on": False, "recipient.decision.reference": False, "supervisor": False, "format": True,
    "protocol": False, "version": False, "model": False, "advices": False, "advices[].side": False,
    "advices[].outcome": False, "advices[].on": False, "advices[].reason": False, "follows": False,
}  # fmt: skip


def unnumbered(path: tuple[str | int, ...]) -> str:
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in path)[1:]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=written(path))
        for path in paths(usual())
        if isinstance(path[-1], str) and "proportionality" not in path[:-1]
    ],
)
def test_every_part_of_the_terms_is_known_to_ask_for_new_advice_or_not(path: tuple[str | int, ...]) -> None:
    weighty = ASKS_ADVICE[unnumbered(path)]
    for wrong in (["iets anders"], "iets anders", 77):
        after = with_part(path, wrong)
        assert bool(needs_new_advice(usual(), after)) is weighty
        assert bool(needs_new_advice(after, usual())) is weighty


def test_what_nobody_decided_on_asks_for_new_advice() -> None:
    for after in (
        {**usual(), "extra": 1},
        with_part(("purposes", 0, "extra"), 1),
        with_part(("recipient", "extra"), 1),
        with_part(("clauses", "smallPrint"), ["?"]),
    ):
        (said,) = needs_new_advice(usual(), after)
        assert said.path[-1] in ("extra", "smallPrint")
    # Several are told by name, in whatever order they stand.
    unknown = dict.fromkeys(["whereabouts", "income", "birth", "phone", "address", "language"], 1)
    told = [said.place for said in needs_new_advice(usual(), {**unknown, **usual()})]
    assert told == sorted(unknown)
    # A name chosen to look like a part that is only wording stays the name of a purpose.
    sly = usual()
    sly["purposes"].append({**sly["purposes"][0], "purpose": "x.justification"})
    assert needs_new_advice(usual(), sly)


def test_only_the_weighty_differences_are_given_and_all_of_them() -> None:
    after = change(retentionDays=60, justification="Anders.", rowLimit=10, model="2026-1")
    assert [said.place for said in needs_new_advice(usual(), after)] == ["purposes.ceremony.retentionDays", "rowLimit"]


def test_every_prefix_in_the_table_is_a_part_of_the_terms() -> None:
    known = {unnumbered(path).replace("[]", ".*") for path in paths(usual())}
    assert set(WEIGHTY) <= known


@given(some_json, some_json)
@settings(deadline=None, max_examples=40)
def test_new_advice_is_asked_of_differences_and_of_nothing_else(before: Json, after: Json) -> None:
    asked = needs_new_advice(before, after)
    said = differences(before, after)
    assert set(asked) <= set(said)
    assert all(difference.weighty for difference in asked)


LEFT_OUT = {".".join(path) for path in NOT_ADVISED_ON}


def test_what_is_left_out_of_advice_is_what_comes_after_it() -> None:
    assert sorted(LEFT_OUT) == [
        "advices", "follows", "recipient.decision", "recipient.representatives", "sender.representatives", "version",
    ]  # fmt: skip


@pytest.mark.parametrize("path", [pytest.param(path, id=written(path)) for path in paths(usual())])
def test_a_change_of_what_is_advised_on_shows_in_its_digest_and_no_other_does(path: tuple[str | int, ...]) -> None:
    left_out = any(written(path).startswith(place) for place in LEFT_OUT)
    before = advised_digest(usual())
    wrongs: list[Any] = ["iets anders", None, [], {}, 77, ...]
    for wrong in wrongs:
        after = usual()
        if wrong is ...:
            del at(after, path[:-1])[path[-1]]
        elif canonical(wrong) == canonical(at(after, path)):
            continue
        else:
            at(after, path[:-1])[path[-1]] = wrong
        assert (advised_digest(after) == before) is left_out, wrong


@given(some_json, st.data())
@settings(deadline=None, max_examples=80)
def test_the_advised_part_is_the_same_exactly_where_only_what_is_left_out_differs(
    before: Json, data: st.DataObject
) -> None:
    after = copy.deepcopy(before)
    path = data.draw(st.sampled_from(list(paths(after))))
    at(after, path[:-1])[path[-1]] = data.draw(st.sampled_from(["iets anders", [], {}, 77]))
    only_left_out = all(
        any(touch(difference.path, left) and len(left) <= len(difference.path) for left in NOT_ADVISED_ON)
        for difference in differences(before, after)
    )
    assert (advised_part(after) == advised_part(before)) is only_left_out


def test_the_advised_part_is_canonical_bytes_and_leaves_the_draft_as_it_is() -> None:
    draft = usual()
    part = advised_part(draft)
    assert draft == usual()
    assert rfc8785.dumps(json.loads(part)) == part
    assert advised_digest(draft) == digest(part)
    read = json.loads(part)
    assert set(usual()) - set(read) == {"advices", "version", "follows"}
    assert set(usual()["recipient"]) - set(read["recipient"]) == {"decision", "representatives"}
    assert set(usual()["sender"]) - set(read["sender"]) == {"representatives"}


def test_the_advised_part_of_a_draft_with_hardly_anything_in_it_can_be_taken() -> None:
    assert advised_part({}) == b"{}"
    assert advised_part({"recipient": "Beersel"}) == b'{"recipient":"Beersel"}'
    with pytest.raises(rfc8785.CanonicalizationError):
        advised_part({"rowLimit": float("nan")})


@given(some_terms, some_terms)
@settings(deadline=None, max_examples=40)
def test_two_parts_have_the_same_words_only_where_they_are_the_same(one: Terms, other: Terms) -> None:
    before, after = as_json(one), as_json(other)
    was, now = ({part.path: part.words for part in spoken(text)} for text in (before, after))
    said = {path for path in was.keys() | now.keys() if was.get(path) != now.get(path)}
    for path in changed_leaves(before, after):
        assert any(touch(path, place) for place in said), path
    for place in said:
        assert any(touch(path, place) for path in changed_leaves(before, after)), place


def test_every_part_is_spoken_in_the_order_of_the_text_under_a_name() -> None:
    parts = spoken(usual())
    assert list(dict.fromkeys(part.path[0] for part in parts)) == list(usual())
    assert len({part.path for part in parts}) == len(parts)
    for part in parts:
        assert part.name.nl[0].isupper() or part.name.nl.startswith("NIS")
        assert part.words.nl
        assert part.words.en
    assert [part.path for part in parts if part.whole] == [
        ("purposes", "ceremony"),
        ("purposes", "buddy"),
        ("advices", "sender"),
        ("advices", "recipient"),
    ]
    names: Mapping[tuple[str, ...], str] = {part.path: part.name.nl for part in parts}
    assert names["purposes", "buddy", "retentionDays"] == "Bewaartermijn van doeleinde buddyprojecten"
    assert names["clauses", "law"] == f"Artikel 11 ({ARTICLES[Article.LAW].nl})"
