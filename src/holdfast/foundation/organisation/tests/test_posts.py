from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Deputy, Person, Post, PostHolding, Trust
from holdfast.foundation.organisation.operations.deputies import end_deputy, name_deputy
from holdfast.foundation.organisation.operations.people import change_person
from holdfast.foundation.organisation.operations.posts import appoint, change_post, close_post, create_post, end_holding
from holdfast.foundation.organisation.operations.refusal import AnotherTrust, Refused
from holdfast.foundation.organisation.operations.units import move_unit, open_unit
from holdfast.foundation.organisation.rules.periods import covered, overlap
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.tests.cast import BY, TODAY, make_person, make_post, make_trust, make_unit
from holdfast.foundation.organisation.viewer import Viewer

DAY = timedelta(days=1)
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def ada(trust: Trust) -> Person:
    return make_person(trust, "Ada Testman")


@pytest.fixture
def bo(trust: Trust) -> Person:
    return make_person(trust, "Bo Sampleton")


@pytest.fixture
def lsms(trust: Trust, ada: Person) -> Post:
    """Held by Ada since the start of 2026."""
    return make_post(trust, "lsms", ada)


def on_screen(person: Person) -> Actor:
    return Actor(name=str(person), identity="user:1", person_id=person.pk, user_id=1)


def held_by(person: Person) -> list[tuple[str, str]]:
    """What a person's session may act in: post, and for whom."""
    viewer = Viewer(None, Person.objects.get(pk=person.pk))  # type: ignore[arg-type]
    return [(str(held.post), str(held.covers_for or "")) for held in viewer.held]


class TestPosts:
    def test_it_makes_a_post_with_a_key_of_its_title(self, trust: Trust) -> None:
        post = create_post(by=BY, trust=trust, title="Head of  Security", role="security-lead")
        assert (post.key, post.title, post.of_policy) == ("head-of-security", "Head of Security", False)

    @pytest.mark.parametrize(
        ("values", "field"), [({"title": " "}, "title"), ({"role": "king"}, "role"), ({"title": "…"}, "title")]
    )
    def test_it_refuses_a_post_without_name_or_role(self, trust: Trust, values: dict[str, str], field: str) -> None:
        with pytest.raises(Refused) as refusal:
            create_post(by=BY, trust=trust, **{"title": "LSMS", "role": "lsms", **values})
        assert refusal.value.field == field

    def test_it_refuses_a_second_one_and_opens_a_closed_one_again(self, trust: Trust, lsms: Post) -> None:
        with pytest.raises(Refused, match="There is a post called Lsms already"):
            create_post(by=BY, trust=trust, title="LSMS", role="lsms")
        close_post(by=BY, post=lsms)
        assert create_post(by=BY, trust=trust, title="LSMS", role="lsms").pk == lsms.pk

    def test_it_makes_one_for_each_unit(self, trust: Trust) -> None:
        units = [make_unit(trust, name) for name in ("North", "South")]
        posts = [create_post(by=BY, trust=trust, title="Manager", role="line-manager", unit=unit) for unit in units]
        assert [str(post) for post in posts] == ["Manager, North", "Manager, South"]
        assert posts[0].audit_subject.reference == "manager, North"

    def test_it_refuses_posts_that_answer_to_one_another(self, trust: Trust, lsms: Post) -> None:
        lead = create_post(by=BY, trust=trust, title="Lead", role="security-lead", reports_to=lsms)
        with pytest.raises(Refused, match="answers to this post already"):
            change_post(by=BY, post=lsms, title=lsms.title, role="lsms", reports_to=lead)
        change_post(by=BY, post=lead, title="Lead", role="security-lead")
        assert Entry.objects.last().changes == {"reports_to": ["lsms", None]}

    def test_it_leaves_to_the_pack_what_the_pack_says(self, trust: Trust, lsms: Post) -> None:
        lsms.of_policy = True
        lsms.save()
        with pytest.raises(Refused, match="The policy says"):
            change_post(by=BY, post=lsms, title="Sheriff", role="lsms")
        with pytest.raises(Refused, match="The policy has this post"):
            close_post(by=BY, post=lsms)
        change_post(by=BY, post=lsms, title=lsms.title, role="lsms", mailbox="security@example.org")

    def test_it_closes_a_post_and_nobody_holds_it_from_today(self, trust: Trust, lsms: Post, ada: Person) -> None:
        close_post(by=BY, post=lsms)
        assert PostHolding.objects.get().end == TODAY - DAY
        assert held_by(ada) == []


