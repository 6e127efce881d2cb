"""Municipalities merge: the successor inherits its predecessors' protocols, with the strictest of their terms.

Nobody signs anything on the day of a merger. Until the new municipality decides, what applies is a text that permits
only what every one of its predecessors' texts permitted (`domain.succession`); a list of tasks says what is to be done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import transaction

from sluis.domain.access import Actor, may, side_of
from sluis.domain.entry import Act, Entry, Fact
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, Deed, NotPossible, Status, Verb
from sluis.domain.messages import MERGED_INTO_ANOTHER, SUSPENDED_BEFORE, UNDER_NOTICE_BEFORE
from sluis.domain.succession import strictest
from sluis.domain.terms import Party, Terms
from sluis.domain.words import BRUSSELS, Said
from sluis.ledger import actions as ledger
from sluis.parties.municipalities import municipalities
from sluis.protocols.actions.drafting import code_for
from sluis.protocols.actions.moving import day, log, make, record, tell
from sluis.protocols.actions.registering import add_version
from sluis.protocols.mergers import begins_on, gone_into, successors
from sluis.protocols.models import Hold, Protocol, Task, Version
from sluis.protocols.queries import last_day, terms_of

TASKS: tuple[tuple[str, Said], ...] = (
    (
        "decide",
        Said(
            "Laat het college of de raad van de nieuwe gemeente beslissen, en sluit een eigen tekst af.",
            "Have the college or council of the new municipality decide, and conclude a text of its own.",
        ),
    ),
    (
        "parties",
        Said(
            "Breng de gegevens van de gemeente (naam, ondernemingsnummer, functionaris) bij de tijd.",
            "Bring the municipality's data (name, enterprise number, officer) up to date.",
        ),
    ),
    (
        "signatories",
        Said("Noem de ondertekenaars van de nieuwe gemeente.", "Name the signatories of the new municipality."),
    ),
    (
        "publication",
        Said(
            "Maak de overgenomen tekst bekend op de site van de nieuwe gemeente.",
            "Publish the inherited text on the site of the new municipality.",
        ),
    ),
    (
        "key",
        Said("Laat een sleutel van de nieuwe gemeente registreren.", "Have a key of the new municipality registered."),
    ),
)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger did for one successor: the inherited version, or why there is none, and what it came from."""

    nis: str
    inherited: Version | None
    predecessors: tuple[Version, ...]
    why_none: Said | None


def merge_due(*, agency: str, by: Actor, at: datetime) -> list[Merged]:
    """Carries out every merger of municipalities that has happened by now and was not carried out. Safe to repeat."""
    on = day(at)
    done = [merge(nis, agency=agency, by=by, at=at) for nis in successors(on)]
    return [one for one in done if one is not None]


def merge(nis: str, *, agency: str, by: Actor, at: datetime) -> Merged | None:
    """Lets municipality `nis` inherit the protocols of those that merged into it; None where there is nothing to do.

    A municipality that existed before and takes another in goes on with its own text, made as strict as the other's;
    where it had none, it inherits nothing, because its own people were never agreed on.

    Raises:
        NotPossible: it is not up to this actor.
    """
    on = day(at)
    if not may(side_of(by, agency=agency, nis=nis), by.role, Deed.MERGE):
        raise NotPossible(Said("Dit is aan het agentschap.", "This is up to the agency."))
    gone = gone_into(nis, on)
    begun = municipalities().get(nis).valid_from
    if not gone:
        return None
    merged_at = datetime.combine(begins_on(gone), time(), BRUSSELS)
    with transaction.atomic():
        predecessors = _in_force([m.nis for m in gone], agency, merged_at.date())
        _withdraw_drafts([m.nis for m in gone], agency, by, at)
        if not predecessors:
            return None
        own = _in_force([nis], agency, merged_at.date())
        for version in predecessors:
            make(version, Verb.SUCCEED, by, at, effective=merged_at, facts={"successor": nis})
        if begun is None and not own:
            return _nothing(nis, predecessors, _NEVER_AGREED, by, at)
        sources = [*own, *predecessors]
        texts = [terms_of(version) for version in sources]
        inherited = strictest(
            texts,
            successor=_successor(nis, texts[0].recipient),
            territory=(nis,),
            protocol=code_for(agency, nis),
            start=merged_at.date(),
        )
        if inherited is None:
            return _nothing(nis, predecessors, _NOTHING_SHARED, by, at)
        version = _inherit(inherited, sources, own, agency, merged_at, by, at)
        return Merged(nis, version, tuple(predecessors), None)


_NEVER_AGREED = Said(
    "De gemeente bestond al en had geen protocol; over haar eigen inwoners is niets overeengekomen.",
    "The municipality existed before and had no protocol; on its own people nothing was agreed.",
)
_NOTHING_SHARED = Said(
    "De teksten van de voorgangers hebben geen doeleinde of grond gemeen; er geldt niets tot de gemeente beslist.",
    "The predecessors' texts share no purpose or ground; nothing applies until the municipality decides.",
)


def _nothing(nis: str, predecessors: list[Version], why: Said, by: Actor, at: datetime) -> Merged:
    """Says on each predecessor's protocol that nothing goes on from it, and what is to be done instead."""
    name = municipalities().get(nis).name
    wanted = Said(
        f"Sluit met de gemeente {name} een protocol af; tot dan wordt er niets meegedeeld.",
        f"Conclude a protocol with the municipality {name}; until then nothing is communicated.",
    )
    for version in predecessors:
        tell(version.protocol, Deed.MERGE, why, at)
        _open_task(version, "decide", wanted, by, at)
    return Merged(nis, None, tuple(predecessors), why)


