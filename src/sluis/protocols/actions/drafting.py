"""Writes of a draft: begun from a model, changed by either side, completed, reopened, given up; and amendments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sluis.domain import drafts
from sluis.domain.access import Actor, may, side_of
from sluis.domain.differences import advised_digest, needs_new_advice
from sluis.domain.drafts import Draft
from sluis.domain.entry import Act
from sluis.domain.lifecycle import IN_FORCE, IN_PREPARATION, STATUS_NAMES, Deed, NotPossible, Status, Verb
from sluis.domain.municipalities import UnknownMunicipality
from sluis.domain.requirements import Progress
from sluis.domain.terms import Side
from sluis.domain.words import Said, digest
from sluis.parties import queries as parties
from sluis.parties.municipalities import municipalities
from sluis.protocols.actions.advising import carry_over, stand_on_model
from sluis.protocols.actions.moving import conclude, day, in_preparation, locked, log, make, record, require
from sluis.protocols.actions.registering import add_version
from sluis.protocols.model_text import Model
from sluis.protocols.models import Comment, Proposal, Protocol, Revision, Version
from sluis.protocols.progress import newest_advices

SETTLED_ALREADY = Said("Dit voorstel is al afgehandeld.", "This proposal was settled already.")
OWN_PROPOSAL = Said("De andere partij aanvaardt een voorstel.", "The other party accepts a proposal.")
CHANGED_MEANWHILE = Said(
    "Iemand anders heeft de tekst intussen gewijzigd; bekijk die wijziging en probeer opnieuw.",
    "Somebody else changed the text meanwhile; look at that change and try again.",
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What differs per municipality: the answers to the model's questions. `purposes` None: all of the model's."""

    services: tuple[str, ...] = ()
    purposes: tuple[str, ...] | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


def code_for(agency: str, nis: str) -> str:
    """The code of the protocol between an agency and a municipality."""
    return f"{agency.upper()}-{nis}"


def draft(nis: str, *, agency: str, model: Model, answers: Answers, by: Actor, at: datetime) -> Version:
    """Begins the first text of a municipality's protocol, or the next where the last is over, from the model.

    Raises:
        NotPossible: there is a text in preparation or in force, the municipality does not exist today, the model is
            not in use yet, or an answer does not fit.
    """
    code = code_for(agency, nis)
    on = day(at)
    if not may(side_of(by, agency=agency, nis=nis), by.role, Verb.DRAFT):
        raise NotPossible(
            Said("Alleen de partijen zelf beginnen een tekst.", "Only the parties themselves begin a text.")
        )
    if (gone := no_such_municipality(nis, on)) is not None:
        raise NotPossible(gone)
    _require_in_use(model, on)
    with transaction.atomic():
        if Protocol.objects.filter(code=code).exists():
            versions = locked(code)
            busy = versions.filter(status__in=sorted({*IN_FORCE, *IN_PREPARATION})).first()
            if busy is not None:
                raise NotPossible(has_a_text(busy))
            number = versions.count() + 1
        else:
            number = 1
        text = drafts.begin(
            model.terms | {"model": model.label},
            protocol=code,
            version=number,
            sender=parties.as_party(agency),
            nis=nis,
            name=f"gemeente {municipalities().get(nis).name}",
        )
        return _begun(_answered(text, answers), agency, nis, by, at, f"model {model.label}")


def no_such_municipality(nis: str, on: date) -> Said | None:
    """Why no text can be begun with the municipality of this code on a day; None where it exists."""
    try:
        place = municipalities().what_is(nis, on)
    except UnknownMunicipality as error:
        return Said(f"Geen Vlaamse gemeente heeft of had NIS-code {nis!r}.", str(error))
    if place.exists:
        return None
    successor = place.successor.nis if place.successor else "-"
    return Said(
        f"Gemeente {nis} bestaat niet op {on}. Opvolger: {successor}.",
        f"Municipality {nis} does not exist on {on}. Successor: {successor}.",
    )


