"""What to look for in the audit trail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import reverse

from holdfast.doors.workspace.queries.trail import Chosen
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.organisation.queries.people import find_people
from holdfast.foundation.pages.fields import ChoiceOfMany, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.lookups import MOST, Found, LookupField
from holdfast.kernel.places import FIRST_DAY, LAST_DAY
from holdfast.kernel.references import Reference

REAL_DAYS = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
BOTH, DONE, READ = "", "done", "read"


class TrailFilter(PageForm):
    """Who, about what, which verb, when. A filter that cannot be read filters nothing."""

    who = LookupField(label="Who", called="the person", required=False)
    about = OneLineField(label="Reference or code", limit=60, required=False, help_text="Such as INC-2026-00042.")
    verb = OneLineField(label="What was done", limit=40, required=False, help_text="A word, such as triage or export.")
    kind = ChoiceOfMany(label="Done or read", choices=[(BOTH, "Both"), (DONE, "Done"), (READ, "Read")], required=False)
    since = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}), validators=REAL_DAYS
    )
    until = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}), validators=REAL_DAYS
    )

    def __init__(self, data: Any, *, trust: Trust) -> None:
        super().__init__(data)
        self.trust = trust
        self.fields["who"].look_in(
            find=lambda words: account_holders(trust, words),
            get=self._account_holder,
            source=reverse("workspace:audit-people"),
        )

    def _account_holder(self, key: str) -> Found | None:
        rows = Person.objects.filter(trust=self.trust, user__isnull=False).select_related("user", "unit")
        person = rows.filter(pk=key).first() if key.isdigit() and len(key) < 19 else None
        return found_person(person) if person else None

    def chosen(self) -> Chosen:
        """What was chosen, as far as it makes sense."""
        self.is_valid()
        told = self.cleaned_data
        who: Person | None = told.get("who")
        return Chosen(
            identity=f"user:{who.user.pk}" if who else "",
            reference=_reference(told.get("about") or ""),
            verb=told.get("verb") or "",
            reading={DONE: False, READ: True}.get(told.get("kind") or BOTH),
            since=told.get("since"),
            until=told.get("until"),
        )


def account_holders(trust: Trust, words: str) -> list[Found]:
    """The people with an account who fit `words`, those who have left too: what they did stays."""
    people = find_people(trust, words, left=True).filter(user__isnull=False).select_related("user", "unit")
    return [found_person(person) for person in people[: MOST + 1]]


def found_person(person: Person) -> Found:
    """A person so that two of the same name can be told apart."""
    hint = ", ".join(fact for fact in (person.job_title, person.unit.name if person.unit else "") if fact)
    return Found(key=str(person.pk), title=str(person), hint=hint, thing=person)


def _reference(text: str) -> str:
    try:
        return str(Reference.parse(text))
    except ValueError:
        return text.strip()
