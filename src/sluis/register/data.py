"""Writes the register as data for programs: the list and a protocol as JSON, the list as CSV.

What they hold is published as schemas (`schemas/`); a part that is added or renamed here is added or renamed there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from sluis.register.csvw import REGISTER, names
from sluis.register.entries import Entry
from sluis.register.events import Event
from sluis.register.filters import Filter
from sluis.register.links import Link
from sluis.register.protocol import PublicProtocol, PublicVersion, Reference


def list_as_data(asked: Filter, found: Sequence[Entry], link: Link) -> dict[str, Any]:
    """The list as JSON has it (`schemas/register.json`)."""
    return {
        "on": asked.on.isoformat(),
        "filters": asked.query,
        "total": len(found),
        "protocols": [_entry(entry, link) for entry in found],
    }


def _entry(entry: Entry, link: Link) -> dict[str, Any]:
    one, shown = entry.municipality, entry.shown
    return {
        "protocol": entry.code,
        "agency": {"code": entry.agency, "name": entry.sender},
        "municipality": {"nis": one.nis, "name": one.name, "province": one.province},
        "state": entry.stood.stance.value,
        "status": entry.stood.status.value,
        "since": entry.stood.since.isoformat(),
        "version": shown.number if shown else None,
        "digest": shown.digest if shown else None,
        "purposes": [purpose.value for purpose in entry.purposes],
        "page": link("register-protocol", language="nl", code=entry.code),
        "data": link("register-protocol-json", code=entry.code),
    }


COLUMNS = names(REGISTER)


def list_as_csv(found: Sequence[Entry], link: Link) -> str:
    """The list as CSV, a protocol a line, with the lines of RFC 4180; what there is not is empty."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for entry in found:
        said = _entry(entry, link)
        of = said["municipality"]
        flat = said | {"agency": entry.agency, "nis": of["nis"], "municipality": of["name"]}
        flat |= {"province": of["province"], "purposes": " ".join(said["purposes"])}
        writer.writerow(["" if flat[name] is None else flat[name] for name in COLUMNS])
    return text.getvalue()


def protocol_as_data(seen: PublicProtocol, link: Link) -> dict[str, Any]:
    """A protocol as JSON has it (`schemas/protocol.json`), with every version that was validated, oldest first."""
    one, stood, shown = seen.municipality, seen.stood, seen.shown
    return {
        "protocol": seen.code,
        "agency": {"code": seen.agency, "name": seen.sender},
        "municipality": {"nis": one.nis, "name": one.name, "province": one.province},
        "state": stood.stance.value if stood else None,
        "status": stood.status.value if stood else None,
        "since": stood.since.isoformat() if stood else None,
        "version": shown.number if shown else None,
        "inPreparationSince": seen.preparing.isoformat() if seen.preparing else None,
        "versions": [_version(version, link) for version in seen.versions],
        "events": [_event(event) for event in seen.events],
        "page": link("register-protocol", language="nl", code=seen.code),
    }


def _version(one: PublicVersion, link: Link) -> dict[str, Any]:
    place = {"code": one.protocol, "number": one.number}
    return {
        "version": one.number,
        "digest": one.digest,
        "state": one.stood.stance.value,
        "status": one.stood.status.value,
        "since": one.stood.since.isoformat(),
        "cameToBindBy": one.how.value,
        "validatedOn": one.validated_on.isoformat(),
        "lastDay": one.last_day.isoformat() if one.last_day else None,
        "noticeEndsOn": one.ends_on.isoformat() if one.ends_on else None,
        "accededToModel": one.acceded,
        "terms": one.said,
        "termsAreWhole": one.whole,
        "publishedAt": {side.value: address for side, address in one.addresses.items()},
        "signed": [
            {
                "side": signed.side.value,
                "capacity": signed.capacity,
                "way": signed.way.value,
                "on": signed.on.isoformat(),
                "timestamped": signed.timestamped,
            }
            for signed in one.signed
        ],
        "follows": [_reference(reference) for reference in one.follows],
        "followedBy": [_reference(reference) for reference in one.followed_by],
        "changes": [
            {"place": change.place, "change": change.change.value, "nl": change.said.nl, "en": change.said.en}
            for change in one.changes
        ],
        "ledgerEntry": one.entry,
        "page": link("register-version", language="nl", **place),
        "text": link("register-text", language="nl", **place),
        "pdf": link("register-pdf", **place),
    }


def _reference(reference: Reference) -> dict[str, Any]:
    return {"protocol": reference.protocol, "version": reference.number, "nis": reference.nis}


def _event(event: Event) -> dict[str, Any]:
    return {
        "on": event.on.isoformat(),
        "recordedAt": event.recorded_at.isoformat(timespec="seconds"),
        "version": event.number,
        "kind": event.act.value,
        "nl": event.said.nl,
        "en": event.said.en,
    }