def has_a_text(busy: Version) -> Said:
    """Why no text can be begun beside one that is in preparation or in force."""
    name = STATUS_NAMES[Status(busy.status)]
    return Said(
        f"{busy.protocol_id} heeft al een tekst ({name.nl}); wijzig die.",
        f"{busy.protocol_id} has a text already ({name.en}); change that one.",
    )


def _require_in_use(model: Model, on: date) -> None:
    if on < model.since:
        raise NotPossible(
            Said(
                f"Het model {model.label} is bruikbaar vanaf {model.since}.",
                f"The model {model.label} can be used from {model.since} on.",
            )
        )


def _answered(text: Draft, answers: Answers) -> Draft:
    if answers.purposes is not None:
        text = drafts.with_purposes(text, answers.purposes)
    if answers.services:
        text = drafts.with_services(text, answers.services)
    return drafts.changed(text, answers.changes)


def _begun(text: Draft, agency: str, nis: str, by: Actor, at: datetime, note: str) -> Version:
    written = drafts.written(text)
    version = add_version(
        written, code=text["protocol"], number=text["version"], agency=agency, nis=nis, status=Status.DRAFT
    )
    _remember(version, written, by, at, note)
    record(version, Verb.DRAFT, None, by, at, facts={"model": str(text.get("model", ""))})
    return version


def accede(nis: str, *, agency: str, model: Model, answers: Answers, by: Actor, at: datetime) -> Version:
    """Accedes to the model unchanged: begins and completes the text in one step.

    The advice that the agency's DPO gave on the model stands for it, and the record says so.

    Raises:
        NotPossible: as `draft`; or an answer is missing, or changes more than the model asks.
    """
    beyond = sorted(set(answers.changes) - {"recipient", "start", "end"})
    if beyond:
        raise NotPossible(
            Said(
                f"Toetreden is zonder wijziging; dit wijkt af: {', '.join(beyond)}. Begin een eigen tekst.",
                f"To accede is without change; this differs: {', '.join(beyond)}. Begin a text of your own.",
            )
        )
    with transaction.atomic():
        version = draft(nis, agency=agency, model=model, answers=answers, by=by, at=at)
        version = complete(version.protocol_id, by=by, at=at)
        stand_on_model(version, model, by, at)
        conclude(version, Verb.ADVISE, by, at)
    return version


def _remember(version: Version, text: bytes, by: Actor, at: datetime, note: str) -> None:
    Revision.objects.create(
        version=version, number=version.revisions.count() + 1, text=text, digest=digest(text), note=note,
        by=by.party, person=by.person, at=at,
    )  # fmt: skip


def revise(
    code: str, changes: Mapping[str, Any], *, base: str | None = None, note: str = "", by: Actor, at: datetime
) -> Version:
    """Changes the draft by a merge patch (RFC 7396). `base` is the digest of the text the change was made on.

    Raises:
        NotPossible: it is not a draft, or somebody else changed it after `base` was read.
    """
    with transaction.atomic():
        version = in_preparation(code)
        require(version, Deed.REVISE, by, at)
        return _rewrite(version, changes, base, note, by, at)


def _rewrite(
    version: Version, changes: Mapping[str, Any], base: str | None, note: str, by: Actor, at: datetime
) -> Version:
    if base is not None and base != version.terms_digest:
        raise NotPossible(CHANGED_MEANWHILE)
    written = drafts.written(drafts.changed(drafts.read(bytes(version.terms)), changes))
    if digest(written) == version.terms_digest:
        return version
    version.terms, version.terms_digest = written, digest(written)
    version.save(update_fields=["terms", "terms_digest"])
    _remember(version, written, by, at, note)
    log(version, Act.PROTOCOL_REVISED, by, at)
    return version


