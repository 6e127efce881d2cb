"""Why a municipality may be approached next: every reason there is, what it weighs, and from where on it counts.

This table is all there is to it. The page shows it, and the documentation is held against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sluis.domain.catalogue import long_day
from sluis.domain.turn import EXPIRY_WARNING
from sluis.domain.words import Said

# From how many people with a recent attest on there is something to begin with: a ceremony, say.
MANY_ATTESTS = 25

# Days after which interest that nobody followed up has gone quiet.
QUIET_AFTER = 30


class Reason(StrEnum):
    """Why. Stored with what was marked as done, so that a municipality comes back for another reason."""

    STEP_OVERDUE = "step_overdue"
    NOTICE_GIVEN = "notice_given"
    EXPIRES_SOON = "expires_soon"
    MERGER_OPEN = "merger_open"
    GONE_QUIET = "gone_quiet"
    DRAFT_STALLED = "draft_stalled"
    MANY_ATTESTS = "many_attests"
    NEIGHBOURS = "neighbours"
    NEVER_CONTACTED = "never_contacted"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a reason weighs, what people call it, and when it stands."""

    weight: int
    name: Said
    when: Said


RULES: Mapping[Reason, Rule] = {
    Reason.STEP_OVERDUE: Rule(
        5,
        Said("beloofde stap te laat", "promised step overdue"),
        Said(
            "Iemand noteerde een volgende stap bij een contact, en de dag ervan is voorbij.",
            "Somebody noted a next step with a contact, and its day is over.",
        ),
    ),
    Reason.NOTICE_GIVEN: Rule(
        5,
        Said("protocol opgezegd", "notice was given"),
        Said(
            "Het protocol is opgezegd en loopt nog tot zijn laatste dag.",
            "Notice was given of the protocol, and it runs on until its last day.",
        ),
    ),
    Reason.EXPIRES_SOON: Rule(
        4,
        Said("protocol loopt af", "protocol expires"),
        Said(
            f"Het protocol loopt af binnen {EXPIRY_WARNING} dagen.",
            f"The protocol expires within {EXPIRY_WARNING} days.",
        ),
    ),
    Reason.MERGER_OPEN: Rule(
        4,
        Said("fusie af te werken", "merger to settle"),
        Said(
            "Een fusie is nog niet verwerkt, of er staat nog een taak van open.",
            "A merger was not carried out yet, or a task of it is open still.",
        ),
    ),
    Reason.GONE_QUIET: Rule(
        4,
        Said("interesse stilgevallen", "interest gone quiet"),
        Said(
            f"De gemeente toonde interesse en heeft geen tekst; daarna gebeurde er {QUIET_AFTER} dagen of langer "
            "niets, en er is niets afgesproken.",
            f"The municipality showed interest and has no text; since then nothing happened for {QUIET_AFTER} days or "
            "longer, and nothing was agreed on.",
        ),
    ),
    Reason.DRAFT_STALLED: Rule(
        3,
        Said("ontwerp ligt stil", "draft stalled"),
        Said(
            "Een tekst in voorbereiding wacht langer op zijn volgende stap dan we bij die stap geduld hebben (7 tot 45 "
            "dagen).",
            "A text in preparation has been waiting for its next step longer than we have patience at that step (7 to "
            "45 days).",
        ),
    ),
    Reason.MANY_ATTESTS: Rule(
        2,
        Said("veel recente attesten", "many recent attests"),
        Said(
            f"De gemeente heeft geen tekst, en minstens {MANY_ATTESTS} mensen die er wonen behaalden het attest in de "
            "laatste twaalf volle maanden.",
            f"The municipality has no text, and at least {MANY_ATTESTS} people who live there obtained the attest in "
            "the last twelve whole months.",
        ),
    ),
    Reason.NEIGHBOURS: Rule(
        2,
        Said("buren hebben een protocol", "neighbours have a protocol"),
        Said(
            "De gemeente heeft geen tekst, en minstens één gemeente die eraan grenst heeft een protocol van kracht.",
            "The municipality has no text, and at least one municipality that borders on it has a protocol in force.",
        ),
    ),
    Reason.NEVER_CONTACTED: Rule(
        1,
        Said("nog nooit contact", "never contacted"),
        Said(
            "Er was nooit een tekst, een contact of getoonde interesse.",
            "There never was a text, a contact, or interest that was shown.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A protocol at which a reason can be checked, and whose it is."""

    code: str
    nis: str


@dataclass(frozen=True, slots=True)
class Why:
    """A reason that stands for a municipality, in a sentence with its numbers, and where it can be checked."""

    reason: Reason
    said: Said
    protocols: tuple[Link, ...] = ()

    @property
    def weight(self) -> int:
        """What it weighs."""
        return RULES[self.reason].weight


def step_overdue(days: int) -> Why:
    """A step was promised for so many days ago."""
    return Why(
        Reason.STEP_OVERDUE,
        Said(
            f"Er is een stap beloofd die {_dagen(days)} geleden gezet moest zijn.",
            f"A step was promised that should have been made {_days(days)} ago.",
        ),
    )


def notice_given(days_left: int, link: Link) -> Why:
    """A protocol under notice runs for so many days more."""
    return Why(
        Reason.NOTICE_GIVEN,
        Said(
            f"Het protocol is opgezegd en loopt nog {_dagen(days_left)}.",
            f"Notice was given of the protocol; it runs for {_days(days_left)} more.",
        ),
        (link,),
    )


def expires_soon(days_left: int, link: Link) -> Why:
    """A protocol runs for so many days more."""
    return Why(
        Reason.EXPIRES_SOON,
        Said(f"Het protocol loopt nog {_dagen(days_left)}.", f"The protocol runs for {_days(days_left)} more."),
        (link,),
    )


def merger_open(texts: int, tasks: int, links: tuple[Link, ...]) -> Why:
    """So many texts of municipalities that merged wait, and so many tasks are open."""
    nl, en = [], []
    if texts:
        nl.append(f"{texts} {'tekst' if texts == 1 else 'teksten'} verwerken")
        en.append(f"{texts} {'text' if texts == 1 else 'texts'} to carry over")
    if tasks:
        nl.append(f"{tasks} {'taak' if tasks == 1 else 'taken'}")
        en.append(f"{tasks} {'task' if tasks == 1 else 'tasks'}")
    said = Said(f"Nog te doen na de fusie: {', '.join(nl)}.", f"Still to do after the merger: {', '.join(en)}.")
    return Why(Reason.MERGER_OPEN, said, links)


def gone_quiet(shown: int, quiet: int) -> Why:
    """Interest was shown so many days ago, and nothing happened for so many."""
    return Why(
        Reason.GONE_QUIET,
        Said(
            f"De gemeente toonde {_dagen(shown)} geleden interesse; er gebeurde al {_dagen(quiet)} niets meer.",
            f"The municipality showed interest {_days(shown)} ago; nothing has happened for {_days(quiet)}.",
        ),
    )


def draft_stalled(days: int, stands: Said, link: Link) -> Why:
    """A text stands somewhere for so many days."""
    return Why(
        Reason.DRAFT_STALLED,
        Said(
            f"Stand van de tekst: {stands.nl}. Hij wacht al {_dagen(days)} op de volgende stap.",
            f"Where the text stands: {stands.en}. It has been waiting for its next step for {_days(days)}.",
        ),
        (link,),
    )


def many_attests(count: int, last: date) -> Why:
    """So many people obtained the attest in the twelve months that end on a day."""
    return Why(
        Reason.MANY_ATTESTS,
        Said(
            f"{count} mensen die er wonen behaalden het attest in de twaalf maanden tot en met {long_day(last)}.",
            f"{count} people who live there obtained the attest in the twelve months up to {last.day} {last:%B %Y}.",
        ),
    )


def neighbours_have(links: tuple[Link, ...], of: int) -> Why:
    """So many of its neighbours have a protocol."""
    count = len(links)
    return Why(
        Reason.NEIGHBOURS,
        Said(
            f"{count} van de {of} buurgemeenten {'heeft' if count == 1 else 'hebben'} een protocol.",
            f"{count} of {of} neighbouring municipalities {'has' if count == 1 else 'have'} a protocol.",
        ),
        links,
    )


NEVER_CONTACTED = Why(
    Reason.NEVER_CONTACTED,
    Said("Er was nog nooit contact over een protocol.", "There never was contact about a protocol."),
)


def _dagen(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
