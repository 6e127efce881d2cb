"""The figures of a yearly report: each with its name, what exactly it counts, and where it comes from.

A figure counts on the day on which the thing happened, by the calendar of Brussels. The page
`docs/reference/yearly-figures.md` is made from this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sluis.domain.words import Said


class Figure(StrEnum):
    """What is counted. The values name the figures in the CSV and JSON of a report."""

    ASKS = "asks"
    REFUSED = "refused"
    DELIVERED = "delivered"
    WITHHELD = "withheld"
    WAITING = "waiting"
    COLLECTED = "collected"
    PEOPLE = "people"
    DELETIONS_DUE = "deletions_due"
    DELETIONS_CONFIRMED = "deletions_confirmed"
    DELETIONS_LATE = "deletions_late"
    DELETIONS_OVERDUE = "deletions_overdue"
    BREACHES = "breaches"
    BREACHES_LIFTED = "breaches_lifted"
    BREACHES_OPEN = "breaches_open"
    SANCTIONS = "sanctions"
    SANCTIONS_LIFTED = "sanctions_lifted"
    SANCTIONS_OPEN = "sanctions_open"
    SUSPENSIONS = "suspensions"
    SUSPENDED_DAYS = "suspended_days"
    MOVES = "moves"
    ADVICES = "advices"
    RESTRICTED = "restricted"
    RELEASED = "released"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure is called, what it counts, and in which table or ledger entry it stands."""

    name: Said
    counts: Said
    source: str


