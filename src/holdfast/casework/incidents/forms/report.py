"""The report form as a whole: its sections, what of them a type asks, and the answers that come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.http import QueryDict

from holdfast.casework.incidents.forms.report_more import (
    CrewForm,
    FactorsForm,
    ManagerForm,
    PoliceForm,
    TargetedFactorsForm,
    WhoIsTellingForm,
)
from holdfast.casework.incidents.forms.report_people import Items, Several, Subjects, Victims, Witnesses
from holdfast.casework.incidents.forms.report_reading import as_query, kept_values, number_in, police_facts, with_counts
from holdfast.casework.incidents.forms.report_reading import written_at as written_at_of
from holdfast.casework.incidents.forms.report_sections import KindForm, WhatForm, WhenForm, WhereForm
from holdfast.casework.incidents.rules.answers import IncidentFacts, ReportAnswers
from holdfast.casework.incidents.rules.report import Questions, Section, is_ambulance, problems_with, questions_for
from holdfast.casework.incidents.rules.taxonomy import TYPES
from holdfast.foundation.organisation.models import Site, Trust
from holdfast.foundation.pages.forms import PageForm
from holdfast.kernel import clock

EVERYTHING = Questions(sections=tuple(Section), shift_end=True, found=True, hate=True, suspect=True)
"""All questions at once: for the page that works without a network; its script leaves out what a type does not ask."""

FORMSETS = {"victims": Victims, "subjects": Subjects, "witnesses": Witnesses, "items": Items}

_FIELD_OF = {"shift_ends_at": "shift_end", "police-0-told_at": "police_told_at"}
"""Where a rule's field has another name in the form."""


@dataclass(frozen=True)
class Telling:
    """Who fills in the form: signed in, or without an account in a trust that may allow anonymous reports."""

    signed_in: bool
    may_be_anonymous: bool = False