class TestHoldings:
    def test_it_lets_one_person_hold_many_posts_and_many_one_post(
        self, trust: Trust, lsms: Post, ada: Person, bo: Person
    ) -> None:
        appoint(by=BY, post=lsms, person=bo, start=TODAY)
        other = make_post(trust, "executive")
        appoint(by=BY, post=other, person=ada, start=TODAY)
        assert held_by(ada) == [("Lsms", ""), ("Executive", "")]
        assert held_by(bo) == [("Lsms", "")]

    @pytest.mark.parametrize(("start", "end"), [(NEW_YEAR, None), (TODAY, TODAY), (date(2025, 1, 1), NEW_YEAR)])
    def test_it_refuses_the_same_person_twice(self, lsms: Post, ada: Person, start: date, end: date | None) -> None:
        with pytest.raises(Refused, match="holds this post from 1 January 2026 on already"):
            appoint(by=BY, post=lsms, person=ada, start=start, end=end)
        appoint(by=BY, post=lsms, person=ada, start=date(2025, 1, 1), end=NEW_YEAR - DAY)

    def test_it_refuses_days_that_cannot_be(self, trust: Trust, lsms: Post, bo: Person) -> None:
        with pytest.raises(Refused, match="last day cannot be before the first"):
            appoint(by=BY, post=lsms, person=bo, start=TODAY, end=TODAY - DAY)
        bo.left = TODAY + 10 * DAY
        bo.save()
        with pytest.raises(Refused, match=r"leaves on 13/03/2026\. Give that as the last day"):
            appoint(by=BY, post=lsms, person=bo, start=TODAY)
        with pytest.raises(Refused, match="leaves on 13/03/2026, before that"):
            appoint(by=BY, post=lsms, person=bo, start=TODAY + 11 * DAY)
        appoint(by=BY, post=lsms, person=bo, start=TODAY, end=bo.left)

    def test_it_refuses_a_closed_post(self, lsms: Post, bo: Person) -> None:
        close_post(by=BY, post=lsms)
        with pytest.raises(Refused, match="Lsms is closed"):
            appoint(by=BY, post=lsms, person=bo, start=TODAY)

    def test_it_joins_nothing_of_two_trusts(self, lsms: Post, ada: Person) -> None:
        other = make_trust("ZZ2")
        with scope([lsms.trust, other]):
            eve = make_person(other, "Eve Other")
            with pytest.raises(AnotherTrust):
                appoint(by=BY, post=lsms, person=eve, start=TODAY)
            with pytest.raises(AnotherTrust):
                name_deputy(by=BY, post=lsms, holder=ada, person=eve, start=TODAY)
            with pytest.raises(AnotherTrust):
                change_person(by=BY, person=ada, supervisor=eve)
            with pytest.raises(AnotherTrust):
                create_post(by=BY, trust=lsms.trust, title="X", role="lsms", unit=make_unit(other, "There"))
            with pytest.raises(AnotherTrust):
                open_unit(by=BY, trust=lsms.trust, name="X", parent=make_unit(other, "Elsewhere"))

    def test_it_lets_nobody_appoint_themselves_on_screen(self, lsms: Post, bo: Person) -> None:
        with pytest.raises(Refused, match="cannot appoint yourself"):
            appoint(by=on_screen(bo), post=lsms, person=bo, start=TODAY)
        appoint(by=BY, post=lsms, person=bo, start=TODAY)

    def test_it_lets_nobody_change_what_their_own_post_may_do_on_screen(
        self, trust: Trust, lsms: Post, ada: Person, bo: Person
    ) -> None:
        name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY + DAY)
        for person in (ada, bo):
            with pytest.raises(Refused, match="You hold or cover this post") as refusal:
                change_post(by=on_screen(person), post=lsms, title=lsms.title, role="security-lead")
            assert refusal.value.field == "role"
        change_post(by=on_screen(ada), post=lsms, title="Own title", role="lsms")
        change_post(by=on_screen(make_person(trust, "Cy Keeper")), post=lsms, title="Lead", role="security-lead")

    def test_it_lets_nobody_move_a_unit_below_one_that_they_manage_on_screen(self, trust: Trust, bo: Person) -> None:
        north, south = make_unit(trust, "North"), make_unit(trust, "South")
        team = make_unit(trust, "Team", north)
        make_post(trust, "line-manager", bo, unit=north)
        with pytest.raises(Refused, match="come to manage it yourself"):
            move_unit(by=on_screen(bo), unit=south, parent=team)
        move_unit(by=on_screen(bo), unit=team, parent=None)
        move_unit(by=on_screen(bo), unit=north, parent=team)

    def test_it_lets_nobody_make_themselves_a_supervisor_on_screen(self, ada: Person, bo: Person) -> None:
        with pytest.raises(Refused, match="cannot make yourself"):
            change_person(by=on_screen(bo), person=ada, supervisor=bo)
        change_person(by=on_screen(ada), person=ada, supervisor=bo)

    def test_it_ends_a_holding_with_its_deputies(self, lsms: Post, ada: Person, bo: Person) -> None:
        deputy = name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY)
        end_holding(by=BY, holding=PostHolding.objects.get(), last_day=TODAY)
        deputy.refresh_from_db()
        assert deputy.end == TODAY
        with pytest.raises(Refused, match="ends on 03/03/2026 already"):
            end_holding(by=BY, holding=PostHolding.objects.get(), last_day=TODAY)
        assert Entry.objects.last().why == ""

    def test_it_takes_a_holding_away_that_has_not_begun(self, lsms: Post, bo: Person) -> None:
        holding = appoint(by=BY, post=lsms, person=bo, start=TODAY + DAY)
        end_holding(by=BY, holding=holding, last_day=TODAY, why="A mistake")
        assert not PostHolding.objects.filter(person=bo).exists()


