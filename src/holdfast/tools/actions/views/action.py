"""The one page of an action, on screen and on paper, its comments and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.evidence_lines import EvidenceLine, evidence_lines
from holdfast.foundation.records.models import Evidence
from holdfast.foundation.records.operations.evidence import add_file, withdraw_file
from holdfast.foundation.records.queries import evidence_of
from holdfast.foundation.records.serving import serve, serve_copy
from holdfast.foundation.records.visibility import page_of as page_of_record
from holdfast.foundation.records.visibility import title_of_kind
from holdfast.kernel import clock
from holdfast.tools.actions.forms.steps import CommentForm, FilesForm, ReasonForm
from holdfast.tools.actions.models import Action
from holdfast.tools.actions.operations.comments import comment as say
from holdfast.tools.actions.presenters.lines import PRIORITY_MEANINGS, pounds, restricted, state_tag
from holdfast.tools.actions.presenters.timeline import LOADED, timeline_of
from holdfast.tools.actions.queries.visibility import is_owner, may_change, may_verify
from holdfast.tools.actions.rules.stages import ACTION
from holdfast.tools.actions.views.acting import act, find, must, page_of, seen_records

ADDRESSES = {"file": "file", "picture": "file-picture", "thumbnail": "file-thumbnail", "withdraw": "withdraw-file"}


@dataclass(frozen=True)
class Verb:
    """Something that the viewer can do with the action."""

    title: str
    url: str


def verbs_of(action: Action, viewer: Viewer) -> tuple[list[Verb], list[Verb]]:
    """What the viewer can do with it: what is asked of them now, and the rest."""
    mine, changes = is_owner(action, viewer), may_change(action, viewer)
    verifies = may_verify(action, viewer) and not _own_work(action, viewer)
    possible = {move.verb for move in ACTION.moves_from(action.state)}
    first: list[Verb] = []
    rest: list[Verb] = []

    def add(where: list[Verb], title: str, name: str) -> None:
        where.append(Verb(title, reverse(f"actions:{name}", args=[action.reference])))

    if action.state == "open" and (mine or changes):
        add(first if mine else rest, "Complete it", "complete")
        add(rest, "Move the date", "move-date")
    if action.state == "open" and changes:
        add(rest, "Give it to someone else", "hand-over")
    if action.state == "completed" and verifies:
        add(first, "Verify it", "verify")
    if action.state == "done" and verifies:
        due = action.check_again is not None and action.check_again <= clock.today()
        add(first if due else rest, "Check that it still works", "verify")
    if action.unfinished and changes:
        add(rest, "Put right what it says", "change")
    if mine or changes:
        add(rest, "Add files", "add-files")
    if "withdraw" in possible and changes:
        add(rest, "It will not be done", "withdraw")
    if "reopen" in possible and changes:
        add(rest, "Open it again", "reopen")
    return first, rest


def _own_work(action: Action, viewer: Viewer) -> bool:
    last = action.completions.all()
    done_by = last[len(last) - 1].person_id if last else None
    return viewer.person.pk in (action.owner_person_id, done_by)


def file_lines(action: Action, viewer: Viewer) -> list[EvidenceLine]:
    """The files of the action, as far as the viewer may know of them."""
    withdraws = may_change(action, viewer)

    def address(evidence: Evidence, what: str) -> str:
        if what == "withdraw" and not withdraws:
            return ""
        return reverse(f"actions:{ADDRESSES[what]}", args=[action.reference, evidence.pk])

    return evidence_lines(evidence_of(action.record, viewer.actor), address)


def _facts(request: ViewedRequest, action: Action) -> dict[str, Any]:
    prefetch_related_objects([action], *LOADED)
    record = seen_records(request.viewer, [action]).get(action.about_id or 0)
    return {
        "action": action,
        "reference": action.reference,
        "page_title": action.title,
        "state": state_tag(action),
        "priority_meaning": PRIORITY_MEANINGS[action.priority],
        "cost": pounds(action.cost_pence),
        "record": record,
        "record_url": page_of_record(record) if record else "",
        "record_kind": title_of_kind(record) if record else "",
        "restricted": restricted(action),
        "timeline": timeline_of(action),
        "date_moves": list(action.date_moves.all()),
        "evidence_lines": file_lines(action, request.viewer),
        "sent_back": _sent_back(action),
        "withdrawn_why": _withdrawn_why(action),
    }


def _sent_back(action: Action) -> str:
    """What the last look found missing, while it is to be put right."""
    looks = list(action.verifications.all())
    return looks[-1].words if action.state == "open" and looks and not looks[-1].accepted else ""


def _withdrawn_why(action: Action) -> str:
    moves = [step for step in action.record.moves.all() if step.verb == "withdraw"]
    return moves[-1].why if action.state == "withdrawn" and moves else ""


@requires(Permission.USE_HOLDFAST)
def action(request: ViewedRequest, reference: str) -> HttpResponse:
    """Everything about one action, and what can be done with it."""
    found = find(request, reference)
    return render(request, "actions/action.html", _page(request, found))


def _page(request: ViewedRequest, found: Action, form: CommentForm | None = None) -> dict[str, Any]:
    facts = _facts(request, found)
    first, rest = verbs_of(found, request.viewer)
    crumbs = [{"title": "Actions", "url": reverse("actions:list")}]
    return facts | {"first": first, "rest": rest, "comment_form": form or CommentForm(), "breadcrumb": crumbs}


@requires(Permission.USE_HOLDFAST)
def printed(request: ViewedRequest, reference: str) -> HttpResponse:
    """The action on paper."""
    found = find(request, reference)
    return render(
        request,
        "actions/printed_action.html",
        _facts(request, found)
        | {
            "printed_by": str(request.viewer.person),
            "printed_at": clock.now(),
            "handling": "Restricted: only for the people named on it" if restricted(found) else "Official",
        },
    )


@requires(Permission.USE_HOLDFAST)
def comment(request: ViewedRequest, reference: str) -> HttpResponse:
    """Say something on the action."""
    found = find(request, reference)
    return act(
        request,
        CommentForm(request.POST or None),
        do=lambda told: say(by=request.viewer.actor, action=found, words=told["words"]),
        done="Your comment is on the action.",
        title="Write a comment",
        button="Send",
        then=page_of(found) + "#timeline-heading",
        back=page_of(found),
        caption=str(found),
    )


@requires(Permission.USE_HOLDFAST)
def add_files(request: ViewedRequest, reference: str) -> HttpResponse:
    """Add files to the action."""
    found = find(request, reference)
    viewer = request.viewer
    must(is_owner(found, viewer) or may_change(found, viewer), "This action is not yours to add files to.")

    def do(told: dict[str, Any]) -> None:
        for upload in told["uploads"]:
            add_file(by=viewer.actor, record=found.record, upload=upload, description=told["description"])

    return act(
        request,
        FilesForm(request.POST or None, request.FILES or None, thing=found),
        do=do,
        done="The files are on the action.",
        title="Add files",
        button="Add them",
        then=page_of(found) + "#files",
        back=page_of(found),
        caption=str(found),
    )


def _evidence(request: ViewedRequest, reference: str, key: int) -> tuple[Action, Evidence]:
    found = find(request, reference)
    evidence = evidence_of(found.record, request.viewer.actor).filter(pk=key).first()
    if evidence is None:
        raise Http404
    return found, evidence


@requires(Permission.USE_HOLDFAST)
def file(request: ViewedRequest, reference: str, key: int) -> Any:
    """A file of the action, as it was added: a stream, or a page that says why it is not handed out."""
    _, evidence = _evidence(request, reference, key)
    return serve(request, evidence, request.viewer.actor)


@requires(Permission.USE_HOLDFAST)
def picture(request: ViewedRequest, reference: str, key: int) -> Any:
    """A picture of the action, drawn anew for a page."""
    _, evidence = _evidence(request, reference, key)
    return serve_copy(request, evidence, request.viewer.actor, "picture")


@requires(Permission.USE_HOLDFAST)
def thumbnail(request: ViewedRequest, reference: str, key: int) -> Any:
    """The same, small."""
    _, evidence = _evidence(request, reference, key)
    return serve_copy(request, evidence, request.viewer.actor, "thumbnail")


@requires(Permission.RAISE_ACTIONS)
def withdraw_evidence(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Take a file out of use, with the reason; it is kept."""
    found, evidence = _evidence(request, reference, key)
    must(may_change(found, request.viewer), "This action is not yours to change.")
    return act(
        request,
        ReasonForm(request.POST or None, thing=found),
        do=lambda told: withdraw_file(by=request.viewer.actor, evidence=evidence, why=told["why"]),
        done="The file is withdrawn. It is kept, and no longer handed out.",
        title=f"Withdraw {evidence.name}",
        button="Withdraw it",
        then=page_of(found) + "#files",
        back=page_of(found),
        caption=str(found),
    )
