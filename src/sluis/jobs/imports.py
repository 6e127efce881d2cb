"""Imports from the inbox: which files lie there, asking for one to be taken in, and how far each is.

The import itself is the steward's (`dossiers.actions.import_extract`), in the worker; nothing here reaches people. What
is written here goes over the program's own connection, so it shows while the import's transaction is still open.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction

from sluis.domain.access import Actor, Work, may, not_up_to, side_of
from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.lifecycle import NotPossible
from sluis.domain.words import BRUSSELS, Said, is_agency_code
from sluis.jobs import queue
from sluis.jobs.models import UNFINISHED, Import, ImportStatus

TASK = "import_extract"
A_PAGE = 20

# What a file may be called to be taken in. A name is shown, kept and put in an address.
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.csv")
ELEVEN_DIGITS = re.compile(r"(?<!\d)\d{11}(?!\d)")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file in the inbox. `last` is the newest import of a file of this name, if it was ever asked for."""

    name: str
    size: int
    modified: datetime
    last: Import | None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What lies in the inbox of an agency, newest first. Of what is `refused` for its name or kind no name is shown."""

    files: tuple[Waiting, ...]
    refused: int


def waiting(agency: str) -> Inbox:
    """The files that lie ready for `agency`. A folder that is not there is an empty inbox.

    Refused are links, folders, and names that are not plain (`PLAIN`) or that hold a person's number.
    """
    folder = _folder(agency)
    found = list(folder.iterdir()) if folder.is_dir() else []
    accepted = [(path, path.lstat()) for path in found if _is_acceptable(folder, path.name)]
    last: dict[str, Import] = {
        one.name: one
        for one in Import.objects.filter(agency=agency, name__in=[path.name for path, _ in accepted]).order_by("id")
    }
    files = [
        Waiting(path.name, about.st_size, datetime.fromtimestamp(about.st_mtime, BRUSSELS), last.get(path.name))
        for path, about in accepted
    ]
    files.sort(key=lambda file: (file.modified, file.name), reverse=True)
    return Inbox(tuple(files), len(found) - len(accepted))


def start(agency: str, name: str, *, by: Actor, at: datetime, as_of: date | None = None) -> Import:
    """Asks for a file of the inbox to be taken in, and gives its row; a worker does it.

    Args:
        as_of: the reference date of the extract; the day of asking where it is not given.

    Raises:
        NotPossible: it is not up to this actor, there is no such file, or it is being taken in already.
    """
    side = side_of(by, agency=agency, nis="")
    if not may(side, by.role, Work.IMPORT):
        raise NotPossible(not_up_to(side, by.role, Work.IMPORT))
    if not _is_acceptable(_folder(agency), name):
        raise NotPossible(_NOT_THERE)
    try:
        with transaction.atomic():
            one = Import.objects.create(
                agency=agency, name=name, as_of=as_of or at.astimezone(BRUSSELS).date(), asked_at=at, asked_by=by.party,
                person=by.person,
            )  # fmt: skip
            one.job = queue.put(TASK, lock=f"vault:{agency}", once=f"import:{one.pk}", number=one.pk)
            one.save(update_fields=["job"])
    except IntegrityError:
        raise NotPossible(_BUSY) from None
    return one


def file_of(one: Import) -> Path:
    """Where the file of an import lies.

    Raises:
        FileNotFoundError: it is there no more, or became something else than a plain file.
    """
    folder = _folder(one.agency)
    if not _is_acceptable(folder, one.name):
        raise FileNotFoundError(2, "the file is not in the inbox any more")
    return folder / one.name


def progress(number: int) -> Import:
    """How far an import is. Raises Import.DoesNotExist where there is none."""
    return Import.objects.get(pk=number)


def past(agency: str, page: int = 1) -> tuple[list[Import], int]:
    """A page of the imports of an agency, running ones and past ones, newest first; and how many there are in all."""
    all_of_them = Import.objects.filter(agency=agency)
    first = (page - 1) * A_PAGE
    return list(all_of_them.order_by("-id")[first : first + A_PAGE]), all_of_them.count()


def unfinished(agency: str) -> list[Import]:
    """The imports of an agency that wait or run, oldest first."""
    return list(Import.objects.filter(agency=agency, status__in=UNFINISHED).order_by("id"))


def begin(number: int, *, at: datetime) -> Import:
    """An import begins, or begins anew."""
    one = Import.objects.get(pk=number)
    one.status, one.started_at, one.rows = ImportStatus.RUNNING, at, 0
    one.error_nl = one.error_en = one.doing_nl = one.doing_en = ""
    one.save(update_fields=["status", "started_at", "rows", "error_nl", "error_en", "doing_nl", "doing_en"])
    return one


def tell(number: int, doing: Said, rows: int) -> None:
    """Writes down what an import is doing and how many rows it has read."""
    Import.objects.filter(pk=number).update(doing_nl=doing.nl, doing_en=doing.en, rows=rows)


def done(number: int, *, extract: int, counts: Mapping[str, int], at: datetime) -> None:
    """An import has ended well; `extract` is the number under which the vault knows it."""
    Import.objects.filter(pk=number).update(
        status=ImportStatus.DONE, ended_at=at, extract=extract, counts=dict(counts), rows=counts["rows"], doing_nl="",
        doing_en="",
    )  # fmt: skip


def put_back(number: int, said: Said | None) -> None:
    """An import was broken off and will be done again; `said` is why, where something went wrong."""
    Import.objects.filter(pk=number).update(
        status=ImportStatus.WAITING, rows=0, doing_nl="", doing_en="", error_nl=said.nl if said else "",
        error_en=said.en if said else "",
    )  # fmt: skip


def failed(numbers: list[int], said: Said, *, at: datetime) -> None:
    """Imports have ended, and nothing was taken in."""
    Import.objects.filter(pk__in=numbers).update(
        status=ImportStatus.FAILED, ended_at=at, doing_nl="", doing_en="", error_nl=said.nl, error_en=said.en
    )


def _folder(agency: str) -> Path:
    if not is_agency_code(agency):
        raise ValueError("An agency's code is at most twenty small letters, digits and dashes, like agii.")
    return Path(settings.INBOX) / agency


def _is_acceptable(folder: Path, name: str) -> bool:
    """Whether this is a plain file with a plain name, and not a way to another place."""
    if not PLAIN.fullmatch(name) or INSZ_SHAPED.search(name) or ELEVEN_DIGITS.search(name):
        return False
    try:
        return stat.S_ISREG((folder / name).lstat().st_mode)
    except OSError:
        return False


_NOT_THERE = Said(
    "Dit bestand ligt niet in de inbox, of het heeft geen gewone naam. Een naam bestaat uit letters, cijfers, punten "
    "en streepjes, eindigt op .csv en bevat geen nummer van een persoon.",
    "This file is not in the inbox, or it has no plain name. A name is of letters, digits, dots and dashes, ends in "
    ".csv and holds no person's number.",
)
_BUSY = Said("Dit bestand wordt al ingelezen.", "This file is being taken in already.")
