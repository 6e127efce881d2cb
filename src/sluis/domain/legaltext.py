"""The legal text of a protocol in Dutch, made from its terms: one structure that every rendering reads.

All legal wording stands here or in the terms. A renderer sets the blocks and adds no sentence of law, so that the
document that is signed and the page that is published cannot say different things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sluis.domain.catalogue import (
    ARTICLES,
    FIELDS,
    OUTCOMES,
    PURPOSES,
    SIDES,
    counted,
    enumerated,
    in_words,
    long_day,
    number_of,
)
from sluis.domain.contactdata import has_contact, without_e_mail
from sluis.domain.terms import FORMAT, Advised, Agreed, Article, Outcome, Party, Side, Terms

LANGUAGE = "nl-BE"
ATTACHMENT = "terms.json"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 (a main part) or 3 (inside an article); `anchor` is unique and fit for an address."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of prose."""

    text: str


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list without an order."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LetteredList:
    """The recitals: A, B, C."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """Digests: for machines, to be set so that each can be told from the next, to the character."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A name with what holds for it. `published` stands in for `value` where the text is made public."""

    name: str
    value: str
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, such as the details of a party."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A real table: `rows` are as wide as `header`, and the first cell of a row is its heading."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place to sign: in which capacity, and by whom where that is known."""

    capacity: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Signatures:
    """The places to sign of one party."""

    party: str
    places: tuple[Place, ...]


Block = Heading | Paragraph | BulletList | LetteredList | Codes | Facts | Table | Signatures


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs for a party, in which capacity. A name is personal data: it enters the document, never the terms."""

    side: Side
    name: str
    capacity: str


@dataclass(frozen=True, slots=True)
class LegalText:
    """The whole text. `digest` is that of the terms it was made from, and no part of the wording.

    `note` says, above the text, in which way it is not the signed document; None where it is.
    """

    title: str
    protocol: str
    version: int
    digest: str
    blocks: tuple[Block, ...]
    note: str | None = None


def legal_text(terms: Terms, *, signatories: Sequence[Signatory] = ()) -> LegalText:
    """The protocol as a text that an outsider can read without anything beside it.

    Terms of a draft give a text too: it says what has still to be decided, advised or argued.

    Raises:
        ValueError: a signatory stands for the supervisor, who is no party.
    """
    if any(signatory.side is Side.SUPERVISOR for signatory in signatories):
        raise ValueError("The supervisory authority does not sign a protocol.")
    return LegalText(
        title=f"Protocol voor de elektronische mededeling van persoonsgegevens van {terms.sender.name} aan "
        f"{terms.recipient.name}",
        protocol=terms.protocol,
        version=terms.version,
        digest=terms.digest,
        blocks=(
            Facts(
                (
                    Fact("Protocol", terms.protocol),
                    Fact("Versie", str(terms.version)),
                    Fact("Modelprotocol", terms.model),
                )
            ),
            *_parties(terms),
            *_recitals(terms),
            *(block for article in Article for block in _article(terms, article)),
            *_closing(terms, signatories),
        ),
    )


def public(text: LegalText) -> LegalText:
    """The text as it is published: without names of signatories and without personal contact data.

    What is recognised as contact data is an e-mail address anywhere, and a telephone number with the data
    protection officer. A name that a party wrote into its terms is not recognised.
    """
    without_people = replace(text, blocks=tuple(_without_people(block) for block in text.blocks))
    return replace(
        reworded(without_people, without_e_mail),
        note="Dit is de bekendgemaakte tekst van het protocol. Handtekeningen, namen van ondertekenaars en "
        "persoonlijke contactgegevens zijn weggelaten; verder is de tekst die van het ondertekende document.",
    )


def reworded(text: LegalText, change: Callable[[str], str]) -> LegalText:
    """The text with `change` applied to every piece of wording. Digests, addresses and levels stay as they are."""
    return replace(
        text,
        title=change(text.title),
        protocol=change(text.protocol),
        blocks=tuple(reworded_block(block, change) for block in text.blocks),
        note=None if text.note is None else change(text.note),
    )


