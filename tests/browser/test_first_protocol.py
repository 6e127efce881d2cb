"""The first protocol of a municipality, by six people, each in a browser of their own in which no script runs.

1. An, who manages protocols at the agency, begins a text for Halle from the model.
2. Dina, who coordinates for Halle, fills in what is missing, until nothing is, and offers it for advice.
3. Carla and Eli, the data protection officers of both sides, advise.
4. Dina records what the college decided: its document, and who will sign.
5. Four people sign the PDF, each with a means of their own; An sends it in.
6. Both sides say where they publish the text, and that they saw it there.
7. An wrote on the text and cannot validate it; Bert did not, and does.
8. Ivo, integration officer of Halle, makes a key behind a passphrase and asks for the people to invite to a ceremony.
9. He opens the answer: the people of Halle with the attest, the columns that were agreed, and nobody and nothing else.
10. No address that any of them visited holds a person's number, and the ledger that came of it is whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from tests.browser.browser import Window, serving
from tests.browser.pages import choose_pdf, go_to_part, go_to_turn, in_menu, says
from tests.rooms.desk import NAMES, authority, kbo
from tests.stories.cast import HALLE, PEOPLE, House, insz, row

from sluis.adapters.certificates import issue, sign
from sluis.cli import clock
from sluis.config import installation
from sluis.domain.access import Role
from sluis.domain.capacities import Claimed
from sluis.domain.entry import INSZ_SHAPED
from sluis.ledger import actions as ledger
from sluis.ledger import queries as entries
from sluis.parties import people
from sluis.web.ways_in import DEMO

AGENCY = "OVO-AGII"
SIX = {
    "An": (AGENCY, Role.PROTOCOL_MANAGER),
    "Bert": (AGENCY, Role.VALIDATOR),
    "Carla": (AGENCY, Role.DPO),
    "Dina": (HALLE, Role.COORDINATOR),
    "Eli": (HALLE, Role.DPO),
    "Ivo": (HALLE, Role.INTEGRATION_OFFICER),
}
# Beside Halle's two of the cast: two more who may be invited, and one with the attest who is not there any more.
OF_HALLE = (
    *PEOPLE,
    row(10, HALLE, attest="2026-06-01"),
    row(11, HALLE, attest="2025-11-15"),
    row(12, HALLE, attest="2026-06-01", status="deceased"),
)
TO_BE_INVITED = (8, 10, 11)
PASSPHRASE = "vier gewone woorden samen"
MISSING = "Wat ontbreekt nog?"


@pytest.fixture
def house(database: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A demo's house, in which Halle has no protocol, the six are known and the test's authority is trusted."""
    made = House(tmp_path, OF_HALLE)
    installation.mark_as_demo()
    for code, party in ((AGENCY, "agency:agii"), (HALLE, f"nis:{HALLE}")):
        people.register_organisation(code=code, party=party, by="test", at=clock.now())
    for name, role in SIX.items():
        people.log_in(Claimed(DEMO, name, name.lower(), f"{name} Voorbeeld", [role]), at=clock.now())
    trusted = tmp_path / "trusted"
    trusted.mkdir()
    (trusted / "authority.pem").write_bytes(authority().certificate)
    monkeypatch.setenv("SLUIS_TRUST_ROOTS", str(trusted))
    return made


@dataclass
class Six:
    """The six people, each with a window of their own; and every address that any of them asked for."""

    address: str
    windows: Callable[..., Window]
    known: dict[str, Window] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)

    def at_home(self, name: str) -> Page:
        """The home page of one of them, who logs in on the page for that when they come for the first time."""
        if name not in self.known:
            self.known[name] = self.windows(self.address, java_script_enabled=False)
            self.known[name].page.on("request", lambda request: self.visited.append(request.url))
            page = self.known[name].go("/nl/login")
            page.get_by_role("button", name=f"{name} Voorbeeld").click()
        else:
            page = self.known[name].go("/nl/home")
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Dag {name} Voorbeeld")
        return page

    def takes_turn(self, name: str) -> Page:
        """One of them finds on the home page that Halle's protocol waits for them, and goes to where that is done."""
        page = self.at_home(name)
        go_to_turn(page, "Halle")
        return page

    def looks_at(self, name: str, part: str) -> Page:
        """One of them goes from the home page to a part of Halle's protocol."""
        page = self.at_home(name)
        go_to_part(page, "Halle", part)
        return page


@pytest.fixture
def six(house: House, windows: Callable[..., Window]) -> Iterator[Six]:
    with serving() as address:
        yield Six(address, windows)


