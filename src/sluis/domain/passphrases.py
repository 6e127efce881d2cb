"""What a passphrase must be before a key is put behind it."""

from __future__ import annotations

from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.words import Said

LEAST = 12

TOO_SHORT = Said(
    f"De wachtwoordzin telt minstens {LEAST} tekens. Neem bijvoorbeeld vier woorden die niets met elkaar te maken "
    "hebben.",
    f"The passphrase has at least {LEAST} characters. Take four words, for instance, that have nothing to do with each "
    "other.",
)
ONLY_DIGITS = Said(
    "De wachtwoordzin bestaat niet alleen uit cijfers en leestekens.",
    "The passphrase does not consist of digits and punctuation alone.",
)
A_PERSON = Said(
    "In de wachtwoordzin staat iets dat op een rijksregisternummer lijkt; laat dat weg.",
    "In the passphrase stands something that looks like a national number; leave it out.",
)


def problems(passphrase: str) -> tuple[Said, ...]:
    """What is wrong with a passphrase; empty where nothing is. Space around it does not count as length."""
    found = []
    if len(passphrase.strip()) < LEAST:
        found.append(TOO_SHORT)
    if passphrase and not any(letter.isalpha() for letter in passphrase):
        found.append(ONLY_DIGITS)
    if INSZ_SHAPED.search(passphrase):
        found.append(A_PERSON)
    return tuple(found)