def propose(code: str, changes: Mapping[str, Any], *, why: str, by: Actor, at: datetime) -> Proposal:
    """Proposes a change of the text in preparation, for the other side to accept or decline.

    Raises:
        NotPossible: there is no such text, the change does not fit it or changes nothing, or no reason is given.
    """
    if not why.strip():
        raise NotPossible(Said("Zeg waarom.", "Say why."))
    with transaction.atomic():
        version = in_preparation(code)
        require(version, Deed.PROPOSE, by, at)
        text = drafts.written(drafts.changed(drafts.read(bytes(version.terms)), changes))
        if digest(text) == version.terms_digest:
            raise NotPossible(Said("Dit voorstel wijzigt niets.", "This proposal changes nothing."))
        return Proposal.objects.create(
            version=version, base_digest=version.terms_digest, changes=dict(changes), why=why,
            by=by.party, person=by.person, at=at,
        )  # fmt: skip


def settle_proposal(proposal: int, *, accept: bool, by: Actor, at: datetime) -> Proposal:
    """Accepts a proposal into the draft, or declines it; the other side than the one that proposed does so.

    Raises:
        NotPossible: it was settled already, is of the own side, or the text changed since it was made.
    """
    with transaction.atomic():
        found = Proposal.objects.filter(pk=proposal).first()
        if found is None:
            raise NotPossible(Said("Dit voorstel bestaat niet.", "There is no such proposal."))
        version = in_preparation(found.version.protocol_id)
        # Read after the lock: of two who settle at once, the second sees what the first did.
        found = Proposal.objects.get(pk=proposal)
        require(version, Deed.SETTLE, by, at)
        if found.accepted is not None:
            raise NotPossible(SETTLED_ALREADY)
        if found.by == by.party and accept:
            raise NotPossible(OWN_PROPOSAL)
        if accept:
            require(version, Deed.REVISE, by, at)
            _rewrite(version, found.changes, found.base_digest, found.why, by, at)
        found.accepted, found.settled_at, found.settled_by = accept, at, by.party
        found.save(update_fields=["accepted", "settled_at", "settled_by"])
    return found


def comment(code: str, text: str, *, place: str = "", by: Actor, at: datetime) -> Comment:
    """Puts a remark beside the text in preparation, at a place in it or in general.

    Raises:
        NotPossible: there is no such text, or the remark is empty.
    """
    if not text.strip():
        raise NotPossible(Said("Schrijf de opmerking.", "Write the remark."))
    with transaction.atomic():
        version = in_preparation(code)
        require(version, Deed.COMMENT, by, at)
        return Comment.objects.create(version=version, place=place, text=text, by=by.party, person=by.person, at=at)


def complete(code: str, *, by: Actor, at: datetime) -> Version:
    """Offers the draft for advice. Where advice was given on the same part before, it stands, and the record says so.

    Raises:
        NotPossible: parts are missing; each is named.
    """
    with transaction.atomic():
        version = in_preparation(code)
        far = require(version, Verb.COMPLETE, by, at)
        standing = [side.value for side in Side if _stands(far, side)]
        make(version, Verb.COMPLETE, by, at, facts={"advicesStanding": standing} if standing else {})
        conclude(version, Verb.ADVISE, by, at)
    return version


def _stands(far: Progress, side: Side) -> bool:
    opinion = far.opinions.get(side)
    return opinion is not None and opinion.on_part == far.advised_part


def reopen(code: str, *, reason: str, by: Actor, at: datetime) -> Version:
    """Makes a draft of the text again. What was decided and signed on it stays on record and counts no more.

    Raises:
        NotPossible: no reason, or it was published already.
    """
    return _step(code, Verb.REOPEN, reason, by, at)


def withdraw(code: str, *, reason: str, by: Actor, at: datetime) -> Version:
    """Gives up the text in preparation; a version in force stays in force.

    Raises:
        NotPossible: no reason, or there is no such text.
    """
    return _step(code, Verb.WITHDRAW, reason, by, at)


def _step(code: str, verb: Verb, reason: str, by: Actor, at: datetime) -> Version:
    with transaction.atomic():
        version = in_preparation(code)
        require(version, verb, by, at, reason=reason)
        return make(version, verb, by, at, reason=reason)


