"""Putting a bundle together for the police, and handing it out again as it was.

Reading, drawing and zipping come first (`prepare_bundle`) and hold no lock; then one short operation keeps the bundle.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import IO

from django.db.models import Max

from holdfast.casework.casefile.models import Bundle, BundleExhibit, BundlePaper, Exhibit
from holdfast.casework.casefile.operations.exhibits import report_broken
from holdfast.casework.casefile.operations.zipping import Member, ZipBroken, Zipped, write_zip
from holdfast.casework.casefile.presenters import papers
from holdfast.casework.casefile.presenters.police_paper import police
from holdfast.casework.casefile.queries.exhibits import is_broken
from holdfast.casework.casefile.queries.pieces import Piece
from holdfast.casework.casefile.queries.story import story_for_police
from holdfast.casework.casefile.rules.bundles import INDEX, MANIFEST, WHO_DID_IT, manifest_of, safe_name, unique
from holdfast.casework.incidents.models import Incident
from holdfast.casework.incidents.operations.holding import hold
from holdfast.casework.liaison.models import Disclosure
from holdfast.casework.liaison.operations.disclosing import hand_over
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.printing import PAPER, pdf
from holdfast.foundation.printing.papers import Paper
from holdfast.foundation.records.models import Evidence
from holdfast.foundation.records.operations import touch
from holdfast.foundation.records.operations.verification import NotHandedOut, open_original
from holdfast.kernel import clock


class BundleRefused(Exception):
    """The bundle cannot be made, or not be made again as it was. Says why, and what to do."""


@dataclass(frozen=True)
class Asked:
    """For whom, on which legal basis and why; which pieces were chosen, and why the others were left out."""

    to_whom: str
    basis: str
    purpose: str
    chosen: frozenset[str]
    why_left_out: str = ""


@dataclass(frozen=True)
class Prepared:
    """A bundle that is ready to be kept."""

    asked: Asked
    number: int
    chosen: tuple[Piece, ...]
    rest: tuple[Piece, ...]
    left_out: tuple[tuple[str, str], ...]
    papers: tuple[tuple[str, bytes], ...]
    files: tuple[tuple[str, Exhibit], ...]
    manifest: str
    zipped: Zipped = field(compare=False)


def prepare_bundle(*, by: Actor, incident: Incident, pieces: Sequence[Piece], asked: Asked) -> Prepared:
    """Read, print and zip what was chosen of `pieces`; the incident is loaded by `queries.pieces.load`.

    Every chosen file is held against its SHA-256 first. One that is broken refuses the whole bundle, is flagged and
    told to the security team. Raises BundleRefused for that, for nothing chosen, for a piece that cannot go in, and
    when it is not said for whom, on which basis and why, or why something was left out.
    """
    chosen = tuple(piece for piece in pieces if piece.key in asked.chosen)
    _check(asked, chosen, pieces)
    _verify(by, chosen)
    rest = tuple(piece for piece in pieces if piece not in chosen)
    left_out = tuple((piece.title, piece.why_not or asked.why_left_out.strip()) for piece in rest)
    number = (Bundle.objects.filter(incident=incident).aggregate(last=Max("number"))["last"] or 0) + 1
    exhibits = [piece.thing for piece in chosen if isinstance(piece.thing, Exhibit)]
    drawn = list(_papers(incident, chosen, exhibits))
    files = list(_files(exhibits))
    names = unique([*(name for name, _, _ in drawn), *(name for name, _ in files)])
    drawn = [(name, what, sheet) for name, (_, what, sheet) in zip(names, drawn, strict=False)]
    files = [(name, exhibit) for name, (_, exhibit) in zip(names[len(drawn) :], files, strict=True)]
    cover = papers.Cover(number, asked.to_whom.strip(), asked.basis.strip(), asked.purpose.strip(), by.name)
    contents = [
        *((name, what) for name, what, _ in drawn),
        *((name, f"File of exhibit {exhibit.mark}") for name, exhibit in files),
    ]
    drawn.insert(0, (INDEX, "Index", papers.index(incident, cover, contents, exhibits, left_out)))
    printed = [(name, pdf(PAPER, sheet)) for name, _, sheet in drawn]
    manifest = manifest_of(
        [
            *((name, hashlib.sha256(content).hexdigest()) for name, content in printed),
            *((name, exhibit.sha256) for name, exhibit in files),
        ]
    )
    members = _members(printed, manifest, [(name, _of(exhibit)) for name, exhibit in files])
    zipped = _zip(members, f"{incident.reference}-bundle-{number}")
    return Prepared(asked, number, chosen, rest, left_out, tuple(printed), tuple(files), manifest, zipped)


def _in_trail(piece: Piece) -> str:
    """The piece as the audit trail has it, which more people read than may know of someone who is held apart."""
    return f"{WHO_DID_IT}: held apart" if getattr(piece.thing, "held_apart", False) else piece.title


def _check(asked: Asked, chosen: Collection[Piece], pieces: Sequence[Piece]) -> None:
    if not chosen:
        raise BundleRefused("Choose at least one piece.")
    for words, value in (
        ("for whom it is", asked.to_whom),
        ("on which legal basis it is disclosed", asked.basis),
        ("what it is for", asked.purpose),
    ):
        if not value.strip():
            raise BundleRefused(f"Say {words}.")
    for piece in chosen:
        if piece.why_not:
            raise BundleRefused(f"{piece.title} cannot go in: {piece.why_not}. Leave it out, and it is said so inside.")
    rest = [piece for piece in pieces if piece not in chosen and not piece.why_not]
    if rest and not asked.why_left_out.strip():
        raise BundleRefused("Say why the rest is left out: the index tells whoever reads the bundle.")


def _of(exhibit: Exhibit) -> Evidence:
    assert exhibit.evidence is not None
    return exhibit.evidence


def _verify(by: Actor, chosen: Collection[Piece]) -> None:
    for piece in chosen:
        exhibit = piece.thing
        if not isinstance(exhibit, Exhibit) or exhibit.evidence is None:
            continue
        try:
            open_original(by=by, evidence=exhibit.evidence).close()
        except NotHandedOut as refusal:
            exhibit.evidence.refresh_from_db()
            if is_broken(exhibit):
                report_broken(by=by, exhibit=exhibit)
            raise BundleRefused(f"Exhibit {exhibit.mark} cannot go in. {refusal}") from None


def _papers(
    incident: Incident, chosen: Sequence[Piece], exhibits: Sequence[Exhibit]
) -> Iterator[tuple[str, str, Paper]]:
    """Name, words for the index, and the sheet of each paper but the index."""
    keys = {piece.key for piece in chosen}
    people = [piece for piece in chosen if piece.group == "people"]
    if "timeline" in keys:
        yield "timeline.pdf", "Timeline", papers.timeline(incident, story_for_police(incident, exhibits))
    if "report" in keys or people:
        yield "report.pdf", "What was reported", papers.report(incident, people)
    if "police" in keys:
        yield "police.pdf", "Contacts with the police", police(incident)
    for piece in chosen:
        if piece.group == "statements":
            name = f"statements/{safe_name(piece.title.removeprefix('Statement of '))}.pdf"
            yield name, piece.title, papers.statement(incident, piece.thing, exhibits)
    for exhibit in exhibits:
        folder = f"exhibits/{safe_name(exhibit.mark)}"
        yield f"{folder}/log.pdf", f"Exhibit {exhibit.mark}: continuity", papers.exhibit(incident, exhibit)


def _files(exhibits: Sequence[Exhibit]) -> Iterator[tuple[str, Exhibit]]:
    for exhibit in exhibits:
        if exhibit.evidence is not None:
            yield f"exhibits/{safe_name(exhibit.mark)}/{safe_name(exhibit.evidence.name)}", exhibit


def _members(
    printed: Sequence[tuple[str, bytes]], manifest: str, files: Sequence[tuple[str, Evidence]]
) -> Iterator[Member]:
    listed = manifest.encode()
    for name, content in [*printed, (MANIFEST, listed)]:
        yield Member(name, len(content), hashlib.sha256(content).hexdigest(), partial(io.BytesIO, content))
    for name, evidence in files:
        yield Member(name, evidence.size, evidence.sha256, _opener(evidence))


def _opener(evidence: Evidence) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with evidence.file.storage.open(evidence.file.name or "", "rb") as file:
            yield file

    return opened


def _zip(members: Iterator[Member], folder: str) -> Zipped:
    try:
        return write_zip(members, folder=folder)
    except (ZipBroken, OSError) as failure:
        raise BundleRefused(f"The bundle cannot be written: {failure}") from failure


@operation
def make_bundle(*, by: Actor, incident: Incident, prepared: Prepared) -> Bundle:
    """Keep a bundle that `prepare_bundle` made ready.

    Raises BundleRefused when someone else made one meanwhile: then its number is taken.
    """
    hold(incident)
    if Bundle.objects.filter(incident=incident, number=prepared.number).exists():
        raise BundleRefused("Someone else made a bundle of this case a moment ago. Look at it, then send this again.")
    asked = prepared.asked
    bundle = Bundle.objects.create(
        trust_id=incident.trust_id,
        incident=incident,
        number=prepared.number,
        to_whom=asked.to_whom.strip(),
        basis=asked.basis.strip(),
        purpose=asked.purpose.strip(),
        chosen=sorted(piece.key for piece in prepared.chosen),
        left_out=[list(line) for line in prepared.left_out],
        manifest=prepared.manifest,
        sha256=prepared.zipped.sha256,
        size=prepared.zipped.size,
        made_at=clock.now(),
        made_by=by.name,
        person_id=by.person_id,
    )
    BundlePaper.objects.bulk_create(
        BundlePaper(
            trust_id=incident.trust_id,
            bundle=bundle,
            name=name,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
        )
        for name, content in prepared.papers
    )
    BundleExhibit.objects.bulk_create(
        BundleExhibit(
            trust_id=incident.trust_id,
            bundle=bundle,
            exhibit=exhibit,
            name=name,
            sha256=exhibit.sha256,
            size=_of(exhibit).size,
        )
        for name, exhibit in prepared.files
    )
    touch(incident.record)
    enter(
        "casefile.make_bundle",
        by=by,
        subject=incident.record,
        details={
            "bundle": bundle.number,
            "for": bundle.to_whom,
            "basis": bundle.basis,
            "chosen": [_in_trail(piece) for piece in prepared.chosen],
            "left out": [_in_trail(piece) for piece in prepared.rest],
            "sha256": bundle.sha256,
        },
    )
    return bundle


def open_bundle(*, by: Actor, bundle: Bundle) -> Zipped:
    """The bundle's ZIP, made again and held against its SHA-256; the caller closes its file. Each is an entry.

    Raises BundleRefused when an exhibit's file is no longer what it was, or the ZIP is not the same byte for byte.
    """
    rows = list(bundle.files.select_related("exhibit__evidence__record__trust", "exhibit__incident__record"))
    files = []
    for row in rows:
        evidence = _of(row.exhibit)
        try:
            open_original(by=by, evidence=evidence).close()
        except NotHandedOut as refusal:
            evidence.refresh_from_db()
            if is_broken(row.exhibit):
                report_broken(by=by, exhibit=row.exhibit)
            raise BundleRefused(f"Exhibit {row.exhibit.mark} is in it. {refusal}") from None
        files.append((row.name, evidence))
    printed = [(paper.name, bytes(paper.content)) for paper in bundle.papers.all()]
    zipped = _zip(_members(printed, bundle.manifest, files), bundle.name)
    if zipped.sha256 != bundle.sha256:
        zipped.file.close()
        raise BundleRefused(
            "This bundle is no longer the same as when it was made, so it is not handed out. Make a new one, and tell "
            "whoever looks after Holdfast."
        )
    enter_handing_out(by=by, bundle=bundle)
    return zipped


@operation
def enter_handing_out(*, by: Actor, bundle: Bundle) -> None:
    """Leave the entry that `by` was handed the bundle's ZIP."""
    details = {"bundle": bundle.number, "sha256": bundle.sha256, "size": bundle.size}
    enter("casefile.hand_out_bundle", by=by, subject=bundle.incident.record, details=details)