def reworded_block(block: Block, change: Callable[[str], str]) -> Block:
    """A block with `change` applied to every piece of its wording."""
    match block:
        case Heading() | Paragraph():
            return replace(block, text=change(block.text))
        case BulletList() | LetteredList():
            return replace(block, items=tuple(change(item) for item in block.items))
        case Codes():
            return block
        case Facts():
            return Facts(tuple(replace(fact, name=change(fact.name), value=change(fact.value)) for fact in block.facts))
        case Table():
            return Table(
                change(block.caption),
                tuple(change(cell) for cell in block.header),
                tuple(tuple(change(cell) for cell in row) for row in block.rows),
            )
        case Signatures():
            places = (Place(change(one.capacity), one.name and change(one.name)) for one in block.places)
            return Signatures(change(block.party), tuple(places))


# The parts before the articles


def _parties(terms: Terms) -> Iterator[Block]:
    yield Heading(2, "Partijen", "partijen")
    yield Paragraph("Dit protocol wordt gesloten tussen:")
    yield _party(terms.sender, Side.SENDER)
    yield Paragraph(f"hierna “{SIDES[Side.SENDER].nl}” genoemd, en")
    yield _party(terms.recipient, Side.RECIPIENT)
    yield Paragraph(f"hierna “{SIDES[Side.RECIPIENT].nl}” genoemd.")


def _party(party: Party, side: Side) -> Facts:
    facts = [
        Fact("Naam", party.name),
        Fact("Ondernemingsnummer (KBO)", f"{party.kbo[:4]}.{party.kbo[4:7]}.{party.kbo[7:]}"),
    ]
    if party.nis is not None:
        facts.append(Fact("NIS-code", party.nis))
    facts.append(Fact("Vertegenwoordigd door", enumerated(party.representatives)))
    if side is Side.RECIPIENT:
        decision = party.decision
        facts.append(
            Fact(
                "In uitvoering van",
                f"de beslissing van {_with_article(decision.body)} van {long_day(decision.on)}, "
                f"met kenmerk {decision.reference}"
                if decision
                else "een beslissing die nog moet worden genomen",
            )
        )
    facts.append(
        Fact("Functionaris voor gegevensbescherming", party.dpo, officer(side) if has_contact(party.dpo) else None)
    )
    return Facts(tuple(facts))


def officer(side: Side) -> str:
    """What a data protection officer is called where their contact data are left out."""
    return f"de functionaris voor gegevensbescherming van {SIDES[side].nl}"


def _recitals(terms: Terms) -> Iterator[Block]:
    yield Heading(2, "Aanhef", "aanhef")
    yield Paragraph("De partijen gaan uit van wat volgt:")
    recitals = [
        "Artikel 8, § 1, van het decreet van 18 juli 2008 betreffende het elektronische bestuurlijke "
        "gegevensverkeer bepaalt dat voor een elektronische mededeling van persoonsgegevens door een instantie aan een "
        "andere instantie een protocol wordt gesloten tussen de verwerkingsverantwoordelijken, en dat alle "
        "partijen het bekendmaken op hun website.",
        "De verwerking van persoonsgegevens is onderworpen aan Verordening (EU) 2016/679 van 27 april 2016, de "
        "algemene verordening gegevensbescherming (hierna “AVG”).",
    ]
    for side in (Side.SENDER, Side.RECIPIENT):
        there = [advised for advised in terms.advices if advised.side is side]
        who = f"De functionaris voor gegevensbescherming van {SIDES[side].nl}"
        recitals += [f"{who} {_advice(advised)}" for advised in there]
        if not there:
            recitals.append(f"{who} heeft over deze tekst nog geen advies gegeven.")
    recitals += [
        f"De toezichthoudende autoriteit {_advice(advised)}"
        for advised in terms.advices
        if advised.side is Side.SUPERVISOR
    ]
    if terms.follows:
        texts = "de volgende tekst" if len(terms.follows) == 1 else "de volgende teksten"
        recitals.append(
            f"Vanaf de inwerkingtreding komt dit protocol in de plaats van {texts}, aangeduid met de digest (SHA-256) "
            "van de bepalingen:"
        )
    yield LetteredList(tuple(recitals))
    if terms.follows:
        yield Codes(terms.follows)


def _advice(advised: Advised) -> str:
    kind, _, conditions = OUTCOMES[advised.outcome].nl.partition(" ")
    advice = f"{kind} advies {conditions}".strip()
    said = f"bracht op {long_day(advised.on)} een {advice} uit."
    if advised.outcome is not Outcome.NEGATIVE:
        return said if advised.reason is None else f"{said} De partijen lichten toe: {advised.reason}"
    if advised.reason is None:
        return f"{said} Waarom dit advies niet wordt gevolgd, is nog niet opgenomen."
    return f"{said} De partijen volgen dit advies niet, om de volgende reden: {advised.reason}"


