"""Reading what another system wrote. Plain Python."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.incidents.rules.history_columns import HISTORY, columns_of, faults_of_map
from holdfast.casework.incidents.rules.history_incidents import OldIncident, Refused, old_incident
from holdfast.casework.incidents.rules.history_places import Places
from holdfast.casework.incidents.rules.history_rows import HistoryFile, read_rows, words_in
from holdfast.casework.incidents.rules.history_values import injury_of, read_day, read_time
from holdfast.casework.incidents.rules.history_words import kind_of, meaning_of, meanings, suspects_colleague
from holdfast.casework.incidents.tests.history_exports import export
from holdfast.foundation.organisation.queries.table_files import UnreadableTable, read_table

NOW = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)
PLACES = Places(sites={"mill lane station": 1, "zz101": 1}, units={"mill lane": 5})


def read(*changes: dict[str, str], **how: str) -> HistoryFile:
    table = read_table(export(*changes, **how), "listing.csv", breaks=True)
    return read_rows(table, 0, columns_of(table, 0))


def incident(**change: str) -> OldIncident:
    return built(read(change))[0]


def built(file: HistoryFile) -> tuple[OldIncident, list[str]]:
    (rows,) = file.groups.values()
    made, notes = old_incident(rows, meanings(words_in(file, {})), PLACES, NOW)
    return made, [note.text for note in notes]


def why_not(**change: str) -> str:
    with pytest.raises(Refused) as refusal:
        incident(**change)
    return str(refusal.value)


@given(st.times())
def test_it_reads_every_time_in_both_forms(at: time) -> None:
    at = at.replace(second=0, microsecond=0)
    assert read_time(f"{at:%H%M}") == read_time(f"{at:%H:%M}") == read_time(f"{at:%H:%M:%S}") == at
    assert read_time(f"{int(f'{at:%H%M}')}") == at, "a spreadsheet drops the zeros before a number"


@pytest.mark.parametrize(
    ("text", "at"),
    [("2:30 pm", time(14, 30)), ("12:05am", time(0, 5)), ("0.5", time(12)), ("14.30", time(14, 30)), ("2400", time(0))],
)
def test_it_reads_other_forms_of_times(text: str, at: time) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize("text", ["2560", "25:00", "teatime", "12345"])
def test_it_refuses_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="is no time such as 14:30"):
        read_time(text)


def test_it_takes_days_before_1990_for_unknown() -> None:
    assert read_day("30/12/1899") is None
    assert read_day("03/02/2024") == date(2024, 2, 3)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Abuse, violence › Physical assault patient on staff", "physical-assault"),
        ("Violence › Verbal abuse", "verbal-abuse"),
        ("Violence › Threatening behaviour", "threat"),
        ("Sexual › Sexual assault", "sexual-offence"),
        ("Security › Bomb threat", "bomb-or-hoax"),
        ("Security › Theft of controlled drugs", "theft"),
        ("Medicines › Controlled drugs missing", "medicines"),
        ("Security › Unauthorised access", "unauthorised-access"),
        ("Slips › Fall from bed", "left-out"),
        ("Infrastructure › Weather", ""),
    ],
)
def test_it_guesses_kinds_and_asks_for_what_it_does_not_know(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("vocabulary", "text", "meaning"),
    [
        ("status", "REJECT", "rejected"),
        ("status", "Rejected - duplicate", "rejected"),
        ("status", "In the holding area, awaiting review", "new"),
        ("status", "Awaiting final approval", "open"),
        ("status", "AWAFA", "open"),
        ("status", "Finally approved", "closed"),
        ("severity", "2 - Low (minimal harm)", "minor"),
        ("severity", "HIGH", "serious"),
        ("severity", "Death", "critical"),
        ("person_role", "AFFECT", "affected"),
        ("person_role", "Alleged assailant", "assailant"),
        ("person_role", "Consultant", ""),
    ],
)
def test_it_guesses_other_words(vocabulary: str, text: str, meaning: str) -> None:
    assert meaning_of(vocabulary, text) == meaning


def test_it_knows_a_suspected_colleague_by_the_kind() -> None:
    assert suspects_colleague("Abuse › Staff on patient")
    assert not suspects_colleague("Abuse › Patient on staff")


@pytest.mark.parametrize(
    ("text", "injury"), [("Bruising", "minor"), ("Fracture", "serious"), ("No injury", "none"), ("Rabies", "")]
)
def test_it_reads_injuries(text: str, injury: str) -> None:
    assert injury_of(text) == injury


def test_it_makes_one_incident_of_all_rows_with_one_number() -> None:
    file = read(
        {}, {"Surname": "Other", "Role": "Witness"}, {"Role": "Assailant", "Contact type": "Patient", "Surname": ""}
    )
    made, _ = built(file)
    assert [type(one).__name__ for one in made.everyone] == ["VictimFacts", "WitnessFacts", "SubjectFacts"]
    assert made.everyone[0].name == "Ada Testman"
    assert (made.site_id, made.unit_id, made.exact_place) == (1, 5, "Crew room")
    assert (made.state, made.severity, made.type) == ("closed", "minor", "physical-assault")


def test_it_reads_london_time() -> None:
    summer = incident(
        **{"Incident date": "03/07/2024", "Reported": "03/07/2024", "Time": "22:15", "Submitted time": "2300"}
    )
    assert summer.happened_at.astimezone(UTC) == datetime(2024, 7, 3, 21, 15, tzinfo=UTC)
    assert summer.reported_at.astimezone(UTC) == datetime(2024, 7, 3, 22, 0, tzinfo=UTC)


def test_it_keeps_an_incident_whose_time_cannot_be_read() -> None:
    made, notes = built(read({"Time": "unknown"}))
    assert made.happened_roughly
    assert made.happened_at.hour == 12
    assert "The day counts, the time is not known" in notes[0]


def test_it_takes_the_report_where_the_day_of_the_incident_is_not_known() -> None:
    made, notes = built(read({"Incident date": "30/12/1899"}))
    assert made.happened_at is None
    assert made.found_at == made.reported_at
    assert any("stands for a day that nobody knows" in note for note in notes)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"Incident date": "31/02/2024"}, "“31/02/2024” is no day of the calendar, on line 2"),
        ({"Incident date": "02/13/2024"}, "the day comes first"),
        ({"Incident date": "03/02/2027"}, "03/02/2027 on line 2 has not come yet"),
        ({"Incident date": "", "Reported": ""}, "neither incident date nor date reported"),
        ({"Description": "x" * 100_001}, "100,001 characters on line 2 is too long"),
    ],
)
def test_it_says_what_is_wrong_and_how_to_mend_it(change: dict[str, str], why: str) -> None:
    assert why in why_not(**change)


def test_it_notes_where_rows_of_one_incident_contradict_each_other() -> None:
    _, notes = built(read({}, {"Surname": "Other", "Severity": "High"}))
    assert notes == ["It says another severity than line 2, which counts."]


def test_it_keeps_line_breaks_quotes_html_and_formulas_as_words() -> None:
    text = 'He said "no".\n\n<script>alert(1)</script>\n=HYPERLINK("http://example.org")'
    assert incident(Description=text).description == text


def test_it_counts_lines_as_an_editor_does_also_after_line_breaks() -> None:
    file = read({"Description": "one\ntwo\nthree"}, {"ID": "", "Ref": ""})
    assert [row.line for row in file.refused] == [5]
    assert "neither number nor reference" in file.refused[0].reasons[0]


@pytest.mark.parametrize(
    "how",
    [
        {"encoding": "windows-1252"},
        {"encoding": "utf-16"},
        {"encoding": "utf-8-sig"},
        {"delimiter": ";"},
        {"delimiter": "\t"},
    ],
)
def test_it_reads_encodings_and_delimiters(how: dict[str, str]) -> None:
    (rows,) = read({"Description": "Café – “no”"}, **how).groups.values()
    assert rows[0].facts["description"] == "Café – “no”"


def test_it_drops_rows_that_repeat_and_lines_that_only_count() -> None:
    table = read_table(export({}, {}) + b"Total,2\n", "listing.csv", breaks=True)
    file = read_rows(table, 0, columns_of(table, 0))
    assert (len(file.groups), file.repeated, len(file.skipped)) == (1, 1, 1)


def test_it_finds_the_columns_of_raw_names_too() -> None:
    raw = b"recordid,inc_ourref,rep_approved,inc_dincident,inc_time,inc_category,inc_subcategory,inc_notes,inc_dsched\n"
    table = read_table(raw + b"1,W1,FA,01/02/2024,0930,A,B,text,\n", "raw.csv")
    fields = [column.field for column in columns_of(table, 0)]
    assert fields == [
        "number", "reference", "status", "happened_on", "happened_time", "kind", "kind", "description", "closed_on",
    ]  # fmt: skip
    assert not faults_of_map(fields)


def test_it_says_which_columns_are_missing() -> None:
    assert len(faults_of_map(["description"])) == 3
    with pytest.raises(UnreadableTable, match="no line of headings"):
        HISTORY.find_header(read_table(b"a,b\n1,2\n", "x.csv"))


@given(st.text(max_size=40))
def test_it_never_breaks_on_what_stands_in_a_cell(text: str) -> None:
    for vocabulary in ("kind", "status", "severity", "person_role"):
        meaning_of(vocabulary, text)
    injury_of(text)
    for reader in (read_time, read_day):
        with suppress(ValueError):
            reader(text)
