"""The verbs of a text on its way: questions, draft, accede, revise, propose, comment, complete, reopen, amend."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sluis.cli import clock, given
from sluis.cli.outcome import CommandFailed
from sluis.cli.protocol import acting
from sluis.domain.words import Purpose

if TYPE_CHECKING:
    from sluis.protocols.actions import Answers
    from sluis.protocols.model_text import Model


def arguments(verbs: acting.Verbs) -> None:
    questions = acting.verb(verbs, "questions", _questions, "what the model asks, and why", code=False)
    model_number(questions)
    for name, act, text in (
        ("draft", _draft, "begin a municipality's text from the model"),
        ("accede", _accede, "accede to the model unchanged: begin and complete the text in one step"),
    ):
        begin = acting.verb(verbs, name, act, text, code=False)
        begin.add_argument("nis", metavar="NIS", type=given.nis, help="the municipality, like 23003")
        _answers(begin)
        if name == "draft":
            begin.add_argument(
                "--set", metavar="FILE", type=Path, dest="changes", help="what differs from the model (merge patch)"
            )
        model_number(begin)
        acting.agency(begin)
        acting.actor(begin)
    revise = acting.verb(verbs, "revise", _revise, "change the draft by a merge patch (RFC 7396)")
    revise.add_argument("--changes", metavar="FILE", type=Path, required=True, help="the merge patch, as JSON")
    revise.add_argument("--base", metavar="DIGEST", help="digest of the text that the change was made on")
    revise.add_argument("--note", metavar="TEXT", type=given.no_person, default="", help="what the change is about")
    acting.actor(revise)
    propose = acting.verb(verbs, "propose", _propose, "propose a change to the other side")
    propose.add_argument("--changes", metavar="FILE", type=Path, required=True, help="the merge patch, as JSON")
    propose.add_argument("--why", metavar="TEXT", type=given.no_person, required=True)
    acting.actor(propose)
    settle = acting.verb(verbs, "settle", _settle, "accept or decline a proposal", code=False)
    settle.add_argument("proposal", metavar="NUMBER", type=number, help="as `show` numbers it")
    answer = settle.add_mutually_exclusive_group(required=True)
    answer.add_argument("--accept", action="store_true")
    answer.add_argument("--decline", action="store_true")
    acting.actor(settle)
    comment = acting.verb(verbs, "comment", _comment, "put a remark beside the text")
    comment.add_argument("text", metavar="TEXT", type=given.no_person)
    comment.add_argument("--place", metavar="PLACE", default="", help="like purposes.ceremony.fields")
    acting.actor(comment)
    acting.actor(acting.verb(verbs, "complete", _complete, "offer the draft for advice"))
    for name, act, text in (
        ("reopen", _reopen, "make a draft of the text again"),
        ("withdraw", _withdraw, "give up the text in preparation"),
    ):
        step = acting.verb(verbs, name, act, text)
        acting.reason(step)
        acting.actor(step)
    amend = acting.verb(verbs, "amend", _amend, "begin the next version of the text in force")
    amend.add_argument("--changes", metavar="FILE", type=Path, help="what changes (merge patch)")
    acting.actor(amend)
    adopt = acting.verb(verbs, "adopt-model", _adopt, "begin an amendment that follows another version of the model")
    model_number(adopt)
    acting.actor(adopt)
    everywhere = acting.verb(
        verbs, "adopt-model-everywhere", _adopt_everywhere, "adopt-model for every protocol in force", code=False
    )
    model_number(everywhere)
    acting.agency(everywhere)
    acting.actor(everywhere)


def number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number, as `sluis protocol show` gives them")
    return int(text)


def model_number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", metavar="N", type=number, help="version of the model (default: the newest in use)")


def _answers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kbo", metavar="NUMBER", help="enterprise number of the municipality")
    parser.add_argument("--dpo", metavar="TEXT", type=given.no_person, help="its data protection officer: a function")
    parser.add_argument(
        "--service", metavar="TEXT", action="append", type=given.no_person, default=[], help="may be repeated"
    )
    parser.add_argument(
        "--purpose",
        metavar="CODE",
        action="append",
        choices=[purpose.value for purpose in Purpose],
        help=f"{', '.join(Purpose)}; may be repeated (default: all of the model's)",
    )
    parser.add_argument("--start", metavar="DATE", type=given.day, help="first day, like 2026-10-01")
    parser.add_argument("--end", metavar="DATE", type=given.day, help="last day (default: without a fixed end)")


def chosen_model(version: int | None) -> Model:
    """The model of that version, else the newest that may be used today.

    Raises:
        CommandFailed: there is none.
    """
    from sluis.protocols.model_text import NoSuchModel, model, models

    try:
        if version is not None:
            return model(version)
    except NoSuchModel as error:
        raise CommandFailed(str(error)) from error
    usable = [one for one in models() if one.since <= clock.today()]
    if not usable:
        raise CommandFailed("No model protocol may be used yet.")
    return usable[-1]


def _questions(args: argparse.Namespace) -> None:
    model = chosen_model(args.model)
    print(f"Model {model.label}, since {model.since}. It asks only what differs per municipality:")
    for place, question in enumerate(model.questions, 1):
        print(
            f"\n{place}. {question.place}\n   {question.asks.nl}\n   {question.asks.en}\n"
            f"   Waarom: {question.why.nl}\n   Why:    {question.why.en}\n   e.g. {question.example}"
        )


def _answered(args: argparse.Namespace, changes: Mapping[str, Any]) -> Answers:
    from sluis.protocols.actions import Answers

    recipient = {name: value for name, value in (("kbo", args.kbo), ("dpo", args.dpo)) if value}
    days = {name: day.isoformat() for name, day in (("start", args.start), ("end", args.end)) if day}
    answers: dict[str, Any] = {**days, **({"recipient": recipient} if recipient else {})}
    purposes = tuple(args.purpose) if args.purpose else None
    return Answers(services=tuple(args.service), purposes=purposes, changes=_both(changes, answers))


def _both(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Two merge patches as one; where they speak of the same place, the second is right."""
    both = dict(first)
    for name, value in second.items():
        inner = both.get(name)
        both[name] = _both(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return both


def _draft(args: argparse.Namespace) -> None:
    from sluis.protocols import actions, standing

    answers = _answered(args, acting.read_patch(args.changes, "--set") if args.changes else {})
    by, at = acting.who(args), clock.now()
    version = actions.draft(
        args.nis, agency=acting.agency_of(args), model=chosen_model(args.model), answers=answers, by=by, at=at
    )
    acting.tell(version, args)
    for problem in standing.standing(version, by, at).progress.problems:
        print(f"  missing: {problem.en}")


def _accede(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    version = actions.accede(
        args.nis,
        agency=acting.agency_of(args),
        model=chosen_model(args.model),
        answers=_answered(args, {}),
        by=acting.who(args),
        at=clock.now(),
    )
    acting.tell(version, args)


def _revise(args: argparse.Namespace) -> None:
    from sluis.protocols import actions, standing

    changes = acting.read_patch(args.changes, "--changes")
    version = actions.revise(args.code, changes, base=args.base, note=args.note, by=acting.who(args), at=clock.now())
    acting.tell(version, args)
    print(f"  text: {version.terms_digest}")
    for difference in standing.revisions_of(version)[-1][1]:
        print(f"  changed: {difference.said.en}")


def _propose(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    changes = acting.read_patch(args.changes, "--changes")
    proposal = actions.propose(args.code, changes, why=args.why, by=acting.who(args), at=clock.now())
    print(f"Proposal {proposal.pk} waits for the other side.")


def _settle(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    proposal = actions.settle_proposal(args.proposal, accept=args.accept, by=acting.who(args), at=clock.now())
    print(f"Proposal {proposal.pk} is {'accepted' if proposal.accepted else 'declined'}.")


def _comment(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    comment = actions.comment(args.code, args.text, place=args.place, by=acting.who(args), at=clock.now())
    print(f"Remark {comment.pk} stands beside the text.")


def _complete(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    acting.tell(actions.complete(args.code, by=acting.who(args), at=clock.now()), args)


def _reopen(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    acting.tell(actions.reopen(args.code, reason=args.reason, by=acting.who(args), at=clock.now()), args)


def _withdraw(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    acting.tell(actions.withdraw(args.code, reason=args.reason, by=acting.who(args), at=clock.now()), args)


def _amend(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    changes = acting.read_patch(args.changes, "--changes") if args.changes else None
    acting.tell(actions.amend(args.code, changes=changes, by=acting.who(args), at=clock.now()), args)


def _adopt(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    acting.tell(actions.adopt_model(args.code, chosen_model(args.model), by=acting.who(args), at=clock.now()), args)


def _adopt_everywhere(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    begun, busy = actions.adopt_model_everywhere(
        chosen_model(args.model), agency=acting.agency_of(args), by=acting.who(args), at=clock.now()
    )
    for version in begun:
        acting.tell(version, args)
    for code in busy:
        print(f"{code}: a text is being prepared already; nothing was begun.")
    print(f"{len(begun)} amendment(s) began; {len(busy)} protocol(s) left alone.")
