"""Reads the XPath of a form into a tree that always ends, and evaluates it.

A form's expressions are the work of others, and XPath's `//`, predicates and wildcards
let a few letters ask for more steps than a machine has time. Here each path is resolved
to one question when the form is read, and what may loop is refused
(`docs/adr/0009-expressions-that-end.md`): evaluating takes one step for each sign of
the expression, at most.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sinergi.evaluation.questionnaires.functions import FUNCTIONS
from sinergi.evaluation.questionnaires.patterns import UnfitPattern, check_pattern
from sinergi.evaluation.questionnaires.values import (
    Value,
    equal,
    to_number,
    to_text,
    to_truth,
)

LONGEST = 4_000
DEEPEST = 32
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)"
    r"|(?P<sign>//|::|!=|<=|>=|\.\.|[=<>+\-*/(),.\[\]@|$])"
    r"|(?P<end>$))"
)
OPERATORS = frozenset({"and", "or", "div", "mod"})
REFUSED = frozenset({"//", "::", "[", "]", "@", "|", "$"})


class ExpressionError(ValueError):
    """An expression that cannot be evaluated here; `kind` says why."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail


class Scope(Protocol):
    """What an expression may ask while it is evaluated."""

    def value(self, name: str) -> str:
        """The answer to a question, empty where there is none."""

    def column(self, name: str) -> str:
        """A column of the choice that is looked at."""

    def label(self, question: str, code: str) -> str:
        """What people read for a code of a question's list."""

    def today(self) -> str:
        """The day as text."""

    def now(self) -> str:
        """The moment as text."""


Node = Callable[[Scope], Value]


@dataclass(frozen=True)
class Places:
    """Where an expression stands, and what its paths may name.

    `columns` are the columns of choices, which a choice filter names alone.
    """

    names: Mapping[str, str]
    own: str
    columns: frozenset[str] = field(default_factory=frozenset)

    def resolve(self, path: str) -> str:
        """The name of the question at a path.

        Raises:
            ExpressionError: There is none.
        """
        steps: list[str] = [] if path.startswith("/") else self.own.split("/")[1:]
        for step in path.split("/"):
            if step == "..":
                if not steps:
                    raise ExpressionError("unknown_path", path)
                steps.pop()
            elif step not in {"", "."}:
                steps.append(step)
        name = self.names.get("/" + "/".join(steps))
        if name is None:
            raise ExpressionError("unknown_path", path)
        return name


@dataclass(frozen=True)
class Token:
    """A sign, word, number or text of an expression."""

    kind: str
    text: str


def read_expression(text: str, places: Places) -> Node:
    """An expression as something to evaluate.

    Raises:
        ExpressionError: It is wrong, too long, or asks for what is not served.
    """
    if len(text) > LONGEST:
        raise ExpressionError("too_long", str(LONGEST))
    parser = _Parser(list(_tokens(text)), places)
    node = parser.disjunction()
    if parser.current.kind != "end":
        raise ExpressionError("syntax", parser.current.text)
    return node


def _tokens(text: str) -> Iterator[Token]:
    place = 0
    while True:
        found = TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise ExpressionError("syntax", text[place:].strip()[:20])
        token = Token(found.lastgroup, found[found.lastgroup])
        if token.kind == "sign" and token.text in REFUSED:
            raise ExpressionError("refused_sign", token.text)
        yield token
        if token.kind == "end":
            return
        place = found.end()


