"""Reading what a browser sent, or what a draft kept, for the forms of a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict

from holdfast.casework.incidents.rules.answers import PoliceFacts
from holdfast.foundation.pages.forms import PageForm
from holdfast.kernel import clock


def police_facts(told: Mapping[str, Any]) -> tuple[PoliceFacts, ...]:
    """The contact with the police that the cleaned answers of the police section tell of; none when there was none."""
    if told.get("police_told") != "yes":
        return ()
    return (
        PoliceFacts(
            channel=told["police_channel"],
            told_at=told["police_told_at"],
            log_number=told["police_log"],
            crime_number=told["police_crime"],
            officer_name=told["officer_name"],
            officer_number=told["officer_number"],
            officer_station=told["officer_station"],
            officer_contact=told["officer_contact"],
        ),
    )


def written_at(data: QueryDict | None) -> datetime | None:
    """When the reporter pressed send by their own device. A device's clock may be wrong: never later than now."""
    try:
        written = datetime.fromisoformat(str(data.get("written_at", ""))) if data is not None else None
    except ValueError:
        return None
    return min(written, clock.now()) if written and written.tzinfo else None


def number_in(text: Any) -> int:
    """How many rows of a list the browser says there are; 0 for anything that is no number, at most 50."""
    return min(int(text), 50) if str(text or "").isdecimal() else 0


def with_counts(data: QueryDict, lists: Iterable[str]) -> QueryDict:
    """The data, with the number of rows of each list where the browser sent none: a list left out has no rows."""
    filled = data.copy()
    for name in lists:
        filled[f"{name}-TOTAL_FORMS"] = str(number_in(data.get(f"{name}-TOTAL_FORMS")))
        filled[f"{name}-INITIAL_FORMS"] = "0"
    return filled


def as_query(kept: Mapping[str, Any]) -> QueryDict:
    """A draft's answers as the browser would send them."""
    query = QueryDict(mutable=True)
    for name, values in kept.items():
        query.setlist(str(name), [str(value) for value in (values if isinstance(values, list) else [values])])
    return query


def kept_values(form: PageForm, kept: QueryDict) -> dict[str, Any]:
    """What a form shows of a draft: as typed, unchecked."""
    return {
        name: field.widget.value_from_datadict(kept, {}, form.add_prefix(name)) for name, field in form.fields.items()
    }
