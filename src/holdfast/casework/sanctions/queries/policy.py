"""What a trust's policy says of sanctions, and what Holdfast begins with where it is silent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.casework.sanctions.models import AgreeingPost, FactLine, LetterWords, PublicityRule, SanctionOption
from holdfast.casework.sanctions.rules.evidence import FACTS, FactSought
from holdfast.casework.sanctions.rules.options import DEFAULT_OPTIONS, KINDS
from holdfast.casework.sanctions.rules.publicity import CHOICES
from holdfast.casework.sanctions.rules.wording import FIRST_WORDS, TITLES
from holdfast.foundation.organisation.models import Post, Trust
from holdfast.foundation.organisation.queries.posts import post_of
from holdfast.kernel import clock

__all__ = [
    "CHOICE_NAMES",
    "FACT_NAMES",
    "KIND_NAMES",
    "Agreeing",
    "FactSought",
    "Option",
    "facts_of",
    "needs_permission",
    "options_of",
    "posts_that_agree",
    "words_in_use",
]

KIND_NAMES: dict[str, str] = {key: kind.title for key, kind in KINDS.items()}
"""The kinds of options that a policy may list, with their titles."""
CHOICE_NAMES = CHOICES
"""The choices of publicity that a policy may name."""
FACT_NAMES = FACTS
"""The facts that a policy may ask for."""


@dataclass(frozen=True)
class Option:
    """An option that is considered each time."""

    key: str
    kind: str
    title: str
    clause: str = ""


@dataclass(frozen=True)
class Agreeing:
    """A post that must agree; see AgreeingPost."""

    post: str
    joint: bool | None = None
    kinds: tuple[str, ...] = ()
    clause: str = ""


def options_of(trust: Trust) -> list[Option]:
    """The options in the trust's order and words; Holdfast's own where its policy lists none."""
    rows = [Option(row.key, row.kind, row.title, row.clause) for row in SanctionOption.objects.filter(trust=trust)]
    return rows or [Option(*line) for line in DEFAULT_OPTIONS]


def posts_that_agree(trust: Trust, *, joint: bool, kinds: Iterable[str]) -> list[Post]:
    """The posts that must agree when options of `kinds` are proposed, in the policy's order, each once.

    Raises ValueError for a post that does not exist as one for the whole trust: then nobody could ever agree.
    """
    chosen = set(kinds)
    posts: dict[int, Post] = {}
    for line in AgreeingPost.objects.filter(trust=trust):
        if line.joint is not None and line.joint != joint:
            continue
        if line.kinds and not chosen & set(line.kinds):
            continue
        post = post_of(trust, line.post)
        if post is None:
            raise ValueError(
                f"The policy asks the post “{line.post}” to agree, and there is no such post. Add it first."
            )
        posts[post.pk] = post
    return list(posts.values())


def facts_of(trust: Trust) -> list[FactSought]:
    """The facts that the trust's policy asks for; none where it lists none."""
    return [FactSought(row.check_for, row.title, row.clause) for row in FactLine.objects.filter(trust=trust)]


def needs_permission(trust: Trust) -> tuple[str, ...]:
    """The choices of publicity for which the trust asks the victim's permission."""
    rule = PublicityRule.objects.filter(trust=trust).first()
    return tuple(rule.needs_permission) if rule else ("outside",)


def words_in_use(trust: Trust, kind: str) -> LetterWords:
    """The words of the trust's letters of `kind` now. Number 0, not saved: those with which Holdfast begins."""
    newest = LetterWords.objects.filter(trust=trust, kind=kind).order_by("-number").first()
    if newest is not None:
        return newest
    return LetterWords(
        trust=trust, kind=kind, number=0, title=TITLES[kind], text=FIRST_WORDS[kind], at=clock.now(), by="Holdfast"
    )
