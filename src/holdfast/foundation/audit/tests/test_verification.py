from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from holdfast.foundation.audit.guards import drop_guards
from holdfast.foundation.audit.operations import seal
from holdfast.foundation.audit.verification import Kind, verify
from holdfast.foundation.audit.verification.report import SHOWN

from .intruder import intrude
from .trail import LSMS, TICK, triage, triage_many


def test_it_finds_nothing_wrong_with_a_trail_that_nobody_touched(trail):
    report = verify()

    assert report.intact
    assert report.first is None
    assert (report.entries, report.waiting, report.seals, report.erased) == (10, 1, 3, 0)
    assert "whole as far as seal 3: nothing in it was changed, removed or slipped in" in report.as_text()
    assert "Whether its end was cut off" in report.as_text()


@pytest.mark.django_db
def test_it_finds_nothing_wrong_with_an_empty_trail():
    assert verify().intact


@pytest.mark.django_db
def test_it_does_not_take_an_emptied_trail_for_a_whole_one():
    get_user_model().objects.create_user("ada@example.org")

    report = verify()

    assert report.counts == {Kind.CUT_OFF: 1}
    assert "it was emptied" in report.as_text()


def test_it_knows_what_was_written_with_an_earlier_key(trail, settings):
    settings.AUDIT_KEY_FALLBACKS = [settings.AUDIT_KEY]
    settings.AUDIT_KEY = "the key of the new year"
    triage(by=LSMS)
    seal(by=TICK)

    assert verify().intact


def test_it_says_what_to_do_when_the_key_was_changed_and_the_earlier_one_forgotten(trail, settings):
    settings.AUDIT_KEY = "the key of the new year"

    report = verify()

    assert report.counts == {Kind.SLIPPED_IN: 10, Kind.SEAL_FORGED: 3}
    assert "AUDIT_KEY_FALLBACKS" in report.as_text()


def test_it_notices_a_key_that_was_replaced_while_entries_went_on(trail, settings):
    settings.AUDIT_KEY = "the key of an intruder"
    triage(by=LSMS)
    seal(by=TICK)

    report = verify()

    assert report.counts == {Kind.SLIPPED_IN: 10, Kind.SEAL_FORGED: 3}
    assert "AUDIT_KEY_FALLBACKS" in report.as_text()


def test_it_says_which_guards_are_missing(trail):
    drop_guards(connection)

    report = verify()

    assert report.counts == {Kind.GUARD_MISSING: 15}
    assert "audit_entry_keeps_rows" in report.first.words


def test_it_tells_the_first_faults_one_by_one_and_counts_the_rest(db):
    triage_many(by=LSMS, count=SHOWN + 7)
    seal(by=TICK)
    intrude("UPDATE audit_entry SET why = 'another'")

    report = verify()

    assert len(report.faults) == SHOWN
    assert report.counts == {Kind.CHANGED: SHOWN + 7}
    assert "and 7 more" in report.as_text()


def test_it_reports_in_words_and_as_json(trail):
    intrude("UPDATE audit_entry SET actor_name = 'Somebody Else', at = '2026-07-01 13:30:00' WHERE id = %s", [trail[4]])

    report = verify()

    assert (
        f"Entry {trail[4]} (incidents.triage INC-2026-00001 by Somebody Else, 1 July 2026, 14:30) "
        "was changed after it was written."
    ) in report.as_text()
    data = json.loads(json.dumps(report.as_json()))
    assert (data["intact"], data["entries"], data["counts"]) == (False, 10, {"changed": 1})
    assert (data["first"]["kind"], data["first"]["entry"]) == ("changed", trail[4])


def test_it_costs_no_more_statements_for_more_entries(trail, django_assert_num_queries):
    with django_assert_num_queries(9):
        verify()


def test_it_does_not_let_an_intruder_speak_through_the_report(trail):
    lie = "me\x1b[2J\nThe audit trail is whole: nothing was changed, removed or slipped in."
    intrude("UPDATE audit_entry SET actor_name = %s WHERE id = %s", [lie, trail[4]])

    text = verify().as_text()

    assert "\x1b" not in text
    assert not any(line.startswith("The audit trail is whole") for line in text.splitlines())
