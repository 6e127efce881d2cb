"""Sign a document as somebody invented, with the demo's own authority. In a demo only, and worth nothing."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path

from sluis.cli import clock, given
from sluis.cli.outcome import DONE, CommandFailed
from sluis.cli.protocol import acting

NAME = "demo-sign"
HELP = "sign a document as somebody invented (in a demo only)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the PDF of `sluis protocol document`")
    parser.add_argument("--name", type=given.no_person, required=True, help="of the invented signatory")
    parser.add_argument("--capacity", type=given.no_person, required=True, help="in what capacity they sign")
    parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="where the signed PDF is written")


def run(args: argparse.Namespace) -> int:
    from django.core.exceptions import ImproperlyConfigured
    from pyhanko.pdf_utils.misc import PdfReadError

    from sluis.adapters.certificates import issue, sign
    from sluis.config.trust import demo_authority

    at = clock.now()
    try:
        authority = demo_authority(at)
    except ImproperlyConfigured as error:
        raise CommandFailed(str(error)) from error
    pdf = acting.read_bytes(args.file, "FILE")
    credential = issue(authority, args.name, "Demo", valid_from=at - timedelta(hours=1))
    try:
        signed = sign(pdf, credential, capacity=args.capacity, reason="demo", location="demo", at=at)
    except PdfReadError as error:
        raise CommandFailed(f"{args.file} is no PDF that can be signed.") from error
    acting.write_bytes(args.out, signed, "--out")
    print(f"{args.out}: signed for the demo by {args.name}, {args.capacity}.")
    return DONE
