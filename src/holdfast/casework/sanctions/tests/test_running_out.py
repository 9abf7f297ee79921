"""What time does to letters."""

from __future__ import annotations

from datetime import timedelta

from holdfast.casework.sanctions.models import Letter
from holdfast.casework.sanctions.operations.running_out import WHY, mind_letters
from holdfast.casework.sanctions.operations.serving import review_letter
from holdfast.casework.sanctions.tests.sanction_cast import TODAY, Bench
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.kernel import clock

TICK = Actor.system("tick")


def after(days: int) -> tuple[int, int]:
    with clock.at(clock.now() + timedelta(days=days)):
        return mind_letters(by=TICK)


def test_it_ends_a_letter_after_its_last_day_and_says_so_once(bench: Bench) -> None:
    letter = bench.served()
    Letter.objects.update(review_on=letter.valid_until)
    assert after(365)[0] == 0
    assert after(366) == (1, 0)
    assert after(366) == (0, 0)
    assert Letter.objects.values_list("state", "ended_on", "ended_why").get() == ("ended", letter.valid_until, WHY)
    assert Entry.objects.filter(verb="sanctions.end_letter").get().actor_name == TICK.name
    assert set(Notice.objects.filter(kind="sanctions.letter-run-out").values_list("person", flat=True)) >= {
        bench.lsms.pk
    }


def test_it_tells_of_a_review_once_for_each_day_that_is_set(bench: Bench) -> None:
    letter = bench.served()
    assert after(165) == (0, 0)
    assert after(166) == (0, 1)
    assert after(200) == (0, 0)
    assert Entry.objects.filter(verb="sanctions.tell_of_review").count() == 1
    told = Notice.objects.filter(kind="sanctions.review-due", person=bench.lsms).get()
    assert "is to be reviewed by 30 August 2026" in told.subject
    with clock.at(clock.now() + timedelta(days=200)):
        review_letter(
            by=bench.acting(bench.lsms), letter=letter, stays=True, words="Quiet.", next_on=TODAY + timedelta(days=300)
        )
    assert after(210) == (0, 0)
    assert after(290) == (0, 1)
