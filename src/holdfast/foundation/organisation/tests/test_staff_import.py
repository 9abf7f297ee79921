"""Taking a staff file over. Every person here is invented."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Assignment, Person, PostHolding, Site, StaffImportMap, Trust, Unit
from holdfast.foundation.organisation.operations.staff import (
    NotAllGood,
    import_staff,
    preview_staff,
    remember_staff_map,
)
from holdfast.foundation.organisation.queries.staff_file import Reading, Wish, read_for, table_for
from holdfast.foundation.organisation.rules.staff_plan import StaffPlan
from holdfast.foundation.organisation.rules.staff_rows import StaffFile, read_staff
from holdfast.foundation.organisation.tests import cast
from holdfast.foundation.organisation.tests.cast import BY
from holdfast.kernel.commands import CommandFailed

HEAD = "Employee Number,Assignment Number,First Name,Last Name,Primary,Position Title,Org L2,Org L3,Location,"
HEAD += "Supervisor Number,E-mail,Start Date,Leaving Date"
ROWS = (
    "1001,1001,Ada,Testman,Yes,Paramedic,Trust,West,ZZ101,1002,ada@example.org,01/04/2015,",
    "1001,1001-2,Ada,Testman,No,Trainer,Trust,Training,,1002,,01/06/2020,",
    "1002,1002,Bo,Sampleton,Yes,Manager,Trust,,,,bo@example.org,01/04/2010,",
)


def read(content: bytes, trust: Trust, wish: Wish | None = None) -> Reading:
    return read_for(trust, table_for(trust, content, "staff.csv", wish), wish)


def staff_file(trust: Trust, *rows: str, head: str = HEAD) -> StaffFile:
    reading = read("\n".join([head, *rows]).encode(), trust)
    return read_staff(reading.table, reading.header, reading.columns)


def bring_in(trust: Trust, *rows: str, **more: bool) -> StaffPlan:
    return import_staff(by=BY, trust=trust, file=staff_file(trust, *rows), **more)


def test_it_brings_in_people_jobs_and_units(trust: Trust) -> None:
    Site.objects.create(trust=trust, code="ZZ101", name="Station 4")
    bring_in(trust, *ROWS)
    ada = Person.objects.get(employee_number="1001")
    assert ada.supervisor == Person.objects.get(employee_number="1002")
    assert (ada.job_title, ada.email, ada.started) == ("Paramedic", "ada@example.org", date(2015, 4, 1))
    west = Unit.objects.get(name="West")
    root = Unit.objects.get(name="Trust")
    assert ada.unit == west
    assert (root.path, west.path) == (f"/{root.pk}/", f"/{root.pk}/{west.pk}/")
    first, second = Assignment.objects.filter(person=ada).order_by("number")
    assert (first.site.code, first.primary, second.primary) == ("ZZ101", True, False)
    assert second.unit.name == "Training"


def test_it_changes_nothing_the_second_time(trust: Trust) -> None:
    bring_in(trust, *ROWS)
    before = Entry.objects.count()
    plan = bring_in(trust, *ROWS)
    assert not plan.changes_something
    assert plan.unchanged == 2
    assert Entry.objects.count() == before + 1


def test_it_shows_what_it_would_change_and_changes_nothing(trust: Trust) -> None:
    plan = preview_staff(staff_file(trust, *ROWS), trust)
    assert plan.counts()["new_people"] == 2
    assert not Person.objects.exists()
    assert not Entry.objects.exists()


def test_it_changes_what_changed_and_says_so_in_the_trail(trust: Trust) -> None:
    bring_in(trust, *ROWS)
    bring_in(trust, ROWS[0].replace("Paramedic", "Manager").replace("1002", ""), *ROWS[1:])
    ada = Person.objects.get(employee_number="1001")
    assert ada.job_title == "Manager"
    assert ada.supervisor is not None
    entry = Entry.objects.get(verb="organisation.change_person")
    assert entry.subject_reference == "1001"
    assert entry.changes == {"job_title": ["Paramedic", "Manager"]}
    assert Entry.objects.get(verb="organisation.change_assignment").details == {"assignment": "1001"}


def test_it_takes_good_rows_over_and_lists_the_bad(trust: Trust) -> None:
    plan = bring_in(trust, *ROWS, "1003,1003,Cy,Testman,,,,,,,,99/99/2020,")
    assert [row.line for row in plan.refused] == [5]
    assert Person.objects.count() == 2


def test_it_takes_over_all_or_nothing_by_choice(trust: Trust) -> None:
    with pytest.raises(NotAllGood) as refusal:
        bring_in(trust, *ROWS, "1003,1003,Cy,Testman,,,,,,,,99/99/2020,", all_or_nothing=True)
    assert "1 row of staff.csv cannot be used, so nothing was taken over" in str(refusal.value)
    assert not Person.objects.exists()
    assert not Unit.objects.exists()
    assert not Entry.objects.exists()


def test_it_lets_a_supervisor_be_someone_who_has_no_number(trust: Trust) -> None:
    boss = cast.make_person(trust, "Eve Mockford")
    rows = "1001,1001,Ada,Testman,Eve Mockford"
    head = "Employee Number,Assignment Number,First Name,Last Name,Supervisor Name"
    import_staff(by=BY, trust=trust, file=staff_file(trust, rows, head=head))
    assert Person.objects.get(employee_number="1001").supervisor == boss


def test_it_gives_a_number_to_someone_known_by_their_email_address(trust: Trust) -> None:
    olga = cast.make_person(trust, "Ada Testman", email="ada@example.org")
    bring_in(trust, *ROWS)
    olga.refresh_from_db()
    assert olga.employee_number == "1001"
    assert Person.objects.count() == 2


def test_it_ends_posts_and_account_of_someone_who_has_left(trust: Trust) -> None:
    bring_in(trust, *ROWS)
    ada = Person.objects.get(employee_number="1001")
    cast.make_post(trust, "lsms", ada)
    cast.sign_in(ada)
    bring_in(trust, *(row[:-1] + ",28/02/2026" for row in ROWS[:2]), ROWS[2])
    ada.refresh_from_db()
    assert ada.left == date(2026, 2, 28)
    assert PostHolding.objects.get(person=ada).end == date(2026, 2, 28)
    assert not ada.user.is_active


def test_it_takes_a_leaving_date_away_when_someone_is_back(trust: Trust) -> None:
    cast.make_person(trust, "Ada Testman", employee_number="1001", left=date(2025, 1, 31))
    bring_in(trust, "1001,1001,Ada,Testman,Yes,Paramedic,,,,,,01/03/2026,")
    assert Person.objects.get(employee_number="1001").left is None
    assert not bring_in(trust, "1001,1001,Ada,Testman,Yes,Paramedic,,,,,,01/03/2026,").changes_something


def test_it_opens_a_closed_unit_again(trust: Trust) -> None:
    root = cast.make_unit(trust, "TRUST")
    root.closed = date(2025, 1, 1)
    root.save()
    bring_in(trust, *ROWS)
    root.refresh_from_db()
    assert root.closed is None
    assert Unit.objects.get(name="West").parent == root


def test_it_moves_a_job_to_the_person_it_belongs_to_now(trust: Trust) -> None:
    bring_in(trust, *ROWS)
    bring_in(trust, *ROWS[:1], "1002,1001-2,Bo,Sampleton,No,Trainer,Trust,Training,,,,01/06/2020,", ROWS[2])
    assert Assignment.objects.get(number="1001-2").person.employee_number == "1002"


def test_it_keeps_trusts_apart(trust: Trust) -> None:
    other = cast.make_trust("ZZ2")
    bring_in(trust, *ROWS)
    with cast.at_work(other):
        plan = bring_in(other, *ROWS)
        assert plan.counts()["new_people"] == 2
        assert Person.objects.count() == 2
    assert Person.objects.count() == 2


def test_it_remembers_what_the_columns_hold(trust: Trust) -> None:
    content = b"Payroll Ref,Employee Number,Who\n1,x,Ada Testman\n"
    fields = {"payroll ref": "employee_number", "who": "full_name", "employee number": ""}
    reading = read(content, trust, Wish(fields=fields))
    assert reading.faults == []
    remember_staff_map(by=BY, trust=trust, columns=reading.columns, wish=Wish(encoding="windows-1252"))
    again = read(content, trust)
    assert again.settled
    assert [column.field for column in again.columns] == ["employee_number", "", "full_name"]
    assert StaffImportMap.objects.get().encoding == "windows-1252"
    more = read(b"Payroll Ref,Employee Number,Who,New Column\n1,x,Ada Testman,y\n", trust)
    assert not more.settled


def test_it_reads_a_file_that_is_not_written_as_remembered(trust: Trust) -> None:
    StaffImportMap.objects.create(trust=trust, sheet="Staff", encoding="utf-8", delimiter=";", saved_by="x")
    reading = read("Employee Number,First Name,Last Name\n1,Zoë,T\n".encode("windows-1252"), trust)
    assert reading.table.encoding == "windows-1252"


def test_it_brings_in_a_trust_in_few_statements(trust: Trust, django_assert_max_num_queries: object) -> None:
    rows = [
        f"{n},{n},Ada,Test{'abcdefghij'[n % 10]}man,Yes,Paramedic,Trust,Unit {n % 40},,{1000 + n // 10},,01/04/2015,"
        for n in range(1000, 1600)
    ]
    file = staff_file(trust, *rows)
    with django_assert_max_num_queries(80):
        import_staff(by=BY, trust=trust, file=file)
    assert Person.objects.exclude(supervisor=None).count() > 500


class TestCommand:
    """`holdfast import staff`."""

    @pytest.fixture
    def path(self, tmp_path: Path) -> str:
        path = tmp_path / "staff.csv"
        path.write_text("\n".join(["A title", HEAD, *ROWS, "Total,3"]))
        return str(path)

    def test_it_changes_nothing_without_apply(self, trust: Trust, path: str) -> None:
        text = cast.run_command("staff", path, "--trust", "zz1").text
        assert "Org L2: unit" in text
        assert "Nothing was changed." in text
        assert not Person.objects.exists()

    def test_it_applies_and_remembers(self, trust: Trust, path: str) -> None:
        result = cast.run_command("staff", path, "--trust", "ZZ1", "--map", "Location=", "--apply")
        assert result.data["counts"]["new_people"] == 2
        json.dumps(result.data, default=str)
        assert StaffImportMap.objects.get().columns["location"] == ""

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            (["--trust", "XX9"], "There is no trust XX9"),
            (["--trust", "ZZ1", "--map", "nonsense"], "write HEADING=FIELD"),
            (["--trust", "ZZ1", "--map", "Location=moon"], "there is no field moon"),
            (["--trust", "ZZ1", "--map", "Moon=unit"], "no column “moon”"),
            (["--trust", "ZZ1", "--map", "Employee Number=", "--map", "Assignment Number="], "right with --map"),
            (["--trust", "ZZ1", "--header", "99"], "Line 99 is empty or does not exist"),
        ],
    )
    def test_it_says_what_is_wrong(self, trust: Trust, path: str, words: list[str], why: str) -> None:
        with pytest.raises(CommandFailed, match=why):
            cast.run_command("staff", path, *words)

    def test_it_refuses_all_or_nothing(self, trust: Trust, tmp_path: Path) -> None:
        path = tmp_path / "staff.csv"
        path.write_text("\n".join([HEAD, *ROWS, ",,Cy,Testman"]))
        with pytest.raises(CommandFailed, match="line 5: Cy Testman: no employee number"):
            cast.run_command("staff", str(path), "--trust", "ZZ1", "--all-or-nothing", "--apply")
        assert not Person.objects.exists()
