"""The verbs that only look: show, checklist, differences, simulate, history, messages."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from sluis.cli import clock
from sluis.cli.outcome import FAILED, CommandFailed
from sluis.cli.protocol import acting
from sluis.cli.protocol.drafting import number
from sluis.domain.lifecycle import IN_PREPARATION, Verb

if TYPE_CHECKING:
    from sluis.protocols.standing import Standing


def arguments(verbs: acting.Verbs) -> None:
    show = acting.verb(verbs, "show", _show, "where a protocol stands, whose turn it is, and what is missing")
    _version(show)
    acting.actor(show)
    checklist = acting.verb(verbs, "checklist", _checklist, "what a move needs (exit status 1: something is missing)")
    checklist.add_argument(
        "--for", dest="move", metavar="VERB", choices=[verb.value for verb in Verb], default=Verb.VALIDATE.value,
        help="the move (default: %(default)s)",
    )  # fmt: skip
    _version(checklist)
    acting.actor(checklist)
    differences = acting.verb(verbs, "differences", _differences, "what differs, in plain sentences")
    differences.add_argument("--from", dest="before", metavar="N", type=number, help="default: the version in force")
    differences.add_argument("--to", dest="after", metavar="N", type=number, help="default: the version being prepared")
    differences.add_argument("--revisions", action="store_true", help="every change of the draft, one by one")
    simulate = acting.verb(verbs, "simulate", _simulate, "what a text would give today: counts and invented rows")
    _version(simulate)
    acting.verb(verbs, "history", _history, "all that happened, oldest first")
    messages = acting.verb(verbs, "messages", _messages, "what a party is to hear, the newest last", code=False)
    messages.add_argument("--all", action="store_true", help="those that were read too")
    messages.add_argument("--mark-read", action="store_true", help="and mark them as read")
    acting.actor(messages)


def _version(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--version", metavar="N", type=number, help="default: the one being prepared, else the one in force"
    )


def _standing(args: argparse.Namespace) -> Standing:
    from sluis.protocols import standing

    return standing.standing(standing.version_of(args.code, args.version), acting.who(args), clock.now())


def _show(args: argparse.Namespace) -> None:
    from sluis.protocols import standing

    seen = _standing(args)
    version = seen.version
    since = seen.since.astimezone(clock.BRUSSELS)
    print(f"{version.protocol_id}/{version.number} between {version.protocol.agency} and {version.protocol.nis}")
    print(f"  status:  {version.status}, since {since:%Y-%m-%d %H:%M}")
    print(f"  text:    {version.terms_digest}")
    for side, address in (("sender", version.published_by_sender), ("recipient", version.published_by_recipient)):
        if address:
            print(f"  published by {side}: {address}")
    if version.ends_on:
        print(f"  notice was given; last day: {version.ends_on}")
    for said in acting.next_steps(seen.turns):
        print(f"  next:    {said}")
    for reminder in seen.reminders:
        print(f"  remind:  {reminder.said.en}")
    acting.tell_missing(seen)
    print(f"  {acting.who(args).party} as {acting.who(args).role} can now: {', '.join(seen.possible()) or 'nothing'}")
    _show_talk(seen)
    if version.status in IN_PREPARATION:
        print("To be validated:")
        _show_checklist(seen, Verb.VALIDATE)
    different = standing.differences_with_text_in_force(version)
    if different:
        print("Against the text in force:")
        for difference in different:
            print(f"  - {difference.said.en}")


def _show_talk(seen: Standing) -> None:
    from sluis.protocols.models import Condition, Task

    version = seen.version
    for comment in version.comments.order_by("pk"):
        print(f"  remark {comment.pk} of {comment.by}{f' at {comment.place}' if comment.place else ''}: {comment.text}")
    for proposal in version.proposals.order_by("pk"):
        settled = {None: "open", True: "accepted", False: "declined"}[proposal.accepted]
        print(f"  proposal {proposal.pk} of {proposal.by} ({settled}): {proposal.why}")
    for condition in Condition.objects.filter(advice__version=version).select_related("advice").order_by("pk"):
        print(f"  condition {condition.pk} of {condition.advice.side}: {condition.text}")
        print(f"    {'answer: ' + condition.answer if condition.answer is not None else 'not answered yet'}")
    for task in Task.objects.filter(protocol_id=version.protocol_id, done_at__isnull=True).order_by("pk"):
        print(f"  task {task.kind}: {task.en}")


def _show_checklist(seen: Standing, verb: Verb) -> bool:
    """Prints the checklist; says whether all is in order."""
    checks = seen.checklist(verb)
    for check in checks:
        print(f"  [{' ' if check.missing else 'x'}] {check.requirement.title.en}")
        if check.missing:
            print(f"      {check.missing.en}")
    return not any(check.missing for check in checks)


def _checklist(args: argparse.Namespace) -> None:
    seen = _standing(args)
    print(f"{seen.version.protocol_id}/{seen.version.number} to {args.move}:")
    if not _show_checklist(seen, Verb(args.move)):
        raise CommandFailed("Something is missing.", status=FAILED)


def _differences(args: argparse.Namespace) -> None:
    from sluis.protocols import standing

    after = standing.version_of(args.code, args.after)
    if args.revisions:
        for revision, changes in standing.revisions_of(after):
            at = revision.at.astimezone(clock.BRUSSELS)
            print(f"{revision.number}. {at:%Y-%m-%d %H:%M}  {revision.by}  {revision.note}".rstrip())
            for change in changes:
                print(f"  - {change.said.en}")
        return
    if args.before is None:
        found = standing.differences_with_text_in_force(after)
    else:
        found = standing.differences_between(standing.version_of(args.code, args.before), after)
    for difference in found:
        print(f"- {difference.said.en}")
    print(f"{len(found)} difference(s).")


def _history(args: argparse.Namespace) -> None:
    from sluis.protocols import standing

    standing.version_of(args.code)
    for event in standing.history(args.code):
        at = event.at.astimezone(clock.BRUSSELS)
        print(f"{at:%Y-%m-%d %H:%M}  {event.version or '-'}  {event.by}  {event.what}  {event.detail}".rstrip())


def _simulate(args: argparse.Namespace) -> None:
    from sluis.disclosures.simulation import simulate
    from sluis.protocols import standing

    found = simulate(standing.version_of(args.code, args.version), clock.today())
    for one in found.purposes:
        before = "" if one.before is None else f" (now: {one.before})"
        print(f"{one.purpose}: {one.count} people or a few more{before}, kept until {one.keep_until}")
        if one.over_limit:
            print("  more than the row limit of the text: a delivery would be refused")
        print(f"  {', '.join(one.fields)}")
        for row in one.samples:
            print(f"  invented: {', '.join(row)}")
    for change in found.changes:
        print(f"  - {change.said.en}")
    for problem in found.problems:
        print(f"  missing: {problem.en}")


def _messages(args: argparse.Namespace) -> None:
    from sluis.protocols import actions, standing

    by = acting.who(args)
    found = standing.messages_for(by.party, unread=not args.all)
    for message in found:
        print(f"{message.at.astimezone(clock.BRUSSELS):%Y-%m-%d %H:%M}  {message.en}")
    if args.mark_read:
        actions.mark_read([message.pk for message in found], by=by, at=clock.now())
    print(f"{len(found)} message(s) for {by.party}.")
