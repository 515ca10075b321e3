"""Forms that take a questionnaire or a file of responses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sinergi.evaluation.enums import Audience

XLSX_ONLY = {"accept": ".xlsx"}
TABLES = {"accept": ".xlsx,.xlsm,.csv,.txt"}


class UploadForm(forms.Form):
    """An XLSForm for an audience."""

    audience = forms.ChoiceField(
        label=_("Whom it asks"), choices=Audience, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("XLSForm workbook"),
        help_text=_("XLSX with the sheets survey and choices, up to 5 MB."),
        widget=forms.FileInput(attrs=XLSX_ONLY),
    )

    def say(self, sentences: str) -> None:
        """What refuses the file, a line for each cell."""
        for sentence in sentences.splitlines():
            self.add_error("file", sentence)


class FormFileForm(forms.Form):
    """A file that a questionnaire shows."""

    file = forms.FileField(
        label=_("Picture, recording or list"),
        help_text=_("Under the name that stands in the XLSForm, up to 10 MB."),
    )


class ResponsesForm(forms.Form):
    """A file of responses."""

    file = forms.FileField(
        label=_("File of responses"),
        help_text=_(
            "XLSX or CSV, one row for each respondent; headings are the names of the "
            "questions or their words."
        ),
        widget=forms.FileInput(attrs=TABLES),
    )
