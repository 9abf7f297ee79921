"""The papers of a bundle: index, timeline, report, statements with the fields of the MG11, and each exhibit's log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings

from holdfast.casework.casefile.models import Exhibit
from holdfast.casework.casefile.presenters.exhibits import facts_of, log_of
from holdfast.casework.casefile.queries.exhibits import chain_of
from holdfast.casework.casefile.queries.happenings import Happening
from holdfast.casework.casefile.queries.pieces import Piece
from holdfast.casework.casefile.rules.bundles import DECLARATION, STATUTES, in_groups
from holdfast.casework.incidents.models import Incident, Statement, Subject, Victim, Witness
from holdfast.casework.incidents.queries.wishes import last_wishes
from holdfast.foundation.pages.words import day_in_words, moment_in_words, size_in_words
from holdfast.foundation.printing.papers import Block, Facts, Heading, Paper, Points, Signature, Table, Words
from holdfast.kernel import clock

TO_FILL_IN = "to be filled in by the officer"
HANDLING = "Official-Sensitive: for the police and the Crown Prosecution Service"


@dataclass(frozen=True)
class Cover:
    """What stands on the front of a bundle."""

    number: int
    to_whom: str
    basis: str
    purpose: str
    made_by: str


def paper(incident: Incident, title: str, blocks: Iterable[Block], *, about: str = "") -> Paper:
    """A paper of the bundle, in the trust's name."""
    return Paper(
        house=incident.trust.name,
        title=title,
        blocks=tuple(blocks),
        about=about,
        reference=incident.reference,
        handling=HANDLING,
        day=day_in_words(clock.now()),
        demo=settings.DEMO,
    )


def index(
    incident: Incident,
    cover: Cover,
    contents: Sequence[tuple[str, str]],
    exhibits: Sequence[Exhibit],
    left_out: Sequence[tuple[str, str]],
) -> Paper:
    """The front: to whom and on which basis, what is inside (name of the file and what it is), what was left out and
    why, and how to check that it is whole."""
    blocks: list[Block] = [
        Facts(
            (
                ("Incident", f"{incident.reference} {incident.record.title}"),
                ("For", cover.to_whom),
                ("Legal basis", cover.basis),
                ("Purpose", cover.purpose),
                ("Made by", f"{cover.made_by}, {moment_in_words(clock.now())}"),
            )
        ),
        Heading("What is inside"),
        Table("Files", ("File", "What it is"), tuple(contents), (3, 2)),
    ]
    if exhibits:
        rows = tuple(
            (row.mark, row.description, in_groups(row.sha256) or "no file: kept as a thing", _continuity(row))
            for row in exhibits
        )
        blocks += [
            Heading("Exhibits"),
            Table("Exhibits", ("Reference", "Description", "SHA-256 at intake", "Continuity"), rows, (2, 4, 5, 3)),
        ]
    blocks.append(Heading("What was left out, and why"))
    if left_out:
        blocks.append(Table("Left out", ("What", "Why"), tuple(left_out), (3, 4)))
    else:
        blocks.append(Words("Nothing that the case file holds was left out."))
    blocks += [
        Heading("How to check it"),
        Words(
            "The file manifest.sha256 holds the SHA-256 of every other file. In the folder of the bundle, run: "
            "sha256sum -c manifest.sha256"
        ),
    ]
    return paper(incident, f"Bundle {cover.number}", blocks, about="Index")


def _continuity(exhibit: Exhibit) -> str:
    chain = chain_of(exhibit)
    faults = sum(len(found) for found in chain.faults.values())
    rows = len(chain.standing)
    return f"{rows} hand-over{'' if rows == 1 else 's'}, {'whole' if chain.whole else f'{faults} to look at'}"


def timeline(incident: Incident, events: Sequence[Happening]) -> Paper:
    """When what was done, by whom; what people wrote stands in their own papers."""
    rows = tuple((_when(event), ", ".join([event.title, *event.marks]), event.by) for event in events)
    return paper(incident, "Timeline", [Table("What happened when", ("When", "What", "Who"), rows, (3, 6, 3))])


def _when(event: Happening) -> str:
    when = day_in_words(event.day) if event.day else moment_in_words(event.at)
    return f"{when} (written down {moment_in_words(event.written)})" if event.written else when


def report(incident: Incident, people: Sequence[Piece]) -> Paper:
    """What was reported, with those of the people who were chosen."""
    where = [str(incident.site or ""), incident.exact_place, incident.address, incident.postcode, incident.vehicle]
    facts = (
        ("What it is", incident.get_type_display()),
        ("Happened", moment_in_words(incident.happened_at) if incident.happened_at else ""),
        ("Found", moment_in_words(incident.found_at) if incident.found_at else ""),
        ("Reported", moment_in_words(incident.reported_at)),
        ("Where", ", ".join(part for part in where if part)),
        ("Weapon", incident.weapon),
        ("Our incident (CAD) number", incident.cad_number),
    )
    blocks: list[Block] = [
        Facts(held(facts)),
        Heading("In the reporter’s words"),
        Words(incident.description),
    ]
    if incident.done_at_once:
        blocks += [Heading("Done at once"), Words(incident.done_at_once)]
    for item in incident.items.all():
        blocks.append(Words(f"{item.get_fate_display()}: {item.description}"))
    for piece in people:
        blocks += [Heading(piece.title, 3), Facts(held(_person(incident, piece)))]
    return paper(incident, "What was reported", blocks)