class ReportForms:
    """Everything that a report asks, bound to `data` (what the browser sent) or showing `kept` (a draft's answers).

    `type_key` decides what is asked; None asks everything. `add_to` names a list that gets one more, empty row.
    """

    def __init__(
        self,
        *,
        trust: Trust,
        sites: list[Site],
        telling: Telling,
        type_key: str | None,
        data: QueryDict | None = None,
        kept: Mapping[str, Any] | None = None,
        own_site: Site | None = None,
        add_to: str = "",
    ) -> None:
        # Someone without an account may be a patient or a visitor: of shift, call and crew only staff are asked.
        ambulance = is_ambulance(trust.name) and telling.signed_in
        self.type_key = type_key if type_key in TYPES else None
        self.kind = TYPES[self.type_key] if self.type_key else None
        self.questions = questions_for(self.type_key, ambulance=ambulance) if self.type_key else EVERYTHING
        self.ambulance = ambulance
        self._teller = telling
        self._add_to = add_to
        self._data = with_counts(data, FORMSETS) if data is not None else None
        self._kept = as_query(kept) if kept is not None else None
        asks = self.questions.asks
        where = {"sites": sites}
        self.forms: dict[str, PageForm] = {"kind": self._form(KindForm), "where": self._form(WhereForm, **where)}
        shift_end = self.questions.shift_end and telling.signed_in
        self.forms["when"] = self._form(WhenForm, found=self.questions.found, shift_end=shift_end)
        self.forms["what"] = self._form(WhatForm)
        if asks(Section.WHO):
            factors = TargetedFactorsForm if self.questions.hate else FactorsForm
            self.forms["factors"] = self._form(factors, suspect=self.questions.suspect)
        if asks(Section.POLICE):
            self.forms["police"] = self._form(PoliceForm, trust=trust)
        if asks(Section.CREW) and ambulance:
            self.forms["crew"] = self._form(CrewForm, trust=trust)
        if telling.signed_in:
            self.forms["manager"] = self._form(ManagerForm)
        else:
            self.forms["telling"] = self._form(WhoIsTellingForm, may_be_anonymous=telling.may_be_anonymous)
        self.several: dict[str, Several] = {}
        for name, section in (
            ("victims", Section.HURT),
            ("subjects", Section.WHO),
            ("items", Section.THINGS),
            ("witnesses", Section.WITNESSES),
        ):
            if asks(section):
                self.several[name] = self._formset(name)
        if data is None and own_site is not None and not self.forms["where"].initial.get("site"):
            self.forms["where"].initial["site"] = str(own_site.pk)
        if data is None and self.type_key:
            self.forms["kind"].initial["type"] = self.type_key
        self._answers: ReportAnswers | None = None

    def __getitem__(self, name: str) -> Any:
        """A section by its name. Raises KeyError for one that is not asked: a template then shows nothing."""
        return self.forms[name] if name in self.forms else self.several[name]

    @property
    def kind_form(self) -> PageForm:
        """The kind of incident, which the page chose before."""
        return self.forms["kind"]

    def all_forms(self) -> Iterator[BaseForm]:
        """Every form in the order of the page."""
        order = ("kind", "where", "when", "what", "victims", "subjects", "factors", "items", "police", "crew",
                 "witnesses", "manager", "telling")  # fmt: skip
        for name in order:
            if name in self.forms:
                yield self.forms[name]
            elif name in self.several:
                yield from self.several[name].forms

    def is_valid(self) -> bool:
        """True when a report can be made of what was sent. Else each problem stands at its field."""
        valid = [form.is_valid() for form in self.forms.values()]
        valid += [formset.is_valid() for formset in self.several.values()]
        if not all(valid):
            return False
        answers = self._build()
        for problem in problems_with(answers, now=clock.now()):
            self._place(problem.field, problem.message)
        if any(form.errors for form in self.all_forms()):
            return False
        self._answers = answers
        return True

    @property
    def answers(self) -> ReportAnswers:
        """What was told. Only after is_valid() gave True."""
        if self._answers is None:
            raise ValueError("the report is not valid, or was not checked")
        return self._answers

    @property
    def reporter(self) -> dict[str, Any]:
        """Name, contact and wish to stay anonymous of someone without an account, as `report` takes them."""
        if "telling" not in self.forms:
            return {}
        told = self.forms["telling"].cleaned_data
        return {
            "reporter_name": told["reporter_name"],
            "reporter_contact": told["reporter_contact"],
            "anonymous": bool(told.get("anonymous")),
        }

    def place_and_time(self) -> IncidentFacts | None:
        """What “already reported?” is asked with; None while place or time is missing or wrong."""
        if not (self.forms["where"].is_valid() and self.forms["when"].is_valid() and self.forms["kind"].is_valid()):
            return None
        return IncidentFacts(description="", **self._where(), **self._when())

    def problems(self) -> dict[str, list[str]]:
        """Every message by the name of its field, for a script that sent the form."""
        found: dict[str, list[str]] = {}
        for form in self.all_forms():
            for name, messages in form.errors.items():
                field = form.add_prefix(name) if name in form.fields else name
                found.setdefault(field, []).extend(str(message) for message in messages)
        for name, formset in self.several.items():
            found.setdefault(name, []).extend(str(message) for message in formset.non_form_errors())
        return {name: messages for name, messages in found.items() if messages}

    def _form(self, form: type[PageForm], **options: Any) -> PageForm:
        if self._data is not None:
            return form(self._data, **options)
        made = form(**options)
        if self._kept is not None:
            made.initial = kept_values(made, self._kept)
        return made

    def _formset(self, name: str) -> Several:
        several = FORMSETS[name]
        if self._data is not None:
            return several(self._data, prefix=name)
        if self._kept is None:
            return several(prefix=name)
        count = number_in(self._kept.get(f"{name}-TOTAL_FORMS")) + (name == self._add_to)
        blank = several(prefix=name)
        rows = []
        for number in range(count):
            form = blank.form(prefix=f"{name}-{number}")
            rows.append(kept_values(form, self._kept))
        formset = several(prefix=name, initial=rows)
        formset.extra = 0 if rows else 1
        return formset

    def _place(self, field: str, message: str) -> None:
        field = _FIELD_OF.get(field, field)
        for form in self.all_forms():
            for name in form.fields:
                if form.add_prefix(name) == field:
                    form.add_error(name, message)
                    return
        self.forms["what"].add_error(None, message)

    def _where(self) -> dict[str, Any]:
        form = self.forms["where"]
        told = form.cleaned_data
        return {
            "type": self.forms["kind"].cleaned_data["type"],
            "place": told["place"],
            "site_id": int(told["site"]) if told["site"] else None,
            "exact_place": form.exact_place,
            "address": told["address"] or told["provider"],
            "postcode": told["postcode"].upper(),
            "vehicle": told["vehicle"],
            "cad_number": self.forms["crew"].data.get("cad_number", "")[:40] if "crew" in self.forms else "",
        }

    def _when(self) -> dict[str, Any]:
        told = self.forms["when"].cleaned_data
        return {
            "happened_at": told["happened_at"],
            "happened_roughly": told["happened_roughly"],
            "found_at": told.get("found_at"),
            "shift_ends_at": told.get("shift_ends_at"),
        }

    def _build(self) -> ReportAnswers:
        what = self.forms["what"].cleaned_data
        facts: dict[str, Any] = self._where() | self._when()
        facts |= {name: what[name] for name in ("description", "done_at_once", "near_miss", "reporter_capacity")}
        facts["reporter_relation"] = what["known_from"] or what["acting_as"]
        facts["written_at"] = written_at_of(self._data)
        victims = self._facts("victims")
        if not facts["reporter_capacity"] and any(victim.is_reporter for victim in victims):
            facts["reporter_capacity"] = "victim"
        factors = self.forms.get("factors")
        if factors:
            told = factors.cleaned_data
            facts |= {
                "internal": bool(told.get("internal")),
                "hate_factors": tuple(told.get("hate_factors") or ()),
                "weapon": told["weapon"],
                "alcohol_factor": factors.played_a_part("alcohol"),
                "drugs_factor": factors.played_a_part("drugs"),
            }
        if "crew" in self.forms:
            facts |= self.forms["crew"].cleaned_data
        if "manager" in self.forms:
            facts |= self.forms["manager"].cleaned_data
        police = self.forms["police"].cleaned_data if "police" in self.forms else {}
        if police:
            facts |= {name: police[name] for name in ("police_told", "police_not_told_reason")}
        return ReportAnswers(
            incident=IncidentFacts(**facts),
            victims=victims,
            subjects=self._facts("subjects"),
            witnesses=self._facts("witnesses"),
            items=self._facts("items"),
            police=police_facts(police),
        )

    def _facts(self, name: str) -> tuple[Any, ...]:
        return self.several[name].facts() if name in self.several else ()
