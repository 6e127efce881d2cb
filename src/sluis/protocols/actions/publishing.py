"""Writes of the publication on the sites of both parties, and the validation that puts a protocol in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from sluis.adapters.websites import NotFetched
from sluis.domain.access import SCHEDULE, Actor
from sluis.domain.entry import Act
from sluis.domain.lifecycle import IN_FORCE, Deed, NotPossible, Status, Verb
from sluis.domain.terms import Side
from sluis.domain.words import Said
from sluis.protocols.actions.moving import conclude, in_preparation, locked, log, make, newest, require
from sluis.protocols.models import PublicationCheck, Task, Version

# A text of its own settles these of a merger's tasks: they are what the checklist of its validation asks. A key is
# another matter.
DONE_BY_VALIDATION = ("decide", "parties", "signatories", "publication")

# Takes an address, gives the text of the page.
Fetch = Callable[[str], str]


def record_address(code: str, side: Side, address: str, *, by: Actor, at: datetime) -> Version:
    """Records where a party publishes the protocol; a party records its own, the agency either's.

    Raises:
        NotPossible: the text is not signed yet, or it is no https address.
    """
    parts = urlsplit(address.strip())
    if parts.scheme != "https" or not parts.hostname or parts.username or len(address) > 2000:
        raise NotPossible(Said("Geef een adres dat met https:// begint.", "Give an address that starts with https://."))
    if side == Side.SUPERVISOR:
        raise NotPossible(Said("Alleen de partijen maken bekend.", "Only the parties publish."))
    with transaction.atomic():
        version = _to_publish(code)
        far = require(version, Deed.RECORD_ADDRESS, by, at)
        if far.side == Side.RECIPIENT and side != Side.RECIPIENT:
            raise NotPossible(Said("Elke partij geeft haar eigen adres door.", "Each party reports its own address."))
        name = "published_by_sender" if side == Side.SENDER else "published_by_recipient"
        setattr(version, name, address.strip())
        version.save(update_fields=[name])
        log(version, Act.ADDRESS_RECORDED, by, at, side=side.value, address=address.strip())
    return version


def check_publication(code: str, *, fetch: Fetch, by: Actor, at: datetime) -> dict[Side, PublicationCheck]:
    """Fetches both parties' pages and looks for the digest of the text; says for each what was found.

    Nothing is locked while fetching: a slow site holds nobody up.

    Raises:
        NotPossible: the text is not signed yet, or it is not up to this actor; then nothing is fetched.
    """
    with transaction.atomic():
        version = _to_publish(code)
        require(version, Deed.CHECK_PUBLICATION, by, at)
    pages = {side: _look(fetch, address) for side, address in _addresses(version).items() if address}
    with transaction.atomic():
        version = _to_publish(code)
        require(version, Deed.CHECK_PUBLICATION, by, at)
        addresses = _addresses(version)
        checks = {}
        for side, (address, page, problem) in pages.items():
            # An address that was changed meanwhile is for the next check.
            if addresses[side] == address:
                checks[side] = _record_check(version, side, address, page, problem, by, at)
        conclude(version, Verb.PUBLISH, by, at)
    return checks


def attest_publication(code: str, side: Side, *, by: Actor, at: datetime) -> Version:
    """Somebody looked at the page and saw the digest there: for a site that lets no program in.

    Raises:
        NotPossible: the text is not signed yet, or the address is missing.
    """
    with transaction.atomic():
        version = _to_publish(code)
        require(version, Deed.CHECK_PUBLICATION, by, at)
        address = _addresses(version).get(side)
        if by == SCHEDULE or not address:
            raise NotPossible(
                Said(
                    "Iemand moet het adres opgeven en de pagina bekijken.",
                    "Somebody must give the address and look at the page.",
                )
            )
        PublicationCheck.objects.create(
            version=version, side=side, address=address, found_digest=version.terms_digest, by_hand=True,
            by=by.party, person=by.person, at=at,
        )  # fmt: skip
        log(version, Act.PUBLICATION_CHECKED, by, at, side=side.value, found=True, byHand=True)
        conclude(version, Verb.PUBLISH, by, at)
    return version


def _to_publish(code: str) -> Version:
    """The version whose publication is looked after, locked: one signed by all, else the one in force."""
    signed = locked(code).filter(status__in=[Status.SIGNED, Status.PUBLISHED]).first()
    return signed or newest(code, *IN_FORCE)


def _addresses(version: Version) -> dict[Side, str | None]:
    return {Side.SENDER: version.published_by_sender, Side.RECIPIENT: version.published_by_recipient}


def _look(fetch: Fetch, address: str) -> tuple[str, str | None, str]:
    try:
        return address, fetch(address), ""
    except NotFetched as error:
        return address, None, str(error)


def _record_check(
    version: Version, side: Side, address: str, page: str | None, problem: str, by: Actor, at: datetime
) -> PublicationCheck:
    found = page is not None and version.terms_digest in page
    if page is not None and not found:
        problem = f"The page does not hold {version.terms_digest}."
    check = PublicationCheck.objects.create(
        version=version, side=side, address=address, found_digest=version.terms_digest if found else None,
        problem=problem, by=by.party, person=by.person, at=at,
    )  # fmt: skip
    log(version, Act.PUBLICATION_CHECKED, by, at, side=side.value, found=found, byHand=False)
    return check


def validate(code: str, *, by: Actor, at: datetime) -> Version:
    """Puts the published text in force; the version in force before is superseded in the same moment.

    Raises:
        NotPossible: something on the checklist is missing; each is named.
    """
    with transaction.atomic():
        version = in_preparation(code)
        require(version, Verb.VALIDATE, by, at)
        before = locked(code).filter(status=Status.ACTIVE).first()
        if before is not None:
            make(before, Verb.SUPERSEDE, by, at, facts={"supersededBy": version.number})
        make(version, Verb.VALIDATE, by, at)
        for task in Task.objects.filter(protocol_id=code, kind__in=DONE_BY_VALIDATION, done_at__isnull=True):
            task.done_at, task.done_by = at, by.party
            task.save(update_fields=["done_at", "done_by"])
            log(version, Act.TASK_DONE, by, at, task=task.kind)
    return version
