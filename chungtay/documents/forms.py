"""The border: what people type and bring in about documents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from chungtay.core.errors import InputRefused
from chungtay.documents.actions.register import LARGEST_NUMBER
from chungtay.documents.codes import FormPart
from chungtay.documents.letters import Mistake
from chungtay.documents.reading import Upload
from officialdoc.check import PROFILES


class RefusableForm(forms.Form):
    """A form that shows a refusal of an action beside the field that the refusal names."""

    def refuse(self, refused: InputRefused) -> None:
        """Show `refused` at its field, or above the form when it names none of them."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, refused.sentence)


class NumberForm(RefusableForm):
    """Number and date, as written on the signed document."""

    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=LARGEST_NUMBER)
    dated = forms.DateField(
        label=_("Date of the document"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ReasonForm(RefusableForm):
    """Why a document is returned or recalled."""

    reason = forms.CharField(label=_("Reason"), min_length=5, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class DraftForm(RefusableForm):
    """The draft as the office worked on in Word."""

    file = forms.FileField(label=_("Draft in Word (.docx)"), allow_empty_file=True)

    @property
    def upload(self) -> Upload:
        """The file that came in."""
        return _upload(self.cleaned_data["file"])


class SignedCopyForm(RefusableForm):
    """The signed PDF, and beside a scan the file that was signed."""

    file = forms.FileField(label=_("Signed copy (.pdf)"), allow_empty_file=True)
    companion = forms.FileField(
        label=_("Word or PDF file that was signed"),
        required=False,
        allow_empty_file=True,
        help_text=_("Only needed when the signed copy is a scan without text."),
    )

    @property
    def upload(self) -> Upload:
        """The signed copy."""
        return _upload(self.cleaned_data["file"])

    @property
    def companion_upload(self) -> Upload | None:
        """The file beside a scan, None when none was chosen."""
        chosen = self.cleaned_data.get("companion")
        return _upload(chosen) if chosen else None


class MistakeForm(RefusableForm):
    """A mistake of form: where, as printed, and as it should be."""

    part = forms.ChoiceField(label=_("Part of the document"), choices=FormPart.choices, initial=FormPart.LAYOUT)
    printed = forms.CharField(label=_("As printed"), max_length=300)
    right = forms.CharField(label=_("As it should be"), max_length=300)

    @property
    def mistake(self) -> Mistake:
        """What was typed, the lines as one."""
        given = self.cleaned_data
        return Mistake(FormPart(given["part"]), " ".join(given["printed"].split()), " ".join(given["right"].split()))


MistakeForms = forms.formset_factory(MistakeForm, extra=2, min_num=1, max_num=10, validate_min=True, absolute_max=20)


class CheckForm(RefusableForm):
    """A Word file whose layout is to be checked, and whose rules apply."""

    file = forms.FileField(label=_("Word file (.docx)"), allow_empty_file=True)
    profile = forms.ChoiceField(label=_("Whose rules apply"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chooser = self.fields["profile"]
        assert isinstance(chooser, forms.ChoiceField)
        chooser.choices = [(key, PROFILE_LABELS[key]) for key in PROFILES]

    @property
    def upload(self) -> Upload:
        """The file that came in."""
        return _upload(self.cleaned_data["file"])


PROFILE_LABELS = {
    "nha-nuoc": _("State bodies (Decree 30/2020/NĐ-CP)"),
    "mat-tran": _("Fatherland Front and mass organisations"),
    "cong-an": _("Police"),
}


def _upload(file: UploadedFile) -> Upload:
    return Upload(file.name or "", file.read())
