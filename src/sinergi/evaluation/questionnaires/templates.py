"""The shipped questionnaires, written as XLSForm workbooks from readable tables."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import xlsxwriter
import yaml

from sinergi.evaluation.questionnaires.xlsform import Sheets

COLUMNS = (
    *("type", "name", "label", "hint", "required", "relevant", "constraint"),
    *("constraint_message", "calculation", "appearance", "variable"),
)
WIDTHS = {"label": 70, "hint": 40, "relevant": 30, "calculation": 40, "type": 22}
SCALE_LIST = "scale"
#: An item of a variable says no more than its name, variable and words.
ITEM = {"type": f"select_one {SCALE_LIST}", "required": "yes", "appearance": "likert"}
ENDS = ("sangat kurang", "sangat baik")
HEADING = {"bold": True, "bg_color": "#0F4C5C", "font_color": "#FFFFFF"}


@dataclass(frozen=True)
class Scale:
    """The scale of a study; its class labels name the answers if they are as many."""

    lowest: int
    highest: int
    labels: tuple[str, ...] = ()

    def answers(self) -> list[tuple[int, str]]:
        """Each code with what people read."""
        codes = range(self.lowest, self.highest + 1)
        if len(self.labels) == len(codes):
            return [
                (code, label[:1].upper() + label[1:])
                for code, label in zip(codes, self.labels, strict=True)
            ]
        return [(code, self._end(code)) for code in codes]

    def _end(self, code: int) -> str:
        ends = {self.lowest: ENDS[0], self.highest: ENDS[1]}
        return f"{code} ({ends[code]})" if code in ends else str(code)


@cache
def _table(audience: str) -> Mapping[str, object]:
    text = (files("sinergi.evaluation") / "data" / f"{audience}.yaml").read_text(
        "utf-8"
    )
    return cast(Mapping[str, object], yaml.safe_load(text))


def template_sheets(audience: str, scale: Scale) -> Sheets:
    """The sheets of a shipped questionnaire on the scale of a study."""
    table = _table(audience)
    survey = cast(Sequence[Mapping[str, str]], table["survey"])
    lines = [{**ITEM, **line} if "variable" in line else line for line in survey]
    return {
        "survey": [
            list(COLUMNS),
            *([line.get(column, "") for column in COLUMNS] for line in lines),
        ],
        "choices": [["list_name", "name", "label"], *_choices(table, scale)],
        "settings": [["form_title", "form_id"], [str(table["title"]), audience]],
    }


def _choices(table: Mapping[str, object], scale: Scale) -> list[list[str]]:
    lists = cast(Mapping[str, Mapping[str, str]], table["choices"])
    listed = [
        [name, code, label]
        for name, choices in lists.items()
        for code, label in choices.items()
    ]
    return [
        *([SCALE_LIST, str(code), label] for code, label in scale.answers()),
        *listed,
    ]


def template_workbook(audience: str, scale: Scale) -> bytes:
    """A shipped questionnaire as the workbook that people change and send back."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        heading = book.add_format(HEADING)
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for name, lines in template_sheets(audience, scale).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(lines[0]):
                sheet.set_column(place, place, WIDTHS.get(column, 16))
            for row, line in enumerate(lines):
                for place, cell in enumerate(line):
                    if cell:
                        sheet.write_string(row, place, cell, text if row else heading)
    return target.getvalue()