class TestDeputies:
    def test_it_lets_a_deputy_act_for_the_holder(self, lsms: Post, ada: Person, bo: Person) -> None:
        name_deputy(by=on_screen(ada), post=lsms, holder=ada, person=bo, start=TODAY, end=TODAY + DAY, reason="Leave")
        assert held_by(bo) == [("Lsms", "Ada Testman")]
        entry = Entry.objects.get(verb="organisation.name_deputy")
        assert entry.details["deputy"] == "Bo Sampleton"

    @pytest.mark.parametrize(
        ("values", "why"),
        [
            ({"person": "ada"}, "cannot be their own deputy"),
            ({"end": TODAY - DAY, "start": TODAY - 2 * DAY}, "These days are over"),
            ({"end": TODAY, "start": TODAY + DAY}, "last day cannot be before the first"),
            ({"start": date(2025, 12, 31)}, "does not hold Lsms on all these days"),
        ],
    )
    def test_it_refuses_what_cannot_be(
        self, lsms: Post, ada: Person, bo: Person, values: dict[str, Any], why: str
    ) -> None:
        values = {"person": bo, "start": TODAY, **values}
        values["person"] = ada if values["person"] == "ada" else bo
        with pytest.raises(Refused, match=why):
            name_deputy(by=BY, post=lsms, holder=ada, **values)
        assert not Deputy.objects.exists()

    def test_it_refuses_deputies_that_overlap(self, trust: Trust, lsms: Post, ada: Person, bo: Person) -> None:
        name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY, end=TODAY + 7 * DAY)
        cy = make_person(trust, "Cy Mockford")
        with pytest.raises(Refused, match="Bo Sampleton is deputy from 3 March 2026 to 10 March 2026 already"):
            name_deputy(by=BY, post=lsms, holder=ada, person=cy, start=TODAY + 7 * DAY)
        name_deputy(by=BY, post=lsms, holder=ada, person=cy, start=TODAY + 8 * DAY)

    def test_it_refuses_someone_who_leaves_meanwhile(self, lsms: Post, ada: Person, bo: Person) -> None:
        bo.left = TODAY + DAY
        bo.save()
        with pytest.raises(Refused, match="Bo Sampleton leaves on 04/03/2026"):
            name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY, end=TODAY + 2 * DAY)

    def test_it_lets_nobody_make_themselves_a_deputy(self, lsms: Post, ada: Person, bo: Person) -> None:
        with pytest.raises(Refused, match="cannot make yourself the deputy"):
            name_deputy(by=on_screen(bo), post=lsms, holder=ada, person=bo, start=TODAY)

    def test_it_ends_when_the_holder_is_back(self, lsms: Post, ada: Person, bo: Person) -> None:
        running = name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY - DAY)
        later = PostHolding.objects.get()
        assert held_by(bo)
        end_deputy(by=BY, deputy=running)
        assert held_by(bo) == []
        assert later.end is None
        with pytest.raises(Refused, match="ended on 02/03/2026 already"):
            end_deputy(by=BY, deputy=running)

    def test_it_takes_back_a_deputy_who_has_not_begun(self, lsms: Post, ada: Person, bo: Person) -> None:
        end_deputy(by=BY, deputy=name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY))
        assert not Deputy.objects.exists()

    def test_it_gives_a_deputy_nothing_once_the_holder_has_left(self, lsms: Post, ada: Person, bo: Person) -> None:
        name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY)
        ada.left = TODAY - DAY
        ada.save()
        assert held_by(bo) == []

    def test_it_gives_a_deputy_nothing_once_the_holder_holds_nothing(self, lsms: Post, ada: Person, bo: Person) -> None:
        name_deputy(by=BY, post=lsms, holder=ada, person=bo, start=TODAY)
        PostHolding.objects.update(end=TODAY - DAY)
        assert held_by(bo) == []


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))


@st.composite
def stretches(draw: st.DrawFn) -> PostHolding:
    start = draw(DAYS)
    return PostHolding(start=start, end=draw(st.none() | st.dates(start, date(2026, 1, 25))))


@given(stretches(), st.lists(stretches(), max_size=4))
def test_it_finds_an_overlap_when_a_day_is_shared(one: PostHolding, others: list[PostHolding]) -> None:
    days = [NEW_YEAR + timedelta(days=number) for number in range(40)]
    shared = any(one.runs_on(day) and other.runs_on(day) for other in others for day in days)
    assert (overlap(one.start, one.end, others) is not None) == shared


@given(stretches(), st.lists(stretches(), max_size=4))
def test_it_finds_that_every_day_is_covered(one: PostHolding, others: list[PostHolding]) -> None:
    days = [NEW_YEAR + timedelta(days=number) for number in range(40)]
    every = all(any(other.runs_on(day) for other in others) for day in days if one.runs_on(day))
    assert covered(one.start, one.end, others) == every
