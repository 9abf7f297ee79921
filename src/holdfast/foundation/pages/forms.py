"""Forms that render themselves in NHS markup. The settings name `NHSRenderer` as FORM_RENDERER."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.functional import cached_property

if TYPE_CHECKING:
    _AnyForm = forms.BaseForm
else:
    _AnyForm = object

REQUIRED_AS_DJANGO_SAYS_IT = str(forms.Field.default_error_messages["required"])

_INPUT_CLASSES = {
    "input": "nhsuk-input",
    "lookup": "nhsuk-input",
    "password": "nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input",
    "select": "nhsuk-select",
    "textarea": "nhsuk-textarea",
    "count": "nhsuk-textarea nhsuk-js-character-count",
    "file": "hf-file",
    "checkbox": "nhsuk-checkboxes__input",
}
_ERROR_CLASSES = {
    "input": "nhsuk-input--error",
    "lookup": "nhsuk-input--error",
    "password": "nhsuk-input--error",
    "select": "nhsuk-select--error",
    "textarea": "nhsuk-textarea--error",
    "count": "nhsuk-textarea--error",
    "file": "hf-file--error",
}


def kind_of(widget: forms.Widget) -> str:
    """Which template in pages/forms/ shows this widget: own widgets say so, Django's are told by their class."""
    if kind := getattr(widget, "page_kind", ""):
        return str(kind)
    if widget.is_hidden:
        return "hidden"
    for family, kind in (
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.PasswordInput, "password"),
        (forms.MultiWidget, "group"),
    ):
        if isinstance(widget, family):
            return kind
    return "input"


class NHSBoundField(BoundField):
    """A field that knows its NHS markup: classes, ids of hint and error, and what its choices reveal."""

    # Presentation, set by {% field %} for one rendering.
    size = ""
    heading = False

    @cached_property
    def kind(self) -> str:
        """The name of the template in pages/forms/ that shows this field."""
        return kind_of(self.field.widget)

    @property
    def kind_template(self) -> str:
        return f"pages/forms/{self.kind}.html"

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint" if self.help_text and self.auto_id else ""

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error" if self.errors and self.auto_id else ""

    @property
    def count_id(self) -> str:
        return f"{self.auto_id}-info" if self.kind == "count" and self.auto_id else ""

    @property
    def aria_describedby(self) -> str | None:
        """Ids of hint, error and character count, in the order in which they are read."""
        if self.is_hidden:
            return None
        return " ".join(id_ for id_ in (self.count_id, self.hint_id, self.error_id) if id_) or None

    @property
    def focus_id(self) -> str:
        """Where a link in the error summary goes: the control itself, or the first of several."""
        first = getattr(self.field.widget, "first_id", None)
        if first is not None:
            return str(first(self.auto_id, self.error_parts))
        if self.kind in ("radios", "checkboxes"):
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id

    @property
    def error_parts(self) -> frozenset[str]:
        """Which boxes of a field with several are wrong ("day", "month" ...); empty when the whole is, or none."""
        return frozenset(
            part
            for error in self.errors.as_data()
            for part in ((getattr(error, "params", None) or {}).get("parts", ()))
        )

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes with NHS classes, without `required`: a browser's own bubble is no error summary."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        kind = kind_of(widget)
        own = [_INPUT_CLASSES.get(kind, ""), _ERROR_CLASSES.get(kind, "") if self.errors else ""]
        given = [str(widget.attrs.get("class", "")), str(built.get("class", ""))]
        classes = " ".join(filter(None, [*own, *given]))
        if classes:
            built["class"] = classes
        if kind in ("radios", "checkboxes"):
            built.pop("aria-invalid", None)  # not allowed on these roles; the group carries the error
        if getattr(widget, "wants_error_parts", False):
            built["error_parts"] = " ".join(sorted(self.error_parts)) or ("all" if self.errors else "")
        return built

    @property
    def options(self) -> Iterator[dict[str, Any]]:
        """The choices of radios or checkboxes, each with hint, divider and the fields that it reveals."""
        widget = self.field.widget
        hints: Mapping[str, str] = getattr(widget, "hints", {})
        divider_before: Mapping[str, str] = getattr(widget, "divider_before", {})
        exclusive: Sequence[str] = getattr(widget, "exclusive", ())
        reveals = getattr(self.form, "reveals", {}).get(self.name, {})
        for choice in self.subwidgets:
            value = str(choice.data["value"])
            id_ = choice.data["attrs"].get("id", "")
            hint = hints.get(value, "")
            yield {
                "id": id_,
                "value": value,
                "label": choice.choice_label,
                "name": choice.data["name"],
                "checked": choice.data["selected"],
                "disabled": choice.data["attrs"].get("disabled"),
                "hint": hint,
                "hint_id": f"{id_}-hint" if hint else "",
                "divider": divider_before.get(value, ""),
                "exclusive": value in exclusive,
                "reveals": [self.form[name] for name in reveals.get(value, ())],
            }


