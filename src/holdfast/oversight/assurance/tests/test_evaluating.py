"""What was known is kept: a row for each turn, a snapshot of each day, and the owner told once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.models import Post, PostHolding, Trust
from holdfast.foundation.organisation.scope import no_scope, scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation, Snapshot, VerdictChange
from holdfast.oversight.assurance.operations.clocks import catch_up, rebuild_all
from holdfast.oversight.assurance.operations.evaluating import evaluate, evaluate_all
from holdfast.oversight.assurance.tests.policy_cast import (
    DAY,
    HOUR,
    INSTALLER,
    NOW,
    Trial,
    assault,
    make_trial,
    trial_of,
)

EXAMINED = "secamb-3.2.4"


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


def evaluated(trial: Trial, at) -> list[VerdictChange]:
    with clock.at(at):
        catch_up()
        return evaluate(by=INSTALLER, trust=trial.trust)


def turns(key: str = EXAMINED) -> list[tuple[str, str]]:
    return [(change.old, change.new) for change in VerdictChange.objects.filter(duty=key)]


def told() -> list[tuple[str, str]]:
    """Who was told of EXAMINED; other duties turn as well."""
    found = Notice.objects.filter(kind="assurance.turned", subject__endswith=": 3.2.4").order_by("pk")
    return [(str(notice.person), notice.subject) for notice in found]


def test_it_writes_a_row_for_each_turn_of_a_duty(trial: Trial) -> None:
    evaluated(trial, NOW)
    trial.report()
    evaluated(trial, NOW + HOUR)
    evaluated(trial, NOW + 40 * HOUR)
    evaluated(trial, NOW + 50 * HOUR)
    assert turns() == [("", "nothing to judge"), ("nothing to judge", "due soon"), ("due soon", "overdue")]
    newest = VerdictChange.objects.filter(duty=EXAMINED).latest("pk")
    assert newest.at == NOW + 50 * HOUR
    assert newest.why == (
        "Kept 0 times out of 1 in the past year (0%), below the target of 100%; "
        "1 overdue now, the oldest since 21:30 on 5 March 2026."
    )


def test_it_writes_nothing_while_nothing_turns(trial: Trial) -> None:
    trial.report()
    assert evaluated(trial, NOW + HOUR)
    entries = Entry.objects.count()
    assert evaluated(trial, NOW + 2 * HOUR) == []
    assert Entry.objects.count() == entries


def test_it_tells_the_owner_once(trial: Trial) -> None:
    trial.report()
    evaluated(trial, NOW + HOUR)
    assert told() == [], "what is bad from the first look on is no news"
    for hours in (50, 51, 52):
        evaluated(trial, NOW + hours * HOUR)
    assert told() == [("Logan Lead", "A duty of yours is overdue: 3.2.4")]
    notice = Notice.objects.get(kind="assurance.turned", subject__endswith=": 3.2.4")
    assert notice.url == f"/assurance/duties/{EXAMINED}/"
    assert "1 overdue now" in notice.words


def test_it_tells_the_lead_when_nobody_holds_the_owners_post(trial: Trial) -> None:
    Obligation.objects.filter(key=EXAMINED).update(owner="smd")
    trial.report()
    evaluated(trial, NOW + HOUR)
    PostHolding.objects.filter(post__key="smd").delete()
    evaluated(trial, NOW + 50 * HOUR)
    assert [person for person, _ in told()] == ["Logan Lead"]
    assert not Post.objects.filter(key="smd", holdings__isnull=False).exists()


def test_it_tells_again_when_a_duty_turns_bad_again(trial: Trial) -> None:
    with clock.at(NOW):
        answers = assault()
    fine = replace(answers, victims=(replace(answers.victims[0], examined_at=NOW),))
    trial.report(fine)
    evaluated(trial, NOW + HOUR)
    Obligation.objects.filter(key=EXAMINED).update(target=None)
    trial.report()
    evaluated(trial, NOW + 50 * HOUR)
    Obligation.objects.filter(key=EXAMINED).update(numbers={"within": "P90D"})
    rebuild_all()
    evaluated(trial, NOW + 51 * HOUR)
    Obligation.objects.filter(key=EXAMINED).update(numbers={"within": "PT48H"})
    rebuild_all()
    evaluated(trial, NOW + 52 * HOUR)
    assert turns()[-3:] == [("kept", "overdue"), ("overdue", "kept"), ("kept", "overdue")]
    assert len(told()) == 2


def test_it_keeps_one_snapshot_a_day_the_newest(trial: Trial) -> None:
    trial.report()
    evaluated(trial, NOW + HOUR)
    evaluated(trial, NOW + 50 * HOUR)
    evaluated(trial, NOW + 51 * HOUR)
    days = Snapshot.objects.filter(duty=EXAMINED)
    first, last = NOW.date(), (NOW + 51 * HOUR).date()
    assert [(one.day, one.state, one.met, one.judged) for one in days] == [
        (first, "nothing to judge", 0, 0),
        (last, "overdue", 0, 1),
    ]
    assert days.last().counts == {"overdue": 1}
    assert days.last().taken_at == NOW + 51 * HOUR


def test_it_tells_nothing_of_restricted_incidents(trial: Trial) -> None:
    evaluated(trial, NOW)
    trial.report(type="sexual-offence")
    evaluated(trial, NOW + 60 * HOUR)
    assert turns() == [("", "nothing to judge")]
    assert told() == []
    assert trial.tally(EXAMINED, NOW + 60 * HOUR, person=trial.lead).counts == {"overdue": 1}


def test_it_evaluates_every_live_trust_in_its_own_scope(db: None) -> None:
    secamb, scas = make_trial("secamb"), make_trial("scas")
    Trust.objects.create(code="XXX", slug="xxx", name="Not live")
    with scope(secamb.trust):
        secamb.report()
    with no_scope(), clock.at(NOW + HOUR):
        words = evaluate_all()
        assert words.endswith("duties turned")
        assert evaluate_all() == ""
    for trial in (secamb, scas):
        with scope(trial.trust):
            assert Snapshot.objects.exists()
            assert set(Snapshot.objects.values_list("trust", flat=True)) == {trial.trust.pk}


def test_it_keeps_what_was_known_when_more_is_told_later(trial: Trial) -> None:
    incident = trial.report()
    evaluated(trial, NOW + 50 * HOUR)
    incident.victims.update(examined_at=NOW)
    rebuild_all()
    evaluated(trial, NOW + 4 * DAY)
    that_day = (NOW + 50 * HOUR).date()
    assert Snapshot.objects.get(duty=EXAMINED, day=that_day).counts == {"overdue": 1}
    assert trial.tally(EXAMINED, NOW + 50 * HOUR).counts == {}, "as at that day, by what is known now"
