"""Take in a full extract of the source: update who is known, add who is new, mark who is gone as left.

Bad rows are put aside and reported; a file that is no whole extract is refused and changes nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, CommandFailed
from sluis.domain.words import Said

NAME = "import"
HELP = "take in an extract of the source"

AGENCY = "agii"
SHOWN = 20  # rows of the quarantine that are shown; the report has them all

# On a terminal the line of progress is written over; in a log there is a new one now and then.
EVERY_ON_TERMINAL, EVERY_IN_LOG = 0.3, 5.0


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the CSV file (docs/reference/import-format.md)")
    parser.add_argument(
        "--as-of",
        metavar="DATE",
        type=given.day,
        help="reference date of the extract, like 2026-11-01 (default: today)",
    )
    parser.add_argument("--agency", metavar="CODE", default=AGENCY, help=f"the sending agency (default: {AGENCY})")
    parser.add_argument(
        "--many-may-go",
        action="store_true",
        help="it is true that more than a tenth of the people are not in it any more",
    )
    parser.add_argument("--report", metavar="FILE", type=Path, help="write the report, with every bad row, as JSON")


def run(args: argparse.Namespace) -> int:
    from sluis.dossiers import actions, queries
    from sluis.dossiers.extract import ExtractRefused

    as_of = args.as_of or clock.today()
    by = f"agency:{args.agency}"
    with _written_whole(args.report) as json:
        progress = _Progress(sys.stderr)
        try:
            report = actions.import_extract(
                args.file,
                agency=args.agency,
                as_of=as_of,
                by=by,
                at=clock.now(),
                progress=progress,
                many_may_go=args.many_may_go,
            )
        except ExtractRefused as refusal:
            raise CommandFailed(f"{args.file} was not taken in, and nothing was changed. {refusal}") from None
        except actions.ImportFailed as failure:
            raise CommandFailed(str(failure)) from None
        except OSError as error:
            raise CommandFailed(f"{args.file} cannot be read: {error.strerror}. Give a CSV file.") from None
        finally:
            progress.end()
        if json is not None:
            try:
                report.write_json(json, queries.quarantined(report.extract, using=actions.STEWARD))
            except OSError as error:
                raise CommandFailed(
                    f"The extract was taken in, but --report {args.report} could not be written: "
                    f"{error.strerror}. Make room and take it in again; that changes nobody."
                ) from None
    print(report.text(queries.quarantined(report.extract, first=SHOWN, using=actions.STEWARD)))
    if as_of > clock.today():
        print(f"\nNote: the reference date {as_of} is in the future; older extracts will now be refused.")
    return DONE


@contextlib.contextmanager
def _written_whole(path: Path | None) -> Iterator[TextIO | None]:
    """A file that gets its name when it is whole; whether it can be written shows before the import."""
    if path is None:
        yield None
        return
    # A terminal or a pipe is written to as it is; a file must not be there by half.
    whole = not path.exists() or path.is_file()
    written = path.with_name(f".{path.name}.{os.getpid()}.unfinished") if whole else path
    try:
        file = written.open("w", encoding="utf-8")
    except OSError as error:
        raise CommandFailed(
            f"--report {path} cannot be written: {error.strerror}. Nothing was taken in; choose another place."
        ) from None
    try:
        with file:
            yield file
        if whole:
            written.replace(path)
    finally:
        if whole:
            written.unlink(missing_ok=True)


class _Progress:
    """Says on `stream` what is being done, not more often than somebody wants to read it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._terminal = stream.isatty()
        self._next = time.monotonic() + (0 if self._terminal else EVERY_IN_LOG)
        self._shown = False

    def __call__(self, doing: Said, rows: int) -> None:
        if time.monotonic() < self._next and not doing.en.startswith("waiting"):
            return
        self._next = time.monotonic() + (EVERY_ON_TERMINAL if self._terminal else EVERY_IN_LOG)
        said = f"{doing.en}: {rows:,} rows" if rows else doing.en
        print(
            f"\r\033[K{said}" if self._terminal else said,
            end="" if self._terminal else "\n",
            file=self._stream,
            flush=True,
        )
        self._shown = True

    def end(self) -> None:
        if self._shown and self._terminal:
            print("\r\033[K", end="", file=self._stream, flush=True)
