"""The verbs of the advices: advise, advise-model, answer, not-follow."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sluis.cli import clock, given
from sluis.cli.protocol import acting
from sluis.cli.protocol.drafting import chosen_model, model_number, number
from sluis.domain.access import Role
from sluis.domain.terms import Outcome, Side

if TYPE_CHECKING:
    from sluis.protocols.actions import Given


def arguments(verbs: acting.Verbs) -> None:
    advise = acting.verb(verbs, "advise", _advise, "give the advice of a data protection officer, or the supervisor's")
    advise.add_argument(
        "--condition", metavar="TEXT", action="append", type=given.no_person, default=[], help="may be repeated"
    )
    advise.add_argument("--body", metavar="NAME", default="", help="name of the supervisor that advises")
    _advice(advise)
    acting.actor(advise, role=Role.DPO)
    on_model = acting.verb(
        verbs, "advise-model", _advise_model, "advise once for all municipalities that accede unchanged", code=False
    )
    model_number(on_model)
    acting.agency(on_model)
    _advice(on_model)
    acting.actor(on_model, role=Role.DPO)
    answer = acting.verb(verbs, "answer", _answer, "say how a condition of an advice is met", code=False)
    answer.add_argument("condition", metavar="NUMBER", type=number, help="as `show` numbers it")
    answer.add_argument("--text", metavar="TEXT", type=given.no_person, required=True)
    acting.actor(answer)
    not_follow = acting.verb(verbs, "not-follow", _not_follow, "say why a negative advice is not followed")
    not_follow.add_argument("--side", choices=[side.value for side in Side], metavar="SIDE", required=True,
                            help=f"whose advice: {', '.join(Side)}")  # fmt: skip
    acting.reason(not_follow)
    acting.actor(not_follow)


def _advice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--outcome", choices=[outcome.value for outcome in Outcome], metavar="OUTCOME", required=True,
        help=", ".join(Outcome),
    )  # fmt: skip
    text = parser.add_mutually_exclusive_group(required=True)
    text.add_argument("--text", metavar="TEXT", type=given.no_person)
    text.add_argument("--text-file", metavar="FILE", type=Path)
    parser.add_argument("--on", metavar="DATE", type=given.day, help="day of the advice (default: today)")


def _given(args: argparse.Namespace) -> Given:
    from sluis.protocols.actions import Given

    text = args.text if args.text_file is None else acting.read_text(args.text_file, "--text-file")
    return Given(
        Outcome(args.outcome),
        text,
        args.on or clock.today(),
        getattr(args, "condition", []),
        getattr(args, "body", ""),
    )


def _advise(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    acting.tell(actions.give_advice(args.code, _given(args), by=acting.who(args), at=clock.now()), args)


def _advise_model(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    advice = actions.advise_on_model(
        chosen_model(args.model), _given(args), agency=acting.agency_of(args), by=acting.who(args), at=clock.now()
    )
    print(f"The advice on model {advice.model} stands for every municipality that accedes to it unchanged.")


def _answer(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    acting.tell(actions.answer_condition(args.condition, args.text, by=acting.who(args), at=clock.now()), args)


def _not_follow(args: argparse.Namespace) -> None:
    from sluis.protocols import actions

    version = actions.not_follow_advice(
        args.code, Side(args.side), reason=args.reason, by=acting.who(args), at=clock.now()
    )
    acting.tell(version, args)
