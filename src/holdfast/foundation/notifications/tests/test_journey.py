"""Someone reads their notices on a phone, and an administrator mends an e-mail that did not arrive."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from playwright.sync_api import Page, expect

from holdfast.foundation.notifications.models import Mail, MailState
from holdfast.foundation.organisation.models import Person
from tests.browser import Visitors, assert_accessible

from .conftest import World


def signed_in(world: World, person: Person, visit: Visitors, size: str, server: Any) -> Page:
    client = Client()
    client.force_login(world.account(person, f"{person.given_name.lower()}@accounts.example"))
    page = visit(size)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    return page


def test_it_lets_someone_read_their_notices_and_choose_their_mail(
    committed_world: World, visit: Visitors, live_server: Any
) -> None:
    world = committed_world
    phone = signed_in(world, world.sam, visit, "phone", live_server)
    phone.goto("/notices/")
    expect(phone.get_by_text("No notices yet")).to_be_visible()
    assert_accessible(phone)
    world.tell(subject="A report waits for triage", url="/notices/how-often/", record=world.record())
    world.tell(subject="Decide who investigates", at_once=True, because="You reported this.")
    phone.reload()
    expect(phone.get_by_role("status")).to_contain_text("2 notices not read")
    assert_accessible(phone)
    phone.get_by_role("button", name=re.compile("Mark as read.*Decide who investigates")).click()
    expect(phone.get_by_role("status")).to_contain_text("1 notice not read")
    phone.get_by_role("link", name="A report waits for triage").click()
    expect(phone.get_by_role("heading", name="How often do you want e-mails")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_label("Once a day").check()
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Your choice is saved")).to_be_visible()
    phone.get_by_role("link", name="Back to your notices").click()
    expect(phone.get_by_role("status")).to_contain_text("You have read everything")


def test_it_lets_an_administrator_try_an_email_again(committed_world: World, visit: Visitors, live_server: Any) -> None:
    world = committed_world
    world.hold(world.post("administrator", role="administrator"), world.dana)
    world.tell()
    Mail.objects.update(state=MailState.DEAD, attempts=8, last_error="550 no such person")
    page = signed_in(world, world.dana, visit, "desktop", live_server)
    page.goto("/notices/undelivered/")
    expect(page.get_by_text("550 no such person")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name=re.compile("Try again.*sam@example.nhs.uk")).click()
    expect(page.get_by_text("No e-mail was given up")).to_be_visible()
    assert_accessible(page)