def test_six_people_take_a_municipality_from_no_protocol_to_its_first_data(six: Six, house: House) -> None:
    an_begins_a_text_for_halle(six)
    dina_fills_in_what_is_missing_and_offers_it_for_advice(six)
    an_officer_advises(six, "Carla")
    an_officer_advises(six, "Eli")
    dina_records_the_decision(six)
    an_sends_in_what_four_people_signed(six, house.folder)
    a_side_publishes(six, "An", "Agentschap", "https://agency.example/protocols/23027")
    a_side_publishes(six, "Dina", "Halle", "https://halle.example/protocols/agii")
    an_cannot_validate_what_she_wrote(six)
    bert_validates(six)
    ivo_makes_a_key(six)
    ivo_asks_for_the_people_to_invite(six)
    ivo_opens_the_answer(six)
    nothing_is_wrong_with_the_last_page(six)
    no_script_was_fetched(six)
    no_address_names_a_person(six)
    the_ledger_is_whole(house)


def an_begins_a_text_for_halle(six: Six) -> None:
    page = six.at_home("An")
    in_menu(page, "Protocollen").click()
    page.get_by_role("link", name="Nieuw protocol").click()
    page.get_by_label("Met welke gemeente?").select_option(label=f"Halle ({HALLE})")
    page.get_by_role("radio", name="Eigen tekst").check()
    for purpose in ("oefenkansen Nederlands", "buddyprojecten", "onthaal", "participatie- en netwerktraject"):
        page.get_by_role("checkbox", name=purpose).uncheck()
    page.get_by_label("Welke dienst van de gemeente").fill("integratiedienst")
    page.get_by_label("Vanaf welke dag geldt het protocol?").fill(clock.today().isoformat())
    page.get_by_role("button", name="Beginnen").click()
    expect(page.get_by_role("status").first).to_contain_text("Het ontwerp is begonnen")


def dina_fills_in_what_is_missing_and_offers_it_for_advice(six: Six) -> None:
    page = six.takes_turn("Dina")
    left = page.get_by_role("region", name=MISSING)
    given = {
        "Ondernemingsnummer": kbo(HALLE),
        "Functionaris voor gegevensbescherming": "functionaris voor gegevensbescherming, privacy@halle.example",
    }
    for still, (label, value) in zip((2, 1), given.items(), strict=True):
        expect(left.get_by_text(f"Aantal: {still}")).to_be_visible()
        page.get_by_role("region", name="De gemeente").get_by_label(label).fill(value)
        page.get_by_role("button", name="Bewaren").click()
    expect(left).to_contain_text("Niets: de tekst is volledig.")
    page.get_by_role("link", name="Voorleggen voor advies").click()
    page.get_by_role("button", name="Voorleggen voor advies").click()
    says(page, "De tekst is voorgelegd voor advies.")


def an_officer_advises(six: Six, name: str) -> None:
    page = six.takes_turn(name)
    page.get_by_role("radio", name="Positief: ").check()
    page.get_by_label("Uw advies in woorden").fill("Nagekeken: niet meer gegevens dan nodig.")
    page.get_by_role("button", name="Advies geven").click()
    says(page, "Uw advies is vastgelegd.")


def dina_records_the_decision(six: Six) -> None:
    page = six.takes_turn("Dina")
    page.get_by_label("Datum van de beslissing").fill(clock.today().isoformat())
    page.get_by_label("Referentie van de beslissing").fill("CBS/2026/12")
    choose_pdf(page.get_by_label("Het besluit"), "besluit.pdf", b"%PDF-1.7 besluit")
    names = [name for side in NAMES.values() for name in side.values()]
    asked = page.get_by_label("Wie tekent als")
    expect(asked).to_have_count(len(names))
    for place, name in enumerate(names):
        asked.nth(place).fill(name)
    page.get_by_role("button", name="Beslissing vastleggen").click()
    says(page, "De beslissing is vastgelegd.")


def an_sends_in_what_four_people_signed(six: Six, folder: Path) -> None:
    page = six.looks_at("An", "Beslissing en handtekeningen")
    with page.expect_download() as download:
        page.get_by_role("link", name="Document om te ondertekenen (PDF)").click()
    assert download.value.suggested_filename == f"AGII-{HALLE}.pdf"
    download.value.save_as(folder / "to-sign.pdf")
    choose_pdf(page.get_by_label("Het ondertekende document"), "signed.pdf", signed_by_all(folder / "to-sign.pdf"))
    page.get_by_role("button", name="Ondertekend document insturen").click()
    says(page, "De handtekening is nagekeken en telt.")
    expect(page.get_by_role("row", name="elektronisch")).to_have_count(4)


def signed_by_all(document: Path) -> bytes:
    """The document with the signatures of all four, each made with a certificate of their own."""
    pdf, at = document.read_bytes(), clock.now()
    # Signing runs a loop of its own, which cannot be in the thread in which the browser's runs.
    with ThreadPoolExecutor(1) as elsewhere:
        for side in NAMES.values():
            for capacity, name in side.items():
                card = issue(authority(), name, "Testorganisatie", valid_from=at - timedelta(hours=1))
                place = partial(sign, capacity=capacity, reason="akkoord", location="hier", at=at)
                pdf = elsewhere.submit(place, pdf, card).result()
    return pdf


