"""Reads the answers out of a submission's XML; entities are refused."""

from lxml import etree

from sinergi.evaluation.questionnaires.definition import Definition
from sinergi.evaluation.questionnaires.typed import Answer, kept_value
from sinergi.evaluation.questionnaires.values import LONGEST_VALUE

#: Far beyond any form, and far below what fills a memory.
MOST_ELEMENTS = 50_000
DEEPEST = 60


class SubmissionError(ValueError):
    """A submission that is no well-formed, plain XML."""


def parse_xml(xml: str | bytes) -> "etree._Element":
    """The root of a document that others sent.

    Raises:
        SubmissionError: It is not well-formed, declares a type or entities, or is
            deeper or longer than any form.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    content = xml.encode() if isinstance(xml, str) else xml
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise SubmissionError("doctype")
    try:
        root = etree.fromstring(_undeclared(content), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise SubmissionError("not_well_formed") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise SubmissionError("doctype")
    _check_size(root)
    return root


def _undeclared(content: bytes) -> bytes:
    """The document as it is; a byte order mark would stand before its declaration."""
    return content.removeprefix(b"\xef\xbb\xbf").lstrip()


def _check_size(root: "etree._Element") -> None:
    depth = count = 0
    for event, _element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise SubmissionError("too_big")


def texts_of(
    xml: str | bytes, definition: Definition
) -> tuple[dict[str, str], dict[str, list[dict[str, str]]]]:
    """The answers by name as the form holds them, and those of repeats by repeat."""
    root = parse_xml(xml)
    held = _held(root)
    answers: dict[str, str] = {}
    repeats: dict[str, list[dict[str, str]]] = {}
    for question in definition.questions:
        steps = question.path.split("/")[2:]
        if question.repeat:
            _read_repeat(root, question.repeat, steps, question.name, repeats)
            continue
        answers[question.name] = held.get(tuple(steps), "")
    return {name: text for name, text in answers.items() if text}, repeats


def _held(root: "etree._Element") -> dict[tuple[str, ...], str]:
    """The texts of a submission by path below its root, of the first at each."""
    found: dict[tuple[str, ...], str] = {}
    path: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            path.pop()
            continue
        path.append(element.tag.rpartition("}")[2])
        found.setdefault(tuple(path[1:]), _text(element))
    return found


def _read_repeat(
    root: "etree._Element",
    repeat: str,
    steps: list[str],
    name: str,
    repeats: dict[str, list[dict[str, str]]],
) -> None:
    """Each turn of a repeat as a row of its own."""
    at = repeat.split("/")[2:]
    rows = repeats.setdefault(at[-1], [])
    for place, turn in enumerate(_descend([root], at)):
        if place == len(rows):
            rows.append({})
        text = next(map(_text, _descend([turn], steps[len(at) :])), "")
        if text:
            rows[place][name] = text


def _descend(
    elements: "list[etree._Element]", steps: list[str]
) -> "list[etree._Element]":
    for step in steps:
        elements = [
            child
            for element in elements
            for child in element
            if isinstance(child.tag, str) and etree.QName(child).localname == step
        ]
    return elements


def _text(element: "etree._Element") -> str:
    return (element.text or "").strip()[:LONGEST_VALUE]


def answers_of(xml: str | bytes, definition: Definition) -> dict[str, Answer]:
    """The answers of a submission by question name, as they are stored.

    What is not answered is left out; a repeat is a list of rows under its name.

    Raises:
        SubmissionError: See `parse_xml`.
    """
    texts, repeats = texts_of(xml, definition)
    answers: dict[str, Answer] = {
        name: kept_value(definition.by_name[name], text) for name, text in texts.items()
    }
    for name, rows in repeats.items():
        turns: list[dict[str, object]] = [
            {
                key: kept_value(definition.by_name[key], text)
                for key, text in row.items()
            }
            for row in rows
        ]
        if any(turns):
            answers[name] = turns
    return answers
