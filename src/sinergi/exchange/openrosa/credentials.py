"""Who asks: Basic and Digest (RFC 7617, 7616), or a token in the address."""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit
from urllib.request import parse_http_list, parse_keqv_list

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from sinergi.accounts.services.tokens import token_hash
from sinergi.core.errors import DomainError
from sinergi.evaluation.models import FieldAccess
from sinergi.evaluation.queries import field
from sinergi.evaluation.services.interviewers import REALM, ha1

#: How long a phone may use the number that it got for its Digest.
NONCE_SECONDS = 300
#: How long each process believes a password or a token that it has just checked:
#: so long, at most, may somebody send whose card is revoked.
BELIEVED_SECONDS = 5
SALT = "openrosa"
NOBODY = "0" * 32


class UnknownAddress(DomainError):
    """No study has this key, and nobody this token."""

    kind = "unknown_address"
    status = 404


class Unauthorised(DomainError):
    """The asker is not known; `challenge` says how to be."""

    kind = "unauthorised"
    status = 401

    def __init__(self, *, is_stale: bool = False) -> None:
        super().__init__(_("User name or password are wrong, or were revoked."))
        self.challenge = _challenge(is_stale=is_stale)


@dataclass(frozen=True, slots=True)
class Caller:
    """An interviewer, and the study for which they ask."""

    username: str
    access: FieldAccess


def caller_of(request: HttpRequest, *, key: str, token: str) -> Caller:
    """Who asks, and for which study.

    Raises:
        UnknownAddress: The key or the token belongs to nothing.
        Unauthorised: The headers do not prove who asks.
    """
    given = request.headers.get("Authorization", "")
    if not token and not given.lower().startswith("basic"):
        return _by_key(request, key)
    said = token_hash(f"{key} {token} {'' if token else given}")
    known: Caller | None = cache.get(f"{SALT}:{said}")
    if known is None:
        known = _by_token(token) if token else _by_key(request, key)
        cache.set(f"{SALT}:{said}", known, BELIEVED_SECONDS)
    return known


def _by_token(token: str) -> Caller:
    found = field.interviewer_of_token(token_hash(token))
    if found is None:
        raise UnknownAddress(_("This address is not, or no more, in use."))
    return Caller(found.username, found.study.field_access)


def _by_key(request: HttpRequest, key: str) -> Caller:
    access = field.field_access(key)
    if access is None:
        raise UnknownAddress(_("This address is not, or no more, in use."))
    return Caller(_username(request, access.study_id), access)


def _username(request: HttpRequest, study_id: int) -> str:
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        return _by_basic(study_id, given)
    if scheme.lower() == "digest":
        return _by_digest(request, study_id, given)
    raise Unauthorised


def _by_basic(study_id: int, given: str) -> str:
    try:
        text = base64.b64decode(given, validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise Unauthorised from error
    username, _colon, password = text.partition(":")
    _compare(_kept(study_id, username), ha1(username, password))
    return username


def _by_digest(request: HttpRequest, study_id: int, given: str) -> str:
    try:
        said = parse_keqv_list(parse_http_list(given))
        parts = [said[name] for name in ("nonce", "nc", "cnonce", "qop")]
        username, uri, response = said["username"], said["uri"], said["response"]
    except (KeyError, ValueError, IndexError) as error:
        raise Unauthorised from error
    if unquote(urlsplit(uri).path) != request.path or said["qop"] != "auth":
        raise Unauthorised
    asked = _md5(f"{request.method}:{uri}")
    _compare(
        _md5(":".join([_kept(study_id, username), *parts, asked])), response.lower()
    )
    _refuse_old(said["nonce"])
    if request.method == "POST":
        _refuse_repeated(response)
    return username


def _kept(study_id: int, username: str) -> str:
    known = "" if "\0" in username else username
    found = field.interviewer_named(study_id, known)
    return NOBODY if found is None else found.ha1


def _compare(wanted: str, given: str) -> None:
    if not secrets.compare_digest(wanted.encode(), given.encode()):
        raise Unauthorised


def _challenge(*, is_stale: bool) -> str:
    """Digest first: a phone without HTTPS does not send its password then."""
    nonce = signing.TimestampSigner(salt=SALT).sign(secrets.token_hex(8))
    stale = ", stale=true" if is_stale else ""
    return (
        f'Digest realm="{REALM}", qop="auth", algorithm=MD5, nonce="{nonce}"{stale}, '
        f'Basic realm="{REALM}", charset="UTF-8"'
    )


def _refuse_old(nonce: str) -> None:
    """Let nobody use a number that is not ours, or older than some minutes."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(nonce, max_age=NONCE_SECONDS)
    except signing.BadSignature as error:
        raise Unauthorised(is_stale=True) from error


def _refuse_repeated(response: str) -> None:
    """Let one proof send once: it does not cover the answers (`qop="auth"`).

    Each process remembers for itself; whoever listens is kept out by HTTPS alone.
    """
    name = f"{SALT}:sent:{token_hash(response.lower())}"
    if not cache.add(name, True, NONCE_SECONDS):
        raise Unauthorised(is_stale=True)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
