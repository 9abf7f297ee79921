"""A field for one of very many (people, addresses): typed in words, found by the area that knows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import JsonResponse

from holdfast.foundation.pages.fields import tidy

MOST = 10
LONGEST = 200


@dataclass(frozen=True)
class Found:
    """One match: the key that stands for it in a form, how people know it, and what the form cleans to."""

    key: str
    title: str
    hint: str = ""
    thing: Any = None


Find = Callable[[str], Sequence[Found]]
Get = Callable[[str], Found | None]


def matches_as_json(found: Sequence[Found], *, more: int = 0) -> JsonResponse:
    """What the script behind a LookupField asks for: the first matches, and how many `more` there are."""
    matches = [{"key": one.key, "title": one.title, "hint": one.hint} for one in found[:MOST]]
    return JsonResponse({"matches": matches, "more": more + max(0, len(found) - MOST)})


class LookupBox(forms.Widget):
    """A box to type in, the key of what was picked, and after doubtful words the matches to pick from."""

    page_kind = "lookup"
    template_name = "pages/forms/widgets/lookup.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.source = ""
        self.offered: Sequence[Found] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(name) or "", data.get(f"{name}_key") or ""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        words, key = value or ("", "")
        return context | {"words": words, "key": key, "source": self.source, "offered": self.offered}


class LookupField(forms.Field):
    """One of very many. Cleans to what `find` or `get` gave as `thing` (or the key, where that is None), or to None.

    In the form's __init__: `self.fields["person"].look_in(find=..., get=..., source=url)`. `find(words)` gives the
    matches that this viewer may see, the best first, one more than MOST at most; `get(key)` the one behind a key.
    `source` is the address that answers a script's `?q=` with `matches_as_json`; without one, and without a script,
    the words are looked up when the form is sent, and doubtful ones come back with a choice.
    """

    widget = LookupBox

    def __init__(self, *, called: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.called = called
        self._find: Find = lambda words: ()
        self._get: Get = lambda key: None

    def look_in(self, *, find: Find, get: Get, source: str = "") -> None:
        """Says where this form's matches come from."""
        self._find, self._get = find, get
        self.widget.source = source

    def prepare_value(self, value: Any) -> tuple[str, str]:
        """Words and key, from a Found, from a key, or from what was sent."""
        if isinstance(value, tuple):
            return value
        found = value if isinstance(value, Found) else self._get(str(value)) if value else None
        return (found.title, found.key) if found else ("", "")

    def clean(self, value: Any) -> Any:
        """What was meant. Raises ValidationError when nothing, or more than one thing, answers to the words."""
        words, key = tidy(value[0], lines=False)[:LONGEST], tidy(value[1], lines=False)[:LONGEST]
        if not words and not key:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        matches = self._find(words) if words else ()
        found = self._meant(words, key, matches)
        if found is None:
            self.widget.offered = matches[:MOST]
            if not matches:
                raise ValidationError(f"Nothing matches “{words}”. Check the spelling", code="unknown")
            more = " Add more words if it is not among them" if len(matches) > MOST else ""
            raise ValidationError(f"More than one matches “{words}”. Pick one below.{more}", code="doubtful")
        return found.key if found.thing is None else found.thing

    def _meant(self, words: str, key: str, matches: Sequence[Found]) -> Found | None:
        # A key counts only while the words still say the same: without a script, a box that was typed over keeps
        # the key of what stood there before.
        if key and (picked := self._get(key)) and (
            words in ("", picked.title) or any(match.key == picked.key for match in matches)
        ):  # fmt: skip
            return picked
        exact = [match for match in matches if match.title.casefold() == words.casefold()]
        for candidates in (exact, matches):
            if len(candidates) == 1:
                return candidates[0]
        return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != data
