"""Reads an XForm, as pyxform makes it, into a questionnaire."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lxml import etree

from sinergi.evaluation.questionnaires.definition import (
    Choice,
    Definition,
    Page,
    Parts,
    Question,
    Text,
)

#: What XLSForm has for bold, headings and colour, which our page does not draw.
MARKS = re.compile(r"\*\*|(?m:^#{1,6} )|</?(?:span|strong|em|b|i|u|br)\b[^<>]{0,200}>")
JR = "{http://openrosa.org/javarosa}"
#: The groups that hold what no respondent sees.
META = "meta"
KINDS = {
    ("input", "string"): "text",
    ("input", "int"): "integer",
    ("input", "decimal"): "decimal",
    ("input", "date"): "date",
    ("input", "time"): "time",
    ("input", "dateTime"): "datetime",
    ("select1", "string"): "select_one",
    ("select", "string"): "select_multiple",
    ("range", "int"): "range",
    ("range", "decimal"): "range",
    ("trigger", "string"): "acknowledge",
}


@dataclass(frozen=True)
class _Around:
    """What the groups around a question say."""

    page: str = ""
    repeat: str = ""


class _Form:
    """The parts of an XForm by what they are looked up by."""

    def __init__(self, root: "etree._Element") -> None:
        self.title = root.findtext(".//{*}title") or ""
        self.body = root.find("{*}body")
        model = root.find(".//{*}model")
        assert model is not None  # noqa: S101 - pyxform writes one
        self.instance = model.find("{*}instance")[0]
        self.binds = {
            bind.get("nodeset", ""): bind for bind in model.iterfind("{*}bind")
        }
        self.texts = _translations(model)
        self.lists = {
            part.get("id", ""): part
            for part in model.iterfind("{*}instance[@id]")
            if part.get("src") is None
        }

    def bind(self, path: str) -> Mapping[str, str]:
        """What is bound to a path."""
        found = self.binds.get(path)
        return {} if found is None else dict(found.attrib)

    def conditions(self, path: str) -> tuple[str, ...]:
        """The conditions of a path and of all groups around it."""
        steps = path.split("/")
        places = ("/".join(steps[:end]) for end in range(2, len(steps) + 1))
        found = (self.bind(place).get("relevant", "").strip() for place in places)
        return tuple(condition for condition in found if condition)

    def text(self, element: "etree._Element | None") -> Text:
        """A label or hint in all languages."""
        if element is None:
            return {}
        ref = element.get("ref", "")
        if ref.startswith("jr:itext("):
            return self.texts.get(ref[len("jr:itext(") :].strip(")'\""), {})
        parts = _parts(element)
        return {"": parts} if parts else {}

    def message(self, message: str) -> Text:
        """A message of a bind, which may be translated."""
        if message.startswith("jr:itext("):
            return self.texts.get(message[len("jr:itext(") :].strip(")'\""), {})
        return {"": (message,)} if message else {}


def _translations(model: "etree._Element") -> dict[str, dict[str, Parts]]:
    """The texts of the form by their id, then by language; plain forms alone."""
    texts: dict[str, dict[str, Parts]] = {}
    for translation in model.iterfind("{*}itext/{*}translation"):
        language = translation.get("lang", "")
        for text in translation.iterfind("{*}text"):
            for value in text.iterfind("{*}value"):
                parts = _parts(value)
                if value.get("form") is None and parts and parts != ("-",):
                    texts.setdefault(text.get("id", ""), {})[language] = parts
    return texts


def _parts(element: "etree._Element") -> Parts:
    """Plain text and the expressions within it, by turns."""
    parts = [element.text or ""]
    for output in element:
        parts += [(output.get("value") or "").strip(), output.tail or ""]
    if not any(part.strip() for part in parts):
        return ()
    parts[::2] = [MARKS.sub("", part) for part in parts[::2]]
    parts[0] = parts[0].lstrip()
    parts[-1] = parts[-1].rstrip()
    return tuple(parts)


def read_xform(xform: str) -> Definition:
    """The questionnaire that an XForm tells; rows and troubles are not in it."""
    form = _Form(etree.fromstring(xform.encode(), _parser()))
    shown = list(_controls(form))
    by_path = {question.path: question for _around, question in shown}
    paths = dict(_leaves(form))
    silent = [
        _silent(form, path, default)
        for path, default in paths.items()
        if path not in by_path
    ]
    held = {question.path: question for question in silent} | by_path
    order = {path: place for place, path in enumerate(paths)}
    questions = sorted(
        (
            replace(question, default=paths.get(path, ""))
            for path, question in held.items()
        ),
        key=lambda question: order.get(question.path, _place(question.path, order)),
    )
    return Definition(
        title=form.title,
        languages=_languages(form),
        pages=tuple(_pages(form, shown)),
        questions=tuple(questions),
        lists={name: tuple(_choices(form, part)) for name, part in form.lists.items()},
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


def _place(path: str, order: Mapping[str, int]) -> int:
    """Where a heading stands: before the first question of its group."""
    return min(
        (place for other, place in order.items() if other.startswith(f"{path}/")),
        default=len(order),
    )


def _languages(form: _Form) -> tuple[str, ...]:
    languages = {language: None for text in form.texts.values() for language in text}
    return tuple(languages) or ("",)


def _leaves(form: _Form) -> Iterator[tuple[str, str]]:
    """The path of every leaf of the form's instance, with its default."""
    root = form.instance
    stack = [(f"/{_local(root)}", child) for child in reversed(root)]
    seen: set[str] = set()
    while stack:
        above, element = stack.pop()
        if not isinstance(element.tag, str) or _local(element) == META:
            continue
        path = f"{above}/{_local(element)}"
        if len(element):
            stack += [(path, child) for child in reversed(element)]
        elif path not in seen:
            seen.add(path)
            yield path, element.text or ""