def a_side_publishes(six: Six, name: str, party: str, address: str) -> None:
    page = six.looks_at(name, "Bekendmaking")
    side = page.get_by_role("region", name=party)
    side.get_by_label("Adres van de pagina").fill(address)
    side.get_by_role("button", name="Adres bewaren").click()
    says(page, "Het adres is bewaard.")
    side.get_by_text("De pagina zelf bekijken").click()
    side.get_by_label("Ik zag deze digest op de pagina.").check()
    side.get_by_role("button", name="Bevestigen").click()
    says(page, "Vastgelegd dat de tekst gezien is.")
    expect(side.get_by_text("door iemand die keek")).to_be_visible()


def an_cannot_validate_what_she_wrote(six: Six) -> None:
    expect(six.at_home("An").get_by_role("region", name="Dit wacht op u")).to_contain_text("Niets.")
    page = six.looks_at("An", "Stand")
    page.get_by_text("Wat nu niet kan, en waarom").click()
    button = page.get_by_role("button", name="Valideren")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(
        re.compile(r"Wie aan de tekst schreef, kan hem niet valideren \(vier ogen\)\.")
    )


def bert_validates(six: Six) -> None:
    page = six.takes_turn("Bert")
    page.get_by_role("button", name="Valideren").click()
    says(page, "Het protocol is van kracht.")


def ivo_makes_a_key(six: Six) -> None:
    page = six.at_home("Ivo")
    in_menu(page, "Sleutels").click()
    page.get_by_role("link", name="Een sleutel maken").first.click()
    page.get_by_label("Wachtwoordzin").fill(PASSPHRASE)
    page.get_by_label("Dezelfde zin nog eens").fill(PASSPHRASE)
    page.get_by_role("button", name="Een sleutel maken").click()
    says(page, "De sleutel is gemaakt.")


def ivo_asks_for_the_people_to_invite(six: Six) -> None:
    page = six.at_home("Ivo")
    in_menu(page, "Gegevens vragen").click()
    # First what for; only what was agreed can be chosen.
    expect(page.get_by_role("link", name="Vraag gegevens")).to_have_count(1)
    page.get_by_role("link", name=re.compile("Vraag gegevens.*inburgeringsceremonie")).click()
    page.get_by_role("button", name="Vraag deze gegevens").click()
    says(page, "Uw aanvraag is behandeld.")


def ivo_opens_the_answer(six: Six) -> None:
    page = six.known["Ivo"].page
    page.get_by_role("link", name="De zending openen").click()
    page.get_by_label("Wachtwoordzin").fill(PASSPHRASE)
    page.get_by_role("button", name="Openen op deze bladzijde").first.click()
    table = page.get_by_role("table", name=f"{len(TO_BE_INVITED)} personen")
    expect(table).to_be_visible()
    columns = table.get_by_role("columnheader").all_inner_texts()
    assert [column.split(" (")[0] for column in columns] == [
        "Identificatienummer van de sociale zekerheid", "Naam", "Voornaam",
    ]  # fmt: skip
    cells = table.get_by_role("cell").all_inner_texts()
    rows = {tuple(cells[at : at + len(columns)]) for at in range(0, len(cells), len(columns))}
    assert rows == {(insz(number), f"Achternaam{number}", f"Voornaam{number}") for number in TO_BE_INVITED}
    assert len(cells) == len(columns) * len(TO_BE_INVITED)


def nothing_is_wrong_with_the_last_page(six: Six) -> None:
    last = six.known["Ivo"].page
    # What looks at a page is a script itself, so the page is shown once more, as it stands, where scripts run.
    shown = six.windows(six.address)
    shown.page.route(last.url, lambda route: route.fulfill(body=last.content(), content_type="text/html"))
    shown.page.goto(last.url)
    expect(shown.page.get_by_role("table", name="personen")).to_be_visible()
    assert shown.violations() == []


def no_script_was_fetched(six: Six) -> None:
    assert any(address.endswith(".css") for address in six.visited)
    assert [address for address in six.visited if address.endswith(".js")] == []


def no_address_names_a_person(six: Six) -> None:
    assert any("/deliveries/" in address for address in six.visited)
    assert [address for address in six.visited if INSZ_SHAPED.search(address)] == []
    assert not any(insz(number) in address for number in range(1, 13) for address in six.visited)


def the_ledger_is_whole(house: House) -> None:
    ledger.publish(origin=settings.LOG_ORIGIN, key=house.ledger_key, at=clock.now())
    assert entries.audit_of(settings.LOG_ORIGIN, house.ledger_key.public_key) == []