class NHSRenderer(TemplatesSetting):
    """Renders every form, Django's and third parties' too, in NHS markup."""

    form_template_name = "pages/forms/form.html"
    formset_template_name = "pages/forms/formset.html"
    field_template_name = "pages/forms/field.html"
    bound_field_class = NHSBoundField


class FormConventions(_AnyForm):
    """What every form of Holdfast does; mix it in before a Django form class, or use PageForm and PageModelForm.

    `reveals` says which fields a choice opens: {"hurt": {"yes": ["injury", "absence"]}}. A revealed field is declared
    `required=True` when it must be answered once asked; an answer that was not asked for is dropped, not checked.
    """

    reveals: ClassVar[Mapping[str, Mapping[str, Sequence[str]]]] = {}
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if str(field.error_messages.get("required", "")) == REQUIRED_AS_DJANGO_SAYS_IT:
                field.error_messages["required"] = missing_message(field, name)

    @property
    def revealed(self) -> frozenset[str]:
        """Names of the fields that stand inside another field's choice."""
        return frozenset(name for choices in self.reveals.values() for names in choices.values() for name in names)

    @property
    def top_fields(self) -> list[BoundField]:
        """The visible fields that stand by themselves, in order."""
        return [field for field in self.visible_fields() if field.name not in self.revealed]

    @property
    def only_field(self) -> BoundField | None:
        """The one question of a page that asks one question; None where there are several."""
        return self.top_fields[0] if len(self.top_fields) == 1 else None

    def was_asked(self, name: str) -> bool:
        """Whether the answers that were sent open the question `name`; a field that nothing reveals is always asked."""
        choosers = [
            (chooser, value) for chooser, choices in self.reveals.items() for value in choices if name in choices[value]
        ]
        return not choosers or any(
            self.was_asked(chooser) and value in self._sent(chooser) for chooser, value in choosers
        )

    def _sent(self, name: str) -> set[str]:
        data = self[name].data
        return {str(one) for one in data} if isinstance(data, list | tuple) else {str(data)}

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's own hook, which its stubs leave out
        for name in self.revealed:
            if not self.was_asked(name):
                self._errors.pop(name, None)
                self.cleaned_data[name] = nothing(self.fields[name])


def nothing(field: forms.Field) -> Any:
    """What `field` cleans to when it is left empty: "", None, False or []."""
    if isinstance(field, forms.MultipleChoiceField) or getattr(field, "gives_list", False):
        return []
    if isinstance(field, forms.ModelMultipleChoiceField):
        return field.queryset.none() if field.queryset is not None else []
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return False
    if isinstance(field, forms.CharField):
        return field.empty_value
    if isinstance(field, forms.TypedChoiceField):
        return field.empty_value
    return "" if type(field) is forms.ChoiceField else None


def missing_message(field: forms.Field, name: str) -> str:
    """What to say beside `field` when it was left empty. `called` on the field names the thing best."""
    choosing = kind_of(field.widget) in ("radios", "checkboxes", "select", "checkbox")
    verb = "Select" if choosing else "Enter"
    if called := getattr(field, "called", ""):
        return f"{verb} {called}"
    label = str(field.label or name.replace("_", " "))
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    return f"{verb} {label[:1].lower()}{label[1:]}"


class PageForm(FormConventions, forms.Form):
    """A form of Holdfast's own."""


class PageModelForm(FormConventions, forms.ModelForm):
    """A form over one model."""