# The articles: what follows from the terms comes first, the prose of the clause after it


def _article(terms: Terms, article: Article) -> Iterator[Block]:
    number = number_of(article)
    yield Heading(2, f"Artikel {number}. {_capital(ARTICLES[article].nl)}", f"artikel-{number}")
    derived = _DERIVED.get(article)
    if derived is not None:
        yield from derived(terms)
    yield from (Paragraph(text) for text in terms.clauses.get(article, ()))


def _grounds(terms: Terms) -> Iterator[Block]:
    yield Paragraph("Het agentschap deelt de gegevens mee op grond van:")
    yield BulletList(terms.grounds_for_communication)
    yield Paragraph("De gemeente zamelt de gegevens in op grond van:")
    yield BulletList(terms.grounds_for_collection)


def _purposes(terms: Terms) -> Iterator[Block]:
    yield Paragraph("De gemeente mag de gegevens alleen verwerken voor de volgende doeleinden.")
    yield Table(
        "Doeleinden en hun verantwoording",
        ("Doeleinde", "Waarvoor de gegevens nodig zijn"),
        tuple((_purpose(agreed), agreed.justification) for agreed in terms.purposes),
    )


def _data(terms: Terms) -> Iterator[Block]:
    people = counted(terms.row_limit, "persoon", "personen")
    codes = "de NIS-code" if len(terms.territory) == 1 else "de NIS-codes"
    yield Paragraph(
        f"De gegevens gaan alleen over personen die wonen op het grondgebied met {codes} "
        f"{enumerated(terms.territory)}. Eén zending bevat de gegevens van hoogstens {people}."
    )
    yield Paragraph(
        "Voor elk doeleinde staat hierna welke gegevens worden meegedeeld, waarom elk gegeven nodig is, over wie "
        "het gaat en hoelang de gemeente de gegevens mag bewaren. Andere gegevens worden niet meegedeeld."
    )
    for place, agreed in enumerate(terms.purposes, 1):
        yield from _data_for(agreed, f"{number_of(Article.DATA)}.{place}")
    if Article.DATA in terms.clauses:
        # Without a heading the prose that follows would read as if it were about the last purpose only.
        number = number_of(Article.DATA), len(terms.purposes) + 1
        yield Heading(3, f"{number[0]}.{number[1]}. Voor alle doeleinden", f"artikel-{number[0]}-{number[1]}")


def _data_for(agreed: Agreed, number: str) -> Iterator[Block]:
    purpose = PURPOSES[agreed.purpose].nl
    yield Heading(3, f"{number}. {_capital(purpose)}", f"artikel-{number.replace('.', '-')}")
    yield Table(
        f"Gegevens voor het doeleinde “{purpose}”",
        ("Gegeven", "Verantwoording van de proportionaliteit"),
        tuple(
            (_capital(FIELDS[name].nl), agreed.proportionality.get(name, "Nog te verantwoorden."))
            for name in agreed.fields
        ),
    )
    yield Facts(
        (
            Fact("Betrokkenen", f"{in_words(agreed.population).nl}."),
            Fact(
                "Bewaartermijn",
                f"tot hoogstens {counted(agreed.retention_days, 'dag', 'dagen')} na de dag waarop de mededeling is "
                "toegestaan.",
            ),
            Fact("Verantwoording van de bewaartermijn", agreed.retention_reason),
        )
    )
    beyond = [name for name in agreed.proportionality if name not in agreed.fields]
    if beyond:
        yield Paragraph(
            "Over de volgende gegevens werd wel een verantwoording gegeven, maar ze worden niet meegedeeld:"
        )
        yield BulletList(tuple(f"{FIELDS[name].nl}: {agreed.proportionality[name]}" for name in beyond))


def _recipients(terms: Terms) -> Iterator[Block]:
    yield Paragraph("Alleen de volgende diensten van de gemeente ontvangen de gegevens.")
    rows = [(_purpose(agreed), service) for agreed in terms.purposes for service in agreed.services]
    yield Table("Ontvangende diensten per doeleinde", ("Doeleinde", "Dienst"), tuple(rows))


