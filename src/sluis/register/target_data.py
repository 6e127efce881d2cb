"""Writes the targets on a day, with progress and forecast, as text or as JSON (`schemas/target.json`)."""

from __future__ import annotations

import json
from typing import Any

from sluis.register.forecast import LEVEL, Forecast
from sluis.register.outlook import Ahead, Outlook, Outlooks
from sluis.register.reaching import Reaching, Way
from sluis.register.targets import Progress, Target, TargetKind


def as_json(found: Outlooks) -> str:
    """The targets as JSON."""
    return json.dumps(as_data(found), ensure_ascii=False, indent=2) + "\n"


def as_data(found: Outlooks) -> dict[str, Any]:
    """The targets as JSON has them. A part that there is not is null."""
    return {
        "on": found.on.isoformat(),
        "inForce": found.seen.in_force,
        "total": found.seen.total,
        "targets": [_outlook(one) for one in found.targets],
        "ahead": _ahead(found.ahead),
    }


def _outlook(one: Outlook) -> dict[str, Any]:
    return {
        **_target(one.target),
        "progress": _progress(one.progress),
        "history": [_target(said) for said in one.history],
        "ahead": _ahead(one.ahead),
        "reaching": _reaching(one.reaching) if one.reaching else None,
    }


def _target(said: Target) -> dict[str, Any]:
    return {
        "agency": said.agency,
        "period": said.period,
        "firstDay": said.first_day.isoformat(),
        "lastDay": said.last_day.isoformat(),
        "kind": said.kind.value,
        "value": said.value,
        "saidOn": said.said_on.isoformat(),
        "source": said.source,
    }


def _progress(come: Progress) -> dict[str, Any]:
    return {
        "on": come.on.isoformat(),
        "needed": come.needed,
        "reached": come.reached,
        "total": come.total,
        "missing": come.missing,
        "over": come.over,
    }


def _ahead(ahead: Ahead | None) -> dict[str, Any] | None:
    if ahead is None:
        return None
    seen = ahead.forecast
    told = isinstance(seen, Forecast)
    return {
        "until": seen.until.isoformat(),
        "came": ahead.came,
        "forecast": _forecast(seen) if isinstance(seen, Forecast) else None,
        "ifStepsTookHalf": ahead.faster.likely if told and ahead.faster else None,
        "cannotTell": [] if isinstance(seen, Forecast) else [{"nl": why.nl, "en": why.en} for why in seen.reasons],
    }


def _forecast(seen: Forecast) -> dict[str, Any]:
    return {
        "low": seen.low,
        "likely": seen.likely,
        "high": seen.high,
        "holds": round(seen.holds, 3),
        "atLeast": LEVEL,
        "total": seen.total,
        "basedOn": {
            "inForce": seen.in_force,
            "suspended": seen.suspended,
            "waiting": seen.waiting,
            "preparing": seen.preparing,
            "free": seen.free,
            "ending": seen.ending,
            "begunAYear": round(seen.begun_a_year, 1),
            "lostAYear": round(seen.lost_a_year, 4),
            "newDraftsSucceed": round(seen.new_drafts.succeed, 3),
            "newDraftsTakeDays": seen.new_drafts.days,
            "steps": [
                {
                    "status": step.status.value,
                    "there": step.there,
                    "days": step.days,
                    "movedOn": step.moved_on,
                    "reopened": step.reopened,
                    "givenUp": step.given_up,
                }
                for step in seen.steps
            ],
        },
        "onTheWay": [
            {"day": one.day.isoformat(), "low": one.low, "likely": one.likely, "high": one.high}
            for one in seen.on_the_way
        ],
    }


def _reaching(reaching: Reaching) -> dict[str, Any]:
    return {
        "chance": round(reaching.chance, 3),
        "lastBegin": reaching.last_begin.isoformat() if reaching.last_begin else None,
        "asItGoes": _way(reaching.as_it_goes),
        "ifStepsTookHalf": _way(reaching.faster),
    }


def _way(way: Way) -> dict[str, Any]:
    return {
        "likely": way.likely,
        "gap": way.gap,
        "draftsNow": way.now,
        "draftsSpread": way.spread,
        "draftsAYear": None if way.a_year is None else round(way.a_year, 1),
    }


def as_text(found: Outlooks) -> str:
    """The targets as a person reads them in a terminal."""
    lines = [f"On {found.on}, {found.seen.in_force} of {found.seen.total} municipalities have a protocol in force."]
    if not found.targets:
        lines.append("No agency had named a target.")
    for one in found.targets:
        said, come = one.target, one.progress
        lines += ["", f"{said.period} ({said.agency}): {_aim(said)} by {said.last_day}, said on {said.said_on}."]
        needed = "" if come.needed is None else f" of {come.needed} needed"
        lines.append(f"  On {come.on}: {come.reached}{needed}.{' The period is over.' if come.over else ''}")
        lines += _sentences(one.ahead)
        if one.reaching is not None:
            lines.append(f"  The chance that it is met as it goes: {one.reaching.chance:.0%}.")
    if found.ahead is not None:
        lines += ["", *_sentences(found.ahead)]
    return "\n".join(lines) + "\n"


def _aim(said: Target) -> str:
    value = {TargetKind.NUMBER: f"{said.value} municipalities", TargetKind.SHARE: f"{said.value}% of municipalities"}
    return value.get(said.kind, "as many municipalities as possible")


def _sentences(ahead: Ahead | None) -> list[str]:
    if ahead is None:
        return []
    seen = ahead.forecast
    if isinstance(seen, Forecast):
        return [
            f"  By {seen.until}: {seen.low} to {seen.high}, the middle {seen.likely} "
            f"(such a range should hold {seen.holds:.0%} of the time)."
        ]
    return [f"  By {seen.until}: it cannot tell. {why.en}" for why in seen.reasons]
