"""The INSZ: eleven digits of which the last two check the first nine.

It never judges by the calendar (unknown and impossible dates occur, and so do BIS numbers), and it never says
anything about a person's birth or sex.
"""

from __future__ import annotations

LENGTH = 11

# Those born from 2000 on have a 2 in front of their nine digits when the check digits are worked out.
FROM_2000 = 2_000_000_000

_SEPARATORS = str.maketrans("", "", " .-\N{NO-BREAK SPACE}")


def bare(text: str) -> str:
    """`text` without the spaces, dots and dashes with which an INSZ is displayed."""
    return text.translate(_SEPARATORS)


def is_digits(text: str) -> bool:
    """Whether `text` is eleven digits, 0 to 9."""
    return len(text) == LENGTH and text.isascii() and text.isdigit()


def check_digits(first_nine: int, *, born_from_2000: bool) -> int:
    """The check digits, 1 to 97, that belong to the first nine digits.

    The two centuries never give the same one, so the check digits tell the century.
    """
    return 97 - (first_nine + (FROM_2000 if born_from_2000 else 0)) % 97


# Whether the check digits are right depends only on the first nine digits modulo 97 and the check digits
# themselves, so on the whole number modulo 9,700: these are the remainders of all numbers that are right.
CYCLE = 9700
RIGHT = frozenset(
    rest * 100 + check_digits(rest, born_from_2000=from_2000) for rest in range(97) for from_2000 in (False, True)
)


def is_valid(text: str) -> bool:
    """Whether `text` is eleven digits whose check digits are right for either century."""
    return is_digits(text) and int(text) % CYCLE in RIGHT


def display(insz: str) -> str:
    """The form in which people read it: `YY.MM.DD-XXX.CC`."""
    return f"{insz[:2]}.{insz[2:4]}.{insz[4:6]}-{insz[6:9]}.{insz[9:]}"
