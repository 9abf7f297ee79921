"""Forms of bringing in a history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from holdfast.casework.incidents.rules.history_columns import FIELDS, faults_of_map
from holdfast.casework.incidents.rules.history_words import KINDS, TITLES, UNKNOWN, VOCABULARIES, Word
from holdfast.foundation.organisation.operations.uploads import LARGEST
from holdfast.foundation.organisation.queries.table_files import DELIMITERS, ENCODINGS, Column, Table
from holdfast.foundation.pages.fields import ChoiceOfOne, OneLineField, SeveralFilesField, WholeNumberField
from holdfast.foundation.pages.forms import PageForm

_FIELD_CHOICES = [("", "Keep it with the row"), *((field.key, field.title) for field in FIELDS)]
_ASK = ("", "Choose")


class HistoryUploadForm(PageForm):
    """The export, and the system that it is from."""

    file = SeveralFilesField(
        label="Which file is it?",
        called="the file",
        most=1,
        largest=LARGEST,
        kinds=["csv", "xlsx", "txt"],
        help_text="A listing export as CSV or Excel (.xlsx).",
    )
    source = OneLineField(
        label="Which system is it from?",
        called="the system",
        limit=40,
        initial="Datix",
        help_text="Use the same name each time, so that an incident that came in before is known again.",
    )


class HowToReadForm(PageForm):
    """How an export is written: its sheet, or its delimiter and encoding, and where its headings stand."""

    sheet = forms.ChoiceField(label="Sheet", required=False)
    delimiter = forms.ChoiceField(label="What stands between its columns?", required=False)
    encoding = forms.ChoiceField(label="Which encoding does the file have?", required=False)
    header_line = WholeNumberField(
        label="On which line do the headings stand?", called="the line of the headings", required=False, lowest=1
    )

    def __init__(self, *args: Any, table: Table | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if table is not None and table.is_workbook:
            del self.fields["delimiter"], self.fields["encoding"]
            self.fields["sheet"].choices = [(sheet, sheet) for sheet in table.sheets]
        else:
            del self.fields["sheet"]
            self.fields["delimiter"].choices = [("", "Find it out"), *DELIMITERS.items()]
            self.fields["encoding"].choices = [("", "Find it out"), *ENCODINGS.items()]


class HistoryColumnsForm(PageForm):
    """What each column of an export holds; the fields are called column_0, column_1 …"""

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[f"column_{column.position}"] = forms.ChoiceField(
                label=column.heading, required=False, choices=_FIELD_CHOICES, initial=column.field
            )

    def clean(self) -> dict[str, Any]:
        """Adds what is wrong with the choice as a whole."""
        cleaned = super().clean() or self.cleaned_data
        for fault in faults_of_map([cleaned.get(f"column_{column.position}", "") for column in self.columns]):
            self.add_error(None, fault)
        return cleaned

    @property
    def rows(self) -> list[tuple[Column, Any]]:
        """Each column with its box."""
        return [(column, self[f"column_{column.position}"]) for column in self.columns]

    @property
    def chosen(self) -> dict[str, str]:
        """The fields by plain heading."""
        return {column.plain: self.cleaned_data[f"column_{column.position}"] for column in self.columns}


class HistoryWordsForm(PageForm):
    """What each word of an export means; the fields are called word_0, word_1 …

    `others` stands for all kinds that nobody knows: an export of a whole hospital has hundreds that are not about
    security, and nobody should have to choose for each.
    """

    others = ChoiceOfOne(
        label="What about kinds for which nothing is chosen below?",
        called="what happens with other kinds",
        required=False,
        choices=[
            ("", "I choose for each of them"),
            ("left-out", "Leave them out: they are not about security"),
            ("other", "Bring them in as “Something else”"),
        ],
    )

    def __init__(self, *args: Any, words: Sequence[Word], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        if not any(word.vocabulary == "kind" and word.meaning == UNKNOWN for word in words):
            del self.fields["others"]
        for place, word in enumerate(words):
            known = [] if word.meaning else [_ASK]
            self.fields[f"word_{place}"] = forms.ChoiceField(
                label=word.text,
                required=False,
                choices=[*known, *VOCABULARIES[word.vocabulary].items()],
                initial=word.meaning,
            )

    def clean(self) -> dict[str, Any]:
        """Adds which words still need a meaning."""
        cleaned = super().clean() or self.cleaned_data
        others = cleaned.get("others", "")
        for place, word in enumerate(self.words):
            if not cleaned.get(f"word_{place}") and not (word.vocabulary == "kind" and others in KINDS):
                self.add_error(f"word_{place}", f"Choose what “{word.text[:80]}” means")
        return cleaned

    @property
    def groups(self) -> list[tuple[str, list[tuple[Word, Any]], list[tuple[Word, Any]]]]:
        """Each vocabulary by its title, with the words that must be chosen and those that are guessed or remembered."""
        groups = []
        for name, title in TITLES.items():
            rows = [(word, self[f"word_{place}"]) for place, word in enumerate(self.words) if word.vocabulary == name]
            asked = [(word, box) for word, box in rows if not word.meaning or box.errors]
            groups.append((title, asked, [row for row in rows if row not in asked]))
        return [group for group in groups if group[1] or group[2]]

    @property
    def chosen(self) -> dict[str, dict[str, str]]:
        """The meanings by vocabulary and plain word."""
        found: dict[str, dict[str, str]] = {}
        for place, word in enumerate(self.words):
            meaning = self.cleaned_data[f"word_{place}"] or self.cleaned_data.get("others", "")
            found.setdefault(word.vocabulary, {})[word.plain] = meaning
        return found


class ConfirmHistoryForm(PageForm):
    """What to do about bad rows."""

    good_rows = ChoiceOfOne(
        label="Some rows cannot be used. What should happen?",
        called="what should happen",
        choices=[
            ("good", "Bring in the good ones, and leave out the others"),
            ("all", "Bring in nothing until every row is good"),
        ],
        initial="good",
    )
