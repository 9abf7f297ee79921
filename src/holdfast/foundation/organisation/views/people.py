"""People: the list, one person, and what can be changed by hand."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.accounts.second_factor import has_second_factor
from holdfast.foundation.organisation.forms.people import (
    LeavingForm,
    PeopleFilter,
    PersonForm,
    SupervisorForm,
    person_values,
)
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.operations.leaving import record_leaving
from holdfast.foundation.organisation.operations.people import add_person, change_person
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.queries.guarded import is_guarded
from holdfast.foundation.organisation.queries.people import find_people, line_manager_of
from holdfast.foundation.organisation.queries.posts import posts_of_person
from holdfast.foundation.organisation.views.acting import act, answers, breadcrumb
from holdfast.foundation.organisation.views.listing import listed, state_of
from holdfast.foundation.organisation.views.picking import pick_person
from holdfast.foundation.pages.tables import Column
from holdfast.foundation.pages.words import count
from holdfast.kernel import clock

COLUMNS = [Column("Name"), Column("Job"), Column("Part of the organisation"), Column("Number"), Column("Account")]


@requires(Permission.MANAGE_PEOPLE)
def people(request: ViewedRequest) -> HttpResponse:
    """The people of the trust, searched and filtered."""
    form = PeopleFilter(request.GET or None)
    state = state_of(request, form)
    found = _shown(find_people(request.viewer.trust, state["q"], left=state["show"] == "left"), state["show"])
    total = found.count()
    context = {
        "page_title": "People and accounts",
        "count_words": count(total, "person", "people"),
        "columns": COLUMNS,
        "today": clock.today(),
        "nothing_at_all": not total and not any(state.values()),
        "breadcrumb": breadcrumb(),
        **listed(request, found.select_related("unit", "user"), ("family_name", "given_name", "pk"), form, state),
    }
    return render(request, "organisation/people.html", context)


@requires(Permission.MANAGE_PEOPLE)
def person(request: ViewedRequest, key: int) -> HttpResponse:
    """One person: what they do, which posts they hold, whether they can sign in."""
    found = _find(request, key)
    held = posts_of_person(found)
    context = {
        "page_title": str(found),
        "caption": found.employee_number,
        "person": found,
        "account": getattr(found, "user", None),
        "has_second_factor": hasattr(found, "user") and has_second_factor(found.user),
        "guarded": is_guarded(found),
        "has_left": found.left is not None and found.left < clock.today(),
        "is_me": found.pk == request.viewer.person.pk,
        "assignments": list(found.assignments.select_related("unit", "site").order_by("-primary", "number")),
        "held": held,
        "managers": line_manager_of(found),
        "team": found.team.filter(left=None).order_by("family_name", "given_name", "pk")[:50],
        "today": clock.today(),
        "breadcrumb": breadcrumb(("People and accounts", reverse("organisation:people"))),
    }
    return render(request, "organisation/person.html", context)


@requires(Permission.MANAGE_PEOPLE)
def add(request: ViewedRequest) -> HttpResponse:
    """Someone who is not in the staff file, or not yet."""
    viewer = request.viewer
    return act(
        request,
        answers(PersonForm, request, trust=viewer.trust),
        do=lambda values: add_person(by=viewer.actor, trust=viewer.trust, **values),
        then=page_of_person,
        done="The person is added. Invite them if they need an account.",
        back=reverse("organisation:people"),
        title="Add a person",
        button="Add person",
    )


@requires(Permission.MANAGE_PEOPLE)
def change(request: ViewedRequest, key: int) -> HttpResponse:
    """What is known of a person."""
    found = _find(request, key)
    return act(
        request,
        answers(PersonForm, request, initial=person_values(found), trust=request.viewer.trust),
        do=lambda values: change_person(by=request.viewer.actor, person=found, **values),
        done="It is changed. The next staff import may change it again, if the file says something else.",
        back=page_of_person(found),
        title=f"Change {found}",
        button="Save",
    )


@requires(Permission.MANAGE_PEOPLE)
def supervisor(request: ViewedRequest, key: int) -> HttpResponse:
    """Whom a person answers to."""
    found = _find(request, key)
    return pick_person(
        request,
        SupervisorForm,
        do=lambda values: change_person(by=request.viewer.actor, person=found, supervisor=values["person"]),
        done="The supervisor is changed.",
        back=page_of_person(found),
        title=f"Who supervises {found}?",
        button="Save",
    )


@requires(Permission.MANAGE_PEOPLE)
def leaving(request: ViewedRequest, key: int) -> HttpResponse:
    """A person's last day, or that they stay."""
    found = _find(request, key)
    return act(
        request,
        answers(LeavingForm, request, initial={"last_day": found.left}),
        do=lambda values: record_leaving(by=request.viewer.actor, person=found, last_day=values["last_day"]),
        done="The leaving date is saved.",
        back=page_of_person(found),
        title=f"{found} leaves",
        button="Save",
    )


def page_of_person(person: Person) -> str:
    """The address of a person's page."""
    return reverse("organisation:person", args=[person.pk])


def _shown(people: QuerySet[Person], show: str) -> QuerySet[Person]:
    today = clock.today()
    if show == "no-account":
        return people.filter(user=None)
    if show == "leaving":
        return people.filter(left__gte=today)
    return people.filter(left__lt=today) if show == "left" else people


def _find(request: ViewedRequest, key: int) -> Person:
    people = Person.objects.select_related("unit", "supervisor", "user", "trust")
    return get_object_or_404(people, trust=request.viewer.trust, pk=key)
