"""Pure rules of meetings: names, folding, codes."""

import re
import secrets
import unicodedata
from typing import Protocol

from django.utils import translation

#: Signs of a code that nobody confuses when reading it aloud.
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 8
#: Longer numbers are no record's.
NUMBER_DIGITS = 18


def in_language(text_id: str, text_en: str) -> str:
    """The text in the active language, or in the other where that is empty."""
    if (translation.get_language() or "id").startswith("en"):
        return text_en or text_id
    return text_id or text_en


class NamedTwice(Protocol):
    """Something with a name in both languages."""

    name_id: str
    name_en: str


def pool_name(pool: NamedTwice) -> str:
    """A pool's name in the active language."""
    return in_language(pool.name_id, pool.name_en)


def number_in(text: str) -> int | None:
    """The number of a record in an address; None where it can be none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= NUMBER_DIGITS
    return int(text) if is_number else None


def new_code() -> str:
    """A code for a badge: 8 signs, about 40 bits, easy to read aloud."""
    return "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))


def folded_name(name: str) -> str:
    """A name without case, accents, titles' dots and doubled spaces."""
    text = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(sign for sign in text if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", kept).split())


def folded_phone(phone: str) -> str:
    """A telephone number as +62…, whatever signs it was typed with."""
    digits = re.sub(r"\D", "", phone)
    if digits.startswith("0"):
        return f"+62{digits[1:]}"
    return f"+{digits}" if digits else ""


#: How the identity of somebody begins who gave nothing but a name.
BY_NAME = "name:"


def identity_of(*, email: str, phone: str, user_id: int | None, name: str) -> str:
    """What tells a person from others of a meeting: e-mail, telephone or account.

    Without any of them it is the name; two people of one name then need a
    telephone number or an e-mail address.
    """
    if email.strip():
        return f"mail:{email.strip().casefold()}"
    if folded_phone(phone):
        return f"phone:{folded_phone(phone)}"
    if user_id is not None:
        return f"user:{user_id}"
    return f"{BY_NAME}{folded_name(name)}"
