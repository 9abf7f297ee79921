"""From who they are to the decision."""

from __future__ import annotations

from django.http import HttpResponse

from holdfast.casework.sanctions.forms.deciding import AgreeForm, AssessForm, ConsiderForm, StandingForm
from holdfast.casework.sanctions.forms.versioned import ReasonForm, WordsForm
from holdfast.casework.sanctions.operations import cases, deciding
from holdfast.casework.sanctions.operations.evidence import assess_evidence
from holdfast.casework.sanctions.operations.holding import standing_of
from holdfast.casework.sanctions.queries.evidence import facts_of_case
from holdfast.casework.sanctions.queries.policy import options_of, posts_that_agree
from holdfast.casework.sanctions.rules.safeguards import refusal
from holdfast.casework.sanctions.rules.weighing import concern
from holdfast.casework.sanctions.views.acting import act, find_case, find_row, page_of
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.foundation.pages.words import listed

RESTS_ON = "What is proposed rests on this. If you change it, the proposal is taken back, and everyone is asked anew."


@requires(P.MANAGE_SANCTIONS)
def standing(request: ViewedRequest, reference: str) -> HttpResponse:
    """Whether they are of age and have capacity."""
    case = find_case(request, reference)
    begun = {
        "age": standing_of(case).age,
        "capacity": case.capacity,
        "capacity_by": case.capacity_by,
        "words": case.capacity_words,
        "joint": "yes" if case.joint else "no",
    }
    return act(
        request,
        case.record,
        StandingForm(request.POST or None, case=case, initial=begun),
        do=lambda told: cases.record_standing(by=request.viewer.actor, case=case, **told),
        done="Saved.",
        title="Age, capacity and counter fraud",
        button="Save",
        back=page_of(case),
        lead=RESTS_ON if case.state in ("proposed", "agreed") else "",
    )


@requires(P.MANAGE_SANCTIONS)
def assess(request: ViewedRequest, reference: str) -> HttpResponse:
    """Whether the evidence can carry a sanction."""
    case = find_case(request, reference)
    facts = facts_of_case(case)
    form = AssessForm(request.POST or None, case=case, facts=facts)
    return act(
        request,
        case.record,
        form,
        do=lambda told: assess_evidence(
            by=request.viewer.actor,
            case=case,
            enough=told["enough"],
            reason=told["reason"],
            reasons=form.reasons(),
            seen_version=told["seen_version"],
        ),
        done="Your judgement is on record, with what the incident holds today.",
        title="Judge the evidence",
        button="Save",
        back=page_of(case, "evidence"),
        template="sanctions/assess.html",
        facts=facts,
        incident=case.incident,
    )


@requires(P.MANAGE_SANCTIONS)
def consider(request: ViewedRequest, reference: str) -> HttpResponse:
    """Each option with its reason."""
    case = find_case(request, reference)
    options = options_of(case.trust)
    who = standing_of(case)
    form = ConsiderForm(
        request.POST or None,
        case=case,
        options=options,
        considered={row.option: row for row in case.considerations.all()},
        barred={option.key: refusal(option.kind, who) for option in options},
        asked={option.key: concern(option.kind, who) for option in options if not refusal(option.kind, who)},
    )
    return act(
        request,
        case.record,
        form,
        do=lambda told: deciding.consider(
            by=request.viewer.actor, case=case, answers=form.answers(), seen_version=told["seen_version"]
        ),
        done="Your reasons are on record.",
        title="Consider each option",
        button="Save",
        back=page_of(case, "options"),
        lead="Each option gets a yes or no and a reason. You can save some now and the rest later.",
    )


