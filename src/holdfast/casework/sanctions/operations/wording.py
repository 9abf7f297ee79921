"""Changing the words of the trust's letters: each change is a new version, and none is lost."""

from __future__ import annotations

from holdfast.casework.sanctions.models import LetterWords
from holdfast.casework.sanctions.rules.wording import TITLES, faults_in
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.kernel import clock


class BadWords(ValueError):
    """Words that cannot be a letter; `faults` says what is wrong, each with what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


@operation
def change_letter_words(
    *, by: Actor, trust: Trust, kind: str, title: str, text: str, why: str, seen_number: int | None = None
) -> LetterWords:
    """Put new words in use for the trust's letters of `kind`. Letters that are written already keep theirs.

    `seen_number` is the version that was on the screen. Raises BadWords; ValueError for an unknown kind, without a
    title or a reason, and when somebody else changed the words meanwhile.
    """
    if kind not in TITLES:
        raise ValueError(f"There are no letters called “{kind}”.")
    if faults := faults_in(kind, text):
        raise BadWords(faults)
    if not title.strip():
        raise ValueError("Give the letter a title.")
    if not why.strip():
        raise ValueError("Say why the words change.")
    Trust.objects.select_for_update().get(pk=trust.pk)  # of two who change at once, the second sees the first
    newest = LetterWords.objects.filter(trust=trust, kind=kind).order_by("-number").first()
    number = newest.number if newest else 0
    if seen_number is not None and seen_number != number:
        raise ValueError("Someone else changed these words after you opened this page. Open it again to see theirs.")
    row = LetterWords.objects.create(
        trust=trust,
        kind=kind,
        number=number + 1,
        title=title.strip()[:150],
        text=text.replace("\r\n", "\n").strip() + "\n",
        why=why.strip()[:300],
        at=clock.now(),
        by=by.name,
    )
    details = {"kind": kind, "version": row.number, "why": row.why}
    enter("sanctions.change_letter_words", by=by, subject=trust, details=details)
    return row
