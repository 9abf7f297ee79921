"""Widgets in NHS markup. Each has `page_kind`, the name of its template in pages/forms/."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms


class Line(forms.TextInput):
    """A box of one line. `width` in characters: 2, 3, 4, 5, 10, 20 or 30; `prefix` and `suffix` stand beside it."""

    page_kind = "input"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        *,
        width: int | None = None,
        prefix: str = "",
        suffix: str = "",
        autocomplete: str = "",
        inputmode: str = "",
        spellcheck: bool | None = None,
    ) -> None:
        attrs = {"dir": "auto"} | (attrs or {})
        if width:
            attrs["class"] = f"{attrs.get('class', '')} nhsuk-input--width-{width}".strip()
        if autocomplete:
            attrs["autocomplete"] = autocomplete
        if inputmode:
            attrs["inputmode"] = inputmode
        if spellcheck is not None:
            attrs["spellcheck"] = "true" if spellcheck else "false"
        super().__init__(attrs)
        self.prefix, self.suffix = prefix, suffix


class Paragraphs(forms.Textarea):
    """A text box of several lines that grows with its text; with a limit it counts characters."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, rows: int = 5, limit: int | None = None) -> None:
        super().__init__({"rows": rows, "cols": False, "dir": "auto"} | (attrs or {}))
        self.limit = limit

    @property
    def page_kind(self) -> str:
        return "count" if self.limit else "textarea"

    @property
    def limit_in_words(self) -> str:
        return f"{self.limit or 0:,}"


class _ChoiceLook:
    """How a list of choices is laid out: hints under choices, a divider before one, small or in one row."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
        divider_before: Mapping[str, str] | None = None,
        small: bool = False,
        inline: bool = False,
        exclusive: Sequence[str] = (),
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = hints or {}
        self.divider_before = divider_before or {}
        self.small, self.inline = small, inline
        self.exclusive = exclusive


class Radios(_ChoiceLook, forms.RadioSelect):
    """One of a few: `hints={"value": "text"}`, `divider_before={"other": "or"}`, `inline` for two short choices."""

    page_kind = "radios"


class Checkboxes(_ChoiceLook, forms.CheckboxSelectMultiple):
    """Any of a few; `exclusive=["none"]` unticks the others when ticked."""

    page_kind = "checkboxes"


class SearchableSelect(forms.Select):
    """One of many (sites, units): a plain select, which a script turns into a box that one types in and picks from."""

    page_kind = "select"

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Iterable[Any] = ()) -> None:
        super().__init__({"data-searchable": ""} | (attrs or {}), choices)


class SeveralFiles(forms.FileInput):
    """Files from the device; on a phone the camera is offered beside them."""

    page_kind = "file"
    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, accept: str = "", multiple: bool = True) -> None:
        attrs = {"data-file-list": ""} | (attrs or {})
        if accept:
            attrs["accept"] = accept
        super().__init__(attrs | ({"multiple": True} if multiple else {}))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return files.getlist(name) if hasattr(files, "getlist") else [files[name]] if name in files else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in files


class DayBoxes(forms.MultiWidget):
    """Day, month and year in three boxes; `clock_box` adds a box for the time of day."""

    page_kind = "day"
    template_name = "pages/forms/widgets/day_boxes.html"
    use_fieldset = True
    wants_error_parts = True
    parts = ("day", "month", "year", "clock")

    def __init__(self, attrs: dict[str, Any] | None = None, *, clock_box: bool = False, birthday: bool = False) -> None:
        self.clock_box = clock_box
        self.birthday = birthday
        self.quick: Sequence[Mapping[str, Any]] = ()
        super().__init__({part: forms.TextInput() for part in self.parts[: 4 if clock_box else 3]}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Blank boxes: the field's prepare_value has already made texts of the value."""
        return [""] * len(self.widgets)

    def id_for_label(self, id_: str) -> str:
        return ""

    def first_id(self, id_: str, parts: Collection[str]) -> str:
        """The box that an error link goes to: the first wrong one, else the day."""
        return f"{id_}_{min((self.parts.index(part) for part in parts), default=0)}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        wrong = set(((attrs or {}).pop("error_parts", "")).split())
        context = super().get_context(name, value, attrs)
        labels = {"day": "Day", "month": "Month", "year": "Year", "clock": "Time"}
        widths = {"day": 2, "month": 2, "year": 4, "clock": 5}
        for part, box in zip(self.parts, context["widget"]["subwidgets"], strict=False):
            box["attrs"].pop("aria-invalid", None)
            box |= {
                "part": part,
                "label": labels[part],
                "wrong": part in wrong or "all" in wrong,
                "width": widths[part],
                "autocomplete": f"bday-{part}" if self.birthday and part != "clock" else "",
            }
        context["quick"] = self.quick
        return context
