"""Telling more after the report: the same for those who are signed in and those who come with a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpRequest

from holdfast.casework.incidents.forms.report_later import AnswerForm, FilesForm, MoreForm
from holdfast.casework.incidents.models import Addition, Incident
from holdfast.casework.incidents.operations.additions import add_facts
from holdfast.casework.incidents.operations.feedback import answer_as_reporter
from holdfast.casework.incidents.operations.files import keep_file
from holdfast.casework.incidents.rules.answers import PoliceFacts
from holdfast.casework.incidents.rules.report import ReportRefused
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.records.operations import EditedMeanwhile
from holdfast.foundation.records.operations.intake import FileRefused, prepare


@dataclass(frozen=True)
class Later:
    """Who tells more about which report. `addition`: theirs was added to somebody else's report."""

    incident: Incident
    addition: Addition | None
    actor: Actor
    person: Person | None
    what: str


def act_later(request: HttpRequest, later: Later) -> tuple[BaseForm | None, str]:
    """Do what was sent. Gives the form with what is wrong, or None and what to say."""
    form_class, do, done = LATER[later.what]
    form = form_class(request.POST, request.FILES) if form_class is FilesForm else form_class(request.POST)
    if form.is_valid() and do(form, later):
        return None, done
    return form, ""


def _answer(form: BaseForm, later: Later) -> bool:
    answer_as_reporter(
        by=later.actor, incident=later.incident, words=form.cleaned_data["words"], addition=later.addition
    )
    return True


def _add_facts(form: BaseForm, later: Later) -> bool:
    told = form.cleaned_data
    police: tuple[PoliceFacts, ...] = ()
    if told["police_log"] or told["police_crime"]:
        police = (PoliceFacts(log_number=told["police_log"], crime_number=told["police_crime"]),)
    try:
        # New words never overwrite anything, so it does not matter what others changed since the page was opened.
        add_facts(
            by=later.actor,
            incident=later.incident,
            words=told["more"],
            police=police,
            from_reporter=True,
            second_report=later.addition,
        )
    except ReportRefused as refusal:
        for problem in refusal.problems:
            form.add_error("more", problem.message)
        return False
    except EditedMeanwhile as conflict:
        form.add_error("more", str(conflict))
        return False
    return True


def _add_files(form: BaseForm, later: Later) -> bool:
    ready = []
    for upload in form.cleaned_data["photos"]:
        try:
            ready.append(prepare(upload))
        except FileRefused as refusal:
            form.add_error("photos", str(refusal))
    # The sound ones are taken even when one is not: choosing them all again costs more than choosing that one.
    restricted = later.incident.restricted or form.cleaned_data["injury"]
    for upload in ready:
        keep_file(by=later.actor, incident=later.incident, upload=upload, private=restricted)
    if form.errors and ready:
        names = ", ".join(upload.name for upload in ready)
        form.add_error("photos", f"These were added: {names}. Choose only the others again")
    return not form.errors


LATER: dict[str, tuple[type[BaseForm], Callable[[BaseForm, Later], bool], str]] = {
    "answer": (AnswerForm, _answer, "Your message was sent."),
    "facts": (MoreForm, _add_facts, "We have added what you told us."),
    "files": (FilesForm, _add_files, "Your files were added."),
}
"""What can be told later: its form, what it does, and what to say when it is done."""


def keep_keys(incident: Incident) -> dict[str, str]:
    """For each form of the page of a report: the key by which the browser keeps what is typed into it.

    The message that it has arrived carries the same key, or the next page would call it unsent.
    """
    return {what: f"incidents.{what}.{incident.reference}" for what in LATER}
