"""Cleaning of typed text, and the keys under which typed words are compared."""

import re
import unicodedata
from functools import lru_cache

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
EDGE = (
    " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u00ad\u1680\u180e"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u200c\u200e\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
BLANKS = frozenset(
    {"", "-", "--", "---", "–", "—", "−", "n/a", "na", "n.a.", "n.a", "#n/a"}
    | {"tidak ada data", "belum ada data", "no data"}
)
QUOTES = re.compile('["“”„‟«»‹›″]')
APOSTROPHES = re.compile("['‘’‚‛`´ʼʹ′]")
NOT_WORD = re.compile(r"[^\w]+")
FORMULA_STARTS = ("=", "+", "-", "@")


def clean_words(text: str) -> str:
    """One line without invisible characters, doubled, outer or no-break spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = CONTROL.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(visible.split())


def clean_prose(text: str) -> str:
    """A text trimmed at its ends; its emoji and line breaks stay as typed."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", CONTROL.sub("", lines)).strip(EDGE)


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: spaces, a dash, `n/a`, `tidak ada data`."""
    return clean_words(text).casefold() in BLANKS


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text if it were written unescaped."""
    return text.startswith(FORMULA_STARTS)


def unescaped(text: str) -> str:
    """A text without the apostrophe that keeps spreadsheets from running it."""
    return text[1:] if text[:1] == "'" and looks_like_formula(text[1:]) else text


def word_key(text: str) -> str:
    """Key of a word from a closed list: case, spaces and punctuation do not count."""
    plain = APOSTROPHES.sub("", clean_words(text).casefold())
    return " ".join(NOT_WORD.sub(" ", plain.replace("&", " dan ")).split())


@lru_cache(maxsize=4096)
def library_key(name: str) -> str:
    """Key of a library's name, the same whatever quotes, dashes or case were typed."""
    plain = APOSTROPHES.sub("", clean_words(name).casefold())
    return " ".join(NOT_WORD.sub(" ", plain).split())


def compact_key(text: str) -> str:
    """Key of a place name: `Pangkal Pinang` and `Pangkalpinang` are one."""
    return library_key(text).replace(" ", "")
