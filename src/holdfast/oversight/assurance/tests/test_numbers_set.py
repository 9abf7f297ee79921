"""Numbers that the policy leaves open: listed, set by those who may, and followed by the duties that turn on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Number
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation
from holdfast.oversight.assurance.operations.clocks import waiting
from holdfast.oversight.assurance.operations.numbers import NumberRefused, set_policy_number
from holdfast.oversight.assurance.presenters.words import numbers_in_words
from holdfast.oversight.assurance.queries.numbers import number_of, numbers_of
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, NOW, Trial, trial_of

CHECKED = "secamb-7.5.3"
WITHIN = "incidents.check-within"


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


def put(
    trial: Trial,
    value: str,
    key: str = WITHIN,
    why: str = "Health and Safety Committee, 3 March 2026",
    since: date | None = None,
) -> list[str]:
    with clock.at(NOW + DAY):
        return set_policy_number(
            by=trial.actor(trial.lead), trust=trial.trust, key=key, value=value, why=why, since=since
        )


def test_it_lists_what_is_unset_with_the_duties_that_wait_for_it(trial: Trial) -> None:
    found = numbers_of(trial.trust)
    first = found[0]
    assert not first.value
    assert first.duties
    by_key = {one.key: one for one in found}
    assert by_key[WITHIN].asks == "How soon after a report must the line manager have checked it?"
    assert [duty.key for duty in by_key[WITHIN].duties] == [CHECKED]
    assert by_key["secamb-3.2.4.within"].value == "PT48H"
    unset = [bool(one.value) for one in found]
    assert unset == sorted(unset), "those that are set come after those that are not"


def test_it_cannot_judge_until_the_number_is_set(trial: Trial) -> None:
    incident = trial.report()
    assert trial.verdicts(CHECKED) == {incident.reference: "unset"}
    assert trial.tally(CHECKED).state == "unset"
    assert numbers_in_words(trial.duty(CHECKED).numbers, {}) == [("To be done within", "not set yet")]


def test_it_judges_anew_once_it_is_set(trial: Trial) -> None:
    incident = trial.report()
    trial.tally(CHECKED)
    assert put(trial, "PT24H", since=NOW.date()) == [CHECKED]
    assert waiting() == 0
    assert trial.duty(CHECKED).numbers == {"within": "PT24H"}
    assert trial.verdicts(CHECKED, NOW + 23 * HOUR) == {incident.reference: "due soon"}
    assert trial.verdicts(CHECKED, NOW + 25 * HOUR) == {incident.reference: "overdue"}
    number = number_of(trial.trust, WITHIN)
    assert (number.value, number.set_by_trust, number.reason[:6]) == ("PT24H", True, "Health")


def test_it_can_be_set_to_another(trial: Trial) -> None:
    trial.report()
    trial.tally(CHECKED)
    put(trial, "PT24H")
    put(trial, "P7D")
    assert trial.duty(CHECKED).numbers == {"within": "P7D"}
    with pytest.raises(Refused, match="already"):
        put(trial, "P7D")


def test_it_sets_another_number_than_the_policy_prints(trial: Trial) -> None:
    put(trial, "PT24H", key="secamb-3.2.4.within")
    assert trial.duty("secamb-3.2.4").numbers["within"] == "PT24H"
    assert number_of(trial.trust, "secamb-3.2.4.within").printed == "PT48H"


def test_it_serves_every_duty_that_uses_the_number(trial: Trial) -> None:
    using = {duty.key for duty in Obligation.objects.all() if "attestation" in duty.uses.values()}
    assert len(using) > 3
    assert set(put(trial, "P1Y", key="attestation", since=(NOW - 400 * DAY).date())) == using
    assert set(Obligation.objects.filter(key__in=using).values_list("numbers__every", flat=True)) == {"P1Y"}
    one = sorted(using)[0]
    assert trial.tally(one).state == "overdue", "the year began when the policy was put in force, 400 days ago"


@pytest.mark.parametrize(
    ("value", "says"),
    [("24 hours", "Did you mean “PT24H”"), ("", "Enter a number"), ("shift-end", "no duration"), ("PT", "not a dur")],
)
def test_it_refuses_what_is_no_such_number(trial: Trial, value: str, says: str) -> None:
    with pytest.raises(NumberRefused, match=says):
        put(trial, value)
    assert not Number.objects.filter(key=WITHIN, set_by_trust=True).exists()


def test_it_refuses_a_number_that_the_policy_does_not_have(trial: Trial) -> None:
    with pytest.raises(NumberRefused, match="no such number"):
        put(trial, "P1D", key="secamb-99.within")
    with pytest.raises(NumberRefused, match="who decided"):
        put(trial, "P1D", why=" ")


def test_it_writes_down_what_it_was_before(trial: Trial) -> None:
    put(trial, "PT24H")
    entry = Entry.objects.filter(verb="organisation.set_number").latest("pk")
    assert entry.changes == {WITHIN: ["", "PT24H"]}
    assert Entry.objects.filter(verb="assurance.set_policy_number").latest("pk").details["duties"] == [CHECKED]
