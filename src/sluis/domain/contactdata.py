"""Recognises personal contact data in what a party wrote, so that it can be left out of what anybody may read.

An e-mail address is recognised anywhere; a telephone number only where one is looked for, because elsewhere digits are
dates and numbers. A name is not recognised.
"""

from __future__ import annotations

import re

_E_MAIL = re.compile(r"[^\s<>()\[\],;:\"“”]+@[^\s<>()\[\],;:\"“”]*[^\s<>()\[\],;:\"“”.]")
_E_MAIL_OR_PHONE = re.compile(r"@|\+?\(?\d(?:[\s./()-]*\d){7,}")
_LEFT_OUT = "[contactgegeven weggelaten]"


def without_e_mail(text: str) -> str:
    """The text with a remark in the place of each e-mail address."""
    return _E_MAIL.sub(_LEFT_OUT, text)


def has_contact(text: str) -> bool:
    """Whether the text, which is about a person, holds an e-mail address or a telephone number."""
    return _E_MAIL_OR_PHONE.search(text) is not None
