"""Letters to the person whom a marker concerns: making, sending, and the trust's words for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from holdfast.casework.violence.models import Marker, MarkerLetter, MarkerWords
from holdfast.casework.violence.operations.challenging import notify_subject
from holdfast.casework.violence.operations.marking import hold_marker
from holdfast.casework.violence.operations.response import BadAnswer, refuse
from holdfast.casework.violence.queries.letters import letters_for, words_in_use
from holdfast.casework.violence.rules.letters import KEEPS, TITLES, faults_in
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.pages.words import day_in_words
from holdfast.foundation.records.operations import touch
from holdfast.kernel import clock
from holdfast.kernel.wordings import filled, holes_in


@dataclass(frozen=True)
class LetterTold:
    """What a letter says of this marker. `behaviour` and `reason` are written to the person."""

    name: str
    address: str = ""
    behaviour: str = ""
    reason: str = ""
    write_to: str = ""


@operation
def make_letter(
    *, by: Actor, marker: Marker, kind: str, told: LetterTold, seen_version: int | None = None
) -> MarkerLetter:
    """Make a letter in the trust's words; its words stand from then on.

    Raises BadAnswer for what the words need and was not filled in; ValueError for a letter that does not fit how the
    marker stands, and where it is on record that the person is not told; EditedMeanwhile.
    """
    hold_marker(marker, seen_version)
    if kind not in letters_for(marker):
        raise ValueError("This letter does not fit how the marker stands now. Open the marker again.")
    last = marker.subject_notices.last()
    if kind in KEEPS and last is not None and not last.told:
        raise ValueError(f"It is on record that they are not told: {last.why_not} Decide that anew first.")
    refuse("name", "" if told.name.strip() else "Say to whom the letter goes.")
    wording = words_in_use(marker.trust, kind)
    words = filled(
        wording.text,
        {
            "name": told.name.strip(),
            "trust": marker.trust.name,
            "reference": marker.reference,
            "place": marker.where,
            "behaviour": told.behaviour.strip(),
            "reason": told.reason.strip(),
            "review day": day_in_words(marker.live_until) if marker.live_until else "",
            "write to": told.write_to.strip(),
            "signed by": by.name,
            "signed by post": by.post or marker.trust.name,
        },
    )
    missing = {"write to": "write_to"}
    if holes := holes_in(words):
        raise BadAnswer({missing.get(name, name): "The letter needs this. Fill it in." for name in holes})
    letter = MarkerLetter.objects.create(
        trust_id=marker.trust_id,
        marker=marker,
        kind=kind,
        title=wording.title,
        name=told.name.strip()[:160],
        address=told.address.strip(),
        words=words,
        words_version=wording.number,
        made_at=clock.now(),
        made_by=by.name,
        made_by_post=by.post[:160],
    )
    touch(marker.record)
    enter("violence.make_letter", by=by, subject=marker.record, details={"kind": kind, "words": wording.number})
    return letter


@operation
def send_letter(*, by: Actor, letter: MarkerLetter, on: date, how: str) -> MarkerLetter:
    """Keep that a letter was sent, on which London day and how. By one that tells of a marker the person was told.

    Raises BadAnswer for a day before it was made or ahead, and an unknown way; ValueError the second time.
    """
    hold_marker(letter.marker)
    letter.refresh_from_db()
    if letter.sent_on is not None:
        raise ValueError("It is on record already that this letter was sent. Make a new one to send it again.")
    refuse("how", "" if how in MarkerLetter.SENT else "Choose how it was sent.")
    refuse("on", "That day lies ahead. Come back when it was sent." if on > clock.today() else "")
    refuse("on", "That is before the letter was made." if on < clock.local_day(letter.made_at) else "")
    letter.sent_on, letter.sent_how, letter.sent_by = on, how, by.name
    letter.save(update_fields=["sent_on", "sent_how", "sent_by"])
    if letter.kind in KEEPS:
        words = f"By letter: {MarkerLetter.SENT[how].lower()}, {day_in_words(on)}"
        notify_subject(by=by, marker=letter.marker, told=True, how=words)
    touch(letter.marker.record)
    enter(
        "violence.send_letter", by=by, subject=letter.marker.record, details={"kind": letter.kind, "how": how, "on": on}
    )
    return letter


@operation
def change_marker_words(
    *, by: Actor, trust: Trust, kind: str, title: str, text: str, why: str, seen_number: int | None = None
) -> MarkerWords:
    """Put new words in use for the trust's letters of `kind`. Letters that were made already keep theirs.

    Raises BadAnswer for words that cannot be a letter, without a title or a reason; ValueError for an unknown kind and
    when somebody else changed the words meanwhile.
    """
    if kind not in TITLES:
        raise ValueError(f"There are no letters called “{kind}”.")
    refuse("text", " ".join(faults_in(kind, text)))
    refuse("title", "" if title.strip() else "Give the letter a title.")
    refuse("why", "" if why.strip() else "Say why the words change.")
    Trust.objects.select_for_update().get(pk=trust.pk)  # of two who change at once, the second sees the first
    number = words_in_use(trust, kind).number
    if seen_number is not None and seen_number != number:
        raise ValueError("Someone else changed these words after you opened this page. Open it again to see theirs.")
    row = MarkerWords.objects.create(
        trust=trust,
        kind=kind,
        number=number + 1,
        title=title.strip()[:150],
        text=text.replace("\r\n", "\n").strip() + "\n",
        why=why.strip()[:300],
        at=clock.now(),
        by=by.name,
    )
    enter("violence.change_marker_words", by=by, subject=trust, details={"kind": kind, "version": row.number})
    return row
