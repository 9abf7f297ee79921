"""The pages of actions and plans: what they show, what they take, and whom they refuse."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.tests.cast import messages_in
from holdfast.foundation.records.tests.files import picture, upload
from holdfast.tools.actions.models import Action, Plan
from holdfast.tools.actions.queries.listing import Chosen, chosen_of, page_of
from holdfast.tools.actions.queries.queues import owed_by
from holdfast.tools.actions.rules.checking import VerificationLine
from holdfast.tools.actions.tests.action_cast import ActionCast, day

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py

MOST_FOR_A_LIST = 15


def in_boxes(due: date, name: str = "due") -> dict[str, str]:
    return {f"{name}_day": str(due.day), f"{name}_month": str(due.month), f"{name}_year": str(due.year)}


def raised(cast: ActionCast, **changes: Any) -> dict[str, Any]:
    """A form for a new action, filled in."""
    told = {
        "submission_key": "k",
        "title": "Cut the hedge",
        "owner": "Win Worker",
        "priority": "high",
        "source": "survey",
        **in_boxes(day(5)),
    }
    return told | changes


def test_it_raises_an_action_on_a_record_and_comes_back_to_it(cast: ActionCast) -> None:
    about = cast.record()
    page = f"/records/{about.reference}/actions/"
    browser = cast.client(cast.manager)
    assert "No actions yet" in browser.get(page).content.decode()
    assert browser.get(f"{page}new/").status_code == 200
    answer = browser.post(f"{page}new/", raised(cast, cost="120.50"), follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "Cut the hedge" in answer.content.decode()
    action = Action.objects.get()
    assert (action.about, action.owner, action.due, action.cost_pence) == (about, cast.worker, day(5), 12_050)


def test_it_keeps_what_was_typed_and_says_what_to_mend(cast: ActionCast) -> None:
    browser = cast.client(cast.manager)
    answer = browser.post("/actions/new/", raised(cast, **in_boxes(day(-3)), owner="Nobody Here"))
    assert answer.status_code == 422
    assert "Nothing matches" in answer.content.decode()
    answer = browser.post("/actions/new/", raised(cast, **in_boxes(day(-3))))
    words = answer.content.decode()
    assert "The date is over" in words
    assert "Cut the hedge" in words
    cast.tracking(needs=["success"])
    answer = browser.post("/actions/new/", raised(cast))
    assert "asks of every action how you will see that it worked" in answer.content.decode()


def test_it_asks_at_once_what_an_action_came_out_of_where_that_decides_who_verifies(cast: ActionCast) -> None:
    browser = cast.client(cast.manager)
    before = browser.get("/actions/new/").context["form"]
    assert before["source"].value() == "other"
    assert "source" not in [field.name for field in before.first_fields]
    cast.tracking(verification=[VerificationLine(sources=("risk-assessment",))])
    form = browser.get("/actions/new/").context["form"]
    assert form["source"].value() is None
    assert "source" in [field.name for field in form.first_fields]
    assert browser.post("/actions/new/", raised(cast, source="")).status_code == 422
    assert browser.post("/actions/new/", raised(cast, source="risk-assessment")).status_code == 302
    assert Action.objects.get().verification


def test_it_leads_from_the_raising_to_the_verified_action(cast: ActionCast, folder: Path) -> None:
    cast.tracking(verification=[VerificationLine(by="lsms", evidence=True)])
    action = cast.action(about=cast.record())
    one = f"/actions/{action.reference}/"
    worker, lsms = cast.client(cast.worker), cast.client(cast.lsms)
    first = worker.get(one)
    assert "Something that you may not see" in first.content.decode()
    assert "Zanzibarquist" not in first.content.decode()
    moved = {"seen_version": action.record.version, "why": "Rain", **in_boxes(day(20))}
    assert worker.post(f"{one}date/", moved).status_code == 302
    assert "was changed after you opened" in worker.post(f"{one}date/", moved).content.decode()
    version = Action.objects.get().record.version
    bare = worker.post(f"{one}completion/", {"seen_version": version, "words": "Done"})
    assert "wants proof" in bare.content.decode()
    proof = {"seen_version": version, "words": "Done", "uploads": [upload(picture(), "hedge.jpg")]}
    assert worker.post(f"{one}completion/", proof).status_code == 302
    assert worker.get(f"{one}verification/").status_code == 403
    version = Action.objects.get().record.version
    assert "hedge.jpg" in lsms.get(f"{one}verification/").content.decode()
    seen = {"seen_version": version, "accepted": "yes", **in_boxes(day(60), "check_again")}
    assert lsms.post(f"{one}verification/", seen).status_code == 302
    words = worker.get(one).content.decode()
    for shown in ("Verified", "Rain", "hedge.jpg", "Date moved from"):
        assert shown in words, shown
    evidence = action.record.evidence.get()
    answer = worker.get(f"{one}files/{evidence.pk}/")
    assert b"".join(answer.streaming_content) == picture()
    assert cast.client(cast.stranger).get(f"{one}files/{evidence.pk}/").status_code == 404


@pytest.mark.parametrize("page", ["wording", "owner", "withdrawal", "reopening"])
def test_it_lets_an_owner_do_it_and_not_change_it(cast: ActionCast, page: str) -> None:
    action = cast.action()
    assert cast.client(cast.worker).get(f"/actions/{action.reference}/{page}/").status_code == 403
    assert cast.client(cast.manager).get(f"/actions/{action.reference}/{page}/").status_code == 200


def test_it_hands_over_withdraws_reopens_and_takes_comments(cast: ActionCast) -> None:
    action = cast.action()
    one = f"/actions/{action.reference}/"
    browser = cast.client(cast.manager)

    def send(page: str, **told: Any) -> Action:
        version = Action.objects.get().record.version
        answer = browser.post(f"{one}{page}/", {"seen_version": version, **told})
        assert answer.status_code == 302, answer.content.decode()
        return Action.objects.get()

    assert send("owner", owner="Head of Estates", why="Theirs").owner == cast.posts["estates"]
    assert send("withdrawal", why="Given up").state == "withdrawn"
    assert send("reopening", why="Not given up", **in_boxes(day(9))).state == "open"
    assert send("comments", words="Who has the key?").comments.count() == 1
    said = {"title": "Cut both hedges", "priority": "low", "source": "audit", "cost": "12"}
    assert send("wording", **said).title == "Cut both hedges"
    words = browser.get(one).content.decode()
    for shown in ("Given to Head of Estates", "Will not be done", "Opened again", "Who has the key?"):
        assert shown in words, shown
    assert browser.get(f"{one}print/").status_code == 200


def test_it_opens_a_plan_brings_it_up_to_date_and_closes_it(cast: ActionCast) -> None:
    cast.tracking(plan_period="quarter", plan_keeper="lsms")
    browser = cast.client(cast.manager)
    first = browser.get("/actions/plans/new/").content.decode()
    assert 'value="Lsms"' in first  # the keeper and the period of the policy stand there already
    told = {"submission_key": "k", "title": "Mill Lane", "keeper": "Morgan Manager", "source": "survey"}
    browser.post("/actions/plans/new/", told | {"period": "quarter"})
    plan = Plan.objects.get()
    one = f"/actions/plans/{plan.reference}/"
    assert "Nobody has said how it stands" in browser.get(one).content.decode()
    assert browser.post(f"{one}new/", raised(cast)).status_code == 302
    assert Action.objects.get().plan == plan
    browser.post(f"{one}update/", {"seen_version": Plan.objects.get().record.version, "words": "Begun"})
    words = browser.get(one).content.decode()
    assert "Nobody has said how it stands" not in words
    assert "1 to do, 0 of them overdue" in words
    refused = browser.post(f"{one}closure/", {"seen_version": Plan.objects.get().record.version, "why": "x"})
    assert "Not all of it is finished" in refused.content.decode()
    assert browser.get(f"{one}print/").status_code == 200
    assert "Mill Lane" in browser.get("/actions/plans/").content.decode()
    assert "Mill Lane" not in browser.get("/actions/plans/?state=closed").content.decode()
    assert "Mill Lane" in browser.get("/actions/plans/?source=survey").content.decode()


def test_it_changes_the_ticked_ones_and_says_which_it_could_not(cast: ActionCast) -> None:
    one, done = cast.action(), cast.completed()
    browser = cast.client(cast.manager)
    query = f"key={one.pk}&key={done.pk}"
    assert one.reference in browser.get(f"/actions/together/?{query}").content.decode()
    told = {"key": [one.pk, done.pk], "do": "move-date", "why": "Snow", **in_boxes(day(40))}
    answer = browser.post("/actions/together/", told)
    assert answer.status_code == 422
    assert "1 action not changed" in answer.content.decode()
    assert Action.objects.get(pk=one.pk).due == day(40)
    answer = browser.post("/actions/together/", told | {"key": [one.pk], "do": "withdraw"}, follow=True)
    assert messages_in(answer) == ["1 action changed."]


def test_it_changes_together_only_what_the_viewer_may_change(cast: ActionCast) -> None:
    secret = cast.action(about=cast.record(restricted=True), owner=cast.manager)
    browser = cast.client(cast.manager)
    answer = browser.get(f"/actions/together/?key={secret.pk}", follow=True)
    assert messages_in(answer) == ["Tick the actions first that you want to change."]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"late", "open", "waiting"}),
        ("state=overdue", {"late"}),
        ("state=completed", {"waiting"}),
        ("state=done&state=withdrawn", {"done"}),
        ("priority=urgent", {"late"}),
        ("source=audit", {"open"}),
        ("text=late", {"late"}),
        ("owner=Head+of+Estates", {"open"}),
        ("until=2026-03-02", {"late"}),
        ("since=2026-03-02", {"open", "waiting"}),
        ("state=nonsense&since=never&sort=x&after=%00", {"late", "open", "waiting"}),
    ],
)
def test_it_lists_what_was_asked_for(cast: ActionCast, query: str, shown: set[str]) -> None:
    cast.action(title="open", source="audit", owner=cast.posts["estates"])
    late = cast.action(title="late", priority="urgent")
    Action.objects.filter(pk=late.pk).update(due=day(-5))
    cast.completed(title="done")
    cast.tracking(verification=[VerificationLine()])
    cast.completed(title="waiting")
    answer = cast.client(cast.manager).get(f"/actions/?{query}")
    assert {line.title for line in answer.context["lines"]} == shown


def test_it_pages_by_key_there_and_back_in_every_order(cast: ActionCast) -> None:
    for number in range(5):
        cast.action(title=f"{number}", due=day(number // 2), priority="urgent" if number % 2 else "low")
    rows = chosen_of(cast.viewer(cast.manager), Chosen())
    for order in ("due", "priority", "newest", "latest"):
        first = page_of(rows, order, size=2)
        second = page_of(rows, order, after=first.after, size=2)
        third = page_of(rows, order, after=second.after, size=2)
        found = [*first.rows, *second.rows, *third.rows]
        assert len({action.pk for action in found}) == 5, order
        assert [row.pk for row in page_of(rows, order, before=second.before, size=2).rows] == [
            row.pk for row in first.rows
        ]
        assert (first.before, third.after) == ("", "")
    assert page_of(rows, "due", after=page_of(rows, "newest", size=2).after, size=2).rows  # a mark of another order


def test_it_exports_the_same_rows_with_the_same_rights(cast: ActionCast) -> None:
    about = cast.record()
    cast.action(title="=cmd()", about=about, cost_pence=1250)
    cast.action(title="secret", about=cast.record(restricted=True), owner=cast.manager)
    browser = cast.client(cast.manager)
    rows = list(csv.DictReader(io.StringIO(browser.get("/actions/export.csv").content.decode("utf-8-sig"))))
    assert {row["What is to be done"]: row["Raised on"] for row in rows} == {"'=cmd()": about.reference, "secret": ""}
    assert rows[0]["Cost (£)"] in ("12.5", "")
    book = browser.get("/actions/export.xlsx?text=cmd").content
    assert (
        b"=cmd()"
        in ZipFile(io.BytesIO(book)).read("xl/worksheets/sheet1.xml")
        + ZipFile(io.BytesIO(book)).read("xl/sharedStrings.xml")
        if "xl/sharedStrings.xml" in ZipFile(io.BytesIO(book)).namelist()
        else True
    )
    assert Entry.objects.filter(verb="actions.export").count() == 2
    assert browser.get("/actions/print/").status_code == 200
    assert cast.client(cast.worker).get("/actions/export.csv").status_code == 403


def test_it_shows_everyone_their_own(cast: ActionCast) -> None:
    assert "You have no actions" in cast.client(cast.worker).get("/actions/mine/").content.decode()
    cast.action(title="Mine to do")
    cast.completed(title="Mine and done")
    words = cast.client(cast.worker).get("/actions/mine/").content.decode()
    assert "Mine to do" in words
    assert "Finished lately" in words


def test_it_looks_up_owners_who_can_be_given_something(cast: ActionCast) -> None:
    cast.worker.left = date(2026, 1, 1)
    cast.worker.save()
    browser = cast.client(cast.manager)

    def found(words: str) -> set[str]:
        return {match["title"] for match in browser.get(f"/actions/owners/?q={words}").json()["matches"]}

    assert found("head") == {"Head of Estates"}
    assert found("morgan") == {"Morgan Manager"}
    assert found("worker") == found("w") == set()
    assert {match["title"] for match in browser.get("/actions/teams/?q=mill").json()["matches"]} == {"Mill Lane"}
    assert browser.get("/actions/sites/?q=x").json()["matches"] == []


def statements(browser: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(url).status_code == 200
    return len(seen)


def test_it_shows_lists_in_a_fixed_number_of_statements(cast: ActionCast) -> None:
    about = cast.record()
    plan = cast.plan(about=about)
    browser = cast.client(cast.manager)
    pages = ("/actions/", "/actions/mine/", f"/records/{about.reference}/actions/", "/actions/plans/")
    pages += (f"/actions/plans/{plan.reference}/",)

    def more() -> None:
        cast.action(about=about, plan=plan)
        cast.action(owner=cast.manager)
        cast.completed(owner=cast.posts["manager"], plan=plan)

    more()
    browser.get("/actions/")
    few = {url: statements(browser, url) for url in pages}
    for _ in range(4):
        more()
    many = {url: statements(browser, url) for url in pages}
    assert few == many
    assert many["/actions/"] <= MOST_FOR_A_LIST


def test_it_says_what_is_owed_in_a_fixed_number_of_statements(cast: ActionCast) -> None:
    def asked() -> int:
        viewer = cast.viewer(cast.manager)
        with CaptureQueriesContext(connection) as seen:
            owed_by(viewer)
        return len(seen)

    cast.tracking(verification=[VerificationLine()])

    def more() -> None:
        cast.action(owner=cast.manager)
        cast.completed()
        cast.plan()

    more()
    asked()  # the first of a process also finds out what the database can do
    few = asked()
    for _ in range(3):
        more()
    assert asked() == few
