"""Forgets what was not known yet on a day: a chronicle as it had been recorded by then, and nothing that came later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sluis.domain.lifecycle import Status, Verb
from sluis.domain.stance import Chronicle, Step, Text
from sluis.domain.words import BRUSSELS

_NOTICE = (Verb.GIVE_NOTICE, Verb.WITHDRAW_NOTICE)


def known_by(told: Chronicle, on: date, agency: str | None = None) -> Chronicle:
    """What was known at the end of `on` of the texts of an agency, or of all: the moves recorded by then.

    When a text begins and ends is known once it was validated, and its last day after notice while notice stands.
    """
    texts = (_known_of(text, on) for text in told.texts if agency in (None, text.agency))
    return Chronicle(text for text in texts if text.steps)


def _known_of(text: Text, on: date) -> Text:
    steps = tuple(step for step in text.steps if step.day <= on and _recorded_on(step) <= on)
    validated = any(step.target == Status.ACTIVE for step in steps)
    noticed = [step.verb for step in steps if step.verb in _NOTICE][-1:] == [Verb.GIVE_NOTICE]
    return replace(
        text,
        start=text.start if validated else None,
        end=text.end if validated else None,
        follows=text.follows if validated else (),
        ends_on=text.ends_on if noticed else None,
        steps=steps,
    )


def _recorded_on(step: Step) -> date:
    return step.recorded_at.astimezone(BRUSSELS).date()
