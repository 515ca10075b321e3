"""Tags and parts as pages use them."""

import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from sinergi.core.forms import DayInput, ExplainedRadios


def draw(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_icon_points_into_the_sprite() -> None:
    assert draw('{% icon "home" %}') == (
        '<svg class="i" aria-hidden="true">'
        '<use href="/static/core/icons.svg#home"/></svg>'
    )


def test_unknown_icon_is_an_error() -> None:
    with pytest.raises(ValueError, match="No icon is called “beranda”"):
        draw('{% icon "beranda" %}')


@pytest.mark.parametrize(
    ("colour", "css", "word"),
    [
        ("green", "hijau", "Green 72.40"),
        ("yellow", "kuning", "Yellow 72.40"),
        ("red", "merah", "Red 72.40"),
    ],
)
def test_light_has_colour_shape_and_word(colour: str, css: str, word: str) -> None:
    with translation.override("en"):
        assert draw("{% light colour 7240 %}", colour=colour) == (
            f'<span class="light light--{css}"><svg aria-hidden="true">'
            f'<use href="/static/core/icons.svg#light-{colour}"/></svg>{word}</span>'
        )


@pytest.mark.parametrize("colour", ["no_data", "no_account"])
def test_light_without_score_is_grey(colour: str) -> None:
    html = draw("{% light colour %}", colour=colour)
    assert re.findall('class="([^"]+)"', html) == ["light light--abu"]


def test_meter_stays_between_its_ends() -> None:
    widths = [
        re.findall(r'width="([\d.]+)%"', draw("{% meter r %}", r=ratio))[1]
        for ratio in (None, -1, 0.355, 7)
    ]
    assert widths == ["0.00", "0.00", "35.50", "100.00"]


def test_ruler_marks_the_score_on_its_bands() -> None:
    with translation.override("id"):
        html = draw("{% ruler 7240 6000 8000 %}")
    assert re.findall(r'<rect class="(\S+)" x="(\S+)%"', html) == [
        ("l-merah", "0.00"),
        ("l-kuning", "60.00"),
        ("l-hijau", "80.00"),
    ]
    assert re.findall(r'ruler__at" x="(\S+)%"', html) == ["72.40"]


def test_ruler_without_score_has_no_marker() -> None:
    assert draw("{% ruler None 5000 7500 %}").count("ruler__at") == 0


def test_split_bar_adds_up_to_all_libraries() -> None:
    counts = {"green": 1, "yellow": 0, "red": 2, "no_data": 1, "no_account": 0}
    html = draw("{% split_bar counts %}", counts=counts)
    widths = re.findall(r'<rect class="(\S+)" x="\S+%" width="(\S+)%"', html)
    assert widths == [("l-hijau", "25.00"), ("l-merah", "50.00"), ("l-abu", "25.00")]


def test_split_bar_of_nothing_draws_no_part() -> None:
    html = draw("{% split_bar counts %}", counts={"green": 0})
    assert html.count("<rect") == 0


def test_ago_gives_the_exact_time_in_its_title() -> None:
    at = datetime(2022, 12, 5, 2, 30, tzinfo=UTC)
    with translation.override("id"):
        html = draw("{{ at|ago }}", at=at)
    assert html.startswith(
        '<time datetime="2022-12-05T02:30:00+00:00" '
        'title="5 Desember 2022, pukul 09.30 WIB">'
    )


class Report(forms.Form):
    title = forms.CharField(help_text="In your own words")
    group = forms.ChoiceField(
        choices=[("a", "Advocacy")], widget=ExplainedRadios(hints={"a": "Budget"})
    )
    day = forms.DateField(widget=DayInput(), required=False)
    is_agreed = forms.BooleanField(label="Agreed")


def test_field_puts_label_hint_error_control_in_this_order() -> None:
    html = str(Report({})["title"].as_field_group())
    order = [html.index(part) for part in ("<label", "_hint", "_error", "<input")]
    assert order == sorted(order)
    assert 'aria-describedby="id_title_hint id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_keeps_what_was_typed() -> None:
    html = str(Report({"day": "31/11/2022"})["day"].as_field_group())
    assert re.findall('value="([^"]*)"', html) == ["31/11/2022"]


def test_choices_are_explained_and_labelled() -> None:
    html = str(Report()["group"].as_field_group())
    assert re.findall("<small>(.*?)</small>", html) == ["Budget"]
    assert re.findall(r"<legend.*?>\s*(.*?)\s*</legend>", html) == ["Group"]


def test_checkbox_stands_inside_its_label() -> None:
    html = str(Report()["is_agreed"].as_field_group())
    assert html.index("<label") < html.index("<input") < html.index("Agreed")
    assert 'class="input' not in html


def test_error_summary_links_to_each_field() -> None:
    html = str(Report({"title": "x"}))
    assert re.findall(r'href="#(\w+)"', html) == ["id_group", "id_is_agreed"]
    for target in ("id_group", "id_is_agreed"):
        assert html.count(f'id="{target}"') == 1


def test_form_text_is_escaped() -> None:
    html = str(Report({"title": "<b>x</b>"})["title"].as_field_group())
    assert re.findall('value="([^"]*)"', html) == ["&lt;b&gt;x&lt;/b&gt;"]


def test_source_line_states_time_records_and_method() -> None:
    with translation.override("id"):
        html = draw(
            '{% include "core/parts/source.html" with '
            "as_of=at records=1745 method=2 %}",
            at=datetime(2022, 12, 31, 16, 59, tzinfo=UTC),
        )
    assert re.sub("<[^>]+>", "", html).strip() == (
        "Keadaan per 31 Desember 2022, pukul 23.59 WIB · 1.745 catatan · metode v2"
    )
