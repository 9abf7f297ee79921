"""Considering every option, proposing a course, the agreement of those who must agree, and the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from holdfast.casework.incidents.operations.restriction import could_mean, perhaps_suspected
from holdfast.casework.sanctions.models import Assent, Case, Consideration
from holdfast.casework.sanctions.operations.holding import changed, hold, standing_of, words_of
from holdfast.casework.sanctions.operations.telling import MANAGING_ROLES, tell_of_case, tell_roles
from holdfast.casework.sanctions.queries.policy import options_of, posts_that_agree
from holdfast.casework.sanctions.rules.safeguards import Refused, refusal, unsettled
from holdfast.casework.sanctions.rules.stages import CASE
from holdfast.casework.sanctions.rules.weighing import concern, parts_of, weighed
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.queries.posts import holders_of
from holdfast.foundation.pages.words import listed
from holdfast.foundation.records.operations import move
from holdfast.kernel import clock


@dataclass(frozen=True)
class Answer:
    """What was thought of one option. `weighed`: what was said of age and capacity, where that is asked."""

    chosen: bool
    reason: str
    weighed: str = ""


class NotWeighed(ValueError):
    """An option that is not taken without a word on age or capacity; `faults` asks for it by field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


@operation
def consider(*, by: Actor, case: Case, answers: Mapping[str, Answer], seen_version: int | None = None) -> Case:
    """Keep what was thought of the options in `answers`, by their keys; others stay as they were.

    Raises ValueError without a reason and for an option that the trust does not have, Refused for one that cannot be
    taken against this person, NotWeighed for one that must not be taken against somebody who is under 18 or lacks
    capacity without a word on that, NotPossibleNow once it is proposed or decided; EditedMeanwhile.
    """
    hold(case, seen_version)
    CASE.move("propose", case.state)
    options = {option.key: option for option in options_of(case.trust)}
    standing = standing_of(case)
    for key, answer in answers.items():
        if key not in options:
            raise ValueError(f"The trust’s policy has no option “{key}”.")
        words_of(answer.reason, f"Say why: {options[key].title}.")
        if answer.chosen and (why := refusal(options[key].kind, standing)):
            raise Refused(why)
    unweighed = {
        f"weighed_{key}": f"{options[key].title}: {asked}"
        for key, answer in answers.items()
        if answer.chosen and (asked := concern(options[key].kind, standing)) and not answer.weighed.strip()
    }
    if unweighed:
        raise NotWeighed(unweighed)
    for key, answer in answers.items():
        told = {"kind": options[key].kind, "title": options[key].title, "chosen": answer.chosen}
        told |= {
            "reason": weighed(answer.reason, answer.weighed if answer.chosen else ""),
            "at": clock.now(),
            "by": by.name,
        }
        Consideration.objects.update_or_create(
            case=case, option=key, defaults=told, create_defaults=told | {"trust_id": case.trust_id}
        )
    changed(case)
    enter(
        "sanctions.consider",
        by=by,
        subject=case.record,
        details={options[key].title: {"chosen": one.chosen, "reason": one.reason} for key, one in answers.items()},
    )
    return case


def not_considered(case: Case) -> list[str]:
    """Titles of the trust's options that nobody has given a reason on yet."""
    done = {row.option for row in case.considerations.all()}
    return [option.title for option in options_of(case.trust) if option.key not in done]


def _check_ready(case: Case) -> list[Consideration]:
    if left := not_considered(case):
        raise ValueError(f"Not considered yet: {'; '.join(left)}. Give each option a reason.")
    newest = case.assessments.last()
    if newest is None:
        raise ValueError("Nobody has judged the evidence yet. Do that first.")
    chosen = [row for row in case.considerations.all() if row.chosen]
    if chosen and not newest.enough:
        raise ValueError("The evidence was judged not to be enough. Judge it again, or decide on no sanction.")
    return chosen


