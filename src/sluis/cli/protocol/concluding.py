"""The verbs from the decision to the validation: decide, document, sign, scan, publish, check, validate."""

from __future__ import annotations

import argparse
from pathlib import Path

from sluis.cli import clock, given
from sluis.cli.outcome import FAILED, USAGE, CommandFailed
from sluis.cli.protocol import acting
from sluis.domain.access import Role
from sluis.domain.drafts import CAPACITIES
from sluis.domain.terms import Decision, Side


def arguments(verbs: acting.Verbs) -> None:
    decide = acting.verb(verbs, "decide", _decide, "record the decision of college or council, and close the text")
    decide.add_argument("--body", metavar="BODY", required=True, help=" or ".join(CAPACITIES))
    decide.add_argument("--on", metavar="DATE", type=given.day, required=True, help="day of the decision")
    decide.add_argument("--reference", metavar="TEXT", type=given.no_person, required=True)
    decide.add_argument("--document", metavar="FILE", type=Path, required=True, help="the decision as a file")
    decide.add_argument(
        "--signatory",
        metavar="SIDE:CAPACITY=NAME",
        action="append",
        type=_signatory,
        default=[],
        help="who signs, one for each capacity, like 'sender:de algemeen directeur=Dirk Directeur'",
    )
    acting.actor(decide)
    document = acting.verb(verbs, "document", _document, "the PDF that is signed next")
    document.add_argument("--out", metavar="FILE", type=Path, required=True)
    sign = acting.verb(verbs, "sign", _sign, "take in the PDF as somebody signed it")
    sign.add_argument("file", metavar="FILE.pdf", type=Path)
    acting.actor(sign)
    scan = acting.verb(verbs, "scan", _scan, "take in a scan of a signature on paper, and attest it")
    scan.add_argument("file", metavar="FILE.pdf", type=Path)
    acting.place(scan)
    acting.actor(scan, named=True)
    attest = acting.verb(verbs, "attest-scan", _attest_scan, "attest, as a second person of the agency, a scan")
    acting.place(attest)
    acting.actor(attest, named=True)
    publish = acting.verb(verbs, "publish", _publish, "record where a party publishes the protocol")
    acting.side(publish)
    publish.add_argument("--address", metavar="URL", type=given.no_person, required=True, help="https://...")
    acting.actor(publish)
    check = acting.verb(verbs, "check-publication", _check, "look for the text's digest on both parties' pages")
    acting.actor(check)
    saw = acting.verb(verbs, "attest-publication", _attest_publication, "say that you saw the digest on the page")
    acting.side(saw)
    acting.actor(saw, named=True)
    piece = acting.verb(verbs, "snippet", _snippet, "a piece of HTML with the digest, to paste into the page")
    piece.add_argument("--url", metavar="URL", required=True, help="where the text itself can be read, https://...")
    validate = acting.verb(verbs, "validate", _validate, "put the published text in force")
    acting.actor(validate, named=True, role=Role.VALIDATOR)


def _signatory(text: str) -> tuple[Side, str, str]:
    place, equals, name = given.no_person(text).partition("=")
    side, colon, capacity = place.partition(":")
    if not (equals and colon and name.strip() and capacity.strip()) or side not in acting.SIDES:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not SIDE:CAPACITY=NAME, like 'sender:de algemeen directeur=Dirk Directeur'"
        )
    return Side(side), capacity.strip(), name.strip()


def _decide(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    named: dict[Side, dict[str, str]] = {}
    for side, capacity, name in args.signatory:
        if capacity in named.setdefault(side, {}):
            raise CommandFailed(f"--signatory names {capacity} ({side}) twice.")
        named[side][capacity] = name
    decided = actions.Decided(
        Decision(args.body, args.on, args.reference),
        args.document.name,
        acting.read_bytes(args.document, "--document"),
        named,
    )
    version = actions.decide(args.code, decided, by=acting.who(args), at=clock.now())
    acting.tell(version, args)
    print(f"  text: {version.terms_digest}")


def _document(args: argparse.Namespace) -> None:
    from sluis.protocols import queries
    from sluis.protocols.models import Document

    try:
        pdf = queries.document_to_sign(args.code)
    except Document.DoesNotExist as error:
        raise CommandFailed(str(error)) from error
    acting.write_bytes(args.out, pdf, "--out")
    print(f"{args.out}: {len(pdf)} bytes. Sign it, and give the result to `sluis protocol sign`.")


def _sign(args: argparse.Namespace) -> None:
    from sluis.config.trust import trust
    from sluis.protocols import actions

    pdf = acting.read_bytes(args.file, "FILE.pdf")
    acting.tell(actions.place_signature(args.code, pdf, trust=trust(), by=acting.who(args), at=clock.now()), args)


def _scan(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    scan = acting.read_bytes(args.file, "FILE.pdf")
    version = actions.place_scan(args.code, Side(args.side), args.capacity, scan, by=acting.who(args), at=clock.now())
    acting.tell(version, args)


def _attest_scan(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    version = actions.attest_scan(args.code, Side(args.side), args.capacity, by=acting.who(args), at=clock.now())
    acting.tell(version, args)


def _publish(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    version = actions.record_address(args.code, Side(args.side), args.address, by=acting.who(args), at=clock.now())
    acting.tell(version, args)


def _check(args: argparse.Namespace) -> None:
    from sluis.adapters import websites
    from sluis.protocols import actions, standing

    checks = actions.check_publication(args.code, fetch=websites.fetch, by=acting.who(args), at=clock.now())
    for side, check in checks.items():
        print(f"{side}: {check.address}: {'the digest is there' if check.found_digest else check.problem}")
    acting.tell(standing.version_of(args.code), args)
    missed = [side for side, check in checks.items() if not check.found_digest]
    if missed or not checks:
        raise CommandFailed(f"Not seen at: {', '.join(missed) or 'any address, for none was given'}.", status=FAILED)


def _attest_publication(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    version = actions.attest_publication(args.code, Side(args.side), by=acting.who(args), at=clock.now())
    acting.tell(version, args)


def _snippet(args: argparse.Namespace) -> None:
    from sluis.adapters.webpage import snippet
    from sluis.protocols import standing

    version = standing.version_of(args.code)
    try:
        print(snippet(digest=version.terms_digest, protocol=version.protocol_id, url=args.url), end="")
    except ValueError as error:
        raise CommandFailed(f"--url {args.url}: {error}", status=USAGE) from error


def _validate(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    acting.tell(actions.validate(args.code, by=acting.who(args), at=clock.now()), args)