def _rhythm(terms: Terms) -> Iterator[Block]:
    yield Paragraph("De gemeente kan gegevens aanvragen met de volgende periodiciteit.")
    yield Table(
        "Periodiciteit per doeleinde",
        ("Doeleinde", "Periodiciteit"),
        tuple((_purpose(agreed), _between(agreed.minimum_days_between)) for agreed in terms.purposes),
    )
    yield Paragraph(f"De duur van het protocol staat in artikel {number_of(Article.FORCE)}.")


def _between(days: int) -> str:
    if not days:
        return "Telkens als het doeleinde het vraagt, zonder vaste tussentijd."
    return f"Tussen twee mededelingen {'ligt' if days == 1 else 'liggen'} minstens {counted(days, 'dag', 'dagen')}."


def _security(terms: Terms) -> Iterator[Block]:
    yield Paragraph("Minstens de volgende beveiligingsmaatregelen gelden:")
    yield BulletList(terms.security)


def _duties(terms: Terms) -> Iterator[Block]:
    yield Paragraph(
        "De partij die een inbreuk in verband met deze persoonsgegevens vaststelt, meldt die aan de andere partij "
        f"zonder onredelijke vertraging en uiterlijk {counted(terms.breach_notice_hours, 'uur', 'uur')} nadat ze er "
        "kennis van kreeg."
    )
    yield Facts((Fact("Toezichthoudende autoriteit", terms.supervisor),))


def _force(terms: Terms) -> Iterator[Block]:
    yield Paragraph(
        f"Dit protocol geldt vanaf {long_day(terms.start)} "
        + (f"tot en met {long_day(terms.end)}." if terms.end else "en voor onbepaalde duur.")
    )
    yield Paragraph(
        "Elke partij kan het protocol schriftelijk opzeggen met een opzegtermijn van "
        f"{counted(terms.notice_months, 'maand', 'maanden')}."
        if terms.notice_months
        else "Elke partij kan het protocol schriftelijk opzeggen zonder opzegtermijn."
    )


_DERIVED = {
    Article.GROUNDS: _grounds,
    Article.PURPOSES: _purposes,
    Article.DATA: _data,
    Article.RECIPIENTS: _recipients,
    Article.RHYTHM: _rhythm,
    Article.SECURITY: _security,
    Article.DUTIES: _duties,
    Article.FORCE: _force,
}


# The part after the articles


def _closing(terms: Terms, signatories: Sequence[Signatory]) -> Iterator[Block]:
    yield Heading(2, "Ondertekening", "ondertekening")
    yield Paragraph(
        f"Bij deze tekst hoort het gegevensbestand {ATTACHMENT} (formaat {FORMAT}), dat dezelfde bepalingen bevat in "
        "een vorm die een machine kan lezen. De digest (SHA-256) van dat bestand staat in dit document; wie ze "
        "narekent, weet zeker dat tekst en bestand bij elkaar horen."
    )
    yield Paragraph("Voor akkoord ondertekenen de partijen, vertegenwoordigd zoals hierboven vermeld:")
    for party, side in ((terms.sender, Side.SENDER), (terms.recipient, Side.RECIPIENT)):
        yield Signatures(f"Voor {party.name}", _places(party, [one for one in signatories if one.side is side]))


def _places(party: Party, signatories: list[Signatory]) -> tuple[Place, ...]:
    """Each representative has a place; who signs in another capacity, such as a deputy, has one after them."""
    by_capacity: dict[str, list[str]] = {}
    for signatory in signatories:
        by_capacity.setdefault(signatory.capacity, []).append(signatory.name)
    capacities = list(dict.fromkeys((*party.representatives, *by_capacity)))
    return tuple(Place(capacity, name) for capacity in capacities for name in by_capacity.get(capacity, [None]))


# Words

_GENDER = {"college": "het ", "gemeenteraad": "de ", "raad": "de ", "bureau": "het ", "districtscollege": "het "}


def _purpose(agreed: Agreed) -> str:
    return _capital(PURPOSES[agreed.purpose].nl)


def _with_article(body: str) -> str:
    """A body as it stands inside a sentence; one whose gender is not known here stands as it was written."""
    return _GENDER.get(body.split(maxsplit=1)[0].lower(), "") + body


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# Publication


def _without_people(block: Block) -> Block:
    if isinstance(block, Facts):
        return Facts(
            tuple(Fact(one.name, one.value if one.published is None else one.published) for one in block.facts)
        )
    if isinstance(block, Signatures):
        # A capacity in which two people sign is one place again.
        return replace(
            block, places=tuple(Place(capacity) for capacity in dict.fromkeys(p.capacity for p in block.places))
        )
    return block