class _Parser:
    """Reads by descent; chains of one rank stay flat, so depth is that of brackets."""

    def __init__(self, tokens: Sequence[Token], places: Places) -> None:
        self.tokens = tokens
        self.places = places
        self.at = 0
        self.depth = 0

    @property
    def current(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.at]

    def accept(self, *texts: str) -> str:
        """The next sign or operator if it is one of these, which is then passed."""
        token = self.current
        if token.kind in {"sign", "name"} and token.text in texts:
            self.at += 1
            return token.text
        return ""

    def expect(self, sign: str) -> None:
        """Pass a sign that must come."""
        if not self.accept(sign):
            raise ExpressionError("syntax", self.current.text or sign)

    def disjunction(self) -> Node:
        """`a or b or c`."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionError("too_deep", str(DEEPEST))
        parts = [self.conjunction()]
        while self.accept("or"):
            parts.append(self.conjunction())
        self.depth -= 1
        if len(parts) == 1:
            return parts[0]
        return lambda scope: any(to_truth(part(scope)) for part in parts)

    def conjunction(self) -> Node:
        """`a and b and c`."""
        parts = [self.comparison()]
        while self.accept("and"):
            parts.append(self.comparison())
        if len(parts) == 1:
            return parts[0]
        return lambda scope: all(to_truth(part(scope)) for part in parts)

    def comparison(self) -> Node:
        """Equality and order, from left to right."""
        return self.chain(self.sum, COMPARISONS)

    def sum(self) -> Node:
        """Sums and differences."""
        return self.chain(self.product, SUMS)

    def product(self) -> Node:
        """Products, quotients and remainders."""
        return self.chain(self.signed, PRODUCTS)

    def chain(
        self,
        operand: Callable[[], Node],
        operators: Mapping[str, Callable[[Value, Value], Value]],
    ) -> Node:
        """Operands of one rank, reckoned from left to right."""
        first = operand()
        rest: list[tuple[Callable[[Value, Value], Value], Node]] = []
        while operator := self.accept(*operators):
            rest.append((operators[operator], operand()))
        if not rest:
            return first

        def run(scope: Scope) -> Value:
            value = first(scope)
            for reckon, node in rest:
                value = reckon(value, node(scope))
            return value

        return run

    def signed(self) -> Node:
        """A value with any number of minus signs before it."""
        minus = 0
        while self.accept("-"):
            minus += 1
        node = self.primary()
        if not minus:
            return node
        sign = -1.0 if minus % 2 else 1.0
        return lambda scope: sign * to_number(node(scope))

    def primary(self) -> Node:
        """A number, text, bracket, function or path."""
        token = self.current
        if token.kind in {"number", "text"}:
            self.at += 1
            return _constant(
                float(token.text) if token.kind == "number" else token.text[1:-1]
            )
        if self.accept("("):
            node = self.disjunction()
            self.expect(")")
            return node
        if token.kind == "name" and self.tokens[self.at + 1].text == "(":
            return self.function()
        return self.path()

    def path(self) -> Node:
        """A path to one question, or the column of a choice."""
        steps = self.steps()
        column = steps if steps in self.places.columns else ""
        if column:
            return lambda scope: scope.column(column)
        name = self.places.resolve(steps)
        return lambda scope: scope.value(name)

    def steps(self) -> str:
        """A path as it stands; `/a/b`, `../a`, `.`."""
        steps = self.accept("/")
        while True:
            token = self.current
            if token.kind != "name" and token.text not in {".", ".."}:
                raise ExpressionError("syntax", token.text)
            self.at += 1
            steps += token.text
            if not self.accept("/"):
                return steps
            steps += "/"

    def function(self) -> Node:
        """A call; `if` and `once` look at their arguments in their own way."""
        name = self.current.text
        self.at += 1
        first = self.at + 1
        if name == "current":
            return self.from_current()
        given = self.arguments()
        if name in SPECIAL:
            fewest, build = SPECIAL[name]
            _check_count(name, given, fewest, fewest)
            return build(given, self.places)
        known = FUNCTIONS.get(name)
        if known is None:
            raise ExpressionError("unknown_function", name)
        _check_count(name, given, known.fewest, known.most)
        if name == "regex":
            self.check_regex(first)
        run = known.run
        return lambda scope: run([node(scope) for node in given])

    def arguments(self) -> list[Node]:
        """What stands in the brackets of a call."""
        self.expect("(")
        given: list[Node] = []
        if self.accept(")"):
            return given
        given.append(self.disjunction())
        while self.accept(","):
            given.append(self.disjunction())
        self.expect(")")
        return given

    def from_current(self) -> Node:
        """`current()/../a` is `../a` of the question itself."""
        self.expect("(")
        self.expect(")")
        path = "."
        if self.accept("/"):
            path = self.steps()
        name = self.places.resolve(path)
        return lambda scope: scope.value(name)

    def check_regex(self, first: int) -> None:
        """A pattern stands in the form itself, as text, and fits the engine."""
        pattern = self.tokens[self.at - 2]
        is_alone = self.tokens[self.at - 3].text == "," and self.at - 3 >= first
        if pattern.kind != "text" or not is_alone:
            raise ExpressionError("pattern_not_text")
        try:
            check_pattern(pattern.text[1:-1])
        except UnfitPattern as error:
            raise ExpressionError("unfit_pattern", pattern.text[1:-1][:80]) from error


def _check_count(name: str, given: Sequence[Node], fewest: int, most: int) -> None:
    if not fewest <= len(given) <= most:
        raise ExpressionError("argument_count", name)


def _constant(value: Value) -> Node:
    return lambda _scope: value


def _divide(left: Value, right: Value) -> Value:
    over, under = to_number(left), to_number(right)
    if under:
        return over / under
    return math.nan if over == 0 or math.isnan(over) else math.copysign(math.inf, over)


def _remainder(left: Value, right: Value) -> Value:
    try:
        return math.fmod(to_number(left), to_number(right))
    except ValueError:
        return math.nan


COMPARISONS: dict[str, Callable[[Value, Value], Value]] = {
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": lambda left, right: to_number(left) < to_number(right),
    "<=": lambda left, right: to_number(left) <= to_number(right),
    ">": lambda left, right: to_number(left) > to_number(right),
    ">=": lambda left, right: to_number(left) >= to_number(right),
}
SUMS: dict[str, Callable[[Value, Value], Value]] = {
    "+": lambda left, right: to_number(left) + to_number(right),
    "-": lambda left, right: to_number(left) - to_number(right),
}
PRODUCTS: dict[str, Callable[[Value, Value], Value]] = {
    "*": lambda left, right: to_number(left) * to_number(right),
    "div": _divide,
    "mod": _remainder,
}


def _if(given: Sequence[Node], _places: Places) -> Node:
    condition, then, other = given
    return lambda scope: then(scope) if to_truth(condition(scope)) else other(scope)


def _once(given: Sequence[Node], places: Places) -> Node:
    own = places.resolve(".")
    return lambda scope: scope.value(own) or given[0](scope)


def _choice_name(given: Sequence[Node], places: Places) -> Node:
    """`jr:choice-name(code, '/data/question')`: the path comes as text."""

    def run(scope: Scope) -> Value:
        question = places.resolve(to_text(given[1](scope)).strip())
        return scope.label(question, to_text(given[0](scope)))

    return run


SPECIAL: dict[str, tuple[int, Callable[[Sequence[Node], Places], Node]]] = {
    "if": (3, _if),
    "once": (1, _once),
    "jr:choice-name": (2, _choice_name),
    "today": (0, lambda _given, _places: lambda scope: scope.today()),
    "now": (0, lambda _given, _places: lambda scope: scope.now()),
}
#: All functions that the web page serves, as the method document lists them.
SERVED = frozenset({*FUNCTIONS, *SPECIAL, "current"})
