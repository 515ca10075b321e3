"""The form that takes a file for import."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sinergi.core import formatting
from sinergi.exchange.models import Upload
from sinergi.exchange.services import NewLibraries


class ImportForm(forms.Form):
    """A kind, a file, and what becomes of libraries not known yet."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What the file lists"), widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, headings in Indonesian or English."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt"}),
    )
    takes_in = forms.BooleanField(
        label=gettext_lazy("Take in libraries that are not in the network yet"),
        help_text=gettext_lazy("They are marked as unconfirmed until you check them."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, kinds: Sequence[Upload.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101 - declared above
        choice.choices = [(kind.value, kind.label) for kind in kinds]
        choice.initial = kinds[0].value if kinds else None

    def clean_file(self) -> "UploadedFile[bytes]":
        """The file, unless it is larger than uploads may be."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        limit = settings.UPLOAD_LIMIT_BYTES
        if (file.size or 0) > limit:
            raise forms.ValidationError(
                _("The file is too big (%(size)s). The limit is %(limit)s.")
                % {
                    "size": formatting.file_size(file.size),
                    "limit": formatting.file_size(limit),
                }
            )
        return file

    @property
    def new_libraries(self) -> NewLibraries:
        """What becomes of rows whose library is not in the network."""
        takes_in = self.cleaned_data["takes_in"]
        return NewLibraries.ACCEPT if takes_in else NewLibraries.REFUSE
