"""Fraud goes to the counter fraud specialist, with the security specialist copied; what both do together is kept."""

from __future__ import annotations

from holdfast.casework.incidents.models import Incident, Referral
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.incidents.operations.routing import refer
from holdfast.casework.liaison.models import JointWork
from holdfast.casework.liaison.operations.telling import posts_called, security_posts, tell_case
from holdfast.casework.liaison.queries.policy import arrangement_of
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Post
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock


@operation
def refer_to_counter_fraud(*, by: Actor, incident: Incident, words: str) -> JointWork:
    """Send an incident to the trust's counter fraud specialist, who then sees it; the security specialist has a copy.

    Where the trust's specialist is outside it, what was sent is kept and the security team is told to pass it on.
    Raises ValueError without a reason, and when it was sent before.
    """
    hold(incident)
    if not words.strip():
        raise ValueError("Say why counter fraud should know.")
    if incident.joint_work.filter(kind="referred").exists():
        raise ValueError("Counter fraud was told of this already. Note what you do together instead.")
    arrangement = arrangement_of(incident.trust_id)
    posts = posts_called(incident.trust_id, arrangement.counter_fraud) or _by_role(incident)
    if not posts and not arrangement.counter_fraud_outside:
        raise ValueError("This trust has no counter fraud post. Ask an administrator to add it, or note a contact.")
    for post in posts:
        if not Referral.objects.filter(incident=incident, post=post).exists():
            refer(by=by, incident=incident, post=post, why=words.strip()[:200])
    _copy(incident, arrangement.copied, f"Counter fraud was told of {incident.reference}")
    whom = ", ".join(map(str, posts)) or arrangement.counter_fraud_outside
    return _keep(incident, by, "referred", f"To {whom}: {words.strip()}", "liaison.refer_to_counter_fraud")


@operation
def work_together(*, by: Actor, incident: Incident, words: str, ended: bool = False) -> JointWork:
    """Keep what security and counter fraud did together, or that they are done. Each side is told of the other's work.

    Raises ValueError without words, and once the joint work has ended.
    """
    hold(incident)
    if not words.strip():
        raise ValueError("Say what you did together.")
    last = incident.joint_work.order_by("at", "pk").last()
    if last is not None and last.kind == "ended":
        raise ValueError("The joint work on this case has ended. Note a contact instead.")
    arrangement = arrangement_of(incident.trust_id)
    sent = set(Referral.objects.filter(incident=incident, gives_access=True).values_list("post_id", flat=True))
    others = posts_called(incident.trust_id, arrangement.counter_fraud) or _by_role(incident)
    _copy(incident, arrangement.copied, f"Work with counter fraud on {incident.reference}")
    tell_case(
        incident,
        subject=f"Work with security on {incident.reference}",
        posts=[post for post in others if post.pk in sent],
        kind="liaison.joint_work",
    )
    return _keep(incident, by, "ended" if ended else "worked", words.strip(), "liaison.work_together")


def _by_role(incident: Incident) -> list[Post]:
    return list(Post.objects.filter(trust_id=incident.trust_id, role="counter-fraud", closed__isnull=True))


def _copy(incident: Incident, copied: list[str], subject: str) -> None:
    posts = posts_called(incident.trust_id, *copied) or security_posts(incident.trust_id)
    tell_case(incident, subject=subject, posts=posts, kind="liaison.joint_work")


def _keep(incident: Incident, by: Actor, kind: str, words: str, verb: str) -> JointWork:
    made = JointWork.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        kind=kind,
        words=words,
        at=clock.now(),
        by=by.name,
        post=by.post,
        person_id=by.person_id,
    )
    touch(incident.record)
    enter(verb, by=by, subject=incident.record, details={"kind": kind, "words": words})
    return made