def held(rows: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Those of `rows` of which something is known."""
    return tuple((title, words) for title, words in rows if words) or (("Known", "Nothing more"),)


def _person(incident: Incident, piece: Piece) -> Iterator[tuple[str, str]]:
    thing = piece.thing
    if isinstance(thing, Victim) and piece.key.startswith("injury"):
        yield "Injury", thing.get_injury_display()
        yield "In words", thing.injury_details
        yield "Seen by a doctor", moment_in_words(thing.examined_at) if thing.examined_at else ""
        yield "Where", thing.examined_where
    elif isinstance(thing, Victim):
        yield "Name", str(thing.person or thing.name)
        yield "Standing", thing.get_standing_display()
        yield "Job", thing.job
        if wish := last_wishes(incident.wishes.all()).get(thing.pk, {}).get("police"):
            yield wish.get_about_display(), f"{wish.get_wants_display()}. {wish.source}, {moment_in_words(wish.at)}"
    elif isinstance(thing, Subject):
        yield "Name", thing.name
        yield "Standing", thing.get_standing_display()
        yield "Born", day_in_words(thing.born) if thing.born else ""
        yield "Address", thing.address
        yield "Appearance", thing.appearance
        yield "Relation", thing.relation
    elif isinstance(thing, Witness):
        yield "Name", str(thing.person or thing.name)
        yield "Standing", thing.get_standing_display()
        yield "How to reach them", thing.contact


def statement(incident: Incident, row: Statement, exhibits: Sequence[Exhibit]) -> Paper:
    """A statement with the fields of the form MG11. What Holdfast does not hold is left to fill in."""
    name = str(row.person or (row.witness.name if row.witness else ""))
    numbers = [contact.crime_number for contact in incident.police_contacts.all() if contact.crime_number]
    produced = [one.mark for one in exhibits if one.found_by.casefold() == name.casefold()]
    job = row.person.job_title if row.person else ""
    blocks: list[Block] = [
        Words(f"Witness statement ({STATUTES})"),
        Facts(
            (
                ("Unique reference number", numbers[0] if numbers else TO_FILL_IN),
                ("Statement of", name),
                ("Age if under 18", TO_FILL_IN),
                ("Occupation", job or TO_FILL_IN),
                ("Exhibits produced", ", ".join(produced) or "none on record"),
            )
        ),
        Words(DECLARATION),
        Signature(name, "Signature and date"),
        Heading("Statement"),
        Words(row.words),
        Facts(
            (
                ("Given to the trust", moment_in_words(row.received_at) if row.received_at else ""),
                ("Written down by", row.taken_down_by or "the witness"),
            )
        ),
        Signature(name, "Signature"),
        Signature("", "Signature witnessed by"),
        Heading("Witness contact details", 3),
        Facts(
            (
                ("How to reach them", _contact(row) or TO_FILL_IN),
                ("Dates to be avoided", TO_FILL_IN),
                ("Needs, and special measures", TO_FILL_IN),
                ("Wishes to make a victim personal statement", TO_FILL_IN),
                ("Consents to police having medical records", TO_FILL_IN),
                ("Has been told about going to court", TO_FILL_IN),
            )
        ),
    ]
    return paper(incident, f"Statement of {name}", blocks, about="In the form of the MG11")


def _contact(row: Statement) -> str:
    if row.witness is not None:
        return row.witness.contact
    return str(row.person.email or "") if row.person else ""


def exhibit(incident: Incident, row: Exhibit) -> Paper:
    """What is known of an exhibit and who had it when, with its gaps and what was put right."""
    log = log_of(row)
    rows = tuple(
        (
            str(line.number),
            moment_in_words(line.at),
            f"{line.giver} to {line.receiver}",
            "; ".join(part for part in (line.why, line.place and f"kept: {line.place}", line.seal) if part),
            line.entered,
        )
        for line in log
    )
    remarks = [
        *(f"Row {line.number}: {fault}" for line in log for fault in line.faults),
        *(f"Row {line.number}: {note}" for line in log for note in line.notes),
        *(f"Row {line.number} was put right by row {line.replaced_by}." for line in log if line.replaced_by),
    ]
    facts = [(title, in_groups(words) if words == row.sha256 else words) for title, words in facts_of(row)]
    facts += [("Size", size_in_words(row.evidence.size))] if row.evidence else []
    blocks: list[Block] = [
        Words(row.description),
        Facts(tuple(facts)),
        Heading("Who had it when"),
        Table("Hand-overs", ("Row", "When", "From and to", "Why, where, seal", "Written down"), rows, (1, 3, 4, 4, 3)),
        Heading("Remarks"),
        Points(tuple(remarks)) if remarks else Words("The log is whole."),
    ]
    return paper(incident, f"Exhibit {row.mark}", blocks)
