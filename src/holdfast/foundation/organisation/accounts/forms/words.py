"""Gives a form that is not ours the house's words and markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from holdfast.foundation.pages.forms import FormConventions


@dataclass(frozen=True)
class Words:
    """What stands at a field: its label, what to say when it is left empty, and a hint."""

    label: str
    missing: str
    hint: str = ""


class OurWords(FormConventions):
    """Mix it in before a form of allauth's. `words` holds the words of each field, `left_out` the fields not asked."""

    words: ClassVar[Mapping[str, Words]] = {}
    left_out: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.left_out:
            self.fields.pop(name, None)
        for name, words in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = words.label, words.hint
            field.error_messages["required"] = words.missing
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
