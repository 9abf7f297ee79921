"""Exhibits: taken in once, handed over in writing, never lost from the log."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from holdfast.casework.casefile.models import Exhibit, Handover
from holdfast.casework.casefile.operations.exhibits import end_exhibit, record_exhibit
from holdfast.casework.casefile.operations.handovers import correct_handover, hand_over
from holdfast.casework.casefile.queries.exhibits import chain_of
from holdfast.casework.casefile.queries.visibility import exhibits_visible_to
from holdfast.casework.casefile.tests.case_cast import Case, photo
from holdfast.casework.incidents.operations.files import keep_file
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.records.operations.intake import prepare
from holdfast.kernel import clock


def test_it_gives_the_next_reference_of_the_finder(case: Case) -> None:
    first, second, third = case.exhibit(), case.exhibit(), case.exhibit(mark="pp/9")
    fourth = case.exhibit()
    assert [one.mark for one in (first, second, third, fourth)] == ["PP/1", "PP/2", "PP/9", "PP/10"]
    assert first.reference.startswith("EXH-2026-")
    assert Entry.objects.filter(verb="casefile.record_exhibit").count() == 4


def test_it_gives_a_reference_once_in_the_whole_trust(case: Case) -> None:
    case.exhibit(mark="AB/1")
    other = case.report()
    with pytest.raises(ValueError, match=r"AB/1 was given before.*AB/2"):
        case.exhibit(incident=other, mark="ab/01")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"description": " "}, "Say what it is"),
        ({"found_where": ""}, "where it was found"),
        ({"found_by": ""}, "who found it"),
        ({"kept_by": ""}, "who has it now"),
        ({"nature": "ghost"}, "a thing, a paper or a file"),
        ({"clock_ahead": 60}, "how the device’s clock was checked"),
        ({"mark": "nonsense"}, "not an exhibit reference"),
        ({"nature": "digital"}, "Add the file"),
    ],
)
def test_it_refuses_an_exhibit_that_is_not_told_whole(case: Case, changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        case.exhibit(**changes)
    assert not Exhibit.objects.exists()


def test_it_refuses_dates_in_the_wrong_order(case: Case) -> None:
    now = clock.now()
    with pytest.raises(ValueError, match="in the future"):
        case.exhibit(found_at=now + timedelta(minutes=1))
    with pytest.raises(ValueError, match="before it was found"):
        case.exhibit(kept_since=now - timedelta(hours=3))
    exhibit = case.exhibit()
    with pytest.raises(ValueError, match="before it was found"):
        hand_over(by=case.actor(case.lsms), exhibit=exhibit, moment=case.moment(at=now - timedelta(days=1)))
    with pytest.raises(ValueError, match="after it happened"):
        hand_over(by=case.actor(case.lsms), exhibit=exhibit, moment=case.moment(at=now + timedelta(days=1)))


def test_it_takes_a_file_in_with_its_hash_and_once_only(case: Case) -> None:
    exhibit = case.recording()
    assert exhibit.evidence is not None
    assert exhibit.sha256 == exhibit.evidence.sha256
    with pytest.raises(ValueError, match="is an exhibit already"):
        record_exhibit(
            by=case.actor(case.lsms),
            incident=case.incident,
            facts=case.facts(nature="digital"),
            evidence=exhibit.evidence,
        )


def test_it_shows_an_injury_to_those_named_only(case: Case) -> None:
    private, open_one = case.recording(private=True), case.exhibit()
    assert private.evidence is not None
    assert private.evidence.sensitivity == "restricted"
    assert set(exhibits_visible_to(case.viewer(case.lsms))) == {private, open_one}
    assert set(exhibits_visible_to(case.viewer(case.manager))) == {private, open_one}  # investigates it
    assert set(exhibits_visible_to(case.viewer(case.director))) == {open_one}
    assert not exhibits_visible_to(case.viewer(case.far_manager)).exists()


def test_it_keeps_a_private_file_private_whatever_was_ticked(case: Case) -> None:
    sent = prepare(ContentFile(photo(), name="cheek.png"))
    file = keep_file(by=case.actor(case.lsms), incident=case.incident, upload=sent, private=True)
    facts = case.facts(nature="digital", private=False)
    assert record_exhibit(by=case.actor(case.lsms), incident=case.incident, facts=facts, evidence=file).restricted


def test_it_takes_a_gap_as_it_is_and_shows_it(case: Case) -> None:
    exhibit = case.exhibit()
    hand_over(by=case.actor(case.lsms), exhibit=exhibit, moment=case.moment(giver="Someone Else"))
    assert "Gap: Lee Specialist had it last" in chain_of(exhibit).faults[2][0]


def test_it_puts_a_row_right_by_another_row(case: Case) -> None:
    exhibit = case.exhibit()
    wrong = hand_over(by=case.actor(case.lsms), exhibit=exhibit, moment=case.moment(giver="Someone Else"))
    with pytest.raises(ValueError, match="why the row is put right"):
        correct_handover(by=case.actor(case.lsms), exhibit=exhibit, wrong=wrong, moment=case.moment(), reason=" ")
    correct_handover(
        by=case.actor(case.lsms), exhibit=exhibit, wrong=wrong, moment=case.moment(), reason="Wrong name typed"
    )
    chain = chain_of(Exhibit.objects.get(pk=exhibit.pk))
    assert chain.whole
    assert chain.replaced == {2: 3}
    assert Handover.objects.filter(exhibit=exhibit).count() == 3
    with pytest.raises(ValueError, match="put right already"):
        correct_handover(by=case.actor(case.lsms), exhibit=exhibit, wrong=wrong, moment=case.moment(), reason="Again")


def test_it_lets_nobody_change_a_row_of_the_log(case: Case) -> None:
    exhibit = case.exhibit()
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        Handover.objects.filter(exhibit=exhibit).update(giver="Someone Else")


def test_it_ends_an_exhibit_with_authority_once(case: Case) -> None:
    exhibit, by = case.exhibit(), case.actor(case.lsms)
    told = {"by": by, "exhibit": exhibit, "at": clock.now()}
    with pytest.raises(ValueError, match="who or what allowed it"):
        end_exhibit(**told, how="returned", to="Pat Paramedic", authority="")
    with pytest.raises(ValueError, match="to whom"):
        end_exhibit(**told, how="returned", to="", authority="PC 1234")
    end_exhibit(**told, how="destroyed", to="", authority="PC 1234 of the case")
    assert exhibit.record.audit_subject.kind == "exhibit"
    with pytest.raises(ValueError, match="let go already"):
        end_exhibit(**told, how="destroyed", to="", authority="PC 1234")
    with pytest.raises(ValueError, match="was let go"):
        hand_over(by=by, exhibit=exhibit, moment=case.moment())
