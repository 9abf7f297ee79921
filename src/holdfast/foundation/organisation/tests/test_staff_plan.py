"""What a staff file would change. Every person here is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from holdfast.foundation.organisation.rules.staff_columns import columns_of, find_header
from holdfast.foundation.organisation.rules.staff_plan import BACK, Known, StaffPlan, plan_staff
from holdfast.foundation.organisation.rules.staff_rows import read_staff
from holdfast.foundation.organisation.rules.staff_units import folded
from holdfast.foundation.organisation.rules.tables import read_table

TODAY = date(2026, 3, 3)
HEAD = "Employee Number,Assignment Number,First Name,Last Name,Primary,Position Title,Org L2,Org L3,Location,"
HEAD += "Supervisor Number,Supervisor Name,E-mail,Start Date,Leaving Date"


def plan(*rows: str, known: Known | None = None, head: str = HEAD) -> StaffPlan:
    table = read_table("\n".join([head, *rows]).encode(), "staff.csv", delimiter=",")
    header = find_header(table)
    return plan_staff(read_staff(table, header, columns_of(table, header)), known or Known(), TODAY)


def person(**facts: Any) -> dict[str, Any]:
    blank = {
        "given_name": "Ada",
        "family_name": "Testman",
        "email": "",
        "phone": "",
        "job_title": "",
        "staff_group": "",
    }
    return {**blank, "unit": (), "supervisor": "", "started": None, "left": None, **facts}


def job(who: str, **facts: Any) -> dict[str, Any]:
    blank = {"person": who, "position_title": "", "unit": (), "site": "", "supervisor": "", "primary": True}
    return {**blank, "started": None, "ended": None, **facts}


def test_it_adds_people_jobs_and_units() -> None:
    found = plan(
        "1001,1001,Ada,Testman,Yes,Paramedic,Trust,West,,1002,,ada@example.org,01/04/2015,",
        "1002,1002,Bo,Testman,Yes,Manager,Trust,,,,,,,",
    )
    assert found.new_units == [("Trust",), ("Trust", "West")]
    ada, bo = found.people
    assert ada.new
    assert ada.fields["supervisor"] == (None, "1002")
    assert ada.fields["unit"] == (None, ("Trust", "West"))
    assert ada.fields["job_title"] == (None, "Paramedic")
    assert "supervisor" not in bo.fields
    assert [planned.key for planned in found.jobs] == ["1001", "1002"]
    assert found.counts()["new_people"] == 2


def test_it_changes_nothing_when_all_is_known() -> None:
    known = Known(
        people={
            "1001": person(job_title="Paramedic", unit=("TRUST",), email="ada@example.org", started=date(2015, 4, 1)),
        },
        jobs={"1001": job("1001", position_title="Paramedic", unit=("TRUST",), started=date(2015, 4, 1))},
        units={("trust",): (("TRUST",), False)},
    )
    found = plan("1001,1001,Ada,Testman,Yes,Paramedic,Trust,,,,,ADA@example.org,01/04/2015,", known=known)
    assert not found.changes_something
    assert found.unchanged == 1


def test_it_says_field_by_field_what_changes() -> None:
    known = Known(people={"1001": person(job_title="Paramedic")}, jobs={"1001": job("1001")})
    found = plan("1001,1001,Ada,Testman-Sample,Yes,Manager,,,,,,,,", known=known)
    (changed,) = found.people
    assert changed.fields == {
        "family_name": ("Testman", "Testman-Sample"),
        "job_title": ("Paramedic", "Manager"),
    }


def test_it_takes_a_blank_for_no_news() -> None:
    known = Known(
        people={
            "1001": person(job_title="Paramedic", email="a@example.org", supervisor="1002", started=date(2015, 1, 1))
        },
        jobs={"1001": job("1001", position_title="Paramedic")},
    )
    assert not plan("1001,1001,Ada,Testman,,,,,,,,,,", known=known).changes_something


def test_it_keeps_several_jobs_with_one_person() -> None:
    found = plan(
        "1001,1001-2,Ada,Testman,No,Trainer,Trust,Training,,,,,01/06/2020,",
        "1001,1001,Ada,Testman,Yes,Paramedic,Trust,West,,,,,01/04/2015,",
    )
    (ada,) = found.people
    assert ada.fields["job_title"] == (None, "Paramedic")
    assert ada.fields["started"] == (None, date(2015, 4, 1))
    assert len(found.jobs) == 2


def test_it_refuses_rows_that_contradict_one_another() -> None:
    found = plan(
        "1001,1001,Ada,Testman,Yes,Paramedic,,,,,,,,",
        "1001,1001-2,Bo,Sampleton,No,Trainer,,,,,,,,",
        "1001,1001,Ada,Testman,Yes,Manager,,,,,,,,",
        "1001,1001,Ada,Testman,Yes,Paramedic,,,,,,,,",
    )
    assert {row.line: row.reasons[0] for row in found.refused} == {
        3: "employee number 1001 is Ada Testman on line 2 and Bo Sampleton here",
        4: "assignment number 1001 stands on line 2 with other facts",
    }
    assert [(line.line, line.why) for line in found.skipped] == [(5, "says what line 2 says")]
    assert found.refused[0].cells[2] == "Bo"


def test_it_gives_nobody_a_number_that_a_bad_row_has() -> None:
    found = plan("1001,1,Zoë,Testman,Yes,Manager,,,,,,,31/02/2026,", "1001,2,Dan,Sampleton,Yes,Trainer,,,,,,,,")
    assert [row.line for row in found.refused] == [2, 3]
    assert found.refused[1].reasons == ("employee number 1001 is Zoë Testman on line 2 and Dan Sampleton here",)
    assert not found.people


def test_it_makes_nobody_into_somebody_else() -> None:
    known = Known(people={"1001": person(email="ada@example.org")})
    stranger = plan("1001,1001,Dan,Sampleton,Yes,Trainer,,,,,,,,", known=known)
    assert "is Ada Testman in Holdfast" in stranger.refused[0].reasons[0]
    married = plan("1001,1001,Ada,Sampleton,Yes,Trainer,,,,,,,,", known=known)
    assert married.people[0].fields["family_name"] == ("Testman", "Sampleton")
    same = plan("1001,1001,Adele,Sampleton,Yes,Trainer,,,,,,ada@example.org,,", known=known)
    assert not same.refused


def test_it_takes_a_team_for_the_one_that_it_knows_by_that_name() -> None:
    north = ("Operations", "North", "Lymington")
    units = {folded(path): (path, False) for path in (north[:1], north[:2], north)}
    row = "1001,1001,Ada,Testman,Yes,Manager,LYMINGTON,,,,,,,"
    found = plan(row, known=Known(units=units))
    assert found.new_units == []
    assert found.people[0].fields["unit"] == (None, north)
    assert [note.text for note in found.notes] == ["“LYMINGTON” is taken for Operations › North › Lymington."]
    units[("stores", "lymington")] = (("Stores", "Lymington"), False)
    unsure = plan(row, known=Known(units=units))
    assert unsure.new_units == [("LYMINGTON",)]
    assert "can be Operations › North › Lymington; Stores › Lymington" in unsure.notes[0].text


def test_it_asks_for_the_assignment_number_when_a_person_comes_twice_without() -> None:
    found = plan("1,Ada,Testman,A", "1,Ada,Testman,B", head="Employee Number,First Name,Last Name,Job Title")
    assert "choose the column with the assignment number" in found.refused[0].reasons[0]


def test_it_finds_supervisors_by_number_or_by_name() -> None:
    found = plan(
        "1001,1001,Ada,Testman,,,,,,1003-2,,,,",
        '1002,1002,Bo,Testman,,,,,,,"Sampleton, Cy",,,',
        "1003,1003,Cy,Sampleton,,,,,,,,,,",
    )
    assert {p.key: p.fields.get("supervisor", ("", ""))[1] for p in found.people} == {
        "1001": "1003",
        "1002": "1003",
        "1003": "",
    }
    assert not found.notes


def test_it_reports_a_supervisor_whom_nobody_can_tell() -> None:
    found = plan(
        "1001,1001,Ada,Testman,,,,,,,Cy Sampleton,,,",
        "1002,1002,Bo,Testman,,,,,,,Cy Sampleton,,,",
        "1003,1003,Cy,Sampleton,,,,,,9999,,,,",
        "1004,1004,Cy,Sampleton,,,,,,1004,,,,",
        "1005,1005,Di,Testman,,,,,,,Nobody Known,,,",
    )
    assert [(note.line, note.times, note.text) for note in found.notes] == [
        (2, 2, "Supervisor “Cy Sampleton” can be 2 people (1003, 1004). Give the number."),
        (4, 1, "Supervisor 9999 is neither in the file nor in Holdfast."),
        (5, 1, "Cy Sampleton (1004) is given as their own supervisor."),
        (6, 1, "Supervisor “Nobody Known” is neither in the file nor in Holdfast."),
    ]
    assert not found.refused


def test_it_finds_a_supervisor_who_is_only_in_holdfast() -> None:
    known = Known(people={"#7": person(given_name="Eve Jane", family_name="Mockford")})
    found = plan('1001,1001,Ada,Testman,,,,,,,"Mockford, Eve",,,', known=known)
    assert found.people[0].fields["supervisor"] == (None, "#7")


def test_it_lets_nobody_leave_by_absence() -> None:
    known = Known(
        people={
            "1001": person(),
            "1002": person(given_name="Bo"),
            "1003": person(given_name="Cy", left=date(2020, 1, 1)),
            "#4": person(given_name="Di"),
        },
        jobs={"1001": job("1001"), "1001-2": job("1001", position_title="Trainer")},
    )
    found = plan("1001,1001,Ada,Testman,,,,,,,,,,", known=known)
    assert found.gone == [("1002", "Bo Testman")]
    assert found.gone_jobs == [("1001-2", "Trainer")]
    assert not found.changes_something


def test_it_does_not_list_someone_as_gone_whose_row_is_bad() -> None:
    known = Known(people={"1001": person()})
    found = plan("1001,1001,Ada,Testman,,,,,,,,,99/99/2020,", known=known)
    assert len(found.refused) == 1
    assert found.gone == []


def test_it_takes_over_a_leaving_date() -> None:
    known = Known(people={"1001": person()}, jobs={"1001": job("1001"), "1001-2": job("1001")})
    found = plan(
        "1001,1001,Ada,Testman,,,,,,,,,,31/03/2026", "1001,1001-2,Ada,Testman,,,,,,,,,,30/04/2026", known=known
    )
    assert found.people[0].fields == {"left": (None, date(2026, 4, 30))}
    assert found.leaving == found.people
    one_job_ends = plan("1001,1001,Ada,Testman,,,,,,,,,,31/03/2026", "1001,1001-2,Ada,Testman,,,,,,,,,,", known=known)
    assert one_job_ends.people == []


def test_it_keeps_a_leaving_date_that_the_file_does_not_have() -> None:
    known = Known(people={"1001": person(left=date(2026, 1, 31))}, jobs={"1001": job("1001")})
    found = plan("1001,1001,Ada,Testman,,,,,,,,,01/04/2015,", known=known)
    assert "left" not in found.people[0].fields
    assert found.notes[0].text.startswith("Holdfast has the leaving date 31/01/2026 for Ada Testman")


def test_it_sees_that_someone_is_back() -> None:
    known = Known(people={"1001": person(left=date(2026, 1, 31))}, jobs={"1001": job("1001")})
    found = plan("1001,1001,Ada,Testman,,,,,,,,,01/03/2026,", known=known)
    assert found.people[0].fields["left"] == (date(2026, 1, 31), BACK)
    assert found.leaving == []


def test_it_leaves_out_leavers_whom_holdfast_never_had() -> None:
    found = plan("1001,1001,Ada,Testman,,,,,,,,,,01/01/2020")
    assert not found.changes_something
    assert found.skipped[0].why == "left already, and Holdfast never had them"


def test_it_knows_someone_without_a_number_by_their_email_address() -> None:
    known = Known(people={"#7": person(email="ada@example.org")})
    found = plan("1001,1001,Ada,Testman,,,,,,,,ada@example.org,,", known=known)
    (ada,) = found.people
    assert (ada.was, ada.fields["employee_number"]) == ("#7", ("", "1001"))
    assert not ada.new


def test_it_notes_an_email_address_of_two_people() -> None:
    found = plan(
        "1001,1001,Ada,Testman,,,,,,,,a@example.org,,",
        "1002,1002,Bo,Testman,,,,,,,,a@example.org,,",
    )
    assert found.notes[0].text == "a@example.org is the e-mail address of Ada Testman as well as of Bo Testman."


def test_it_joins_a_place_of_work_to_a_site() -> None:
    known = Known(sites={"hanwell ambulance station": ["RRU06"], "rru06": ["RRU06"], "clinic": ["RRU10", "RRU11"]})
    found = plan(
        "1001,1001,Ada,Testman,,,,,HANWELL Ambulance Station,,,,,",
        "1002,1002,Bo,Testman,,,,,RRU06,,,,,",
        "1003,1003,Cy,Testman,,,,,Clinic,,,,,",
        "1004,1004,Di,Testman,,,,,Moonbase,,,,,",
        known=known,
    )
    assert [planned.fields.get("site", (None, ""))[1] for planned in found.jobs] == ["RRU06", "RRU06", "", ""]
    assert [note.text for note in found.notes] == [
        "Place of work “Clinic” can be 2 of your sites. Give the ODS code.",
        "Place of work “Moonbase” is the name or code of none of your sites.",
    ]


def test_it_opens_a_closed_unit_again_when_people_work_there() -> None:
    known = Known(units={("trust",): (("Trust",), False), ("trust", "west"): (("Trust", "West"), True)})
    found = plan("1001,1001,Ada,Testman,,,Trust,WEST,,,,,,", known=known)
    assert found.reopened_units == [("Trust", "West")]
    assert found.new_units == []


def test_it_notes_a_job_that_was_another_persons() -> None:
    known = Known(people={"1001": person(), "1002": person(given_name="Bo")}, jobs={"55": job("1002")})
    found = plan("1001,55,Ada,Testman,,,,,,,,,,", known=known)
    assert found.jobs[0].fields["person"] == ("1002", "1001")
    assert "another person’s" in found.notes[0].text
