"""The verbs of a protocol in force, of one that was concluded elsewhere, and of every day: register to due."""

from __future__ import annotations

import argparse
from datetime import datetime, time
from pathlib import Path

from sluis.cli import clock, given
from sluis.cli.protocol import acting
from sluis.cli.protocol.drafting import number
from sluis.domain.lifecycle import HoldKind, Verb


def arguments(verbs: acting.Verbs) -> None:
    register = acting.verb(verbs, "register", _register, "register a protocol that was concluded elsewhere", code=False)
    register.add_argument("terms", type=Path, metavar="TERMS", help="the terms as JSON")
    acting.agency(register)
    register.add_argument("--author", type=given.no_person, required=True, help="role of who wrote the text")
    register.add_argument(
        "--validator", type=given.no_person, required=True, help="role of who validated it; not the author"
    )
    register.add_argument("--published-by-sender", required=True, metavar="URL")
    register.add_argument("--published-by-recipient", required=True, metavar="URL")
    register.add_argument("--remark", type=given.no_person, default="")
    acting.actor(register)
    listed = acting.verb(verbs, "list", _list, "every version of every protocol, now or on a past day", code=False)
    listed.add_argument("--on", metavar="DATE", type=given.day, help="as they stood at the end of that day")
    for verb in (Verb.SUSPEND, Verb.RESUME, Verb.END, Verb.LAPSE):
        text = "end by law: a legal ground fell away" if verb == Verb.LAPSE else f"{verb} a protocol, at once"
        move = acting.verb(verbs, verb.value, _move, text)
        acting.reason(move)
        acting.actor(move)
    for name, act, text in (
        ("notice", _notice, "give notice: the protocol ends after the months that its text says"),
        ("withdraw-notice", _withdraw_notice, "take back a notice"),
    ):
        step = acting.verb(verbs, name, act, text)
        acting.reason(step)
        acting.actor(step)
    close = acting.verb(verbs, "close", _close, "close a version that is over, once all deletion is proved")
    close.add_argument("--version", metavar="N", type=number, required=True)
    acting.actor(close)
    for name, text in (("hold", "place a hold"), ("lift", "lift the holds")):
        hold = acting.verb(verbs, name, _hold, f"{text} of a kind")
        hold.add_argument("--kind", required=True, choices=[kind.value for kind in HoldKind], help=", ".join(HoldKind))
        acting.reason(hold, required=False)
        acting.actor(hold)
    task = acting.verb(verbs, "finish-task", _finish_task, "record that a task was done")
    task.add_argument("kind", metavar="TASK", help="as `show` names it")
    acting.actor(task)
    due = acting.verb(verbs, "due", _due, "every day: expire, carry out mergers, say whose turn it is", code=False)
    acting.agency(due)
    acting.actor(due)


def _register(args: argparse.Namespace) -> None:
    from sluis.domain.terms import parse_terms
    from sluis.protocols import actions

    text = acting.read_bytes(args.terms, "TERMS")
    concluded = actions.Concluded(
        terms=text,
        agency=acting.agency_of(args),
        author=args.author,
        validator=args.validator,
        in_force_at=datetime.combine(parse_terms(text).start, time(), clock.BRUSSELS),
        published_by_sender=args.published_by_sender,
        published_by_recipient=args.published_by_recipient,
        remark=args.remark,
    )
    version = actions.register(concluded, by=acting.who(args), at=clock.now())
    print(f"Registered {version.protocol_id}/{version.number}, terms {version.terms_digest}.")


def _list(args: argparse.Namespace) -> None:
    from sluis.protocols import queries, standing

    if args.on is not None:
        for stood in standing.stood_at(datetime.combine(args.on, time.max, clock.BRUSSELS)):
            print("\t".join(str(part) for part in (stood.code, stood.number, stood.nis, stood.status)))
        return
    for version in queries.all_versions():
        row = (version.protocol_id, version.number, version.protocol.nis, version.status, version.terms_digest)
        print("\t".join(str(part) for part in row))


def _move(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    version = actions.move(args.code, Verb(args.verb), reason=args.reason, by=acting.who(args), at=clock.now())
    acting.tell(version, args)


def _notice(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    version = actions.give_notice(args.code, reason=args.reason, by=acting.who(args), at=clock.now())
    acting.tell(version, args)
    print(f"  last day: {version.ends_on}")


def _withdraw_notice(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    acting.tell(actions.withdraw_notice(args.code, reason=args.reason, by=acting.who(args), at=clock.now()), args)


def _close(args: argparse.Namespace) -> None:
    from sluis.disclosures import closing

    version = closing.close(args.code, args.version, by=acting.who(args), at=clock.now())
    acting.tell(version, args)


def _hold(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    kind, by, at = HoldKind(args.kind), acting.who(args), clock.now()
    if args.verb == "hold":
        actions.place_hold(args.code, kind, reason=args.reason, by=by, at=at)
    else:
        actions.lift_holds(args.code, kind, by=by, at=at)
    print(f"{args.code}: {kind} {'placed' if args.verb == 'hold' else 'lifted'}.")


def _finish_task(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    task = actions.finish_task(args.code, args.kind, by=acting.who(args), at=clock.now())
    print(f"{args.code}: {task.kind} is done.")


def _due(args: argparse.Namespace) -> None:
    from sluis.cli.municipality import show_merged
    from sluis.protocols import actions, standing

    by, at = acting.who(args), clock.now()
    for version in actions.expire_due(at=at):
        print(f"{version.protocol_id}/{version.number} is {version.status}.")
    for merged in actions.merge_due(agency=acting.agency_of(args), by=by, at=at):
        show_merged(merged)
    for one in standing.waiting(by, at):
        said = [f"next: {step}" for step in acting.next_steps(one.turns)] + [due.said.en for due in one.reminders]
        print(f"{one.version.protocol_id}/{one.version.number} ({one.version.status}): {' '.join(said)}")