def _open_task(version: Version, kind: str, said: Said, by: Actor, at: datetime) -> None:
    Task.objects.update_or_create(
        protocol_id=version.protocol_id,
        kind=kind,
        defaults={"nl": said.nl, "en": said.en, "opened_at": at, "done_at": None, "done_by": None},
    )
    log(version, Act.TASK_OPENED, by, at, task=kind)


def _in_force(codes: list[str], agency: str, on: date) -> list[Version]:
    """The versions in force of these municipalities on a day, locked, the largest municipality's first.

    One whose last day has passed is over, though the calendar may not have moved it yet.
    """
    rows = Version.objects.select_for_update(of=("self",), no_key=True).select_related("protocol")
    found = rows.filter(protocol__nis__in=codes, protocol__agency=agency, status__in=sorted(IN_FORCE)).order_by("id")
    binding = [version for version in found if (last_day(version) or on) >= on]
    return sorted(binding, key=lambda version: -municipalities().get(version.protocol.nis).inhabitants)


def _withdraw_drafts(codes: list[str], agency: str, by: Actor, at: datetime) -> None:
    rows = Version.objects.select_for_update(of=("self",), no_key=True).select_related("protocol")
    drafts = rows.filter(protocol__nis__in=codes, protocol__agency=agency, status__in=sorted(IN_PREPARATION))
    for version in drafts.order_by("id"):
        make(version, Verb.WITHDRAW, by, at, reason=MERGED_INTO_ANOTHER)


def _successor(nis: str, first: Party) -> Party:
    return Party(
        name=f"gemeente {municipalities().get(nis).name}",
        kbo=first.kbo,
        nis=nis,
        representatives=first.representatives,
        dpo=first.dpo,
        decision=None,
    )


def _inherit(
    terms: Terms, sources: list[Version], own: list[Version], agency: str, merged_at: datetime, by: Actor, at: datetime
) -> Version:
    nis = terms.recipient.nis or ""
    code = terms.protocol
    for version in own:
        suspended = version.status == Status.SUSPENDED
        make(version, Verb.SUCCEED if suspended else Verb.SUPERSEDE, by, at, effective=merged_at)
    number = Version.objects.filter(protocol_id=code).count() + 1
    if number > 1:
        terms = replace(terms, version=number)
    inherited = add_version(
        terms.canonical,
        code=code,
        number=number,
        agency=agency,
        nis=nis,
        status=Status.ACTIVE,
        published_by_sender=sources[0].published_by_sender,
        published_by_recipient=sources[0].published_by_recipient,
        remark="inherited",
    )
    follows: dict[str, Fact] = {"follows": list(terms.follows)}
    record(inherited, Verb.INHERIT, None, by, at, effective=merged_at, facts=follows)
    if any(_was_suspended(version) for version in sources):
        make(inherited, Verb.SUSPEND, by, at, reason=SUSPENDED_BEFORE, effective=merged_at)
    noticed = min((version.ends_on for version in sources if version.ends_on is not None), default=None)
    if noticed is not None:
        inherited.ends_on = noticed
        facts: dict[str, Fact] = {"endsOn": noticed.isoformat()}
        make(
            inherited, Verb.GIVE_NOTICE, by, at,
            reason=UNDER_NOTICE_BEFORE, effective=merged_at, facts=facts, also=("ends_on",),
        )  # fmt: skip
    for hold in Hold.objects.filter(protocol_id__in=[v.protocol_id for v in sources], lifted_at__isnull=True):
        if hold.protocol_id != code:
            Hold.objects.create(
                protocol_id=code, kind=hold.kind, reason=hold.reason, placed_at=at, placed_by=hold.placed_by
            )
            ledger.append([Entry(Act.HOLD_PLACED, at, by.party, {"protocol": code, "hold": hold.kind})])
            tell(inherited.protocol, Deed.HOLD, hold.reason, at)
    for kind, said in TASKS:
        _open_task(inherited, kind, said, by, at)
    return inherited


def _was_suspended(version: Version) -> bool:
    """Whether the last thing that happened to it before the merger was a suspension."""
    last = version.moves.exclude(verb__in=[Verb.SUCCEED, Verb.SUPERSEDE]).order_by("-pk").first()
    return last is not None and last.to_status == Status.SUSPENDED


def finish_task(code: str, kind: str, *, by: Actor, at: datetime) -> Task:
    """Records that a task was done.

    Raises:
        NotPossible: there is no such open task, or it is not up to this actor.
    """
    with transaction.atomic():
        protocol = Protocol.objects.filter(code=code).first()
        task = Task.objects.select_for_update().filter(protocol_id=code, kind=kind, done_at__isnull=True).first()
        if protocol is None or task is None:
            raise NotPossible(Said(f"Er is geen open taak {kind!r}.", f"There is no open task {kind!r}."))
        if not may(side_of(by, agency=protocol.agency, nis=protocol.nis), by.role, Deed.FINISH_TASK):
            raise NotPossible(Said("Dit is aan de partijen.", "This is up to the parties."))
        task.done_at, task.done_by = at, by.party
        task.save(update_fields=["done_at", "done_by"])
        ledger.append([Entry(Act.TASK_DONE, at, by.party, {"protocol": code, "task": kind})])
    return task