def _local(element: "etree._Element") -> str:
    return str(etree.QName(element).localname)


def _controls(form: _Form) -> Iterator[tuple[_Around, Question]]:
    """What people see, in order, with what stands around it."""
    stack = [(child, _Around()) for child in reversed(form.body)]
    while stack:
        element, around = stack.pop()
        if not isinstance(element.tag, str):
            continue
        tag = _local(element)
        if tag in {"group", "repeat"}:
            inner, heading = _enter(form, element, around)
            if heading is not None:
                yield around, heading
            stack += [(child, inner) for child in reversed(element)]
        elif element.get("ref"):
            yield around, _control(form, element, around)


def _enter(
    form: _Form, element: "etree._Element", around: _Around
) -> tuple[_Around, Question | None]:
    """What a group says to what it holds, and its heading within a page."""
    path = element.get("ref") or element.get("nodeset") or ""
    label = form.text(element.find("{*}label"))
    repeat = path if _local(element) == "repeat" else around.repeat
    inner = _Around(around.page or path, repeat)
    if not around.page or not label or _local(element) == "repeat":
        return inner, None
    heading = Question(
        name=path.rpartition("/")[2],
        path=path,
        kind="heading",
        label=label,
        relevant=form.conditions(path),
        repeat=around.repeat,
    )
    return inner, heading


def _control(form: _Form, element: "etree._Element", around: _Around) -> Question:
    path = element.get("ref", "")
    bind = form.bind(path)
    choices, choice_filter = _itemset(element)
    kind = (
        "select_one_external" if element.get("query") else _kind(_local(element), bind)
    )
    required = bind.get("required", "").strip()
    return Question(
        name=path.rpartition("/")[2],
        path=path,
        kind=kind,
        label=form.text(element.find("{*}label")),
        hint=form.text(element.find("{*}hint")),
        required="" if required in {"", "false()"} else required,
        required_message=form.message(bind.get(f"{JR}requiredMsg", "")),
        relevant=form.conditions(path),
        constraint=bind.get("constraint", "").strip(),
        constraint_message=form.message(bind.get(f"{JR}constraintMsg", "")),
        calculation=bind.get("calculate", "").strip(),
        choices=choices,
        choice_filter=choice_filter,
        appearance=element.get("appearance", ""),
        parameters=_parameters(element, bind),
        repeat=around.repeat,
    )


def _kind(tag: str, bind: Mapping[str, str]) -> str:
    """The kind of a question; what is not known keeps the names of its parts."""
    kind = bind.get("type", "string")
    if tag == "input" and bind.get("readonly") == "true()":
        return "note"
    return KINDS.get((tag, kind), kind if tag == "input" else f"{tag} {kind}")


def _parameters(element: "etree._Element", bind: Mapping[str, str]) -> dict[str, str]:
    if _local(element) != "range":
        return {}
    ends = {key: element.get(key, "") for key in ("start", "end", "step")}
    return ends | {"type": bind.get("type", "int")}


def _itemset(element: "etree._Element") -> tuple[str, str]:
    """The list of a select, and its filter."""
    itemset = element.find("{*}itemset")
    if itemset is None:
        return "", ""
    nodeset = itemset.get("nodeset", "")
    name = nodeset.partition("instance('")[2].partition("')")[0]
    choice_filter = nodeset.partition("/root/item[")[2]
    return name, choice_filter.rpartition("]")[0].strip()


def _silent(form: _Form, path: str, default: str) -> Question:
    """A leaf that nobody is asked for."""
    bind = form.bind(path)
    preload = " ".join(
        filter(None, (bind.get(f"{JR}preload"), bind.get(f"{JR}preloadParams")))
    )
    calculation = bind.get("calculate", "").strip()
    kind = "calculate" if calculation else "metadata" if preload else "hidden"
    return Question(
        name=path.rpartition("/")[2],
        path=path,
        kind=kind,
        relevant=form.conditions(path),
        calculation=calculation,
        default=default,
        preload=preload,
        repeat=_repeat_around(form, path),
    )


def _repeat_around(form: _Form, path: str) -> str:
    if form.body is None:
        return ""
    repeats = {part.get("nodeset", "") for part in form.body.iter("{*}repeat")}
    return max((at for at in repeats if path.startswith(f"{at}/")), default="", key=len)


def _pages(form: _Form, shown: list[tuple[_Around, Question]]) -> Iterator[Page]:
    """Groups of the first rank, and runs of questions outside of groups."""
    labels = {
        group.get("ref", ""): form.text(group.find("{*}label"))
        for group in (() if form.body is None else form.body.iterchildren("{*}group"))
    }
    run: list[str] = []
    current: str | None = None
    for around, question in [*shown, (None, None)]:
        page = around.page if around else None
        if run and page != current:
            name = (current or "").rpartition("/")[2] or run[0]
            yield Page(name, labels.get(current or "", {}), tuple(run))
            run = []
        current = page
        if question:
            run.append(question.name)


def _choices(form: _Form, part: "etree._Element") -> Iterator[Choice]:
    for item in part.iterfind("{*}root/{*}item"):
        columns = {
            _local(child): child.text or ""
            for child in item
            if isinstance(child.tag, str)
        }
        code = columns.pop("name", "")
        label: Text = {"": (columns.pop("label", ""),)}
        text_id = columns.pop("itextId", "")
        if text_id:
            label = form.texts.get(text_id, {})
        yield Choice(code, label, columns)
