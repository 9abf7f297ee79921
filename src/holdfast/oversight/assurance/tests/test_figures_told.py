"""What figures say of themselves: what was kept by explanation, what lies further back, what cannot be judged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from django.test import Client

from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation
from holdfast.oversight.assurance.operations.excusing import excuse_duty
from holdfast.oversight.assurance.presenters.words import fact_words, sentence_of, since_words
from holdfast.oversight.assurance.queries.duties import duty_on
from holdfast.oversight.assurance.queries.known import Known
from holdfast.oversight.assurance.queries.tallies import since_when
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.reading_pages import LATER, get

SHIFT, EXAMINED, CHECKED = "secamb-2.2.3.7-a", "secamb-3.2.4", "secamb-7.5.3"


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


def explained(trial: Trial) -> None:
    """Two hurt people whom no doctor saw: why that was so stands on record for one of them."""
    for reason in ("Dressed by the crew, nothing more was needed", ""):
        incident = trial.report()
        incident.victims.update(not_examined_reason=reason)


def test_it_tells_apart_what_was_done_and_what_was_only_explained(client: Client, trial: Trial) -> None:
    explained(trial)
    tally = trial.tally(EXAMINED)
    assert (tally.met, tally.explained, tally.denominator) == (1, 1, 2)
    assert "1 of the 1 kept by saying why something is missing" in sentence_of(tally)
    page = get(client, trial, trial.board, f"/assurance/duties/{EXAMINED}/?verdict=met")
    assert "Kept, by explanation Explained and not done (seen by a doctor) on 3 March 2026" in page
    assert "were kept by saying why something is missing" in get(client, trial, trial.board, "/assurance/")
    with clock.at(LATER):
        rows = list(csv.DictReader(io.StringIO(client.get("/assurance/?as=csv").content.decode("utf-8-sig"))))
    assert [row["Kept by explanation"] for row in rows if row["Key"] == EXAMINED] == ["1"]


def test_it_says_on_top_that_a_part_cannot_be_judged(trial: Trial) -> None:
    trial.report()
    trial.tally(EXAMINED)
    Obligation.objects.filter(key=EXAMINED).update(numbers={"within": None}, uses={"within": "x"})
    tally = trial.tally(EXAMINED)
    assert tally.kept is not None
    assert sentence_of(tally).startswith("A part of it cannot be judged: nobody has set by when it must be done.")


def test_it_counts_a_duty_as_unset_before_anything_happened_under_it(trial: Trial) -> None:
    assert trial.tally(CHECKED).state == "unset"
    statement = Obligation.objects.filter(kind="attestation").first()
    assert statement is not None
    assert "does not say how often it must be confirmed" in sentence_of(trial.tally(statement.key))


def test_it_says_how_much_of_a_year_lies_further_back(trial: Trial) -> None:
    trial.report()
    at = NOW + 500 * DAY
    tally = trial.tally(EXAMINED, at)
    assert (tally.denominator, tally.older) == (1, 1)
    assert "1 of the 1 due before that year and still open in it" in sentence_of(tally)
    assert sum(month.judged for month in tally.months) == 0


def test_it_does_not_call_overdue_what_was_missed_for_ever(trial: Trial) -> None:
    tally = trial.tally(EXAMINED)
    assert (
        since_words(failing=True, since=NOW, tally=tally)
        == "What was missed has not been made good since 3 March 2026."
    )
    assert (
        since_words(failing=False, since=NOW, tally=tally, excused=True)
        == "Nothing has been overdue without an excuse since 3 March 2026."
    )


def test_it_shows_a_duty_that_rests_as_excused_and_who_entered_that(client: Client, trial: Trial) -> None:
    late = trial.report(shift_ends_at=NOW - HOUR / 2)
    trial.tally(SHIFT)
    with clock.at(NOW + DAY):
        excuse_duty(
            by=trial.actor(trial.director), duty=trial.duty(SHIFT), since=NOW.date(), until=None,
            authority="The chief executive", reason="The building was flooded..",
        )  # fmt: skip
    assert trial.verdicts(SHIFT) == {late.reference: "late"}, "what was late by then stays so"
    page = get(client, trial, trial.board, f"/assurance/duties/{SHIFT}/")
    assert "Excused" in page.partition("As at the end of")[0]
    assert "by Dana Director" in page
    assert "Excused" in get(client, trial, trial.board, "/assurance/?state=excused")
    duty = duty_on(trial.trust, SHIFT, clock.local_day(LATER))
    assert duty is not None
    assert since_when(duty, LATER, Known.to(None))[0] is False


def test_it_gives_all_records_of_a_duty_at_once(client: Client, trial: Trial) -> None:
    trial.report()
    trial.report(shift_ends_at=NOW - HOUR / 2)
    trial.tally(SHIFT)
    url = f"/assurance/duties/{SHIFT}/"
    assert "All 2" in get(client, trial, trial.board, url)
    with clock.at(LATER):
        file = client.get(f"{url}?verdict=all&as=csv")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {row["Verdict"] for row in rows} == {"Kept", "Late"}
    assert {row["Trust"] for row in rows} == {trial.trust.name}
    assert file["Content-Disposition"] == f'attachment; filename="ryd-{SHIFT}-all.csv"'


def test_it_keeps_the_capitals_of_a_name() -> None:
    assert fact_words("human-resources") == "Human Resources reference"
    assert fact_words("officer")[:1] == "o"