@requires(P.MANAGE_SANCTIONS)
def propose(request: ViewedRequest, reference: str) -> HttpResponse:
    """Propose what was chosen."""
    case = find_case(request, reference)
    chosen = [row for row in case.considerations.all() if row.chosen]
    try:
        posts = posts_that_agree(case.trust, joint=case.joint, kinds=[row.kind for row in chosen])
        lead = (
            f"These are asked to agree: {listed([post.title for post in posts])}."
            if posts
            else "Nobody else has to agree."
        )
    except ValueError as fault:
        lead = str(fault)
    return act(
        request,
        case.record,
        WordsForm(
            request.POST or None,
            case=case,
            initial={"words": case.course or "\n".join(f"{row.title}: {row.reason}" for row in chosen)},
            label="Which course do you propose, and why?",
            called="the course",
        ),
        do=lambda told: deciding.propose(
            by=request.viewer.actor, case=case, course=told["words"], seen_version=told["seen_version"]
        ),
        done="It is proposed.",
        title="Propose a course",
        button="Propose",
        back=page_of(case, "agreement"),
        lead=lead,
    )


@requires(P.AGREE_SANCTIONS)
def agree(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """The answer of a post that must agree."""
    case = find_case(request, reference)
    assent = find_row(case.assents.select_related("post").filter(post_id__in=request.viewer.post_ids), key)
    covered = next(
        (str(held.covers_for) for held in request.viewer.held if held.post.pk == assent.post_id and held.covers_for), ""
    )
    chosen = [(row.title, row.reason) for row in case.considerations.all() if row.chosen]
    return act(
        request,
        case.record,
        AgreeForm(request.POST or None, case=case),
        do=lambda told: deciding.agree(
            by=request.viewer.actor,
            case=case,
            assent=assent,
            agreed=told["agreed"],
            reason=told["reason"],
            on_behalf_of=covered,
            seen_version=told["seen_version"],
        ),
        done="Your answer is on record with your name and today’s date.",
        title=f"Do you agree, as {assent.title}?",
        button="Send my answer",
        back=page_of(case, "agreement"),
        known=[("What is proposed", case.course), *chosen],
    )


@requires(P.MANAGE_SANCTIONS)
def decide(request: ViewedRequest, reference: str) -> HttpResponse:
    """Decide on what was agreed."""
    case = find_case(request, reference)
    return act(
        request,
        case.record,
        WordsForm(
            request.POST or None,
            case=case,
            initial={"words": case.course},
            label="What is decided, and why?",
            called="the decision",
        ),
        do=lambda told: deciding.decide(
            by=request.viewer.actor, case=case, decision=told["words"], seen_version=told["seen_version"]
        ),
        done="The decision is on record.",
        title="Record the decision",
        button="Record it",
        back=page_of(case),
    )


@requires(P.MANAGE_SANCTIONS)
def decide_on_nothing(request: ViewedRequest, reference: str) -> HttpResponse:
    """Decide that no sanction is sought."""
    case = find_case(request, reference)
    return act(
        request,
        case.record,
        ReasonForm(request.POST or None, case=case),
        do=lambda told: deciding.decide_on_nothing(
            by=request.viewer.actor, case=case, reason=told["why"], seen_version=told["seen_version"]
        ),
        done="The decision is on record.",
        title="Decide on no sanction",
        button="Record it",
        back=page_of(case),
    )


@requires(P.MANAGE_SANCTIONS)
def reconsider(request: ViewedRequest, reference: str) -> HttpResponse:
    """Take a proposal or decision back."""
    case = find_case(request, reference)
    return act(
        request,
        case.record,
        ReasonForm(request.POST or None, case=case),
        do=lambda told: cases.reconsider(
            by=request.viewer.actor, case=case, why=told["why"], seen_version=told["seen_version"]
        ),
        done="The case is open again. What was agreed and decided stays on record.",
        title="Consider again",
        button="Open it again",
        back=page_of(case),
    )


@requires(P.MANAGE_SANCTIONS)
def close(request: ViewedRequest, reference: str) -> HttpResponse:
    """Close a decided case."""
    case = find_case(request, reference)
    return act(
        request,
        case.record,
        WordsForm(request.POST or None, case=case),
        do=lambda told: cases.close_case(
            by=request.viewer.actor, case=case, words=told["words"], seen_version=told["seen_version"]
        ),
        done="The case is closed.",
        title="Close the case",
        button="Close",
        back=page_of(case),
    )
