"""The yearly report as a document in Dutch, to print, to keep, or to lay before a council. It says what a page says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sluis.domain.catalogue import OUTCOMES, PURPOSES, SIDES, counted, long_day
from sluis.domain.document import Block, Document
from sluis.domain.legaltext import BulletList, Fact, Facts, Heading, Paragraph, Table
from sluis.domain.policy import BROKEN
from sluis.domain.questions import QUESTIONS
from sluis.domain.stance import STANCE_NAMES
from sluis.domain.words import plain
from sluis.parties.municipalities import municipalities
from sluis.reporting.dutch import capital, long_moment, number
from sluis.reporting.figures import DELETIONS, FIGURES, INCIDENTS, TRAFFIC, Figure
from sluis.reporting.small_cells import Cell
from sluis.reporting.spans import Span
from sluis.reporting.yearly import Numbers, OfMunicipality, Report
from sluis.reporting.yearly_formats import MOVE_NAMES

WORKING_VERSION = (
    "Een werkversie, voor eigen gebruik. Alleen verslagen van hele, afgelopen jaren kunnen worden doorgegeven: wie "
    "verslagen van andere periodes naast elkaar legt, kan kleine aantallen personen afleiden."
)
PEOPLE = (
    "Iemand telt mee in elke zending waarin hij of zij staat. Een aantal van 1 tot 4 staat er als “minder dan 5”; waar "
    "“niet getoond” staat, zou een ander aantal een klein aantal verraden."
)


def document(report: Report, of: OfMunicipality | None, *, agency: str, at: datetime) -> Document:
    """The report of one municipality, or of the whole and each, made at `at`; `agency` is the name of the agency."""
    span = _in_words(report.span)
    title = f"Verslag over {span}" if of is None else f"Verslag over {span}: {of.municipality.name}"
    return Document(
        title=title,
        running=f"{title}, gegevens van {agency}",
        author=agency,
        blocks=tuple(_blocks(report, of, agency, at)),
    )


def _in_words(span: Span) -> str:
    return str(span) if span.is_year else f"{long_day(span.first)} tot en met {long_day(span.last)}"


def _blocks(report: Report, of: OfMunicipality | None, agency: str, at: datetime) -> Iterator[Block]:
    numbers = report.numbers if of is None else of.numbers
    yield Facts(tuple(_about(report, of, agency, at)))
    if not report.span.may_be_handed_on:
        yield Paragraph(WORKING_VERSION)
    if of is not None and of.absorbed:
        names = ", ".join(one.name for one in of.absorbed)
        yield Paragraph(f"Hierin telt mee wat gedaan is door wie in {of.municipality.name} opging: {names}.")
    yield Heading(2, "Aanvragen en zendingen", "zendingen")
    yield _counts("Wat er gevraagd werd en wat ervan kwam", TRAFFIC, numbers)
    yield from _purposes(numbers)
    yield from _why_not(numbers)
    yield Heading(2, "Bewaren en wissen", "wissen")
    yield _counts("Of gewist is wat niet langer bewaard mocht worden", DELETIONS, numbers)
    yield from _incidents(numbers)
    yield from _protocols(numbers)
    if of is None:
        yield from _whole(report)
    yield Heading(2, "Wat elk cijfer precies telt", "begrippen")
    yield Paragraph("Alles telt op de dag waarop het gebeurde, naar de kalender van Brussel.")
    shown = [figure for figure in FIGURES if of is None or figure not in report.requests]
    yield BulletList(tuple(f"{capital(FIGURES[one].name.nl)}: {FIGURES[one].counts.nl}." for one in shown))


def _about(report: Report, of: OfMunicipality | None, agency: str, at: datetime) -> Iterator[Fact]:
    yield Fact("Zendende instantie", agency)
    if of is not None:
        yield Fact("Gemeente", f"{of.municipality.name} (NIS-code {of.municipality.nis})")
        yield Fact(f"Protocol op {long_day(report.span.until)}", STANCE_NAMES[of.stance].nl)
    else:
        yield Fact(
            f"Van kracht op {long_day(report.span.until)}",
            f"{number(report.in_force)} van {number(report.total)} gemeenten",
        )
    yield Fact("Periode", _in_words(report.span))
    if not report.span.over:
        yield Fact("Bijgewerkt tot en met", long_day(report.span.until))
    yield Fact("Opgemaakt op", long_moment(at))


def _counts(caption: str, figures: tuple[Figure, ...], numbers: Numbers) -> Table:
    return _two_columns(caption, {FIGURES[figure].name.nl: numbers.counts[figure] for figure in figures})


def _two_columns(caption: str, rows: Mapping[str, int]) -> Table:
    return Table(caption, ("Wat", "Aantal"), tuple((capital(name), number(count)) for name, count in rows.items()))


def _cell(cell: Cell) -> str:
    return cell.said.nl if cell.said else number(cell.value or 0)


def _purposes(numbers: Numbers) -> Iterator[Block]:
    yield Heading(2, "Gebruik per doeleinde", "doeleinden")
    if not numbers.purposes:
        yield Paragraph("Er is in deze periode niets gevraagd of meegedeeld.")
        return
    rows = [
        (
            capital(PURPOSES[one.purpose].nl),
            number(one.asks),
            number(one.refused),
            number(one.delivered),
            _cell(one.people),
        )
        for one in numbers.purposes
    ]
    whole = [number(numbers.counts[figure]) for figure in (Figure.ASKS, Figure.REFUSED, Figure.DELIVERED)]
    yield Table(
        "Waarvoor gegevens gevraagd en meegedeeld werden, en hoeveel personen in de zendingen staan",
        ("Doeleinde", "Aanvragen", "Geweigerd", "Zendingen", "Personen"),
        (*rows, ("Samen", *whole, _cell(numbers.people))),
    )
    yield Paragraph(PEOPLE)


def _why_not(numbers: Numbers) -> Iterator[Block]:
    asked = {**{rule: said.nl for rule, said in QUESTIONS.items()}, BROKEN.name: "De regel kon niet nagegaan worden"}
    rows = tuple(
        (question, number(numbers.refused.get(rule, 0)), number(numbers.withheld.get(rule, 0)))
        for rule, question in asked.items()
        if rule in numbers.refused or rule in numbers.withheld
    )
    if rows:
        yield Heading(2, "Waarom niet", "waarom-niet")
        yield Table(
            "Wat de sluis naging en waarop het antwoord neen was",
            ("Wat de sluis nagaat", "Geweigerd", "Tegengehouden"),
            rows,
        )


def _incidents(numbers: Numbers) -> Iterator[Block]:
    yield Heading(2, "Incidenten", "incidenten")
    yield _counts("Inbreuken, sancties en schorsingen", INCIDENTS, numbers)
    if numbers.suspensions:
        yield Table(
            "Elke schorsing, met de dagen die in deze periode vallen",
            ("Gemeente", "Van", "Tot en met", "Dagen"),
            tuple(
                (
                    municipalities().get(one.nis).name,
                    long_day(one.since),
                    long_day(one.until) if one.until else "nog geschorst aan het einde",
                    number(one.days),
                )
                for one in numbers.suspensions
            ),
        )


def _protocols(numbers: Numbers) -> Iterator[Block]:
    yield Heading(2, "Protocollen", "protocollen")
    if numbers.moves:
        moves = {MOVE_NAMES[verb].nl: count for verb, count in numbers.moves.items()}
        yield _two_columns("Wat er met protocollen gebeurde", moves)
    else:
        yield Paragraph("Er is in deze periode niets met een protocol gebeurd.")
    if numbers.advices:
        given = {
            f"Advies van {SIDES[side].nl}: {OUTCOMES[outcome].nl}": count
            for (side, outcome), count in numbers.advices.items()
        }
        yield _two_columns("Adviezen over protocollen", given)


def _whole(report: Report) -> Iterator[Block]:
    yield Heading(2, "Vragen van mensen", "vragen")
    yield Table(
        "Bezwaren en andere vragen van mensen waaraan gevolg gegeven is",
        ("Wat", "Aantal"),
        tuple((capital(FIGURES[figure].name.nl), _cell(cell)) for figure, cell in report.requests.items()),
    )
    yield Heading(2, "Per gemeente", "gemeenten")
    if not report.rows:
        yield Paragraph("Er is in deze periode van geen gemeente iets te melden.")
        return
    shown = (Figure.ASKS, Figure.REFUSED, Figure.DELIVERED)
    yield Table(
        f"Waarover in deze periode iets te melden is: {counted(len(report.rows), 'gemeente', 'gemeenten')}",
        ("Gemeente", "Aanvragen", "Geweigerd", "Zendingen", "Personen", "Wissen te laat"),
        tuple(
            (
                row.municipality.name,
                *(number(row.numbers.counts[figure]) for figure in shown),
                _cell(row.numbers.people),
                number(row.numbers.counts[Figure.DELETIONS_OVERDUE]),
            )
            for row in sorted(report.rows, key=lambda row: plain(row.municipality.name))
        ),
    )
