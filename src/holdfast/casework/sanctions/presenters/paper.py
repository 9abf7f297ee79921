"""A letter as a sheet of paper, for PDF and Word, in the trust's name."""

from __future__ import annotations

from holdfast.casework.sanctions.models import Letter, LetterWords
from holdfast.casework.sanctions.rules.wording import filled, for_preview
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.pages.words import day_in_words
from holdfast.foundation.printing.letters import blocks_of, postal_lines
from holdfast.foundation.printing.papers import Block, Signature
from holdfast.foundation.printing.papers import Letter as Sheet
from holdfast.kernel import clock

DRAFT = "Draft: not approved"
PREVIEW = "Preview with an invented case"


def sheet_of(letter: Letter, *, demo: bool) -> Sheet:
    """The letter as it is sent; until it is approved each page says that it is a draft."""
    approved = letter.approved_at is not None and letter.state in ("approved", "in-force", "ended")
    signed: tuple[Block, ...] = ()
    if approved:
        signed = (Signature(letter.approved_by, letter.approved_by_post or letter.case.trust.name),)
    if letter.kind == "agreement":
        signed = (Signature(letter.case.subject.name, "Date:"), *signed)
    name = letter.case.subject.name
    return Sheet(
        house=letter.case.trust.name,
        sender=sender_of(letter.case.trust),
        address=tuple(line for line in (name, *letter.address.splitlines()) if line.strip()),
        day=day_in_words(letter.approved_at or letter.drafted_at),
        reference=letter.case.reference,
        title=letter.title,
        blocks=(*blocks_of(letter.words), *signed),
        demo=demo,
        draft="" if approved else DRAFT,
    )


def sender_of(trust: Trust) -> tuple[str, ...]:
    """The trust's postal address in lines, as the directory of ODS has its headquarters; empty where it has none."""
    return postal_lines(trust.address, trust.postcode, trust.telephone)


def preview_of(wording: LetterWords, trust: Trust, *, demo: bool) -> Sheet:
    """The trust's words with an invented case."""
    return Sheet(
        house=trust.name,
        sender=sender_of(trust),
        address=("Alex Invented", "1 Example Street", "Exampleton"),
        day=day_in_words(clock.today()),
        reference="SAN-2026-00000",
        title=wording.title,
        blocks=(
            *blocks_of(filled(wording.text, for_preview(trust.name))),
            Signature("Robin Approver", "Invented post"),
        ),
        demo=demo,
        draft=PREVIEW,
    )