def amend(code: str, *, changes: Mapping[str, Any] | None = None, by: Actor, at: datetime) -> Version:
    """Begins the next version of the text in force, as a draft; the text in force stays so until it is replaced.

    Raises:
        NotPossible: nothing is in force, or a text is being prepared already.
    """
    with transaction.atomic():
        before = _in_force(code)
        text = _next(before, at)
        return _amendment(before, drafts.changed(text, changes or {}), by, at, "")


def adopt_model(code: str, model: Model, *, by: Actor, at: datetime) -> Version:
    """Begins an amendment that brings the text in force over to another model, completed at once.

    Advice is asked anew only where the change lets more, or other, data go (`needs_new_advice`); where it does
    not, the advices on the version before are carried over, and the record says so.

    Raises:
        NotPossible: nothing is in force, a text is being prepared already, it follows this model already, or the
            model is not in use yet.
    """
    _require_in_use(model, day(at))
    with transaction.atomic():
        before = _in_force(code)
        old = drafts.read(bytes(before.terms))
        if old["model"] == model.label:
            raise NotPossible(
                Said(f"{code} volgt al model {model.label}.", f"{code} follows model {model.label} already.")
            )
        text = drafts.remodelled(_next(before, at), model.terms) | {"model": model.label}
        version = _amendment(before, text, by, at, f"model {model.label}")
        version = complete(code, by=by, at=at)
        # An amendment begins later than what it amends; that alone asks for no advice.
        if not needs_new_advice({**old, "start": text["start"]}, text):
            for side, advice in newest_advices(before).items():
                if side != Side.SUPERVISOR:
                    carry_over(advice, version, advised_digest(text), by, at)
            conclude(version, Verb.ADVISE, by, at)
    return version


def adopt_model_everywhere(model: Model, *, agency: str, by: Actor, at: datetime) -> tuple[list[Version], list[str]]:
    """`adopt_model` for every protocol of an agency that is in force under another model.

    Returns the amendments that began, and the codes of those left alone: a text is being prepared already, or the
    model leaves nothing of what the municipality had chosen.

    Raises:
        NotPossible: it is not up to this actor.
    """
    if not may(side_of(by, agency=agency, nis=""), by.role, Verb.DRAFT):
        raise NotPossible(Said("Dit is aan het agentschap.", "This is up to the agency."))
    begun, left = [], []
    rows = Version.objects.filter(status__in=sorted(IN_FORCE), protocol__agency=agency).order_by("protocol_id")
    for version in rows:
        if drafts.read(bytes(version.terms))["model"] == model.label:
            continue
        try:
            begun.append(adopt_model(version.protocol_id, model, by=by, at=at))
        except NotPossible:
            left.append(version.protocol_id)
    return begun, left


def nothing_in_force(code: str) -> Said:
    """Why a protocol without a text in force cannot be amended."""
    return Said(f"Van {code} geldt geen tekst om te wijzigen.", f"No text of {code} is in force to be amended.")


def _in_force(code: str) -> Version:
    version = locked(code).filter(status__in=sorted(IN_FORCE)).first()
    if version is None:
        raise NotPossible(nothing_in_force(code))
    return version


def _next(before: Version, at: datetime) -> Draft:
    number = Version.objects.filter(protocol_id=before.protocol_id).count() + 1
    terms = drafts.read(bytes(before.terms))
    start = max(day(at).isoformat(), terms["start"])
    return drafts.amended(terms, version=number, follows=[before.terms_digest], start=start)


def _amendment(before: Version, text: Draft, by: Actor, at: datetime, note: str) -> Version:
    protocol = before.protocol
    if not may(side_of(by, agency=protocol.agency, nis=protocol.nis), by.role, Verb.DRAFT):
        raise NotPossible(
            Said("Alleen de partijen zelf stellen een wijziging op.", "Only the parties themselves draft an amendment.")
        )
    return _begun(text, protocol.agency, protocol.nis, by, at, note)
