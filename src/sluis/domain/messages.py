"""What both parties are told when a protocol moves: one sentence a move, in Dutch and English. No person in them."""

from __future__ import annotations

from collections.abc import Mapping

from sluis.domain.lifecycle import Deed, Verb
from sluis.domain.words import Said

# Both parties hear of every move that changes what may be delivered, or that stops work on a text.
TOLD: Mapping[Verb | Deed, Said] = {
    Verb.REGISTER: Said("{code} is geregistreerd en geldt.", "{code} was registered and is in force."),
    Verb.REOPEN: Said("De tekst van {code} is heropend: {reason}", "The text of {code} was reopened: {reason}"),
    Verb.WITHDRAW: Said(
        "De tekst van {code} in voorbereiding is ingetrokken: {reason}",
        "The text of {code} in preparation was withdrawn: {reason}",
    ),
    Verb.VALIDATE: Said("{code} is gevalideerd en geldt.", "{code} was validated and is in force."),
    Verb.SUSPEND: Said(
        "{code} is geschorst, met onmiddellijke ingang: {reason} Er wordt niets meer meegedeeld.",
        "{code} was suspended, with immediate effect: {reason} Nothing is communicated any more.",
    ),
    Verb.RESUME: Said(
        "De schorsing van {code} is opgeheven: {reason}", "The suspension of {code} was lifted: {reason}"
    ),
    Verb.GIVE_NOTICE: Said("{code} is opgezegd: {reason}", "Notice of {code} was given: {reason}"),
    Verb.WITHDRAW_NOTICE: Said(
        "De opzegging van {code} is ingetrokken: {reason}", "The notice of {code} was withdrawn: {reason}"
    ),
    Verb.END: Said(
        "{code} is beëindigd: {reason} Wis wat u ontving en bevestig dat.",
        "{code} was ended: {reason} Delete what you received and confirm it.",
    ),
    Verb.LAPSE: Said(
        "{code} is van rechtswege geëindigd: {reason} Wis wat u ontving en bevestig dat.",
        "{code} ended by law: {reason} Delete what you received and confirm it.",
    ),
    Verb.EXPIRE: Said(
        "{code} is afgelopen. Wis wat u ontving en bevestig dat.",
        "{code} has expired. Delete what you received and confirm it.",
    ),
    # What comes after is told apart: what is inherited is another protocol's, and it may be nothing.
    Verb.SUCCEED: Said(
        "De gemeente van {code} is samengevoegd met een andere; deze tekst geldt niet meer.",
        "The municipality of {code} merged into another; this text is not in force any more.",
    ),
    Verb.INHERIT: Said(
        "{code} is overgenomen van wat de samengevoegde gemeenten hadden, met telkens de strengste bepaling.",
        "{code} was inherited from what the merged municipalities had, with the strictest of each term.",
    ),
    Verb.CLOSE: Said("{code} is gesloten: het wissen is bewezen.", "{code} is closed: the deletion is proved."),
    Deed.MERGE: Said(
        "Uit {code} neemt de nieuwe gemeente niets over. {reason} Er wordt niets meegedeeld tot zij zelf een protocol "
        "sluit.",
        "The new municipality inherits nothing from {code}. {reason} Nothing is communicated until it concludes a "
        "protocol of its own.",
    ),
    Deed.HOLD: Said(
        "Mededelingen onder {code} zijn tegengehouden: {reason}", "Communications under {code} are held: {reason}"
    ),
    Deed.LIFT_HOLD: Said(
        "Mededelingen onder {code} worden niet meer tegengehouden.", "Communications under {code} are no longer held."
    ),
}


MERGED_INTO_ANOTHER = "the municipality merged into another"
SUSPENDED_BEFORE = "a predecessor's protocol was suspended"
UNDER_NOTICE_BEFORE = "notice was given on a predecessor's protocol"

# Reasons that the program itself gives, as they are stored.
_OWN_REASONS: Mapping[str, Said] = {
    MERGED_INTO_ANOTHER: Said("de gemeente is samengevoegd met een andere", MERGED_INTO_ANOTHER),
    SUSPENDED_BEFORE: Said("het protocol van een voorganger was geschorst", SUSPENDED_BEFORE),
    UNDER_NOTICE_BEFORE: Said("het protocol van een voorganger was opgezegd", UNDER_NOTICE_BEFORE),
}


def in_both(reason: str) -> Said:
    """A reason as it is read: what somebody wrote is the same for all, what the program wrote is in both languages."""
    return _OWN_REASONS.get(reason, Said(reason, reason))


def told(what: Verb | Deed, code: str, reason: str | Said) -> Said | None:
    """What both parties are told of a move, or None where nobody needs to hear of it."""
    said = TOLD.get(what)
    if said is None:
        return None
    why = in_both(reason) if isinstance(reason, str) else reason
    return Said(_filled(said.nl, code, why.nl), _filled(said.en, code, why.en))


def _filled(text: str, code: str, reason: str) -> str:
    # Not with `format`: a reason may hold braces of its own.
    return text.replace("{code}", code).replace("{reason}", _sentence(reason))


def _sentence(reason: str) -> str:
    stripped = reason.strip()
    return stripped if not stripped or stripped[-1] in ".!?" else f"{stripped}."
