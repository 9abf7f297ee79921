"""Deciding about a marker, and what people outside are owed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.casework.violence.forms import markers as forms
from holdfast.casework.violence.models import Marker
from holdfast.casework.violence.operations import challenging, deciding
from holdfast.casework.violence.presenters.markers import BLINDLY
from holdfast.casework.violence.queries.challenges import DECIDED_BEFORE, had_a_part
from holdfast.casework.violence.queries.policy import categories, longest_temporary, panel_of
from holdfast.casework.violence.rules.markers import why_not_now
from holdfast.casework.violence.views.acting import act, find_marker, knows_why
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock
from holdfast.kernel.durations import Duration, after
from holdfast.kernel.workflow import NotPossibleNow

Doing = tuple[Any, Callable[[dict[str, Any]], Any], str, str, str]


@requires(Permission.PLACE_MARKERS)
def decide(request: ViewedRequest, reference: str, verb: str) -> HttpResponse:
    """One verb on a marker. Placing a temporary one is the control room's too; the others are for those who decide."""
    marker = find_marker(request, reference)
    knows = knows_why(request, marker)
    decides = knows and request.viewer.may(Permission.DECIDE_MARKERS)
    if verb not in VERBS or (verb != BLINDLY and not decides):
        raise Http404
    if request.method != "POST" and (refusal := why_not_now(marker.state, verb)):
        messages.info(request, refusal)  # said before a long form is filled in for nothing
        return redirect(reverse("violence:marker", args=[marker.reference]))
    form, do, title, button, done = VERBS[verb](request, marker)
    return act(
        request,
        form,
        do=do,
        done=done,
        title=title,
        button=button,
        caption=f"{marker.reference} {marker.address}",
        back=reverse("violence:marker", args=[marker.reference]),
        template="violence/decide.html",
        marker=marker,
        knows=knows,
        actions_words=[Marker.ACTIONS[key] for key in marker.actions if key in Marker.ACTIONS],
    )


def _members(marker: Marker) -> list[str]:
    """The names of those who may sit on the panel today, to be chosen from."""
    return list(dict.fromkeys(str(holder.person) for _, holders in panel_of(marker.trust) for holder in holders))


def _place(request: ViewedRequest, marker: Marker) -> Doing:
    own = marker.trust.number("violence.marker-temporary")
    until = clock.local_day(after(clock.today(), Duration.parse(longest_temporary(marker.trust)))) if own else None
    form = forms.PlaceForm(
        request.POST or None, record=marker.record, suggested=until, initial={"advice": marker.advice}
    )
    done = "It shows to crews from now on, and lapses by itself if nobody decides."
    return (
        form,
        lambda told: deciding.place_marker(by=request.viewer.actor, marker=marker, **told),
        f"Place a {marker.trust.terms.get('marker_temporary', 'temporary marker')}",
        "Place it",
        done,
    )


def _confirm(request: ViewedRequest, marker: Marker) -> Doing:
    begun = {"advice": marker.advice, "actions": marker.actions, "category": marker.category}
    form = forms.ConfirmForm(
        request.POST or None,
        record=marker.record,
        categories=categories(marker.trust),
        members=_members(marker),
        initial=begun | marker.criteria,
    )

    def do(told: dict[str, Any]) -> None:
        deciding.confirm_marker(
            by=request.viewer.actor,
            marker=marker,
            review_on=told["review_on"],
            reason=told["reason"],
            category=told.get("category", ""),
            panel=form.people(),
            criteria=form.weighed(),
            actions=told["actions"],
            advice=told["advice"],
            seen_version=told["seen_version"],
        )

    return form, do, "Confirm the marker", "Confirm it", "It is confirmed. Now say whether the person is told."


def _with_panel(told: dict[str, Any], form: forms.DecisionForm) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "members"} | {"panel": form.people()}


def _refuse(request: ViewedRequest, marker: Marker) -> Doing:
    form = forms.DecisionForm(request.POST or None, record=marker.record, members=_members(marker))

    def do(told: dict[str, Any]) -> None:
        deciding.refuse_marker(
            by=request.viewer.actor,
            marker=marker,
            reason=told["reason"],
            panel=form.people(),
            seen_version=told["seen_version"],
        )

    return form, do, "Refuse the marker", "Refuse it", "It is refused, and whoever asked was told."


