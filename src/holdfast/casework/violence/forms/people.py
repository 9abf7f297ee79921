"""A field for one of the trust's staff: there are too many to send them all to a browser, so it looks them up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.queries.people import find_people, people_here
from holdfast.foundation.pages.lookups import MOST, Found, LookupField

SHORTEST = 2


def found_person(person: Person) -> Found:
    """A person as a lookup shows them: the job and the unit tell two of the same name apart."""
    facts = [person.job_title, person.unit.name if person.unit else "", person.employee_number]
    return Found(str(person.pk), str(person), ", ".join(fact for fact in facts if fact), person)


def found_people(trust: Trust, words: str) -> Sequence[Found]:
    """Those who work for `trust` and whom `words` fit, at most one more than a lookup shows."""
    if len(words.strip()) < SHORTEST:
        return ()
    people = find_people(trust, words).select_related("unit").order_by("family_name", "given_name", "pk")
    return [found_person(person) for person in people[: MOST + 1]]


class PersonField(LookupField):
    """One person who works for the trust. Cleans to the Person. The form calls `look_among` in its __init__."""

    def __init__(self, *, help_text: str = "Type part of their name", **kwargs: Any) -> None:
        super().__init__(help_text=help_text, **kwargs)

    def look_among(self, trust: Trust) -> None:
        """Offer the staff of `trust` who have not left."""

        def get(key: str) -> Found | None:
            person = people_here(trust).select_related("unit").filter(pk=key).first() if key.isdecimal() else None
            return found_person(person) if person else None

        self.look_in(find=lambda words: found_people(trust, words), get=get, source=reverse("violence:find-person"))
