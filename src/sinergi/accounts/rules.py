"""Limits and lifetimes of everything with which a person signs in."""

import datetime as dt
import ipaddress
import re

#: Letters of a card's code: no I, L, O or U, so that nobody misreads them.
CARD_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Twelve letters of five bits each: 60 bits.
CARD_LENGTH = 12
CARD_GROUP = 4
CARD_LIFETIME = dt.timedelta(days=30)
#: What a reader may type in place of the printed letter.
CARD_MISREADINGS = str.maketrans({"O": "0", "I": "1", "L": "1"})

INVITATION_LIFETIME = dt.timedelta(days=7)
RESET_LIFETIME = dt.timedelta(hours=2)

TOKEN_PREFIX = "sinergi_"  # noqa: S105 - shows what kind of secret leaked, is none
TOKEN_BYTES = 32
TOKEN_SCOPES = ("read", "report", "verify", "manage")
TOKEN_LONGEST = dt.timedelta(days=366)
TOKEN_USE_NOTED_EVERY = dt.timedelta(minutes=1)

#: An idle shared phone signs its person out after this time.
SHARED_PHONE_SECONDS = 15 * 60

#: Attempts within the window before the next one has to wait.
ATTEMPT_WINDOW = dt.timedelta(minutes=15)
ATTEMPTS_PER_ACCOUNT = 10
#: Many villages share one address of their phone company, so it bears more.
ATTEMPTS_PER_ADDRESS = 100
#: Second steps of one sign-in; six digits are quickly guessed otherwise.
ATTEMPTS_PER_CODE = 5
#: Letters of reset per account and window.
RESETS_PER_ACCOUNT = 3

#: Session key: the day on which the need of a second factor was last looked at.
SECOND_FACTOR_CHECK = "second_factor_checked_on"
#: Session key of a sign-in on a phone that several people use.
SHARED_PHONE = "shared_phone"
#: Someone who proved who they are this lately is not asked again.
RECENT_PROOF_SECONDS = 5 * 60

USERNAME_PATTERN = re.compile(r"[\w.+-]+")


def network_of(address: str) -> str:
    """The address that counts as one: of IPv6 the /64 that one subscriber holds."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 4:
        return str(ip)
    mapped = ip.ipv4_mapped
    return str(mapped or ipaddress.ip_network((ip, 64), strict=False))


def normal_card_code(text: str) -> str:
    """A code as stored: capitals without groups, misread letters put right."""
    letters = re.sub(r"[\s\-–]", "", text).upper()
    return letters.translate(CARD_MISREADINGS)


def grouped_card_code(code: str) -> str:
    """A code as printed, in groups of four."""
    return "-".join(
        code[start : start + CARD_GROUP] for start in range(0, len(code), CARD_GROUP)
    )