@operation
def record_giving(*, by: Actor, bundle: Bundle, disclosure: Disclosure, at: datetime, how: str) -> Bundle:
    """Keep that the bundle was handed over, when (UTC) and how, also in the register of disclosures.

    `disclosure` is the line of the register that was approved for it. Raises ValueError for one that was not, or is of
    another incident, without a way, for a moment in the future or before it was made, and when it was handed over.
    """
    hold(bundle.incident)
    bundle.refresh_from_db()
    if bundle.given_at is not None:
        raise ValueError("It was handed over already. Make another bundle when more is asked for.")
    if disclosure.incident_id != bundle.incident_id:
        raise ValueError("This disclosure belongs to another incident.")
    if not how.strip():
        raise ValueError("Say how it was handed over.")
    if at > clock.now() or at < bundle.made_at.replace(second=0, microsecond=0):
        raise ValueError("It is handed over after it was made and not in the future. Put the time right.")
    left_out = "; ".join(title for title, _ in bundle.left_out) or "nothing"
    hand_over(
        by=by,
        disclosure=disclosure,
        given_on=clock.local_day(at),
        what=f"{bundle.name}, SHA-256 {bundle.sha256}. Left out: {left_out}",
        how=how.strip(),
    )
    bundle.given_at, bundle.given_how, bundle.given_by = at, how.strip()[:200], by.name
    bundle.disclosure = disclosure
    bundle.save(update_fields=["given_at", "given_how", "given_by", "disclosure"])
    touch(bundle.incident.record)
    enter(
        "casefile.record_giving",
        by=by,
        subject=bundle.incident.record,
        details={"bundle": bundle.number, "to": bundle.to_whom, "basis": bundle.basis, "at": at, "how": how.strip()},
    )
    return bundle
