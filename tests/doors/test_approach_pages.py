"""Whom to approach and what worked, at the desk: what the pages show, and what comes of what is clicked there."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from tests.doors.furnished import AALST, DILBEEK, PAJOTTEGEM, PEOPLE
from tests.doors.visitors import FoundForm, forms_on, visitor, words_of

from sluis.cli import clock
from sluis.outreach import approach
from sluis.outreach.effects import ENOUGH, effects, effects_on
from sluis.outreach.formats import COLUMNS
from sluis.outreach.models import Announcement, Campaign, FollowUp, Interest
from sluis.outreach.reasons import RULES, Reason
from sluis.parties.municipalities import municipalities
from sluis.web.outreach.approaching import PAGE_SIZE

GALMAARDEN = "23023"


@pytest.fixture
def an(furnished: Path) -> Client:
    """The manager of the agency."""
    return visitor("an", *PEOPLE["an"])


def read(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def shown_on(page: str) -> list[str]:
    """The municipalities on a page, from the first to the last."""
    return re.findall(r'<h2 id="nis-(\d{5})">', page)


def every(client: Client, query: str = "") -> list[str]:
    """The municipalities on all pages of a list."""
    found: list[str] = []
    for number in range(1, 20):
        page = shown_on(read(client, f"/nl/approach?page={number}{query}"))
        if found[-len(page) :] == page:
            break
        found += page
    return found


def card(page: str, nis: str) -> str:
    return page.split(f'<h2 id="nis-{nis}">')[1].split("</li>\n      <li class", 1)[0].split("<section", 1)[0]


def button(page: str, nis: str, what: str) -> FoundForm:
    """The form of one click at one municipality."""
    (found,) = [
        form
        for form in forms_on(page)
        if form.fields.get("what") == [what] and f"/approach/{nis}" in form.action
    ]  # fmt: skip
    return found


class TestTheList:
    def test_shows_every_reason_with_its_weight_its_numbers_and_where_to_check_it(self, an: Client) -> None:
        page = read(an, "/nl/approach")
        found = approach.candidates("agii", clock.today())
        assert shown_on(page) == [one.municipality.nis for one in found][:PAGE_SIZE]
        for one in found[:PAGE_SIZE]:
            text, seen = unescape(card(page, one.municipality.nis)), words_of(card(page, one.municipality.nis))
            assert f"gewicht {one.points}" in seen
            for why in one.whys:
                assert f"({why.weight}): {why.said.nl}" in seen
                assert all(f'href="/nl/protocols/{link.code}"' in text for link in why.protocols)
        dilbeek = words_of(card(page, DILBEEK))
        assert "Er is een stap beloofd die 6 dagen geleden gezet moest zijn." in dilbeek
        assert "Nog te doen na de fusie: 5 taken." in words_of(card(page, PAJOTTEGEM))
        english = words_of(card(read(an, "/en/approach"), DILBEEK))
        assert "A step was promised that should have been made 6 days ago." in english

    def test_says_how_it_is_made_with_every_weight(self, an: Client) -> None:
        for language in ("nl", "en"):
            seen = words_of(read(an, f"/{language}/approach").split('<h2 id="rules">')[1])
            places = []
            for rule in RULES.values():
                name, when = (rule.name.nl, rule.when.nl) if language == "nl" else (rule.name.en, rule.when.en)
                line = f"{name[0].upper()}{name[1:]} {rule.weight} {when}"
                assert line in seen
                places.append(seen.index(line))
            assert places == sorted(places)

    def test_has_everybody_with_a_reason_once_on_its_pages(self, an: Client) -> None:
        found = [one.municipality.nis for one in approach.candidates("agii", clock.today())]
        assert every(an) == found
        assert len(found) > PAGE_SIZE

    @pytest.mark.parametrize("reason", [Reason.STEP_OVERDUE, Reason.DRAFT_STALLED, Reason.NEIGHBOURS])
    def test_is_narrowed_down_by_reason(self, an: Client, reason: Reason) -> None:
        found = [one for one in approach.candidates("agii", clock.today()) if reason in one.reasons]
        assert every(an, f"&reason={reason.value}") == [one.municipality.nis for one in found]
        assert found

    def test_is_narrowed_down_by_province_and_by_who_looks_after_it(self, an: Client) -> None:
        found = approach.candidates("agii", clock.today())
        limburg = [one.municipality.nis for one in found if one.municipality.province == "Limburg"]
        assert every(an, "&province=Limburg") == limburg
        FollowUp.objects.create(agency="agii", nis=limburg[3], assigned_to="an")
        assert every(an, "&who=me") == [limburg[3]]
        assert every(an, "&who=nobody&province=Limburg") == [nis for nis in limburg if nis != limburg[3]]
        assert "Kies iets uit de lijst." in read(an, "/nl/approach?reason=omdat")

    def test_a_validator_looks_and_is_offered_no_button(self, furnished: Path) -> None:
        bert = visitor("bert", *PEOPLE["bert"])
        page = read(bert, "/nl/approach")
        assert shown_on(page)
        assert [form for form in forms_on(page) if "what" in form.fields] == []
        assert [form for form in forms_on(read(bert, f"/nl/approach/{DILBEEK}")) if "what" in form.fields] == []


class TestWhatIsClicked:
    def test_done_leaves_the_list_and_can_be_taken_up_again(self, an: Client) -> None:
        form = button(read(an, "/nl/approach?reason=step_overdue"), DILBEEK, "done")
        answer = an.post(form.action, form.fields)
        # Back to the same list as one came from.
        assert answer.headers["Location"] == "/nl/approach?reason=step_overdue"
        assert "Dilbeek is afgewerkt." in words_of(read(an, "/nl/approach"))
        assert DILBEEK not in every(an)
        resting = read(an, "/nl/approach?shown=resting")
        assert shown_on(resting) == [DILBEEK]
        form = button(resting, DILBEEK, "again")
        an.post(form.action, form.fields)
        assert DILBEEK in every(an)

    def test_later_is_in_thirty_days_or_on_the_day_that_is_chosen(self, an: Client) -> None:
        form = button(read(an, "/nl/approach"), DILBEEK, "later")
        an.post(form.action, form.fields)
        assert FollowUp.objects.get(nis=DILBEEK).snoozed_until == clock.today() + timedelta(days=30)
        chosen = clock.today() + timedelta(days=100)
        form = _one(an, "later")
        an.post(form.action, form.filled(until=chosen.isoformat()))
        assert FollowUp.objects.get(nis=DILBEEK).snoozed_until == chosen

    @pytest.mark.parametrize(
        ("until", "said"),
        [("", "Vul dit in."), ("morgen", "Geef een dag"), ("2020-01-01", "Kies een dag na vandaag.")],
    )
    def test_a_wrong_day_is_said_and_changes_nothing(self, an: Client, until: str, said: str) -> None:
        form = _one(an, "later")
        answer = an.post(form.action, form.filled(until=until))
        assert answer.status_code == 409
        assert said in words_of(answer.content.decode())
        assert not FollowUp.objects.exists()

    def test_it_is_given_to_whoever_looks_after_it(self, an: Client) -> None:
        form = button(read(an, "/nl/approach"), DILBEEK, "give")
        an.post(form.action, form.fields)
        page = read(an, "/nl/approach")
        assert "Opgevolgd door An Voorbeeld." in words_of(card(page, DILBEEK))
        assert not [form for form in forms_on(page) if DILBEEK in form.action and form.fields.get("what") == ["give"]]
        form = _one(an, "give")
        assert form.fields["to"] == ["an"]
        # The validator has no role for it, and nobody else is there to choose.
        assert an.post(form.action, form.filled(to="bert")).status_code == 409
        an.post(form.action, form.filled(to=""))
        assert FollowUp.objects.get(nis=DILBEEK).assigned_to == ""

    def test_what_is_no_act_or_no_municipality_is_said(self, an: Client) -> None:
        answer = an.post(f"/nl/approach/{DILBEEK}", {"what": "forget"})
        assert answer.status_code == 400
        assert "er is niets veranderd" in words_of(answer.content.decode())
        for nis in (GALMAARDEN, "99999"):
            assert read(an, f"/nl/approach/{nis}", status=404)
        # Aalst was spoken to today: no reason, and so nothing to do.
        assert "geen reden" in words_of(read(an, f"/nl/approach/{AALST}"))
        answer = an.post(f"/nl/approach/{AALST}", {"what": "give", "to": "an"})
        assert answer.status_code == 409
        assert "staat niet op de lijst" in words_of(answer.content.decode())
        assert not FollowUp.objects.exists()

    def test_the_list_of_one_agency_is_not_that_of_another(self, an: Client) -> None:
        form = button(read(an, "/nl/approach"), DILBEEK, "done")
        an.post(form.action, form.fields)
        olga = visitor("olga", *PEOPLE["olga"])
        assert DILBEEK in every(olga)


def _one(client: Client, what: str) -> FoundForm:
    """A form of the page of Dilbeek."""
    found = forms_on(read(client, f"/nl/approach/{DILBEEK}"))
    (form,) = [form for form in found if form.fields.get("what") == [what] and len(form.fields) > 2 + (what == "done")]
    return form


def rows_of(page: str, heading: str) -> dict[str, list[str]]:
    """The rows of the table under a heading, by what each begins with."""
    table = page.split(f'<h2 id="{heading}">')[1].split("<tbody>")[1].split("</tbody>")[0]
    found = {}
    for row in table.split("</tr>"):
        cells = [words_of(cell) for cell in re.split(r"</t[dh]>", row)][:-1]
        if cells:
            found[cells[0]] = cells[1:]
    return found


def shows_interest(count: int, *, on_link: str = "vvsg-e-zine") -> None:
    link = Announcement.objects.get(channel=on_link)
    for place, one in enumerate(municipalities().on(clock.today())[40 : 40 + count]):
        Interest.objects.create(agency="agii", nis=one.nis, form=f"f{place}-{count}", at=clock.now(), announcement=link)


class TestWhatWorked:
    def test_the_table_is_what_came_of_each_channel(self, an: Client) -> None:
        found = effects(clock.today(), "agii")
        rows = rows_of(read(an, "/nl/effects"), "counts")
        assert len(rows) == len(found.by_channel) + 1
        for one in found.by_channel:
            name = one.channel.name.nl
            row = rows[name[0].upper() + name[1:]]
            reached = str(one.reached) if one.reached is not None else "niet bekend" if one.announcements else "-"
            counts = [one.contacted, one.interested, one.drafted, one.concluded]
            assert row[:-1] == [str(one.announcements), reached, *map(str, counts)]
        assert rows["E-zine van de VVSG"][-1] == "€ 450,00"
        assert rows["Website van de VVSG"][-1] == "niet bekend"
        assert rows["Contact tussen medewerkers"][-1] == "-"
        unknown = found.unknown
        assert rows["Niet bekend hoe ze kwamen"][3:6] == list(
            map(str, (unknown.interested, unknown.drafted, unknown.concluded))
        )

    def test_says_that_it_cannot_tell_where_cases_are_few(self, an: Client) -> None:
        shows_interest(ENOUGH - 2)
        for language, said in (("nl", "Dat kunnen we niet zeggen."), ("en", "We cannot tell.")):
            page = words_of(read(an, f"/{language}/effects"))
            assert said in page
            assert "%" not in page
            assert "mediaan" not in page
            assert "median" not in page
        shows_interest(ENOUGH)
        rows = rows_of(read(an, "/nl/effects"), "well")
        assert list(rows) == ["E-zine van de VVSG"]
        (share, _, draft, *_) = rows["E-zine van de VVSG"]
        assert (share, draft) == ("0%", "te weinig gevallen (0)")

    def test_a_campaign_and_a_period_narrow_it_down(self, an: Client) -> None:
        campaign = Campaign.objects.get().pk
        assert "Contact tussen medewerkers" not in rows_of(read(an, f"/nl/effects?campaign={campaign}"), "counts")
        assert "Nog niets" not in words_of(read(an, f"/nl/effects?campaign={campaign}"))
        page = words_of(read(an, "/nl/effects?first=2019-01-01&last=2019-12-31"))
        assert "Er is nog niets bekendgemaakt of genoteerd" in page

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("first=2026-02-01&last=2026-01-01", "Deze dag ligt voor de eerste dag."),
            ("first=gisteren", "Geef een dag"),
            ("campaign=999999", "Kies iets uit de lijst."),
        ],
    )
    def test_what_cannot_be_looked_at_is_said(self, an: Client, query: str, said: str) -> None:
        for address in ("/nl/effects", "/nl/effects/file"):
            assert said in words_of(read(an, f"{address}?{query}", status=400))

    def test_the_file_says_the_same(self, an: Client) -> None:
        shows_interest(ENOUGH)
        answer = an.get("/en/effects/file")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="channels-{clock.today()}.csv"'
        rows = list(csv.DictReader(answer.content.decode().splitlines()))
        found = effects_on(clock.today(), "agii")
        assert tuple(rows[0]) == COLUMNS
        assert [row["channel"] for row in rows] == [*(one.channel.code for one in found), ""]
        for row, one in zip(rows, found, strict=False):
            assert (int(row["interested"]), int(row["contacted"])) == (one.interested, one.contacted)
            assert row["reached"] == ("" if one.reached is None else str(one.reached))
            assert row["costCents"] == ("" if one.cost_cents is None else str(one.cost_cents))
            median = one.to_interest.median_days
            assert row["medianDaysToInterest"] == ("" if median is None else str(median))
        assert any(row["medianDaysToInterest"] for row in rows)
