"""An exemplar as somebody writes it: its title, text and file; and, when it is changed, the set it belongs to."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .attachments import ENDINGS, LARGEST, MEGABYTES, Attachment, NotUsable, attachment
from .exemplars import place_of
from .models import Exemplar
from .places import Place, framework_of

#: Characters.
LONGEST = 4000


class ExemplarForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("What a colleague looks for, such as “Recount of a bush walk”.")
    )
    text = forms.CharField(
        label=_("What it shows"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_(
            "What the student did by themselves, with how much help, and why that fits this set. Whoever cannot see the"
            " picture reads this."
        ),
    )
    file = forms.FileField(
        label=_("Picture or PDF"),
        required=False,
        widget=forms.FileInput({"accept": ",".join(ENDINGS)}),
        help_text=format_lazy(
            _(
                "PNG, JPEG, WebP or PDF, {size} MB at most. Its name is not kept, and what a camera writes into a picture"
                " (place, time, device) is taken out. A PDF stays as it is: look into its properties for names first."
            ),
            size=MEGABYTES,
        ),
        error_messages={"empty": _("The file is empty. Choose it once more.")},
    )

    def clean_file(self) -> Attachment | None:
        file = self.cleaned_data["file"]
        if not file:
            return None
        try:
            return attachment(file.read(LARGEST + 1))
        except NotUsable as why:
            raise forms.ValidationError(str(why)) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data["text"] and not self.has_file(data):
            self.add_error("text", _("Say what it shows, or choose a picture or a PDF."))
        return data

    def has_file(self, data: dict[str, Any]) -> bool:
        return bool(data["file"])


class ChangeForm(ExemplarForm):
    """What is chosen as file takes the place of the one there is."""

    place = forms.ChoiceField(label=_("Where it belongs"))
    without_file = forms.BooleanField(label=_("Remove the file there is"), required=False)
    field_order = ["place", "title", "text", "file", "without_file"]

    def __init__(self, exemplar: Exemplar, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.exemplar = exemplar
        place = place_of(exemplar)
        self.fields["place"].choices = [("", _("Choose a set")), *_sets(exemplar.area)]
        self.initial = {
            "place": f"{place.aspect.key} {place.set.number}" if place else "",
            "title": exemplar.title,
            "text": exemplar.text,
        }
        if exemplar.content_type:
            self.fields["file"].label = _("Another picture or PDF in place of the one there is")
        else:
            del self.fields["without_file"]

    def clean_place(self) -> Place:
        aspect, _space, number = self.cleaned_data["place"].rpartition(" ")
        found = Place.find(self.exemplar.area, aspect, number)
        if found is None:
            raise forms.ValidationError(_("Choose a set."))
        return found

    def has_file(self, data: dict[str, Any]) -> bool:
        return super().has_file(data) or (bool(self.exemplar.content_type) and not data.get("without_file"))


def _sets(area: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sets of a learning area by their aspects."""
    framework = framework_of(area)
    return [
        (
            aspect.name,
            [(f"{aspect.key} {each.number}", f"{aspect.short} {each.number} · {each.label}") for each in aspect.sets],
        )
        for aspect in (framework.aspects if framework else ())
    ]