def _check_person(case: Case, chosen: list[Consideration]) -> None:
    """Raise Refused for an option that cannot be taken against this person as they are known today."""
    standing = standing_of(case)
    for row in chosen:
        if why := refusal(row.kind, standing) or unsettled(row.kind, standing):
            raise Refused(why)
        if (asked := concern(row.kind, standing)) and not parts_of(row.reason)[1]:
            raise Refused(f"{row.title}: {asked} Write it down where each option is considered.")


@operation
def propose(*, by: Actor, case: Case, course: str, seen_version: int | None = None) -> Case:
    """Propose the chosen options to those who must agree. Where nobody must, it is agreed at once.

    Whoever proposes and holds one of these posts has agreed by that. Raises ValueError while an option has no reason,
    nothing is chosen or the evidence is not judged enough, and where a post that must agree is held by someone who is
    suspected; Refused as `consider`; NotPossibleNow for a case that is proposed or decided; EditedMeanwhile.
    """
    hold(case, seen_version)
    state = move(record=case.record, workflow=CASE, state=case.state, verb="propose", by=by)
    chosen = _check_ready(case)
    said = words_of(course, "Say which course you propose.")
    if not chosen:
        raise ValueError("No option is chosen. Choose one, or decide on no sanction.")
    _check_person(case, chosen)
    posts = posts_that_agree(case.trust, joint=case.joint, kinds=[row.kind for row in chosen])
    now = clock.now()
    case.round, case.state, case.course = case.round + 1, state, said
    case.proposed_at, case.proposed_by = now, by.name
    to_tell = []
    for post in posts:
        holders = holders_of(case.trust, post.key)
        if any(_is_subject(case, holder.person) for holder in holders):
            raise ValueError(f"{post.title} is held by someone who is suspected. Name a deputy for the post first.")
        own = next((holder for holder in holders if holder.person.pk == by.person_id), None)
        assent = Assent(trust_id=case.trust_id, case=case, round=case.round, post=post, title=post.title, asked_at=now)
        if own is not None:
            assent.agreed, assent.answered_at, assent.name, assent.person = True, now, by.name, own.person
            assent.on_behalf_of, assent.reason = str(own.covers_for or ""), "Proposed it."
        else:
            to_tell.append(post)
        assent.save()
    if not to_tell:
        case.state = move(record=case.record, workflow=CASE, state=case.state, verb="agree", by=by)
    case.save(update_fields=["round", "state", "course", "proposed_at", "proposed_by"])
    changed(case)
    enter(
        "sanctions.propose",
        by=by,
        subject=case.record,
        details={"options": [row.title for row in chosen], "course": said, "asked": [post.title for post in posts]},
    )
    if to_tell:
        tell_of_case(
            case,
            posts=to_tell,
            subject=f"Your agreement is asked: {case.reference}",
            words="Read what is proposed and why, then agree or say why not.",
            kind="sanctions.agreement-asked",
        )
    return case


def _is_subject(case: Case, person: Person) -> bool:
    """True when the colleague whom the case is about bears this person's name: they must not hear of it by rule."""
    return perhaps_suspected(case.incident, person) or (case.held_apart and could_mean(case.subject.name, person))