FIGURES: Mapping[Figure, Definition] = {
    Figure.ASKS: Definition(
        Said("aanvragen", "asks"),
        Said("aanvragen die in de periode binnenkwamen", "asks that came in during the period"),
        "`disclosures_ask`, `asked_at`",
    ),
    Figure.REFUSED: Definition(
        Said("weigeringen", "refusals"),
        Said(
            "beslissingen waarbij de sluis een aanvraag weigerde, bij het vragen of nadat de rijen geteld waren; een "
            "aanvraag die herhaald wordt, kan meer dan eens geweigerd zijn",
            "decisions in which the lock refused an ask, when it was asked or once the rows were counted; an ask that "
            "is repeated may have been refused more than once",
        ),
        "`disclosures_refusal`, steps `gate` and `recording`, `at`; ledger `ask.refused`",
    ),
    Figure.DELIVERED: Definition(
        Said("zendingen meegedeeld", "deliveries communicated"),
        Said(
            "zendingen die in de periode vertrokken of klaargelegd zijn voor de gemeente",
            "deliveries that left, or were laid ready for the municipality, during the period",
        ),
        "`disclosures_delivery`, status `delivered`, `settled_at`; ledger `disclosure.delivered`",
    ),
    Figure.WITHHELD: Definition(
        Said("zendingen tegengehouden", "deliveries withheld"),
        Said(
            "zendingen die verzegeld waren en niet vertrokken, omdat de sluis op dat ogenblik neen zei",
            "deliveries that were sealed and did not leave, because by then the lock said no",
        ),
        "`disclosures_refusal`, step `delivery`, `at`; ledger `disclosure.withheld`",
    ),
    Figure.WAITING: Definition(
        Said("klaar om te vertrekken aan het einde", "ready to leave at the end"),
        Said(
            "zendingen die op de laatste dag vastgelegd waren, en nog niet meegedeeld of tegengehouden",
            "deliveries that were recorded by the last day, and neither communicated nor withheld yet",
        ),
        "`disclosures_delivery`, `recorded_at` and `settled_at`",
    ),
    Figure.COLLECTED: Definition(
        Said("zendingen opgehaald in het portaal", "deliveries collected in the portal"),
        Said(
            "zendingen die een gemeente in de periode voor het eerst ophaalde of opende in het portaal; wat langs een "
            "andere weg geleverd is, telt hier niet",
            "deliveries that a municipality first fetched or opened in the portal during the period; what was "
            "delivered by another road does not count here",
        ),
        "`disclosures_delivery`, `collected_at`; ledger `disclosure.collected`",
    ),
    Figure.PEOPLE: Definition(
        Said("personen in zendingen", "people in deliveries"),
        Said(
            "rijen in de meegedeelde zendingen: iemand telt in elke zending waarin hij of zij staat. Hoeveel "
            "verschillende mensen het zijn, is niet te weten zonder hun dossiers te openen, en een verslag doet dat "
            "niet. Een aantal van 1 tot 4 staat er als minder dan 5, en wat dat aantal zou verraden, staat er niet",
            "rows in the deliveries that were communicated: somebody counts in each delivery that they stand in. How "
            "many different people they are cannot be known without opening their dossiers, and a report does not. A "
            "number from 1 to 4 is written as fewer than 5, and what would give it away is not written",
        ),
        "`disclosures_delivery`, status `delivered`, `rows`; ledger `disclosure.delivered`, `rows`",
    ),
    Figure.DELETIONS_DUE: Definition(
        Said("bewaartermijnen verstreken", "times of keeping that ran out"),
        Said(
            "meegedeelde zendingen waarvan de laatste dag van bewaring in de periode viel",
            "communicated deliveries whose last day of keeping fell in the period",
        ),
        "`disclosures_delivery`, `keep_until`; ledger `disclosure.recorded`, `keepUntil`",
    ),
    Figure.DELETIONS_CONFIRMED: Definition(
        Said("wissen bevestigd", "deletions confirmed"),
        Said(
            "zendingen waarvan de gemeente in de periode bevestigde dat ze gewist zijn",
            "deliveries of which the municipality confirmed the deletion during the period",
        ),
        "`disclosures_delivery`, `deletion_confirmed_at`; ledger `deletion.confirmed`",
    ),
    Figure.DELETIONS_LATE: Definition(
        Said("waarvan te laat", "of which too late"),
        Said(
            "bevestigingen die later kwamen dan 30 dagen na de laatste dag van bewaring",
            "confirmations that came later than 30 days after the last day of keeping",
        ),
        "as `deletions_confirmed`, with `keep_until`",
    ),
    Figure.DELETIONS_OVERDUE: Definition(
        Said("wissen niet bevestigd en te laat, aan het einde", "deletions overdue at the end"),
        Said(
            "zendingen die op de laatste dag meer dan 30 dagen voorbij hun bewaring waren, en waarvan niemand had "
            "bevestigd dat ze gewist zijn",
            "deliveries that were more than 30 days past their keeping on the last day, and whose deletion nobody had "
            "confirmed",
        ),
        "`disclosures_delivery`, `keep_until` and `deletion_confirmed_at`",
    ),
    Figure.BREACHES: Definition(
        Said("blokkeringen wegens een inbreuk, geplaatst", "holds for a personal data breach, placed"),
        Said(
            "mededelingen tegengehouden wegens een inbreuk in verband met persoonsgegevens; wat na een fusie mee "
            "overging, telt niet opnieuw",
            "communications held because of a personal data breach; what went over in a merger does not count again",
        ),
        "`protocols_hold`, kind `breach`, `placed_at`; ledger `hold.placed`",
    ),
    Figure.BREACHES_LIFTED: Definition(
        Said("blokkeringen wegens een inbreuk, opgeheven", "holds for a personal data breach, lifted"),
        Said("zulke blokkeringen die in de periode opgeheven zijn", "such holds that were lifted during the period"),
        "`protocols_hold`, kind `breach`, `lifted_at`; ledger `hold.lifted`",
    ),
    Figure.BREACHES_OPEN: Definition(
        Said(
            "blokkeringen wegens een inbreuk, open aan het einde", "holds for a personal data breach, open at the end"
        ),
        Said(
            "zulke blokkeringen die op de laatste dag openstonden bij een gemeente die toen bestond",
            "such holds that were open on the last day, with a municipality that existed then",
        ),
        "`protocols_hold`, kind `breach`",
    ),
    Figure.SANCTIONS: Definition(
        Said("sancties opgelegd", "sanctions imposed"),
        Said(
            "mededelingen tegengehouden omdat een protocol niet nageleefd werd; wat na een fusie mee overging, telt "
            "niet opnieuw",
            "communications held because a protocol was not complied with; what went over in a merger does not count "
            "again",
        ),
        "`protocols_hold`, kind `sanction`, `placed_at`; ledger `hold.placed`",
    ),
    Figure.SANCTIONS_LIFTED: Definition(
        Said("sancties opgeheven", "sanctions lifted"),
        Said("sancties die in de periode opgeheven zijn", "sanctions that were lifted during the period"),
        "`protocols_hold`, kind `sanction`, `lifted_at`; ledger `hold.lifted`",
    ),
    Figure.SANCTIONS_OPEN: Definition(
        Said("sancties open aan het einde", "sanctions open at the end"),
        Said(
            "sancties die op de laatste dag openstonden bij een gemeente die toen bestond",
            "sanctions that were open on the last day, with a municipality that existed then",
        ),
        "`protocols_hold`, kind `sanction`",
    ),
    Figure.SUSPENSIONS: Definition(
        Said("schorsingen begonnen", "suspensions begun"),
        Said(
            "keren dat een gemeente in de periode geschorst raakte; wat na een fusie doorliep, telt niet opnieuw",
            "times that a municipality came to be suspended during the period; what went on after a merger does not "
            "count again",
        ),
        "`protocols_move`, as the public register reads it",
    ),
    Figure.SUSPENDED_DAYS: Definition(
        Said("dagen geschorst", "days suspended"),
        Said(
            "dagen van de periode aan het einde waarvan een gemeente geschorst was, samengeteld over de gemeenten",
            "days of the period at the end of which a municipality was suspended, added up over the municipalities",
        ),
        "`protocols_move`, as the public register reads it",
    ),
    Figure.MOVES: Definition(
        Said("stappen van protocollen", "moves of protocols"),
        Said(
            "wat er met protocollen gebeurde, elk op de dag waarop het inging: opgesteld, beslist, gevalideerd en zo "
            "meer",
            "what happened to protocols, each on the day on which it took effect: drafted, decided on, validated and "
            "so on",
        ),
        "`protocols_move`, `verb` and `at`; the ledger has an entry for each, at the moment it was recorded",
    ),
    Figure.ADVICES: Definition(
        Said("adviezen gegeven", "advices given"),
        Said(
            "adviezen over een protocol, naar de datum van het advies; een advies dat van een vorige versie "
            "overgenomen is, telt niet opnieuw",
            "advices on a protocol, by the date of the advice; one that was carried over from a version before does "
            "not count again",
        ),
        "`protocols_advice`, `given_on`; ledger `advice.given`",
    ),
    Figure.RESTRICTED: Definition(
        Said("beperkingen van de verwerking toegepast", "restrictions of processing applied"),
        Said(
            "dossiers waarvan niets meer vertrekt, na bezwaar, een vraag om beperking of wissing, of een bevel. Het "
            "logboek zegt niet van wie of van welke gemeente: alleen het agentschap telt ze, over het geheel",
            "dossiers of which nothing leaves any more, after an objection, a request for restriction or erasure, or "
            "an order. The ledger does not say whose, or of which municipality: only the agency counts them, as a "
            "whole",
        ),
        "ledger `dossier.restricted`",
    ),
    Figure.RELEASED: Definition(
        Said("beperkingen opgeheven", "restrictions lifted"),
        Said("dossiers die vrijgegeven zijn; geteld als hierboven", "dossiers that were released; counted as above"),
        "ledger `dossier.released`",
    ),
    Figure.ERASED: Definition(
        Said("dossiers gewist", "dossiers erased"),
        Said(
            "dossiers die het agentschap gewist heeft; geteld als hierboven",
            "dossiers that the agency erased; counted as above",
        ),
        "ledger `dossier.erased`",
    ),
}

# How a report groups the figures that are plain counts.
TRAFFIC = (
    Figure.ASKS, Figure.REFUSED, Figure.DELIVERED, Figure.WITHHELD, Figure.WAITING, Figure.COLLECTED,
)  # fmt: skip
DELETIONS = (
    Figure.DELETIONS_DUE, Figure.DELETIONS_CONFIRMED, Figure.DELETIONS_LATE, Figure.DELETIONS_OVERDUE,
)  # fmt: skip
INCIDENTS = (
    Figure.BREACHES, Figure.BREACHES_LIFTED, Figure.BREACHES_OPEN, Figure.SANCTIONS, Figure.SANCTIONS_LIFTED,
    Figure.SANCTIONS_OPEN, Figure.SUSPENSIONS, Figure.SUSPENDED_DAYS,
)  # fmt: skip
COUNTS = (*TRAFFIC, *DELETIONS, *INCIDENTS)
REQUESTS = (Figure.RESTRICTED, Figure.RELEASED, Figure.ERASED)
