"""Every page and letter about accounts is ours, and one's own account shows what is true."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string
from django.test import Client

from holdfast.foundation.organisation import urls
from holdfast.foundation.organisation.accounts.adapter import CHANGES, MUST_ARRIVE
from holdfast.foundation.organisation.models import Deputy, Post, PostHolding, User
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.tests.accounts_people import PASSWORD, People, make_people, sign_in
from holdfast.foundation.organisation.urls.accounts import urlpatterns
from holdfast.kernel import clock

OURS = Path(urls.__file__).parents[1] / "templates"
LETTERS = [*CHANGES, *MUST_ARRIVE]


def pages() -> list[str]:
    """The template of each of allauth's views that has an address."""
    classes = [getattr(pattern.callback, "view_class", None) for pattern in urlpatterns]
    return sorted({view.template_name for view in classes if getattr(view, "template_name", None)})


def test_it_finds_the_pages() -> None:
    assert len(pages()) > 20


@pytest.mark.parametrize("name", pages())
def test_it_shows_no_page_of_somebody_else(name: str) -> None:
    assert Path(get_template(name).template.origin.name).is_relative_to(OURS)


@pytest.mark.parametrize("letter", LETTERS)
def test_it_sends_no_letter_of_somebody_else(letter: str) -> None:
    context = {
        "user": User(email="sam@example.nhs.uk"),
        "at": clock.now(),
        "address": "192.0.2.1",
        "public_url": "https://x",
    }
    for part in ("subject", "message"):
        assert Path(get_template(f"{letter}_{part}.txt").template.origin.name).is_relative_to(OURS)
        words = render_to_string(f"{letter}_{part}.txt", context)
        assert words.strip()
        assert "&" not in words.replace("&#", "")
    assert letter in MUST_ARRIVE or "From the address: 192.0.2.1" in words


@pytest.fixture
def people(db: None) -> People:
    return make_people()


def test_it_shows_ones_posts_and_whom_one_stands_in_for(people: People, client: Client) -> None:
    with scope(people.trust):
        post = Post.objects.create(trust=people.trust, key="head", title="Head of Security", role="security-lead")
        day = {"trust": people.trust, "start": date(2020, 1, 1)}
        PostHolding.objects.create(post=post, person=people.lsms.person, **day)
        Deputy.objects.create(post=post, person=people.sam.person, holder=people.lsms.person, reason="leave", **day)
    sign_in(client, people.sam)
    page = client.get("/account/").content.decode()
    assert "Head of Security, for <bdi>Lee Example</bdi> while they are away" in page
    assert "sam@example.nhs.uk" in page
    assert "Here only" in page


def test_it_escapes_what_people_are_called(people: People, client: Client) -> None:
    user = people.account("<script>alert(1)</script>Max")
    client.force_login(user)
    page = client.get("/account/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_it_lets_an_account_without_a_person_in_no_further_than_the_way_out(people: People, client: Client) -> None:
    stray = User.objects.create_user("stray@example.nhs.uk", PASSWORD)
    assert sign_in(client, stray).status_code == 302
    answer = client.get("/account/")
    assert answer.status_code == 403
    assert "not joined to anyone" in answer.content.decode()
    assert "stray@example.nhs.uk" in answer.content.decode()
    assert client.post("/account/sign-out/").status_code == 302
