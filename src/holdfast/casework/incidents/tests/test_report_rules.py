from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.casework.incidents.rules.answers import (
    IncidentFacts,
    ItemFacts,
    PoliceFacts,
    ReportAnswers,
    SubjectFacts,
    VictimFacts,
)
from holdfast.casework.incidents.rules.passphrase import WORDS, passphrase_for, plain
from holdfast.casework.incidents.rules.report import (
    GRACE,
    LONGEST_SHIFT,
    WORDS_AT_MOST,
    Section,
    is_ambulance,
    problems_with,
    problems_with_times,
    questions_for,
    starts_restricted,
    title_of,
    too_long,
)
from holdfast.casework.incidents.rules.report_words import told_in_words, told_parts
from holdfast.casework.incidents.rules.taxonomy import TYPES, Family

NOW = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)


def facts(**changes: object) -> IncidentFacts:
    told = IncidentFacts(type="theft", place="site", description="A bag is gone.", happened_at=NOW - timedelta(hours=1))
    return replace(told, **changes)


def wrong(**changes: object) -> dict[str, str]:
    return {p.field: p.message for p in problems_with(ReportAnswers(facts(**changes)), now=NOW)}


@pytest.mark.parametrize("key", TYPES)
def test_it_asks_every_kind_where_when_and_what(key: str) -> None:
    asked = questions_for(key)
    assert asked.sections[:3] == (Section.WHERE, Section.WHEN, Section.WHAT)
    assert not asked.asks(Section.CREW)


def test_it_asks_of_an_assault_who_was_hurt_and_when_the_shift_ends() -> None:
    asked = questions_for("physical-assault")
    assert asked.asks(Section.HURT)
    assert asked.asks(Section.WHO)
    assert asked.shift_end
    assert not asked.found
    assert not asked.asks(Section.THINGS)


def test_it_asks_of_a_theft_what_it_was_and_when_it_was_found() -> None:
    asked = questions_for("theft")
    assert asked.asks(Section.THINGS)
    assert asked.asks(Section.POLICE)
    assert asked.suspect
    assert asked.found
    assert not asked.shift_end
    assert not asked.asks(Section.HURT)


def test_it_asks_of_a_lost_badge_neither_who_did_it_nor_the_police() -> None:
    asked = questions_for("lost-property")
    assert not asked.asks(Section.WHO)
    assert not asked.asks(Section.POLICE)


def test_it_asks_ambulance_crews_for_their_call() -> None:
    assert questions_for("physical-assault", ambulance=True).asks(Section.CREW)
    assert not questions_for("theft", ambulance=True).asks(Section.CREW)
    assert is_ambulance("LONDON AMBULANCE SERVICE NHS TRUST")
    assert not is_ambulance("Worcestershire Acute Hospitals NHS Trust")


def test_it_asks_few_questions_of_a_worry() -> None:
    assert questions_for("security-concern").sections == (
        Section.WHERE,
        Section.WHEN,
        Section.WHAT,
        Section.WITNESSES,
        Section.FILES,
    )


def test_it_refuses_the_future_but_for_a_minutes_grace() -> None:
    assert wrong(happened_at=NOW + GRACE) == {}
    assert wrong(happened_at=NOW + GRACE + timedelta(seconds=1)) == {
        "happened_at": "When it happened must be now or in the past"
    }
    assert "found_at" in wrong(happened_at=None, found_at=NOW + timedelta(hours=1))


def test_it_refuses_what_was_found_before_it_happened() -> None:
    assert wrong(found_at=NOW - timedelta(hours=2)) == {"found_at": "When it was found must be after it happened"}
    assert wrong(found_at=NOW - timedelta(hours=1)) == {}


def test_it_needs_a_time_of_either() -> None:
    assert "happened_at" in wrong(happened_at=None)
    assert wrong(happened_at=None, found_at=NOW) == {}


def test_it_refuses_a_shift_that_ended_before_or_ends_absurdly_late() -> None:
    start = NOW - timedelta(hours=1)
    assert "shift_ends_at" in wrong(shift_ends_at=start - timedelta(minutes=1))
    assert wrong(shift_ends_at=start) == wrong(shift_ends_at=start + LONGEST_SHIFT) == {}
    assert "19 hours later" in wrong(shift_ends_at=start + timedelta(hours=19))["shift_ends_at"]


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


