"""The structure of what is sent: which form, which version, under which identity.

Only this is read before an answer is given. The answers are read in the queue.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from sinergi.core.errors import DomainError

ID_LIMIT = 120
#: Bounds far beyond what a questionnaire needs.
DEPTH_LIMIT = 60
ELEMENTS_LIMIT = 50_000


class Malformed(DomainError):
    """What was sent is not a filled-in form."""

    kind = "malformed"
    status = 400


@dataclass(slots=True)
class Head:
    """What the beginning and the `meta` block of a filled-in form say."""

    form_id: str = ""
    version: str = ""
    instance_id: str = ""
    replaces: str = ""
    is_encrypted: bool = False


@dataclass(slots=True)
class _Reader:
    """Follows the parser; texts are kept inside `meta` alone."""

    head: Head = field(default_factory=Head)
    path: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    elements: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.path) >= DEPTH_LIMIT or self.elements > ELEMENTS_LIMIT:
            raise Malformed(_("The answers are nested too deeply, or too many."))
        if not self.path:
            self.head.form_id = attributes.get("id", "")
            self.head.version = attributes.get("version", "")
            self.head.is_encrypted = attributes.get("encrypted", "") == "yes"
        self.path.append(name.rpartition(":")[2])

    def end(self, _name: str) -> None:
        self.path.pop()

    def text(self, text: str) -> None:
        if len(self.path) == 3 and self.path[1] == "meta":
            name = self.path[2]
            self.texts[name] = self.texts.get(name, "") + text


def read_head(raw: bytes) -> Head:
    """The form, version and identity of a filled-in form that is well formed.

    No document type is read, hence no entity is ever defined, expanded or fetched.

    Raises:
        Malformed: It is no such form.
    """
    reader = _Reader()
    parser = expat.ParserCreate(encoding="utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise Malformed(
            _("The answers are not well-formed XML (line %(line)s).")
            % {"line": error.lineno}
        ) from error
    return _checked(reader)


def _refuse_doctype(*_parts: object) -> None:
    raise Malformed(_("The answers may not bring a document type of their own."))


def _checked(reader: _Reader) -> Head:
    head = reader.head
    head.instance_id = reader.texts.get("instanceID", "").strip()
    head.replaces = reader.texts.get("deprecatedID", "").strip()
    if head.is_encrypted:
        raise Malformed(_("Encrypted forms cannot be read here."))
    if not head.form_id:
        raise Malformed(_("The answers do not name their form."))
    if not 0 < len(head.instance_id) <= ID_LIMIT or len(head.replaces) > ID_LIMIT:
        raise Malformed(_("The answers have no identity (instanceID) of their own."))
    return head
