"""Writes of outreach: campaigns and what they announce, contacts, the list of contacts, interest, and what comes of it.

Nobody who asks for help to settle here is ever in it, so a text that holds something shaped like a person's number is
refused, whatever it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from sluis.domain.access import Actor, Work, may, not_up_to, side_of
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import BRUSSELS, Said, is_kbo
from sluis.outreach import queries
from sluis.outreach.channels import channels
from sluis.outreach.contact_list import ContactList
from sluis.outreach.forgetting import NOBODY
from sluis.outreach.models import Announcement, Campaign, Contact, Correspondent, Interest
from sluis.parties.models import Agency
from sluis.parties.municipalities import municipalities
from sluis.protocols.actions import Answers, draft
from sluis.protocols.model_text import models_in_use
from sluis.protocols.models import Version

# So often in an hour the public form is taken in, for the whole house; a machine stops here, people never get so far.
MOST, WITHIN = 60, timedelta(hours=1)

TOO_MANY = Said(
    "Er kwamen net te veel formulieren binnen. Er is niets bewaard. Probeer het over een uur opnieuw.",
    "Too many forms came in just now. Nothing was kept. Try again in an hour.",
)
PERSON = Said(
    "Hierin staat iets met de vorm van een nummer van een persoon; er is niets bewaard. Laat het weg.",
    "This holds something shaped like a person's number; nothing was kept. Leave it out.",
)
NAMED_ALREADY = Said("Er is al een campagne met deze naam.", "There is a campaign of this name already.")
EMPTY = Said("Vul alle velden in die nodig zijn.", "Fill in every field that is needed.")
NO_CHANNEL = Said("Dit kanaal is hier niet bekend.", "This channel is not known here.")
NO_ADDRESS = Said(
    "Een adres begint met https:// of http://.",
    "An address begins with https:// or http://.",
)
BEFORE_THE_CAMPAIGN = Said(
    "Een bekendmaking ligt niet voor het begin van haar campagne.",
    "An announcement does not lie before its campaign begins.",
)
TOO_MANY_REACHED = Said("Zoveel gemeenten zijn er niet.", "There are not so many municipalities.")
NOT_YET = Said("Een contact ligt niet in de toekomst.", "A contact does not lie in the future.")
STEP_BEFORE = Said("De volgende stap komt niet voor het contact.", "The next step does not come before the contact.")
STEP_UNNAMED = Said(
    "Zeg wat de volgende stap is, of laat ook de dag leeg.", "Say what the next step is, or leave the day empty too."
)
STEP_DONE = Said("Deze stap is al gedaan, of er was geen.", "This step was done already, or there was none.")
UNKNOWN = Said("Geen Vlaamse gemeente heeft deze NIS-code.", "No Flemish municipality has this NIS code.")
NOBODY_SENDS = Said(
    "Hier is nog geen zendende instantie geregistreerd, dus niemand leest dit formulier.",
    "No sending agency is registered here yet, so nobody reads this form.",
)
WRONG_KBO = Said(
    "Dit ondernemingsnummer klopt niet: tien cijfers, waarvan de laatste twee de andere controleren.",
    "This enterprise number is wrong: ten digits, of which the last two check the others.",
)
NOT_SETTLED = Said(
    "Dit wacht nog op antwoord. Handel het eerst af.", "This still waits for an answer. Settle it first."
)
NO_REASON = Said("Zeg waarom.", "Say why.")
WRONG_ROWS = Said(
    "Niet alle regels kunnen worden ingelezen. Verbeter ze, of kies om alleen de goede regels in te lezen.",
    "Not every line can be taken in. Correct them, or choose to take in the good lines only.",
)
NO_GOOD_ROW = Said("Geen enkele regel kan worden ingelezen.", "Not a single line can be taken in.")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody of the agency has to note of a contact; `next_by` is an account, `interested` None: not known."""

    on: date
    channel: str
    said: str
    whom: str = ""
    interested: bool | None = None
    next_step: str = ""
    next_on: date | None = None
    next_by: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a municipality filled in on the public form. `form` is the digest of it as it was sent.

    `mark` is that of the link it came by, whatever that said; `kbo` is ten digits or empty.
    """

    nis: str
    form: str
    mark: str = ""
    name: str = ""
    function: str = ""
    email: str = ""
    phone: str = ""
    kbo: str = ""
    dpo: str = ""
    services: Sequence[str] = ()
    purposes: Sequence[str] = ()
    message: str = ""


def make_campaign(
    agency: str, *, name: str, audience: str, text: str, begins_on: date, by: Actor, at: datetime
) -> Campaign:
    """Begins a campaign; what it announces where comes after.

    Raises:
        NotPossible: it is not up to this actor, something is empty, or there is a campaign of this name.
    """
    _require_may(agency, by)
    _require_whole(name, audience, text)
    with transaction.atomic():
        _require_free_name(agency, name)
        return Campaign.objects.create(
            agency=agency, name=name, audience=audience, text=text, begins_on=begins_on, made_at=at, made_by=by.person
        )


def change_campaign(
    agency: str, number: int, *, name: str, audience: str, text: str, begins_on: date, by: Actor, at: datetime
) -> Campaign:
    """Corrects what a campaign says of itself. Raises as `make_campaign`, and Campaign.DoesNotExist."""
    _require_may(agency, by)
    _require_whole(name, audience, text)
    with transaction.atomic():
        row = Campaign.objects.select_for_update().get(pk=number, agency=agency)
        _require_free_name(agency, name, besides=number)
        if row.announcements.filter(on__lt=begins_on).exists():
            raise NotPossible(BEFORE_THE_CAMPAIGN)
        row.name, row.audience, row.text, row.begins_on = name, audience, text, begins_on
        row.save(update_fields=["name", "audience", "text", "begins_on"])
    return row


def announce(
    agency: str,
    campaign: int,
    *,
    channel: str,
    on: date,
    reached: int | None = None,
    cost_cents: int | None = None,
    address: str = "",
    by: Actor,
    at: datetime,
) -> Announcement:
    """Records that a campaign is announced by a channel, and makes the mark for its links.

    Raises:
        NotPossible: it is not up to this actor, the channel is not known, or something does not fit.
        Campaign.DoesNotExist: the agency has no such campaign.
    """
    _require_may(agency, by)
    if channel not in {one.code for one in channels()}:
        raise NotPossible(NO_CHANNEL)
    with transaction.atomic():
        # Locked, so that two announcements of one campaign do not get the same mark.
        row = Campaign.objects.select_for_update().get(pk=campaign, agency=agency)
        _require_fits(row, on, reached, address)
        return Announcement.objects.create(
            campaign=row, channel=channel, mark=_mark(row, channel), on=on, reached=reached, cost_cents=cost_cents,
            address=address,
        )  # fmt: skip


def correct_announcement(
    agency: str,
    number: int,
    *,
    on: date,
    reached: int | None,
    cost_cents: int | None,
    address: str,
    by: Actor,
    at: datetime,
) -> Announcement:
    """Corrects what is known of an announcement. Raises as `announce`, and Announcement.DoesNotExist."""
    _require_may(agency, by)
    with transaction.atomic():
        row = Announcement.objects.select_related("campaign").get(pk=number, campaign__agency=agency)
        _require_fits(row.campaign, on, reached, address)
        row.on, row.reached, row.cost_cents, row.address = on, reached, cost_cents, address
        row.save(update_fields=["on", "reached", "cost_cents", "address"])
    return row


def _mark(campaign: Campaign, channel: str) -> str:
    """A mark that says of which campaign and channel it is: 12-vvsg-e-zine; the second of that channel ends in -2."""
    taken = set(campaign.announcements.values_list("mark", flat=True))
    mark, times = f"{campaign.pk}-{channel}", 1
    while mark in taken:
        times += 1
        mark = f"{campaign.pk}-{channel}-{times}"
    return mark


def _require_fits(campaign: Campaign, on: date, reached: int | None, address: str) -> None:
    reasons = []
    if on < campaign.begins_on:
        reasons.append(BEFORE_THE_CAMPAIGN)
    if reached is not None and reached > len(municipalities().on(on)):
        reasons.append(TOO_MANY_REACHED)
    if address and not address.startswith(("https://", "http://")):
        reasons.append(NO_ADDRESS)
    if INSZ_SHAPED.search(address):
        reasons.append(PERSON)
    if reasons:
        raise NotPossible(*reasons)


def _require_free_name(agency: str, name: str, besides: int | None = None) -> None:
    namesake = Campaign.objects.filter(agency=agency, name=name).first()
    if namesake is not None and namesake.pk != besides:
        raise NotPossible(NAMED_ALREADY)


def note_contact(agency: str, nis: str, spoken: Spoken, *, by: Actor, at: datetime) -> Contact:
    """Notes that somebody of the agency spoke with a municipality.

    Raises:
        NotPossible: it is not up to this actor, the municipality or channel is not known, or a day does not fit.
    """
    _require_may(agency, by)
    _require_whole(spoken.said)
    _require_nobody(spoken.whom, spoken.next_step)
    reasons = []
    if nis not in municipalities():
        reasons.append(UNKNOWN)
    if spoken.channel not in {one.code for one in channels()}:
        reasons.append(NO_CHANNEL)
    if spoken.on > at.astimezone(BRUSSELS).date():
        reasons.append(NOT_YET)
    if spoken.next_on is not None and not spoken.next_step:
        reasons.append(STEP_UNNAMED)
    if spoken.next_on is not None and spoken.next_on < spoken.on:
        reasons.append(STEP_BEFORE)
    if reasons:
        raise NotPossible(*reasons)
    return Contact.objects.create(
        agency=agency, nis=nis, on=spoken.on, channel=spoken.channel, whom=spoken.whom, said=spoken.said,
        interested=spoken.interested, next_step=spoken.next_step, next_on=spoken.next_on,
        next_by=spoken.next_by if spoken.next_step else "", at=at, by=by.person,
    )  # fmt: skip


def finish_step(agency: str, number: int, *, by: Actor, at: datetime) -> Contact:
    """Says that the next step of a contact is done.

    Raises:
        NotPossible: it is not up to this actor, or there is no step that waits.
        Contact.DoesNotExist: the agency has no such contact.
    """
    _require_may(agency, by)
    with transaction.atomic():
        row = Contact.objects.select_for_update().get(pk=number, agency=agency)
        if not row.next_step or row.next_done_at is not None:
            raise NotPossible(STEP_DONE)
        row.next_done_at = at
        row.save(update_fields=["next_done_at"])
    return row


def take_in_list(agency: str, given: ContactList, *, good_rows_only: bool = False, by: Actor, at: datetime) -> int:
    """Puts a list of contacts in the place of the one before; gives how many people are on it.

    Raises:
        NotPossible: it is not up to this actor, no row is good, or one is not and that was not accepted; then nothing
            changes.
        Agency.DoesNotExist: no such agency was registered.
    """
    _require_may(agency, by)
    if not given.rows:
        raise NotPossible(NO_GOOD_ROW)
    if given.faults and not good_rows_only:
        raise NotPossible(WRONG_ROWS)
    with transaction.atomic():
        # Of two lists at once the second waits, and takes the place of the first.
        Agency.objects.select_for_update(no_key=True).get(code=agency)
        Correspondent.objects.filter(agency=agency).delete()
        made = Correspondent.objects.bulk_create(
            Correspondent(
                agency=agency, nis=one.nis, name=one.name, function=one.function, email=one.email, phone=one.phone,
                listed_at=at, listed_by=by.person,
            )
            for one in given.rows
        )  # fmt: skip
    return len(made)


def show_interest(shown: Shown, *, at: datetime) -> Interest:
    """Takes in what a municipality filled in on the public form, for the agency that it is for; once for each form.

    Raises:
        NotPossible: no municipality of today, nobody to be reached, a wrong enterprise number, a person's number in a
            text, too many forms in the last hour, or no agency is registered. Nothing is kept then.
    """
    before = Interest.objects.filter(form=shown.form).first()
    if before is not None:
        return before
    _require_shown_whole(shown, at)
    announcement = queries.announcement_with(shown.mark)
    agency = queries.agency_for(shown.nis, announcement)
    if agency is None:
        raise NotPossible(NOBODY_SENDS)
    if Interest.objects.filter(at__gt=at - WITHIN).count() >= MOST:
        raise NotPossible(TOO_MANY)
    given = {
        "agency": agency, "nis": shown.nis, "announcement": announcement, "at": at, "name": shown.name,
        "function": shown.function, "email": shown.email, "phone": shown.phone, "kbo": shown.kbo, "dpo": shown.dpo,
        "services": "\n".join(shown.services), "purposes": list(shown.purposes), "message": shown.message,
    }  # fmt: skip
    return Interest.objects.get_or_create(form=shown.form, defaults=given)[0]


def _require_shown_whole(shown: Shown, at: datetime) -> None:
    known = {one.nis for one in municipalities().on(at.astimezone(BRUSSELS).date())}
    reasons = []
    if shown.nis not in known:
        reasons.append(UNKNOWN)
    if not shown.name or not shown.email:
        reasons.append(EMPTY)
    if shown.kbo and not is_kbo(shown.kbo):
        reasons.append(WRONG_KBO)
    if reasons:
        raise NotPossible(*reasons)
    _require_nobody(shown.name, shown.function, shown.email, shown.phone, shown.dpo, shown.message, *shown.services)


def settle_interest(agency: str, number: int, *, reason: str, by: Actor, at: datetime) -> Interest:
    """Says that nothing more is to be done with an interest, and why.

    Raises:
        NotPossible: it is not up to this actor, no reason is given, or it was settled already.
        Interest.DoesNotExist: the agency has no such interest.
    """
    _require_may(agency, by)
    if not reason.strip():
        raise NotPossible(NO_REASON)
    _require_nobody(reason)
    with transaction.atomic():
        row = Interest.objects.select_for_update().get(pk=number, agency=agency)
        if row.settled_at is not None:
            raise NotPossible(queries.SETTLED_ALREADY)
        row.settled_at, row.settled_by, row.settled_as = at, by.person, reason
        row.save(update_fields=["settled_at", "settled_by", "settled_as"])
    return row


def erase_interest(agency: str, number: int, *, by: Actor, at: datetime) -> Interest:
    """Takes out of a settled interest who showed it, as the daily round does after two years.

    Raises:
        NotPossible: it is not up to this actor, or the interest waits for an answer.
        Interest.DoesNotExist: the agency has no such interest.
    """
    _require_may(agency, by)
    with transaction.atomic():
        row = Interest.objects.select_for_update().get(pk=number, agency=agency)
        if row.settled_at is None:
            raise NotPossible(NOT_SETTLED)
        for name, value in NOBODY.items():
            setattr(row, name, value)
        row.save(update_fields=list(NOBODY))
    return row


def begin_draft(agency: str, number: int, *, by: Actor, at: datetime) -> Version:
    """Begins the draft of a protocol with all that an interest said, on the newest model; that settles the interest.

    Raises:
        NotPossible: `queries.why_not_draft` says why, or it is not up to this actor.
        Interest.DoesNotExist: the agency has no such interest.
    """
    _require_may(agency, by)
    on = at.astimezone(BRUSSELS).date()
    with transaction.atomic():
        row = Interest.objects.select_for_update().get(pk=number, agency=agency)
        reasons = queries.why_not_draft(row, on)
        if reasons:
            raise NotPossible(*reasons)
        model = models_in_use(on)[-1]
        offered = {one["purpose"] for one in model.terms["purposes"]}
        recipient = {name: value for name, value in (("kbo", row.kbo), ("dpo", row.dpo)) if value}
        answers = Answers(
            services=tuple(row.services.splitlines()),
            # None ticked: all of the model, as its question says. One that a newer model does not know is left out.
            purposes=tuple(one for one in row.purposes if one in offered) if row.purposes else None,
            changes={"recipient": recipient} if recipient else {},
        )
        version = draft(row.nis, agency=agency, model=model, answers=answers, by=by, at=at)
        row.protocol, row.settled_at, row.settled_by = version.protocol_id, at, by.person
        row.save(update_fields=["protocol", "settled_at", "settled_by"])
    return version


def _require_may(agency: str, by: Actor) -> None:
    side = side_of(by, agency=agency, nis="")
    if not may(side, by.role, Work.DO_OUTREACH):
        raise NotPossible(not_up_to(side, by.role, Work.DO_OUTREACH))


def _require_whole(*texts: str) -> None:
    if not all(text.strip() for text in texts):
        raise NotPossible(EMPTY)
    _require_nobody(*texts)


def _require_nobody(*texts: str) -> None:
    if any(INSZ_SHAPED.search(text) for text in texts):
        raise NotPossible(PERSON)