def _review(request: ViewedRequest, marker: Marker) -> Doing:
    begun = {"advice": marker.advice, "cause": "due"}
    form = forms.ReviewForm(request.POST or None, record=marker.record, members=_members(marker), initial=begun)

    def do(told: dict[str, Any]) -> None:
        deciding.review_marker(by=request.viewer.actor, marker=marker, **_with_panel(told, form))

    return form, do, "Review the marker", "Keep it", "It is kept. Now say again whether the person is told."


def _remove(request: ViewedRequest, marker: Marker) -> Doing:
    form = forms.RemoveForm(request.POST or None, record=marker.record)
    done = "It no longer shows. Tell everyone outside who was told of it."
    return (
        form,
        lambda told: deciding.remove_marker(by=request.viewer.actor, marker=marker, **told),
        "Remove the marker",
        "Remove it",
        done,
    )


def _notify(request: ViewedRequest, marker: Marker) -> Doing:
    form = forms.NotifyForm(request.POST or None, record=marker.record)
    return (
        form,
        lambda told: challenging.notify_subject(by=request.viewer.actor, marker=marker, **told),
        "Was the person told?",
        "Save",
        "It is on record, and is asked again at the next review.",
    )


def _challenge(request: ViewedRequest, marker: Marker) -> Doing:
    form = forms.ChallengeForm(request.POST or None, record=marker.record)
    last = marker.challenges.filter(upheld=False).last()
    return (
        form,
        lambda told: challenging.challenge_marker(by=request.viewer.actor, marker=marker, appeal_of=last, **told),
        "Write down an appeal" if last else "Write down a challenge",
        "Save",
        "It is on record. Somebody who has not decided on it before looks at it anew.",
    )


def _disclose(request: ViewedRequest, marker: Marker) -> Doing:
    form = forms.DiscloseForm(request.POST or None, record=marker.record)
    return (
        form,
        lambda told: challenging.disclose_marker(by=request.viewer.actor, marker=marker, **told),
        "Who else is told?",
        "Save",
        "It is on record. They must hear when the marker goes.",
    )


VERBS: dict[str, Callable[[ViewedRequest, Marker], Doing]] = {
    "place": _place,
    "confirm": _confirm,
    "refuse": _refuse,
    "review": _review,
    "remove": _remove,
    "notify": _notify,
    "challenge": _challenge,
    "disclose": _disclose,
}


def _known(request: ViewedRequest, reference: str) -> Marker:
    marker = find_marker(request, reference)
    if not knows_why(request, marker):
        raise Http404
    return marker


@requires(Permission.DECIDE_MARKERS)
def answer_challenge(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Decide a challenge."""
    marker = _known(request, reference)
    challenge = marker.challenges.filter(pk=key).first()
    if challenge is None:
        raise Http404
    challenge.marker = marker
    back = reverse("violence:marker", args=[marker.reference])
    person = request.viewer.person
    if request.method != "POST" and (challenge.decided_at or had_a_part(marker, person.pk, str(person))):
        messages.info(request, f"{challenge.decided_by} decided this." if challenge.decided_at else DECIDED_BEFORE)
        return redirect(back)
    return act(
        request,
        forms.AnswerChallengeForm(request.POST or None, record=marker.record),
        do=lambda told: challenging.answer_challenge(by=request.viewer.actor, challenge=challenge, **told),
        done="It is decided. Write to them with the reason, and how to appeal.",
        title="Decide the challenge",
        button="Save the decision",
        caption=f"{marker.reference} {marker.address}",
        back=reverse("violence:marker", args=[marker.reference]),
        template="violence/decide.html",
        marker=marker,
        knows=True,
        challenge=challenge,
    )


@require_POST
@requires(Permission.DECIDE_MARKERS)
def told_of_removal(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Somebody who was told of a marker has heard that it is gone."""
    marker = _known(request, reference)
    row = marker.disclosures.filter(pk=key).first()
    if row is None:
        raise Http404
    row.marker = marker
    try:
        challenging.tell_of_removal(by=request.viewer.actor, disclosure=row)
    except NotPossibleNow as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"It is on record that {row.to} heard it.")
    return redirect(reverse("violence:marker", args=[marker.reference]))
