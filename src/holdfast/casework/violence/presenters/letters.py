"""A letter about a marker as a sheet of paper, for PDF and Word, in the trust's name."""

from __future__ import annotations

from holdfast.casework.violence.models import MarkerLetter, MarkerWords
from holdfast.casework.violence.rules.letters import for_preview
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.pages.words import day_in_words
from holdfast.foundation.printing.letters import blocks_of, postal_lines
from holdfast.foundation.printing.papers import Letter, Signature
from holdfast.kernel import clock
from holdfast.kernel.wordings import filled

PREVIEW = "Preview with an invented case"


def sheet_of(letter: MarkerLetter, *, demo: bool) -> Letter:
    """The letter as it is sent."""
    trust = letter.marker.trust
    return Letter(
        house=trust.name,
        sender=postal_lines(trust.address, trust.postcode, trust.telephone),
        address=tuple(line for line in (letter.name, *letter.address.splitlines()) if line.strip()),
        day=day_in_words(letter.made_at),
        reference=letter.marker.reference,
        title=letter.title,
        blocks=(*blocks_of(letter.words), Signature(letter.made_by, letter.made_by_post or trust.name)),
        demo=demo,
    )


def preview_of(wording: MarkerWords, trust: Trust, *, demo: bool) -> Letter:
    """The trust's words with an invented case."""
    return Letter(
        house=trust.name,
        sender=postal_lines(trust.address, trust.postcode, trust.telephone),
        address=("Alex Invented", "1 Example Street", "Exampleton"),
        day=day_in_words(clock.today()),
        reference="MRK-2026-00000",
        title=wording.title,
        blocks=(*blocks_of(filled(wording.text, for_preview(trust.name))), Signature("Robin Writer", "Security lead")),
        demo=demo,
        draft=PREVIEW,
    )
