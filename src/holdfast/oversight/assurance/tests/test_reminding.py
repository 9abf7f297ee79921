"""The owner is told when a duty turns bad, and again at the times that the policy sets: once each, whoever looks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.foundation.organisation.models import Post
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation, Policy, VerdictChange
from holdfast.oversight.assurance.operations.clocks import catch_up, rebuild_all
from holdfast.oversight.assurance.operations.evaluating import evaluate
from holdfast.oversight.assurance.queries.owed import owed_by
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, INSTALLER, NOW, Trial, trial_of

EXAMINED, REPORTED_TO_POLICE = "secamb-3.2.4", "secamb-3.2.2"
TURNED = NOW + 50 * HOUR


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    """One duty is kept until it turns overdue at TURNED; the policy reminds after one week and after two."""
    with trial_of("secamb") as trial:
        Policy.objects.update(reminders=["P7D", "P14D"])
        Obligation.objects.filter(trust=trial.trust).exclude(key=EXAMINED).delete()
        look(trial, NOW)
        trial.report()
        look(trial, TURNED)
        yield trial


def look(trial: Trial, at) -> None:
    with clock.at(at):
        catch_up()
        evaluate(by=INSTALLER, trust=trial.trust)


def told(kind: str = "assurance.reminder") -> list[tuple[str, str]]:
    return [(str(one.person), one.subject) for one in Notice.objects.filter(kind=kind).order_by("pk")]


def test_it_reminds_once_at_each_time_that_the_policy_sets(trial: Trial) -> None:
    assert told("assurance.turned") == [("Logan Lead", "A duty of yours is overdue: 3.2.4")]
    reminder = ("Logan Lead", "A duty of yours is still failing: 3.2.4")
    counts = []
    for at in (6 * DAY, 7 * DAY, 7 * DAY + HOUR, 13 * DAY, 14 * DAY, 40 * DAY):
        look(trial, TURNED + at)
        counts.append(len(told()))
    assert counts == [0, 1, 1, 1, 2, 2]
    assert told() == [reminder, reminder]
    notice = Notice.objects.filter(kind="assurance.reminder").first()
    assert notice is not None
    assert "1 overdue now" in notice.words
    assert "So since 6 March 2026." in notice.words
    assert notice.url == f"/assurance/duties/{EXAMINED}/"
    assert Entry.objects.filter(verb="assurance.send_reminders").count() == 2


def test_it_sends_one_reminder_for_two_whose_time_passed_meanwhile(trial: Trial) -> None:
    look(trial, TURNED + 20 * DAY)
    look(trial, TURNED + 21 * DAY)
    assert len(told()) == 1


def test_it_reminds_of_nothing_that_is_kept_again(trial: Trial) -> None:
    Obligation.objects.filter(key=EXAMINED).update(numbers={"within": "P90D"})
    with clock.at(TURNED + DAY):
        rebuild_all()
    look(trial, TURNED + DAY)
    look(trial, TURNED + 30 * DAY)
    assert told() == []


def test_it_reminds_anew_after_a_new_turn(trial: Trial) -> None:
    look(trial, TURNED + 7 * DAY)
    VerdictChange.objects.create(trust=trial.trust, duty=EXAMINED, at=TURNED + 8 * DAY, old="overdue", new="kept")
    look(trial, TURNED + 9 * DAY)
    assert len(told()) == 1
    look(trial, TURNED + 16 * DAY)
    assert len(told()) == 2


def test_it_reminds_never_where_the_policy_sets_no_time(trial: Trial) -> None:
    Policy.objects.update(reminders=[])
    look(trial, TURNED + 30 * DAY)
    assert told() == []


def test_it_tells_the_lead_where_nobody_holds_the_owners_post(trial: Trial) -> None:
    empty = Post.objects.create(trust=trial.trust, key="nobody", title="Nobody", role="staff")
    Obligation.objects.filter(key=EXAMINED).update(owner=empty.key)
    look(trial, TURNED + 7 * DAY)
    assert told() == [("Logan Lead", "A duty of yours is still failing: 3.2.4")]


def test_it_names_several_in_one_reminder_and_leads_to_all_of_them(trial: Trial) -> None:
    row = Obligation.objects.get(key=EXAMINED)
    clause = row.clause
    for number in range(12):
        clause.pk, clause.key = None, f"x-{number}"
        clause.save()
        row.pk, row.key, row.clause = None, f"x-{number}", clause
        row.save()
    with clock.at(TURNED):
        rebuild_all()
    look(trial, TURNED + HOUR)
    look(trial, TURNED + HOUR + 7 * DAY)
    assert told() == [("Logan Lead", "13 duties of yours are still failing")]
    notice = Notice.objects.get(kind="assurance.reminder")
    assert "And 3 more." in notice.words
    assert notice.url == "/assurance/mine/"


def test_it_stands_in_the_owners_work_as_one_line(trial: Trial) -> None:
    with clock.at(TURNED + DAY):
        [item] = owed_by(trial.viewer(trial.lead))
        assert (item.title, item.url, item.due) == ("A duty of yours is failing", "/assurance/mine/", None)
        assert owed_by(trial.viewer(trial.paramedic)) == []