@operation
def agree(
    *,
    by: Actor,
    case: Case,
    assent: Assent,
    agreed: bool,
    reason: str = "",
    on_behalf_of: str = "",
    seen_version: int | None = None,
) -> Assent:
    """Give or refuse the agreement of a post, as its holder or deputy. When the last one agrees, all is agreed.

    A refusal needs its reason and sends the case back. Raises ValueError for somebody who does not act in the post
    today and for an answer that was given already, Refused where something came to light since that stands against it,
    NotPossibleNow while nothing is proposed; EditedMeanwhile.
    """
    hold(case, seen_version)
    assent = Assent.objects.select_for_update().get(pk=assent.pk)
    if assent.round != case.round or case.state != "proposed":
        CASE.move("agree", case.state)
        raise ValueError("This was asked about an earlier proposal. Answer the one of today.")
    if assent.agreed is not None:
        raise ValueError(f"{assent.title} has answered already: {assent.name}.")
    holders = {holder.person.pk: holder for holder in holders_of(case.trust, assent.post.key)}
    holder = holders.get(by.person_id or 0)
    if holder is None:
        raise ValueError(f"Only {assent.title} or their deputy can answer this.")
    if not agreed:
        words_of(reason, "Say why you do not agree.")
    else:
        _check_person(case, [row for row in case.considerations.all() if row.chosen])
    assent.agreed, assent.answered_at, assent.name = agreed, clock.now(), by.name
    assent.person, assent.reason = holder.person, reason.strip()
    assent.on_behalf_of = on_behalf_of or str(holder.covers_for or "")
    assent.save()
    if not agreed:
        case.state = move(record=case.record, workflow=CASE, state=case.state, verb="refuse", by=by, why=reason.strip())
    elif not Assent.objects.filter(case=case, round=case.round, agreed__isnull=True).exists():
        case.state = move(record=case.record, workflow=CASE, state=case.state, verb="agree", by=by)
    case.save(update_fields=["state"])
    changed(case)
    details = {"post": assent.title, "agreed": agreed, "on behalf of": assent.on_behalf_of}
    enter("sanctions.agree", by=by, subject=case.record, details=details, why=reason.strip())
    if case.state != "proposed":
        news = "Everyone agreed" if case.state == "agreed" else "The proposal was refused"
        tell_roles(
            case,
            MANAGING_ROLES,
            subject=f"{news}: {case.reference}",
            words="Record the decision." if case.state == "agreed" else "Read why, and consider again.",
            kind="sanctions.agreement-answered",
        )
    return assent


@operation
def decide(*, by: Actor, case: Case, decision: str, seen_version: int | None = None) -> Case:
    """Decide on what was agreed.

    Raises Refused where something came to light since that stands against it, ValueError while a post has not agreed
    that must by what holds today, NotPossibleNow for a case that is not agreed or is decided; EditedMeanwhile.
    """
    hold(case, seen_version)
    _refuse_a_second_decision(case)
    said = words_of(decision, "Write the decision and its reasons.")
    case.state = move(record=case.record, workflow=CASE, state=case.state, verb="decide", by=by, why=said)
    chosen = [row for row in case.considerations.all() if row.chosen]
    _check_person(case, chosen)
    _check_everyone_agreed(case, chosen)
    return _decided(case, by=by, said=said, sanctioned=True)


def _check_everyone_agreed(case: Case, chosen: list[Consideration]) -> None:
    agreed = set(case.assents.filter(round=case.round, agreed=True).values_list("post_id", flat=True))
    posts = posts_that_agree(case.trust, joint=case.joint, kinds=[row.kind for row in chosen])
    if left := [post.title for post in posts if post.pk not in agreed]:
        raise ValueError(
            f"The policy asks these to agree as well: {listed(left)}. Consider the case again and propose it anew: "
            "they are asked then."
        )


@operation
def decide_on_nothing(*, by: Actor, case: Case, reason: str, seen_version: int | None = None) -> Case:
    """Decide that no sanction or redress is sought, for a reason, once every option was considered.

    Raises ValueError while an option has no reason or one is chosen, NotPossibleNow, EditedMeanwhile.
    """
    hold(case, seen_version)
    _refuse_a_second_decision(case)
    said = words_of(reason, "Say why no sanction is sought.")
    if _check_ready(case):
        raise ValueError("An option is chosen. Propose it, or say of it why not.")
    case.state = move(record=case.record, workflow=CASE, state=case.state, verb="decide-on-nothing", by=by, why=said)
    return _decided(case, by=by, said=said, sanctioned=False)


def _refuse_a_second_decision(case: Case) -> None:
    if case.state in ("decided", "closed"):
        raise ValueError(
            f"{case.decided_by} decided this case already. To decide anew, consider it again first, with the reason."
        )


def _decided(case: Case, *, by: Actor, said: str, sanctioned: bool) -> Case:
    case.decided_at, case.decided_by, case.decision, case.sanctioned = clock.now(), by.name, said, sanctioned
    case.save(update_fields=["state", "decided_at", "decided_by", "decision", "sanctioned"])
    changed(case)
    enter("sanctions.decide", by=by, subject=case.record, details={"sanctioned": sanctioned, "decision": said})
    return case
