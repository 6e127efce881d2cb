"""Tells parties by mail that a message waits. What it says stays in the house: a reason can name people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from sluis.adapters.mail import Mail, MailServer, send
from sluis.domain.lifecycle import DEED_NAMES, VERB_NAMES, Deed, Verb
from sluis.jobs.models import Mailing
from sluis.parties.models import Contact
from sluis.protocols.models import Message

TEXT = """\
Er is een nieuw bericht over protocol {code}.

Het gaat over: {about}.

Meld u aan om het te lezen: {address}

In deze mail staan met opzet geen gegevens over personen. Een antwoord erop wordt niet gelezen.
"""


def mail_new(*, at: datetime) -> int:
    """Mails each message once to the contact of its party, and says how many were mailed.

    Messages from before the contact was set, and those that were read already, are not mailed. Where one cannot be
    sent, the others are.

    Raises:
        InvalidServer: `SLUIS_SMTP` is no address of a mail server.
        OSError: the server cannot be reached, or does not take one; it is tried again at the next call.
    """
    if not settings.SMTP:
        return 0
    contacts = {contact.party: contact for contact in Contact.objects.all()}
    waiting = _waiting(contacts)
    if not waiting:
        return 0
    failure: OSError | None = None
    mailed = 0
    with MailServer.parse(settings.SMTP).open() as server:
        for message in waiting:
            try:
                with transaction.atomic():
                    # Written first: whoever would mail the same message at once waits here, and finds it written.
                    Mailing.objects.create(message=message, mailed_at=at)
                    send(_mail(message, contacts[message.party].address), server)
                mailed += 1
            except OSError as error:
                failure = failure or error
    if failure is not None:
        raise failure
    return mailed


def _waiting(contacts: Mapping[str, Contact]) -> list[Message]:
    unread = Message.objects.filter(party__in=list(contacts), read_at__isnull=True, mailing__isnull=True)
    return [message for message in unread.order_by("id") if message.at >= contacts[message.party].set_at]


def _mail(message: Message, to: str) -> Mail:
    return Mail(
        name=f"sluis-message-{message.pk}",
        sender=settings.MAIL_FROM,
        to=to,
        subject=f"Sluis: nieuw bericht over {message.protocol_id}",
        text=TEXT.format(code=message.protocol_id, about=_about(message.about), address=settings.ADDRESS),
    )


def _about(what: str) -> str:
    if what in set(Verb):
        return VERB_NAMES[Verb(what)].nl
    return DEED_NAMES[Deed(what)].nl
