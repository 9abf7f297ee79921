"""Bringing in a history: what comes of it, and what must not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from holdfast.casework.incidents.models import HistoryImport, ImportedRow, Incident, Referral, SearchText
from holdfast.casework.incidents.operations.history import NotAllGood, import_history, preview_history
from holdfast.casework.incidents.queries.awaiting import awaiting_check
from holdfast.casework.incidents.queries.history import columns_for, reading_for, table_for
from holdfast.casework.incidents.queries.queues import owed_by
from holdfast.casework.incidents.queries.searching import matching
from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.casework.incidents.rules.history_plan import HistoryPlan
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.casework.incidents.tests.history_exports import export
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Mail, Notice
from holdfast.foundation.organisation.queries.staff_file import Wish
from holdfast.foundation.records.models import Change, Reader, Record

ASSAILANT = {"Role": "Assailant", "Contact type": "Staff", "Surname": "Crewmate", "Forenames": "Casey"}


@pytest.fixture
def bring(team: Team) -> Callable[..., HistoryPlan]:
    """Bring in an export of these rows; `preview=True` only looks, `good=False` asks for all or nothing."""

    def run(*rows: dict[str, str], preview: bool = False, good: bool = True, **more: Any) -> HistoryPlan:
        content = export(*rows)
        table = table_for(team.trust, content, "listing.csv", Wish())
        reading = reading_for(team.trust, columns_for(team.trust, table, Wish()), more.get("words", {}))
        assert reading.faults == []
        if preview:
            return preview_history(reading.file, team.trust, "Datix", reading.meanings)
        return import_history(
            by=team.actor(team.lsms), trust=team.trust, file=reading.file, source="Datix", meanings=reading.meanings,
            sha256="a" * 64, all_or_nothing=not good,
        )  # fmt: skip

    return run


Bring = Callable[..., HistoryPlan]


def counts(plan: HistoryPlan) -> dict[str, int]:
    return {name: count for name, count in plan.counts().items() if count}


def the_incident() -> Incident:
    return Incident.objects.select_related("record__trust").get()


def test_it_makes_one_incident_of_the_rows_of_its_people(team: Team, bring: Bring) -> None:
    plan = bring({}, {"Role": "Witness", "Surname": "Seer", "Forenames": "Sam"})
    assert counts(plan) == {"rows": 2, "new": 1, "new_closed": 1}
    incident = the_incident()
    assert (incident.state, incident.stage, incident.type, incident.severity) == (
        "closed", "closed", "physical-assault", "minor",
    )  # fmt: skip
    assert (incident.old_reference, incident.route, incident.site, incident.unit) == (
        "W70001", "import", team.site, team.unit,
    )  # fmt: skip
    assert incident.reference == "INC-2024-00001", "it takes its place in the year of its report"
    assert incident.record.closed_at.date().isoformat() == "2024-03-20"
    assert incident.victims.get().name == "Ada Testman"
    assert incident.witnesses.get().name == "Sam Seer"
    rows = list(incident.imported_from.all())
    assert [row.line for row in rows] == [2, 3]
    assert rows[0].rest == {"Risk grading": "Low risk"}
    assert rows[0].facts["description"] == incident.description


def test_it_tells_nobody_and_starts_no_clock(team: Team, bring: Bring) -> None:
    team.rule(tell=["lsms", "security-lead"], at_once=True, investigate="team-manager")
    before = Change.objects.count()
    bring({"Closed": "", "Approval status": "In the holding area, awaiting review"})
    incident = the_incident()
    assert incident.state == "reported"
    assert not Notice.objects.exists()
    assert not Mail.objects.exists()
    assert not Referral.objects.exists()
    assert not incident.investigations.exists()
    assert Change.objects.count() == before
    assert not awaiting_check(team.viewer(team.manager)).exists()
    (owed,) = owed_by(team.viewer(team.lsms))
    assert (owed.what, owed.due) == ("Brought in, and waits for triage", None)
    assert owed_by(team.viewer(team.manager)) == []


@pytest.mark.parametrize(
    ("status", "closed", "state"),
    [("Being reviewed", "", "open"), ("Being reviewed", "20/03/2024", "closed"), ("Finally approved", "", "closed")],
)
def test_it_is_open_or_closed_as_the_export_says(bring: Bring, status: str, closed: str, state: str) -> None:
    bring({"Approval status": status, "Closed": closed})
    incident = the_incident()
    assert incident.state == state
    assert incident.closures.count() == (state == "closed")
    if state == "closed" and not closed:
        assert "does not say when" in incident.closures.get().outcome


def test_it_changes_nothing_the_second_time(bring: Bring) -> None:
    bring({}, {"ID": "2", "Ref": "W2"})
    before = (
        Record.objects.count(),
        ImportedRow.objects.count(),
        Entry.objects.filter(verb="incidents.import").count(),
    )
    plan = bring({}, {"ID": "2", "Ref": "W2"})
    assert counts(plan) == {"rows": 2, "unchanged": 2}
    assert not plan.changes_something
    after = (Record.objects.count(), ImportedRow.objects.count(), Entry.objects.filter(verb="incidents.import").count())
    assert before == after == (2, 2, 2)
    assert HistoryImport.objects.count() == 1


def test_it_adds_only_what_a_later_export_has_more_of_and_says_what_differs(bring: Bring) -> None:
    bring({"Closed": "", "Approval status": "Being reviewed"})
    later = ({}, {"Surname": "Second", "Forenames": "Sid"}, {"ID": "2", "Ref": "W2"})
    plan = bring(*later)
    assert counts(plan) == {"rows": 3, "new": 1, "new_closed": 1, "added": 1, "different": 1}
    incident = Incident.objects.get(old_reference="W70001")
    assert [victim.name for victim in incident.victims.all()] == ["Ada Testman", "Sid Second"]
    assert incident.state == "open", "Holdfast's own stays"
    (different,) = plan.different
    assert ("Date closed", "", "20/03/2024") in different.fields
    assert ("Approval status", "Being reviewed", "Finally approved") in different.fields
    again = bring(*later)
    assert counts(again) == {"rows": 3, "different": 1, "unchanged": 1}
    assert Entry.objects.filter(verb="incidents.import_more").count() == 1


def test_it_knows_an_incident_by_its_reference_where_the_number_is_missing(bring: Bring) -> None:
    bring({})
    assert counts(bring({"ID": ""})) in ({"rows": 1, "different": 1}, {"rows": 1, "unchanged": 1})
    assert Incident.objects.count() == 1


def test_it_leaves_out_what_was_rejected_and_what_is_not_about_security(bring: Bring) -> None:
    rejected = {"ID": "2", "Ref": "W2", "Approval status": "REJECT"}
    fall = {"ID": "3", "Ref": "W3", "Category": "Accident", "Sub category": "Slip, trip or fall"}
    plan = bring({}, rejected, fall)
    assert counts(plan) == {"rows": 3, "new": 1, "new_closed": 1, "rejected": 1, "left_out": 1}
    assert dict(plan.left_out) == {"Slip, trip or fall": 1}
    assert Incident.objects.count() == 1


def test_it_brings_in_the_good_ones_and_lists_the_others(bring: Bring) -> None:
    plan = bring({}, {"ID": "2", "Ref": "W2", "Incident date": "31/02/2024"}, {"ID": "2", "Ref": "W2", "Surname": "B"})
    assert counts(plan) == {"rows": 3, "new": 1, "new_closed": 1, "bad": 2}
    assert plan.refused[0].line == 3
    assert plan.refused[0].reasons == ("“31/02/2024” is no day of the calendar, on line 3. Put it right.",)


def test_it_brings_in_nothing_when_all_was_asked_for_and_one_is_bad(bring: Bring) -> None:
    with pytest.raises(NotAllGood, match=r"1 row of listing\.csv cannot be used, so nothing was brought in"):
        bring({}, {"ID": "2", "Ref": "W2", "Incident date": "31/02/2024"}, good=False)
    assert not Incident.objects.exists()
    assert not HistoryImport.objects.exists()


def test_it_changes_nothing_in_a_preview(bring: Bring) -> None:
    plan = bring({}, preview=True)
    assert counts(plan) == {"rows": 1, "new": 1, "new_closed": 1}
    assert not plan.applied
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    "change", [{"Sub category": "Sexual assault"}, {"Sub category": "Physical assault, staff on patient"}]
)
def test_it_restricts_what_is_always_restricted(team: Team, bring: Bring, change: dict[str, str]) -> None:
    plan = bring(change)
    assert plan.counts()["new_restricted"] == 1
    incident = the_incident()
    assert incident.restricted
    assert incident.record.sensitivity == "restricted"
    assert [reader.person for reader in Reader.objects.filter(record=incident.record)] == [team.lead]
    assert not visible_to(team.viewer(team.lsms)).exists()
    assert visible_to(team.viewer(team.lead)).exists()


def test_it_keeps_a_suspected_colleague_apart_and_never_names_them_as_a_reader(team: Team, bring: Bring) -> None:
    bring({}, ASSAILANT | {"Surname": "Lead", "Forenames": "Logan"})
    incident = the_incident()
    assert incident.internal
    assert incident.subjects.get().held_apart
    readers = [reader.person for reader in Reader.objects.filter(record=incident.record)]
    assert readers
    assert team.lead not in readers
    assert "logan" not in SearchText.objects.get().words


def test_it_restricts_an_incident_when_a_later_export_names_a_colleague(team: Team, bring: Bring) -> None:
    bring({})
    assert not the_incident().restricted
    bring({}, ASSAILANT)
    incident = the_incident()
    assert incident.restricted
    assert incident.subjects.get().held_apart
    assert not visible_to(team.viewer(team.lsms)).exists()


def test_it_tells_nothing_of_a_restricted_incident_that_differs(bring: Bring) -> None:
    sexual = {"Sub category": "Sexual assault"}
    bring(sexual)
    (different,) = bring(sexual | {"Description": "Another story."}).different
    assert different.reference == ""
    assert different.fields == (("What happened", "", ""),)


def test_it_restricts_what_the_trusts_own_routing_restricts(team: Team, bring: Bring) -> None:
    team.rule(types=["theft"], restrict=True, tell=["lsms"])
    bring({"Sub category": "Theft of property"})
    assert the_incident().restricted
    assert not Notice.objects.exists()


def test_it_is_found_by_its_old_reference(team: Team, bring: Bring) -> None:
    bring({}, {"ID": "2", "Ref": "INC-2019-00007"}, {"ID": "3", "Ref": "W3"})
    seen = visible_to(team.viewer(team.lsms))
    assert [row.old_reference for row in matching(seen, "w70001")] == ["W70001"]
    assert [row.old_reference for row in matching(seen, "inc-2019-00007")] == ["INC-2019-00007"]
    ours = seen.get(old_reference="W3").reference
    assert [row.old_reference for row in matching(seen, ours)] == ["W3"]


def test_it_says_in_the_trail_who_brought_it_in_from_which_file(team: Team, bring: Bring) -> None:
    bring({})
    entry = Entry.objects.select_related("kept").get(verb="incidents.import")
    assert (entry.actor_name, entry.subject_reference) == (str(team.lsms), the_incident().reference)
    for words in ('"sha256":"' + "a" * 64, "listing.csv", "W70001", "Datix"):
        assert words in entry.kept.content.replace(": ", ":")
    assert Entry.objects.filter(verb="incidents.import_history").count() == 1


def test_it_joins_nobody_by_name(team: Team, bring: Bring) -> None:
    bring({"Surname": "Paramedic", "Forenames": "Pat"})
    assert the_incident().victims.get().person is None


def test_it_keeps_what_looks_like_a_formula_and_what_is_too_long_for_a_field(bring: Bring) -> None:
    bring({"Exact location": "=1+1" + "x" * 900, "Surname": "é" * 400, "Description": "<b>x</b>\n=2+2"})
    incident = the_incident()
    assert incident.exact_place.startswith("=1+1")
    assert len(incident.exact_place) == 300
    assert incident.description == "<b>x</b>\n=2+2"
    assert incident.imported_from.get().facts["exact_place"].endswith("x" * 900)
