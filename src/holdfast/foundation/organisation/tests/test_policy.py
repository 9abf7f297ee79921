from __future__ import annotations

from datetime import timedelta

import pytest

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Number, Post, PostHolding, Term, Trust
from holdfast.foundation.organisation.operations.policy import (
    PolicyNumber,
    PolicyPost,
    UnknownInPolicy,
    install_policy,
)
from holdfast.foundation.organisation.operations.posts import create_post
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.trusts import (
    change_trust_settings,
    set_number,
    start_using,
    stop_using,
)
from holdfast.foundation.organisation.scope import no_scope, scope
from holdfast.foundation.organisation.tests.cast import BY, TODAY, make_person, make_trust, make_unit

TERMS = {"control_room": "Emergency Operations Centre", "incident_form": "IWR-1"}
POSTS = [
    PolicyPost("lsms", "LSMS", "lsms", reports_to="smd", about="Looks after it"),
    PolicyPost("smd", "Security Management Director", "security-management-director", reports_to="the-board"),
    PolicyPost("manager", "Operations Manager", "line-manager", level="team"),
]
NUMBERS = {"triage.within": PolicyNumber("PT24H", "4.1"), "silence.after": None, "copies": "2"}


def install(trust: Trust, **changes: object) -> None:
    values = {"terms": TERMS, "posts": POSTS, "numbers": NUMBERS, "pack": "invented"}
    install_policy(by=BY, trust=trust, **{**values, **changes})


def posts() -> dict[str, Post]:
    return {post.key: post for post in Post.objects.filter(unit=None)}


def test_it_installs_words_posts_and_numbers(trust: Trust) -> None:
    with no_scope():
        install(trust)
    assert trust.term("control_room") == "Emergency Operations Centre"
    assert trust.number("triage.within") == "PT24H"
    assert trust.number("silence.after") is None
    assert trust.pack == "invented"
    assert (posts()["lsms"].reports_to, posts()["smd"].reports_to) == (posts()["smd"], None)
    assert posts()["manager"].is_pattern
    assert all(post.of_policy for post in posts().values())


def test_it_changes_nothing_the_second_time(trust: Trust) -> None:
    install(trust)
    install(trust)
    assert Entry.objects.last().changes == {}
    assert Entry.objects.last().details == {"posts_opened": [], "posts_closed": []}


def test_it_keeps_who_holds_a_post(trust: Trust) -> None:
    install(trust)
    ada = make_person(trust)
    PostHolding.objects.create(trust=trust, post=posts()["lsms"], person=ada, start=TODAY)
    install(trust, posts=[PolicyPost("lsms", "Security Manager", "security-lead"), *POSTS[1:]])
    assert PostHolding.objects.get().post.title == "Security Manager"
    assert Entry.objects.last().changes["post.lsms.title"] == ["LSMS", "Security Manager"]


def test_it_closes_posts_that_vanished_and_opens_them_again(trust: Trust) -> None:
    install(trust)
    PostHolding.objects.create(trust=trust, post=posts()["lsms"], person=make_person(trust), start=TODAY - timedelta(9))
    own = create_post(by=BY, trust=trust, title="Our own", role="executive")
    install(trust, posts=POSTS[1:])
    assert posts()["lsms"].closed == TODAY
    assert PostHolding.objects.get().end == TODAY - timedelta(1)
    own.refresh_from_db()
    assert own.closed is None
    install(trust)
    assert posts()["lsms"].closed is None


def test_it_takes_over_a_post_that_the_trust_had_made(trust: Trust) -> None:
    own = create_post(by=BY, trust=trust, title="Sheriff", role="executive", key="lsms")
    install(trust)
    own.refresh_from_db()
    assert (own.title, own.of_policy) == ("LSMS", True)


def test_it_lets_the_posts_of_units_follow(trust: Trust) -> None:
    unit = make_unit(trust, "North")
    post = create_post(by=BY, trust=trust, title="Manager", role="line-manager", unit=unit, key="manager")
    install(trust)
    post.refresh_from_db()
    assert (post.title, post.level) == ("Operations Manager", "team")


def test_it_goes_back_to_its_own_words(trust: Trust) -> None:
    install(trust)
    install(trust, terms={})
    assert trust.term("control_room") == "control room"
    assert not Term.objects.exists()


def test_it_leaves_a_number_that_the_trust_has_set(trust: Trust) -> None:
    install(trust)
    set_number(by=BY, trust=trust, key="triage.within", value="PT12H", why="Board, 3 March")
    install(trust)
    assert trust.number("triage.within") == "PT12H"
    install(trust, numbers={})
    assert trust.number("triage.within") == "PT12H"
    assert Number.objects.count() == 1
    with pytest.raises(Refused, match="set to this already"):
        set_number(by=BY, trust=trust, key="triage.within", value="PT12H", why="again")


@pytest.mark.parametrize(
    ("post", "why"),
    [
        (PolicyPost("x", "X", "king"), "the role king of x"),
        (PolicyPost("x", "X", "lsms", level="moon"), "the level moon of x"),
    ],
)
def test_it_refuses_what_it_does_not_have_before_anything_changes(trust: Trust, post: PolicyPost, why: str) -> None:
    with pytest.raises(UnknownInPolicy, match=why):
        install(trust, posts=[post])
    assert not Entry.objects.exists()


def test_it_touches_no_other_trust(trust: Trust) -> None:
    other = make_trust("ZZ2")
    install(other)
    assert not Post.objects.exists()
    with scope(other):
        assert Post.objects.count() == 3


def test_it_changes_settings_and_says_so(trust: Trust) -> None:
    change_trust_settings(by=BY, trust=trust, anonymous_reports=False, short_name="Invented")
    assert Entry.objects.get().changes == {"anonymous_reports": [True, False]}
    with pytest.raises(Refused, match="Nothing has been changed"):
        change_trust_settings(by=BY, trust=trust, anonymous_reports=False)
    with pytest.raises(TypeError, match="no setting pack"):
        change_trust_settings(by=BY, trust=trust, pack="x")


def test_it_begins_and_ends_the_use_of_holdfast(trust: Trust) -> None:
    stop_using(by=BY, trust=trust, why="Merged")
    assert not trust.live
    with pytest.raises(Refused):
        stop_using(by=BY, trust=trust, why="Merged")
    start_using(by=BY, trust=trust)
    with pytest.raises(Refused):
        start_using(by=BY, trust=trust)
