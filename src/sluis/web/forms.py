"""Forms of the portal: what was filled in wrong is said beside the field, in the visitor's language.

Labels, hints and choices of a form are keys of `texts`; they become sentences when a form is made for somebody. Which
values the house takes is for the rules below; a form sees to it that what is given can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.http import HttpRequest

from sluis.domain.entry import INSZ_SHAPED
from sluis.domain.words import Said
from sluis.web.protocols.places import readable
from sluis.web.texts import Texts

LONGEST_LINE = 300
LONGEST_TEXT = 20_000


class Form(forms.Form):
    """The form that all others are of: it speaks the visitor's language.

    A field's `label` and `help_text` are keys of `texts`. No field may hold a person's number.
    """

    use_required_attribute = True
    # The browser sends what was typed, and the answer says what is wrong with all of it at once.
    default_renderer = forms.renderers.Jinja2()

    def __init__(self, texts: Texts, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(data, files, auto_id="%s", **options)
        self.texts = texts
        for field in self.fields.values():
            _speak(field, texts)

    @classmethod
    def sent(cls, texts: Texts, request: HttpRequest, **options: Any) -> Self:
        """The form as it was sent with a request."""
        return cls(texts, request.POST, request.FILES, **options)

    def refuse(self, reasons: Iterable[Said], field: str | None = None) -> None:
        """Says beside a field, or above the form, what stood in the way of the act."""
        for reason in reasons:
            self.add_error(field, self.texts(readable(reason)))

    def clean(self) -> dict[str, Any]:
        """Refuses a person's number wherever it is typed: these forms are not about people."""
        given = super().clean() or self.cleaned_data
        for name, value in list(given.items()):
            said = value if isinstance(value, str) else getattr(value, "name", None) or ""
            if INSZ_SHAPED.search(said):
                self.add_error(name, self.texts("form_person"))
        return self.cleaned_data


def _speak(field: forms.Field, texts: Texts) -> None:
    """Lets a field say everything in the visitor's language."""
    field.label = texts(str(field.label)) if field.label else ""
    if field.help_text:
        field.help_text = texts(str(field.help_text))
    said = {
        "required": texts("form_required"),
        "invalid": texts(next((said for kind, said in _INVALID.items() if isinstance(field, kind)), "form_invalid")),
        "invalid_choice": texts("form_choice"),
        "invalid_list": texts("form_choice"),
        "empty": texts("form_file_empty"),
        "missing": texts("form_file"),
    }
    field.error_messages = {**{name: texts("form_invalid") for name in field.error_messages}, **said}
    if isinstance(field, forms.CharField) and field.max_length is not None:
        field.validators = [*field.validators[:0], _NoLonger(field.max_length, texts), _NoNull(texts)]


_INVALID = {
    forms.DateField: "form_date",
    forms.DecimalField: "form_amount",  # before the whole numbers, of which it is one kind
    forms.IntegerField: "form_number",
    forms.FileField: "form_file",
}


class _NoLonger:
    def __init__(self, most: int, texts: Texts) -> None:
        self._most, self._texts = most, texts

    def __call__(self, value: str) -> None:
        if len(value) > self._most:
            raise forms.ValidationError(self._texts("form_too_long", most=self._most, given=len(value)))


class _NoNull:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __call__(self, value: str) -> None:
        if "\x00" in value:
            raise forms.ValidationError(self._texts("form_invalid"))


def line(label: str, *, hint: str = "", required: bool = True, longest: int = LONGEST_LINE) -> forms.CharField:
    """A field for one line of text."""
    return forms.CharField(label=label, help_text=hint, required=required, max_length=longest)


def text(
    label: str, *, hint: str = "", required: bool = True, rows: int = 4, longest: int = LONGEST_TEXT
) -> forms.CharField:
    """A field for several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, required=required, max_length=longest, widget=widget)


def whole_number(label: str, *, hint: str = "", required: bool = True) -> forms.IntegerField:
    """A field for a number from 0 to a thousand million."""
    field = forms.IntegerField(label=label, help_text=hint, required=required, widget=_digits("numeric"))
    field.validators = [_in_bounds]
    return field


def euros(label: str, *, hint: str = "", required: bool = True) -> forms.DecimalField:
    """A field for an amount in euros, with a comma or a point before the cents."""
    return _Euros(label=label, help_text=hint, required=required, widget=_digits("decimal"), validators=[_in_bounds])


class _Euros(forms.DecimalField):
    def to_python(self, value: Any) -> Any:
        amount: Any = super().to_python(value.replace(",", ".") if isinstance(value, str) else value)
        exponent = amount.as_tuple().exponent if amount is not None else 0
        # Of 1.000 nobody can tell whether it is one euro or a thousand.
        if not isinstance(exponent, int) or exponent < -2:
            raise forms.ValidationError(self.error_messages["invalid"])
        return amount


def _in_bounds(value: Decimal | int) -> None:
    if not 0 <= value <= 10**9:
        # What is said is the field's own word for what it cannot read.
        raise forms.ValidationError("out of bounds", code="invalid")


def _digits(mode: str) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": mode})


def day(label: str, *, hint: str = "", required: bool = True) -> forms.DateField:
    """A field for a day, given and taken as YYYY-MM-DD; browsers show it as people write it."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=hint, required=required, input_formats=["%Y-%m-%d"], widget=widget)


def one_of(label: str, *, hint: str = "", required: bool = True, radio: bool = False) -> forms.ChoiceField:
    """A field to choose one; the choices are set when the form is made (`choose`)."""
    widget = forms.RadioSelect() if radio else forms.Select()
    return forms.ChoiceField(label=label, help_text=hint, required=required, widget=widget)


def some_of(label: str, *, hint: str = "", required: bool = True) -> forms.MultipleChoiceField:
    """A field to choose any number; the choices are set when the form is made (`choose`)."""
    widget = forms.CheckboxSelectMultiple()
    return forms.MultipleChoiceField(label=label, help_text=hint, required=required, widget=widget)


def file(label: str, *, hint: str = "", accept: str = ".pdf,application/pdf") -> forms.FileField:
    """A field for a file."""
    return forms.FileField(label=label, help_text=hint, widget=forms.FileInput(attrs={"accept": accept}))


def tick(label: str, *, hint: str = "") -> forms.BooleanField:
    """A box that must be ticked to go on."""
    return forms.BooleanField(label=label, help_text=hint)


def choose(form: Form, name: str, choices: Mapping[str, str | Said] | Sequence[tuple[str, str | Said]]) -> None:
    """Sets what there is to choose, each with its name in the visitor's language."""
    pairs = choices.items() if isinstance(choices, Mapping) else choices
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(value, form.texts(said) if isinstance(said, Said) else said) for value, said in pairs]


def add(form: Form, name: str, field: forms.Field, label: str) -> None:
    """Adds a field whose label the text of a protocol gives, such as the capacity of somebody who signs."""
    form.fields[name] = field
    _speak(field, form.texts)
    field.label = label


class Nothing(Form):
    """A form without fields: a button that says what it does is enough."""


class Reason(Form):
    """Why something is done. Both parties read it."""

    reason = text("form_reason", hint="form_reason_hint")
