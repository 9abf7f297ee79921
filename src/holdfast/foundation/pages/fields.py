"""Fields for words, sums, choices and files. Their messages say what to mend; what was typed is never lost."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import normalize_choices

from holdfast.foundation.pages.widgets import Checkboxes, Line, Paragraphs, Radios, SearchableSelect, SeveralFiles
from holdfast.foundation.pages.words import listed, money_in_words, size_in_words

# Embedding and override marks turn the reading order of a whole line: a name could be made to look like another.
# Joiners and the plain direction marks stay, because emoji, Arabic and Hebrew need them.
_TURNING_MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def tidy(text: str, *, lines: bool) -> str:
    """`text` as it is kept: letters in NFC, newlines as \\n, no control characters, no marks that turn a line.

    With `lines=False` every run of white space is one space.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(
        letter
        for letter in text
        if letter in "\n\t" or (unicodedata.category(letter) not in ("Cc", "Cs") and letter not in _TURNING_MARKS)
    )
    if not lines:
        return " ".join(text.split())
    return re.sub(r"[^\S\n]+(?=\n)", "", text).strip()


class _Words(forms.CharField):
    lines = False

    def __init__(self, *, called: str = "", limit: int, shortest: int = 0, **kwargs: Any) -> None:
        super().__init__(strip=True, **kwargs)
        self.called, self.limit, self.shortest = called, limit, shortest
        self.validators = [v for v in self.validators if not _is_null_check(v)]

    def to_python(self, value: Any) -> str:
        """The tidied text, or "" for none."""
        if value in self.empty_values:
            return str(self.empty_value)
        return tidy(str(value), lines=self.lines) or str(self.empty_value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        subject = (self.called or str(self.label or "this text"))[:1].upper() + (
            self.called or str(self.label or "this text")
        )[1:]
        if len(value) > self.limit:
            raise ValidationError(
                f"{subject} must be {self.limit:,} characters or less. You have entered {len(value):,}", code="too_long"
            )
        if value and len(value) < self.shortest:
            raise ValidationError(f"{subject} must be {self.shortest} characters or more", code="too_short")


def _is_null_check(validator: Any) -> bool:
    return type(validator).__name__ == "ProhibitNullCharactersValidator"


class OneLineField(_Words):
    """A line of text, tidied. `limit` and `shortest` in characters; `called` names it in messages."""

    def __init__(self, *, limit: int = 200, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(limit=limit, widget=widget or Line(), **kwargs)


class LongTextField(_Words):
    """Paragraphs, tidied, with a character count from three quarters of `limit` on."""

    lines = True

    def __init__(self, *, limit: int = 4000, rows: int = 5, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(limit=limit, widget=widget or Paragraphs(rows=rows, limit=limit), **kwargs)


class ChoiceOfOne(forms.ChoiceField):
    """One of a few, as radios. `hints`, `divider_before`, `inline` and `small` are the widget's."""

    def __init__(
        self, *, choices: Any = (), called: str = "", widget: Any = None, hints: Any = None, divider_before: Any = None,
        inline: bool = False, small: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        widget = widget or Radios(hints=hints, divider_before=divider_before, inline=inline, small=small)
        super().__init__(choices=choices, widget=widget, **kwargs)
        self.called = called
        self.error_messages["invalid_choice"] = "Select one of the answers shown"


class ChoiceOfMany(forms.ChoiceField):
    """One of many (sites, units), as a select that one can search.

    `choices` may also be set later; each time a first, empty choice comes before them (`empty` is its text), so that
    nothing is chosen that nobody chose.
    """

    def __init__(self, *, choices: Any = (), called: str = "", empty: str = "", **kwargs: Any) -> None:
        self.called, self.empty = called, empty
        super().__init__(choices=choices, widget=kwargs.pop("widget", None) or SearchableSelect(), **kwargs)
        self.error_messages["invalid_choice"] = "Select one of the answers shown"

    @property
    def choices(self) -> Any:
        """The choices, the empty one first."""
        return self._choices

    @choices.setter
    def choices(self, choices: Any) -> None:
        self._choices = self.widget.choices = normalize_choices(_with_blank(choices, self.empty))


def _with_blank(choices: Any, empty: str) -> Any:
    if callable(choices):
        return lambda: _with_blank(choices(), empty)
    listed_choices = list(choices)
    return listed_choices if ("", empty) in listed_choices else [("", empty), *listed_choices]


class SeveralChoices(forms.MultipleChoiceField):
    """Any of a few, as checkboxes. Cleans to a list; `exclusive` values ("none") cannot stand with others."""

    def __init__(
        self, *, choices: Any = (), called: str = "", hints: Any = None, divider_before: Any = None,
        exclusive: Sequence[str] = (), small: bool = False, widget: Any = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        widget = widget or Checkboxes(hints=hints, divider_before=divider_before, exclusive=exclusive, small=small)
        super().__init__(choices=choices, widget=widget, **kwargs)
        self.called, self.exclusive = called, tuple(exclusive)
        self.error_messages["invalid_choice"] = "Select from the answers shown"

    def validate(self, value: Any) -> None:
        super().validate(value)
        alone = [one for one in value if one in self.exclusive]
        if alone and len(value) > 1:
            labels: dict[Any, Any] = dict(self.widget.choices)
            label = labels.get(alone[0], alone[0])
            raise ValidationError(f"Select “{label}” or the other answers, not both", code="exclusive")


class YesNoField(forms.TypedChoiceField):
    """Yes or no as radios; cleans to True, False, or None when not answered.

    `unsure="Not known"` adds a third choice, which cleans to None as well.
    """

    def __init__(
        self, *, called: str = "", yes: str = "Yes", no: str = "No", unsure: str = "", hints: Any = None, **kwargs: Any
    ) -> None:
        choices = [("yes", yes), ("no", no), *([("unsure", unsure)] if unsure else [])]
        super().__init__(
            choices=choices,
            widget=kwargs.pop("widget", None) or Radios(hints=hints, inline=not unsure and not hints),
            coerce={"yes": True, "no": False}.get,
            empty_value=None,
            **kwargs,
        )
        self.called = called
        self.error_messages["invalid_choice"] = "Select one of the answers shown"

    def prepare_value(self, value: Any) -> Any:
        """The choice that stands for True or False; what was posted is left as it is."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class MoneyField(forms.Field):
    """Pounds and pence, cleans to Decimal. Reads 1200, £1,200, 1,200.50 and "1200 pounds"; `highest` in pounds."""

    def __init__(
        self, *, called: str = "", highest: Decimal | int = 100_000_000, widget: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(widget=widget or Line(prefix="£", width=10, inputmode="decimal", spellcheck=False), **kwargs)
        self.called, self.highest = called, Decimal(highest)

    def to_python(self, value: Any) -> Decimal | None:
        """The sum, or None for nothing. Raises ValidationError with what to mend."""
        text = tidy(str(value), lines=False) if value not in self.empty_values else ""
        if not text:
            return None
        bare = re.sub(r"^£|\s|(?:pounds?|gbp)$", "", text.lower())
        subject = (self.called or "the amount")[:1].upper() + (self.called or "the amount")[1:]
        if not re.fullmatch(r"[0-9]+(\.[0-9]{1,2})?|[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,2})?", bare):
            raise ValidationError(f"{subject} must be in pounds, like 1200 or 1200.50", code="invalid")
        try:
            amount = Decimal(bare.replace(",", ""))
        except InvalidOperation:  # pragma: no cover - the pattern has let only numbers through
            raise ValidationError(f"{subject} must be in pounds, like 1200 or 1200.50", code="invalid")
        if amount > self.highest:
            raise ValidationError(f"{subject} must be {money_in_words(self.highest)} or less", code="too_high")
        return amount

    def prepare_value(self, value: Any) -> Any:
        """A sum as it is typed; what was typed is left as it is."""
        return f"{value:.2f}".removesuffix(".00") if isinstance(value, Decimal | int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (None if initial in self.empty_values else Decimal(initial))
        except ValidationError:
            return True


class WholeNumberField(forms.IntegerField):
    """A count of things. `lowest` and `highest` are allowed themselves."""

    def __init__(
        self, *, called: str = "", lowest: int = 0, highest: int = 1_000_000, width: int = 5, **kwargs: Any
    ) -> None:
        widget = kwargs.pop("widget", None) or Line(width=width, inputmode="numeric", spellcheck=False)
        super().__init__(widget=widget, **kwargs)
        self.called, self.lowest, self.highest = called, lowest, highest

    def to_python(self, value: Any) -> int | None:
        """The number, or None for nothing. Raises ValidationError with what to mend."""
        text = tidy(str(value), lines=False).replace(",", "") if value not in self.empty_values else ""
        if not text:
            return None
        subject = (self.called or "this")[:1].upper() + (self.called or "this")[1:]
        if not re.fullmatch(r"-?[0-9]{1,12}", text):
            raise ValidationError(f"{subject} must be a whole number, like {max(self.lowest, 3)}", code="invalid")
        number = int(text)
        if not self.lowest <= number <= self.highest:
            raise ValidationError(
                f"{subject} must be between {self.lowest:,} and {self.highest:,}", code="out_of_range"
            )
        return number


class SeveralFilesField(forms.Field):
    """Up to `most` files, cleans to a list of uploads ([] for none).

    `largest` is bytes for one file. `kinds` are endings without a dot ("jpg", "pdf"): a help to the person who picks;
    what a file really is, the evidence store checks by its content.
    """

    gives_list = True

    def __init__(
        self, *, called: str = "", most: int = 10, largest: int = 20_000_000, kinds: Iterable[str] = (), **kwargs: Any
    ) -> None:
        self.kinds = tuple(kind.lower() for kind in kinds)
        accept = ",".join(f".{kind}" for kind in self.kinds)
        super().__init__(widget=kwargs.pop("widget", None) or SeveralFiles(accept=accept, multiple=most > 1), **kwargs)
        self.called, self.most, self.largest = called, most, largest

    def clean(self, value: Any) -> list[Any]:
        """The uploads. Raises ValidationError with one message for each file to leave out."""
        uploads = list(value or [])
        if not uploads:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(uploads) > self.most:
            raise ValidationError(f"Choose {self.most} files or fewer. You have chosen {len(uploads)}", code="too_many")
        problems = []
        for upload in uploads:
            name = tidy(upload.name or "file", lines=False)
            if not upload.size:
                problems.append(f"{name} is empty")
            elif upload.size > self.largest:
                problems.append(f"{name} must be smaller than {size_in_words(self.largest)}")
            elif self.kinds and name.rpartition(".")[2].lower() not in self.kinds:
                problems.append(f"{name} must be one of these kinds: {listed([kind.upper() for kind in self.kinds])}")
        if problems:
            raise ValidationError([ValidationError(text, code="file") for text in problems])
        return uploads
