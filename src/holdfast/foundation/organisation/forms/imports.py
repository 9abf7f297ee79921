"""Forms of the imports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from holdfast.foundation.organisation.operations.uploads import LARGEST
from holdfast.foundation.organisation.rules.staff_columns import FIELDS, Column, faults_of_map
from holdfast.foundation.organisation.rules.tables import DELIMITERS, ENCODINGS, Table
from holdfast.foundation.pages.fields import ChoiceOfOne, SeveralFilesField, WholeNumberField
from holdfast.foundation.pages.forms import PageForm

_FIELD_CHOICES = [("", "Not used"), *((field.key, field.title) for field in FIELDS)]


class StaffUploadForm(PageForm):
    """The staff file."""

    file = SeveralFilesField(
        label="Which file is it?",
        called="the file",
        most=1,
        largest=LARGEST,
        kinds=["csv", "xlsx", "txt"],
        help_text="CSV or Excel (.xlsx), as your payroll system gives it. Title lines and totals may stay in.",
    )


class OdsUploadForm(PageForm):
    """An ODS file."""

    file = SeveralFilesField(
        label="Which file is it?",
        called="the file",
        most=1,
        largest=LARGEST,
        kinds=["csv", "gz", "zip"],
        help_text="etr, ets or etrust, as .csv, .csv.gz or .zip.",
    )
    delimiter = forms.ChoiceField(label="What stands between its columns?", required=False, choices=[])
    encoding = forms.ChoiceField(label="Which encoding does the file have?", required=False, choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delimiter"].choices = [
            ("", "A comma, as published"),
            *(c for c in DELIMITERS.items() if c[0] != ","),
        ]
        self.fields["encoding"].choices = [("", "UTF-8, as published"), ("windows-1252", ENCODINGS["windows-1252"])]


class HowToReadForm(PageForm):
    """How a staff file is written: its sheet, or its delimiter and encoding, and where its headings stand."""

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


class ColumnsForm(PageForm):
    """What each column of a staff file holds; the fields are called column_0, column_1 …"""

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[f"column_{column.position}"] = forms.ChoiceField(
                label=column.heading,
                required=False,
                choices=_FIELD_CHOICES,
                initial=column.field,
                help_text="",
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


class ConfirmStaffForm(PageForm):
    """What to do about bad rows."""

    good_rows = ChoiceOfOne(
        label="Some rows cannot be used. What should happen?",
        called="what should happen",
        choices=[
            ("good", "Take over the good rows, and leave out the others"),
            ("all", "Take over nothing until every row is good"),
        ],
        initial="good",
    )