@given(now=moments, happened=st.none() | moments, found=st.none() | moments, shift=st.none() | moments)
def test_it_lets_through_only_times_that_can_be(
    now: datetime, happened: datetime | None, found: datetime | None, shift: datetime | None
) -> None:
    problems = problems_with_times(now=now, happened_at=happened, found_at=found, shift_ends_at=shift)
    start = happened or found
    sound = (
        start is not None
        and all(moment is None or moment <= now + GRACE for moment in (happened, found))
        and (happened is None or found is None or happened <= found)
        and (shift is None or start <= shift <= start + LONGEST_SHIFT)
    )
    assert bool(problems) is not sound


def test_it_takes_ten_thousand_words_and_counts_what_is_more() -> None:
    assert too_long("word " * WORDS_AT_MOST) == ""
    assert too_long("word " * (WORDS_AT_MOST + 345)) == "Your text has 10,345 words. It can have up to 10,000."
    assert "100,001 characters" in too_long("x" * 100_001)
    assert "description" in wrong(description="word " * 10_001)


def test_it_needs_a_kind_a_place_and_words() -> None:
    assert wrong(type="", place="moon", description=" \n").keys() == {"type", "place", "description"}
    assert "hate_factors" in wrong(hate_factors=("race", "weather"))


def test_it_says_which_row_is_wrong() -> None:
    answers = ReportAnswers(
        facts(),
        victims=(VictimFacts(), VictimFacts(examined_at=NOW + timedelta(hours=1))),
        subjects=(SubjectFacts(born=date(2026, 3, 4)),),
        items=(ItemFacts("Bag", value=Decimal("-1")),),
        police=(PoliceFacts(told_at=NOW + timedelta(hours=1)),),
    )
    assert [problem.field for problem in problems_with(answers, now=NOW)] == [
        "victims-1-examined_at",
        "subjects-0-born",
        "items-0-value",
        "police-0-told_at",
    ]


def test_it_restricts_sensitive_kinds_and_suspected_colleagues() -> None:
    assert starts_restricted("theft", internal=True) == "A colleague is suspected."
    assert starts_restricted("sexual-offence", internal=False)
    assert starts_restricted("theft", internal=False) == ""


def test_it_names_nobody_in_a_title() -> None:
    assert title_of("theft", near_miss=False) == "Theft"
    assert title_of("theft", near_miss=True) == "Theft (near miss)"


def test_it_makes_the_same_passphrase_of_the_same_key_only() -> None:
    assert len(WORDS) == len(set(WORDS)) == 256
    one = passphrase_for("secret", "key")
    assert one == passphrase_for("secret", "key")
    assert len({one, passphrase_for("secret", "other"), passphrase_for("another", "key")}) == 3
    assert set(one.split()) <= set(WORDS)


def test_it_reads_a_passphrase_as_people_write_it() -> None:
    assert plain("  Acorn-amber,\n anchor.ANGLE  apple ") == "acorn amber anchor angle apple"


@given(st.text())
def test_it_reads_any_text_as_a_passphrase(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_it_tells_in_words_what_was_told() -> None:
    answers = ReportAnswers(
        facts(alcohol_factor=False, hate_factors=("race", "age")),
        subjects=(SubjectFacts(standing="colleague", name="Ann Example"),),
        items=(ItemFacts("Bag", value=Decimal("40")),),
    )
    text = told_in_words(answers, site="Mill Lane")
    assert text.splitlines()[0] == "A bag is gone."
    assert "When it happened: 3 March 2026, 21:30" in text
    assert "Targeted because of: Race or nationality and Age" in text
    assert "What it is: Bag; What happened to it: Stolen; Whose it is: The trust; Value: £40" in text
    assert "Ann Example" in text
    assert "Ann Example" not in str(told_parts(answers, colleague_suspected=True))


def test_it_has_a_family_for_every_kind() -> None:
    assert {kind.family for kind in TYPES.values()} == set(Family)
