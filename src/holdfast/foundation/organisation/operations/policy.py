"""What a trust's pack brings into the organisation: its words, its posts and its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Level, Number, Post, Term, Trust
from holdfast.foundation.organisation.operations.posts import close_posts_of
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock


class PostOfPolicy(Protocol):
    """A post as a pack has it: `role` is a key of `roles.ROLES`, `level` one of `models.Level`.

    `reports_to` is the key of another post; what is no post of the policy, such as a committee, counts as none.
    """

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def reports_to(self) -> str: ...
    @property
    def about(self) -> str: ...


@dataclass(frozen=True)
class PolicyPost:
    """A PostOfPolicy by itself, for whoever has no pack."""

    key: str
    title: str
    role: str
    level: str = Level.TRUST
    reports_to: str = ""
    about: str = ""


@dataclass(frozen=True)
class PolicyNumber:
    """A number of a policy as it is written, such as PT24H or 90; "" where the policy sets none."""

    value: str
    reason: str = ""


class UnknownInPolicy(ValueError):
    """The pack names a role or a level that Holdfast does not have. Lists every one."""


@dataclass
class _Installed:
    """What an installation changed, for the trail."""

    changes: dict[str, list[Any]] = field(default_factory=dict)
    posts_opened: list[str] = field(default_factory=list)
    posts_closed: list[str] = field(default_factory=list)

    def note(self, name: str, before: Any, after: Any) -> None:
        """Remember that `name` changed, if it did."""
        if before != after:
            self.changes[name] = [before, after]


@operation
def install_policy(
    *,
    by: Actor,
    trust: Trust,
    terms: Mapping[str, str],
    posts: Iterable[PostOfPolicy],
    numbers: Mapping[str, PolicyNumber | str | None],
    pack: str = "",
) -> None:
    """Let `trust` have the words, posts and numbers of its policy. May run again: what is there already stays.

    Terms that the policy no longer has go back to Holdfast's own words. Posts keep their holders; a post that the
    policy no longer has closes, one that is back opens again; posts that the trust made itself are left alone. A
    number that the trust has set itself stays as it is; a number that is gone from the policy goes, unless the trust
    had set it. Opens the trust's scope itself. Raises UnknownInPolicy before anything is changed.
    """
    wanted = {post.key: post for post in posts}
    values = {
        key: value if isinstance(value, PolicyNumber) else PolicyNumber(value or "") for key, value in numbers.items()
    }
    _must_be_known(wanted)
    done = _Installed()
    with scope(trust):
        Trust.objects.select_for_update().get(pk=trust.pk)
        _install_terms(trust, terms, done)
        _install_posts(trust, wanted, done)
        _install_numbers(trust, values, done)
    if pack and pack != trust.pack:
        done.note("pack", trust.pack, pack)
        trust.pack = pack
        trust.save(update_fields=["pack"])
    for cached in ("terms", "numbers"):
        trust.__dict__.pop(cached, None)
    details = {"posts_opened": done.posts_opened, "posts_closed": done.posts_closed}
    enter("organisation.install_policy", by=by, subject=trust, changes=done.changes, details=details)


def _must_be_known(posts: Mapping[str, PostOfPolicy]) -> None:
    faults = [f"the role {post.role} of {post.key}" for post in posts.values() if post.role not in ROLES]
    faults += [f"the level {post.level} of {post.key}" for post in posts.values() if post.level not in Level.values]
    if faults:
        raise UnknownInPolicy("Holdfast does not know " + ", ".join(faults))


def _install_terms(trust: Trust, terms: Mapping[str, str], done: _Installed) -> None:
    before = dict(Term.objects.filter(trust=trust).values_list("key", "words"))
    for key in before.keys() | terms.keys():
        done.note(f"term.{key}", before.get(key), terms.get(key))
    Term.objects.filter(trust=trust, key__in=before.keys() - terms.keys()).delete()
    Term.objects.bulk_create(
        [Term(trust=trust, key=key, words=words) for key, words in terms.items() if before.get(key) != words],
        update_conflicts=True,
        unique_fields=["trust", "key"],
        update_fields=["words"],
    )


def _install_posts(trust: Trust, wanted: Mapping[str, PostOfPolicy], done: _Installed) -> None:
    """Posts of one unit that bear the key of a policy's post follow its title and role."""
    there = {post.key: post for post in Post.objects.filter(trust=trust, unit=None)}
    for key, policy in wanted.items():
        post = there.setdefault(key, Post(trust=trust, key=key))
        if post.pk is None or post.closed is not None:
            done.posts_opened.append(policy.title)
        for name, longest in (("title", 150), ("role", 40), ("level", 20), ("about", 300)):
            value = getattr(policy, name)[:longest]
            if post.pk is not None:
                done.note(f"post.{key}.{name}", getattr(post, name), value)
            setattr(post, name, value)
        post.of_policy, post.closed = True, None
        post.save()
        Post.objects.filter(trust=trust, key=key).exclude(unit=None).update(
            title=policy.title[:150], role=policy.role, level=policy.level
        )
    for key, policy in wanted.items():
        above = there.get(policy.reports_to) if policy.reports_to in wanted else None
        if there[key].reports_to != above:
            done.note(f"post.{key}.reports_to", there[key].reports_to, above)
            there[key].reports_to = above
            there[key].save(update_fields=["reports_to"])
    gone = Post.objects.filter(trust=trust, unit=None, of_policy=True, closed=None).exclude(key__in=wanted)
    done.posts_closed = close_posts_of(gone, clock.today())


def _install_numbers(trust: Trust, values: Mapping[str, PolicyNumber], done: _Installed) -> None:
    there = {number.key: number for number in Number.objects.filter(trust=trust)}
    write = []
    for key, policy in values.items():
        before = there.get(key)
        if before is not None and before.set_by_trust:
            continue
        if before is None or (before.value, before.reason) != (policy.value, policy.reason):
            done.note(f"number.{key}", before.value if before else None, policy.value)
            write.append(Number(trust=trust, key=key, value=policy.value, reason=policy.reason[:250]))
    gone = [number for key, number in there.items() if key not in values and not number.set_by_trust]
    for number in gone:
        done.note(f"number.{number.key}", number.value, None)
    Number.objects.filter(pk__in=[number.pk for number in gone]).delete()
    Number.objects.bulk_create(
        write, update_conflicts=True, unique_fields=["trust", "key"], update_fields=["value", "reason"]
    )
