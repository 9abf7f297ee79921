"""From people and posts to whom is told, and why them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from holdfast.foundation.organisation.models import Deputy, Person, Post, PostHolding
from holdfast.kernel import clock

HIGHEST_CLIMB = 5
"""How many vacant posts in a row are climbed over. A ring of posts that report to each other must come to an end."""


@dataclass
class Recipients:
    """Whom to tell. `people` maps each person's key to why they are told; `mailboxes` addresses to the post's name."""

    people: dict[int, str] = field(default_factory=dict)
    mailboxes: dict[str, str] = field(default_factory=dict)
    unreached: list[Post] = field(default_factory=list)

    def loaded(self) -> list[tuple[Person, str]]:
        """The people who still work here, with account and preference, in the order of their keys."""
        today = clock.today()
        present = Person.objects.filter(Q(left__isnull=True) | Q(left__gte=today), pk__in=self.people)
        return [
            (person, self.people[person.pk])
            for person in present.select_related("user", "mail_preference").order_by("pk")
        ]


def recipients(
    people: Iterable[Person], posts: Iterable[Post], because: str, *, use_mailboxes: bool = True
) -> Recipients:
    """Whom to tell when `people` and the holders of `posts` are to be told today (Europe/London).

    A post means everyone who holds it today, and whoever deputises for one of them: both, because the holder must find
    it when they come back. Its shared mailbox too, if `use_mailboxes`. Where nobody answers for a post, the post it
    reports to is told instead; `unreached` holds the posts for which nobody was found at all.
    """
    found = Recipients(people={person.pk: because for person in people})
    waiting = [(post, post) for post in posts]
    for _ in range(HIGHEST_CLIMB):
        if not waiting:
            break
        waiting = _one_step(found, waiting, clock.today(), use_mailboxes=use_mailboxes)
    found.unreached += [meant for meant, _ in waiting]
    return found


def _one_step(
    found: Recipients, waiting: Sequence[tuple[Post, Post]], today: date, *, use_mailboxes: bool
) -> list[tuple[Post, Post]]:
    """Resolve pairs of the post that was meant and the post that is asked now; gives the pairs to ask next."""
    answering = _answering({asked.pk for _, asked in waiting}, today)
    above: list[tuple[Post, Post]] = []
    for meant, asked in waiting:
        vacancy = "" if meant.pk == asked.pk else f", because nobody holds the post of {meant}"
        reached = answering.get(asked.pk, [])
        for person, covers_for in reached:
            role = f"cover for {covers_for} as {asked}" if covers_for else f"hold the post of {asked}"
            found.people.setdefault(person, f"You get this because you {role}{vacancy}.")
        if use_mailboxes and asked.mailbox and asked.closed is None:
            found.mailboxes.setdefault(asked.mailbox.lower(), f"{asked}{vacancy}")
        elif not reached and asked.reports_to is not None:
            above.append((meant, asked.reports_to))
        elif not reached:
            found.unreached.append(meant)
    return above


def _answering(posts: set[int], today: date) -> dict[int, list[tuple[int, str]]]:
    """For each post's key the keys of its holders (with "") and deputies (with the name of whom they cover for)."""
    running = Q(start__lte=today) & (Q(end__isnull=True) | Q(end__gte=today))
    working = Q(person__left__isnull=True) | Q(person__left__gte=today)
    asked = Q(post__in=posts, post__closed=None)
    answering: dict[int, list[tuple[int, str]]] = {}
    for post, person in PostHolding.objects.filter(running, working, asked).values_list("post", "person"):
        answering.setdefault(post, []).append((person, ""))
    deputies = Deputy.objects.filter(running, working, asked).select_related("holder")
    for deputy in deputies:
        answering.setdefault(deputy.post_id, []).append((deputy.person_id, str(deputy.holder)))
    return answering
