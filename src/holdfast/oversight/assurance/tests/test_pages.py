"""The pages of assurance, as those who may and may not see them get them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.foundation.organisation.models import PostHolding
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Confirmation, Excuse, Obligation
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.evaluating import evaluate
from holdfast.oversight.assurance.operations.excusing import excuse_duty
from holdfast.oversight.assurance.operations.numbers import set_policy_number
from holdfast.oversight.assurance.queries.numbers import number_of
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, INSTALLER, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.reading_pages import LATER, get, post, words

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py

SHIFT, EXAMINED, CHECKED = "secamb-2.2.3.7-a", "secamb-3.2.4", "secamb-7.5.3"
STATEMENTS = Path(__file__).parent / "statements_of_pages.json"
MOST_STATEMENTS = 15


@pytest.fixture
def trial(db: None) -> Iterator[Trial]:
    with trial_of("secamb") as trial:
        yield trial


@pytest.fixture
def lived(trial: Trial) -> Trial:
    """Two assaults: one reported in time and open, one reported late, and a restricted one."""
    trial.report()
    trial.report(shift_ends_at=NOW - HOUR / 2)
    trial.report(type="sexual-offence", shift_ends_at=NOW - HOUR / 2)
    catch_up()
    return trial


def test_it_says_first_what_fails(client: Client, lived: Trial) -> None:
    page = get(client, lived, lived.board, "/assurance/")
    places = [
        page.index(words)
        for words in ("Failing, the oldest first", "overdue now, the oldest since", "Subject by subject")
    ]
    assert places == sorted(places)
    assert "duties are failing; the oldest has been overdue since" in page


def test_it_filters_by_state(client: Client, lived: Trial) -> None:
    page = get(client, lived, lived.board, "/assurance/?state=unset")
    assert "Number not set" in page
    assert "Subject by subject" not in page
    assert "so it cannot be judged" in page
    assert "overdue now" not in page
    assert "No duty is in this state" in get(client, lived, lived.board, "/assurance/?state=due+soon")
    assert "Subject by subject" in get(client, lived, lived.board, "/assurance/?state=nonsense")


def test_it_shows_an_earlier_day(client: Client, lived: Trial) -> None:
    page = get(client, lived, lived.board, "/assurance/?as-at=2026-03-01")
    assert "What was true at the end of 1 March 2026" in page
    assert "Nothing has come to its limit yet" in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2026-02-30", "Enter a real day"),
        ("yesterday", "Enter a real day"),
        ("2999-01-01", "That day has not come yet"),
        ("0001-01-01", "Year must be 1900 or later"),
    ],
)
def test_it_says_what_is_wrong_with_a_day(client: Client, lived: Trial, typed: str, says: str) -> None:
    for url in ("/assurance/", f"/assurance/duties/{SHIFT}/"):
        page = get(client, lived, lived.board, f"{url}?as-at={typed}")
        assert says in page
        assert "Today is shown" in page


def test_it_shows_the_board_references_and_dates_and_no_way_in(client: Client, lived: Trial) -> None:
    page = get(client, lived, lived.board, f"/assurance/duties/{SHIFT}/?verdict=late")
    assert lived.reference(2) in page
    assert "30 minutes after its limit" in page
    assert lived.reference(3) not in page, "restricted"
    with clock.at(LATER):
        raw = client.get(f"/assurance/duties/{SHIFT}/?verdict=late").content.decode()
    assert 'href="/incidents/INC' not in raw
    for name in ("Pat", "Paramedic", "A. Son", "Harbour Road"):
        assert name not in words(raw)


def test_it_leads_those_who_may_to_the_incident(client: Client, lived: Trial) -> None:
    lived.sign_in(client, lived.lsms)
    with clock.at(LATER):
        raw = client.get(f"/assurance/duties/{SHIFT}/?verdict=late").content.decode()
    assert f'href="/incidents/{lived.reference(2)}/"' in raw
    assert lived.reference(3) not in raw
    lived.sign_in(client, lived.lead)
    with clock.at(LATER):
        raw = client.get(f"/assurance/duties/{SHIFT}/?verdict=late").content.decode()
    assert f'href="/incidents/{lived.reference(3)}/"' in raw, "the lead is named on it"


def test_it_tells_the_duty_and_how_it_stands(client: Client, lived: Trial) -> None:
    page = get(client, lived, lived.board, f"/assurance/duties/{EXAMINED}/")
    assert "To be done within 48 hours" in page
    assert "Target 100%" in page
    assert "Owner Trust Lead for Security" in page
    assert "2 overdue now, the oldest since 21:30 on 5 March 2026" in page
    assert "Something has been overdue without a break since 5 March 2026" in page
    assert "Overdue 2" in page
    assert "hurt person 1" in page
    assert "The figures behind the chart" in page


def test_it_names_what_is_missing_in_words(client: Client, lived: Trial) -> None:
    lived.triage(lived.report())
    page = get(client, lived, lived.board, "/assurance/duties/secamb-3.2.6/")
    assert "still missing: officer’s name, officer’s number and officer’s station" in page


def test_it_knows_no_duty_of_another_name(client: Client, lived: Trial) -> None:
    for url in ("/assurance/duties/secamb-99/", "/assurance/duties/secamb-1.1-a/"):
        get(client, lived, lived.board, url, status=404)
    get(client, lived, lived.lead, "/assurance/duties/secamb-99/excuse/", status=404)


def test_it_shows_the_records_of_each_figure_and_says_when_there_are_none(client: Client, lived: Trial) -> None:
    assert "No record is excused" in get(client, lived, lived.board, f"/assurance/duties/{SHIFT}/?verdict=excused")
    assert "No record is kept in the past year" in get(
        client, lived, lived.board, f"/assurance/duties/{EXAMINED}/?verdict=met"
    )
    assert "Overdue 2" in get(client, lived, lived.board, f"/assurance/duties/{EXAMINED}/?verdict=nonsense&after=x")


def test_it_shows_when_a_duty_turned(client: Client, lived: Trial) -> None:
    with clock.at(NOW + HOUR):
        evaluate(by=INSTALLER, trust=lived.trust)
    with clock.at(NOW + 60 * HOUR):
        evaluate(by=INSTALLER, trust=lived.trust)
    page = get(client, lived, lived.board, f"/assurance/duties/{EXAMINED}/")
    assert "6 March 2026, 10:30 from nothing to judge yet to Overdue" in page


def test_it_shows_the_policy_in_printed_order(client: Client, lived: Trial) -> None:
    page = get(client, lived, lived.board, "/assurance/policy/")
    assert "204 clauses" in page
    headings = [section.heading for section in lived.pack.sections]
    places = [page.index(heading) for heading in headings[:6]]
    assert places == sorted(places)
    assert "Confirmed by its owner" in page or "Number not set" in page
    assert "Not built yet" in page


def test_it_finds_clauses(client: Client, lived: Trial) -> None:
    assert "1 of 204 clauses" in get(client, lived, lived.board, "/assurance/policy/?text=secamb-3.2.4")
    assert "No clause matches" in get(client, lived, lived.board, "/assurance/policy/?text=zebra")
    for query in (
        "state=overdue",
        "met=attestation",
        "owner=trust-lead-security",
        "part=incidents.report",
        "met=nonsense",
    ):
        page = get(client, lived, lived.board, f"/assurance/policy/?{query}")
        assert ("of 204 clauses" in page) == (query != "met=nonsense")


def test_it_lists_the_numbers_and_lets_those_set_them_who_may(client: Client, lived: Trial) -> None:
    asks = "How soon after a report must the line manager have checked it?"
    page = get(client, lived, lived.board, "/assurance/numbers/")
    assert f"{asks} secamb-7.5.3" in page
    assert "Set it" not in page
    get(client, lived, lived.board, "/assurance/numbers/incidents.check-within/", status=403)
    assert "Set it" in get(client, lived, lived.lead, "/assurance/numbers/")
    assert asks in get(client, lived, lived.lead, "/assurance/numbers/incidents.check-within/")
    get(client, lived, lived.lead, "/assurance/numbers/no-such-number/", status=404)


def test_it_sets_a_number(client: Client, lived: Trial) -> None:
    lived.sign_in(client, lived.lead)
    url = "/assurance/numbers/incidents.check-within/"
    wrong = post(client, url, amount="soon", unit="PT{}H", why="The committee")
    assert "Enter a whole number from 1 to 9,999" in wrong.content.decode()
    assert 'value="soon"' in wrong.content.decode()
    told = {"amount": "24", "unit": "PT{}H", "when": "earlier", "why": "Health and Safety Committee, 3 March 2026"}
    told |= {"day_day": "3", "day_month": "3", "day_year": "2026"}
    first = post(client, url, **told)
    page = words(first.content.decode())
    assert "What it would change" in page
    assert "Then: Overdue" in page
    assert number_of(lived.trust, "incidents.check-within").value == "", "only shown so far"
    assert post(client, url, **told, seen="PT48H 2026-03-03").status_code == 200, "another number was looked at"
    assert post(client, url, **told, seen="PT24H 2026-03-03").status_code == 302
    assert number_of(lived.trust, "incidents.check-within").value == "PT24H"
    page = get(client, lived, lived.lead, "/assurance/numbers/")
    assert "The trust set 24 hours on 2 April 2026, entered by" in page
    assert "on the authority of: Health and Safety Committee, 3 March 2026. It holds from 3 March 2026 on" in page
    again = post(client, url, **told, seen="PT24H 2026-03-03")
    assert "It is set to this already" in again.content.decode()


def test_it_offers_the_number_where_a_duty_waits_for_it(client: Client, lived: Trial) -> None:
    assert "Set the number" in get(client, lived, lived.lead, f"/assurance/duties/{CHECKED}/")
    assert "Set the number" not in get(client, lived, lived.board, f"/assurance/duties/{CHECKED}/")


EXCUSE = {
    "whole": "one",
    "record": "inc-2026-00001",
    "since_day": "3",
    "since_month": "3",
    "since_year": "2026",
    "authority": "Security Management Director",
    "reason": "The road was flooded",
}


def test_it_excuses_one_record(client: Client, lived: Trial) -> None:
    url = f"/assurance/duties/{EXAMINED}/excuse/"
    get(client, lived, lived.board, url, status=403)
    get(client, lived, lived.lsms, url, status=403)
    assert "Excuse this duty" in get(client, lived, lived.director, url)
    done = post(client, url, **EXCUSE)
    assert done.status_code == 302, words(done.content.decode())
    page = get(client, lived, lived.board, f"/assurance/duties/{EXAMINED}/?verdict=excused")
    assert "Excused 1" in page
    assert "Security Management Director: The road was flooded" in page
    assert "Withdraw" not in page
    excuse = Excuse.objects.get()
    lived.sign_in(client, lived.director)
    assert post(client, f"/assurance/excuses/{excuse.pk}/withdraw/", why="It was not").status_code == 302
    assert "Withdrawn" in get(client, lived, lived.director, f"/assurance/duties/{EXAMINED}/")
    get(client, lived, lived.director, f"/assurance/excuses/{excuse.pk}/withdraw/", status=404)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"record": ""}, "Enter the reference"),
        ({"record": "INC-2026-09999"}, "There is no record with this reference under this duty"),
        ({"since_day": "31", "since_month": "2"}, "real date"),
        ({"until_day": "1", "until_month": "3", "until_year": "2026"}, "The last day must be the first day or later"),
        ({"authority": ""}, "Enter who decided this"),
        ({"reason": "x" * 501}, "must be 500 characters or less"),
        ({"whole": ""}, "Select"),
    ],
)
def test_it_says_beside_the_field_what_is_wrong(
    client: Client, lived: Trial, changes: dict[str, str], says: str
) -> None:
    lived.sign_in(client, lived.director)
    answer = post(client, f"/assurance/duties/{EXAMINED}/excuse/", **(EXCUSE | changes))
    assert answer.status_code == 200
    told = words(answer.content.decode())
    assert "There is a problem" in told
    assert says in told
    assert not Excuse.objects.exists()


def test_it_knows_no_restricted_record_to_excuse(client: Client, lived: Trial) -> None:
    lived.sign_in(client, lived.director)
    told = EXCUSE | {"record": lived.reference(3)}
    answer = post(client, f"/assurance/duties/{EXAMINED}/excuse/", **told)
    assert "There is no record with this reference under this duty" in words(answer.content.decode())
    assert not Excuse.objects.exists()


def test_it_excuses_a_duty_as_a_whole(client: Client, lived: Trial) -> None:
    lived.sign_in(client, lived.director)
    told = {**EXCUSE, "whole": "all", "record": ""}
    assert post(client, f"/assurance/duties/{EXAMINED}/excuse/", **told).status_code == 302
    page = get(client, lived, lived.board, f"/assurance/duties/{EXAMINED}/")
    assert "until further notice , the duty as a whole" in page or "until further notice, the duty as a whole" in page
    assert "Excused 2" in page


def test_it_hides_an_excuse_of_a_restricted_record(client: Client, lived: Trial) -> None:
    secret = lived.duty(SHIFT).clocks.get(restricted=True).record
    with clock.at(LATER):
        excuse_duty(
            by=lived.actor(lived.lead), duty=lived.duty(SHIFT), since=NOW.date(), until=None, authority="The lead",
            reason="Told on a day off", record=secret,
        )  # fmt: skip
    assert lived.reference(3) not in get(client, lived, lived.board, f"/assurance/duties/{SHIFT}/")
    assert lived.reference(3) in get(client, lived, lived.lead, f"/assurance/duties/{SHIFT}/")
    excuse = Excuse.objects.get()
    get(client, lived, lived.director, f"/assurance/excuses/{excuse.pk}/withdraw/", status=404)


def test_it_lets_the_owner_confirm(client: Client, lived: Trial) -> None:
    set_policy_number(by=lived.actor(lived.lead), trust=lived.trust, key="attestation", value="P1Y", why="Committee")
    duty = Obligation.objects.filter(kind="attestation", owner="trust-lead-security").order_by("pk")[0]
    url = f"/assurance/duties/{duty.key}/confirm/"
    for person in (lived.paramedic, lived.board, lived.director):
        get(client, lived, person, url, status=403)
    assert "You own no duty" in get(client, lived, lived.paramedic, "/assurance/mine/")
    mine = get(client, lived, lived.lead, "/assurance/mine/")
    assert "To confirm" in mine
    assert duty.statement in mine
    assert "Nobody has confirmed it in Holdfast yet" in get(client, lived, lived.lead, url)
    assert post(client, url, evidence="Looked at on 2 April").status_code == 302
    given = Confirmation.objects.get()
    page = get(client, lived, lived.lead, f"/assurance/duties/{duty.key}/")
    assert "Confirmed so far" in page
    assert "Looked at on 2 April" in page
    back = f"/assurance/confirmations/{given.reference}/take-back/"
    get(client, lived, lived.board, back, status=403)
    lived.sign_in(client, lived.lead)
    assert post(client, back, why="The wrong one").status_code == 302
    assert "Taken back" in get(client, lived, lived.lead, f"/assurance/duties/{duty.key}/")
    get(client, lived, lived.lead, back, status=404)
    get(client, lived, lived.lead, f"/assurance/duties/{EXAMINED}/confirm/", status=404)


def test_it_prints_the_overview(client: Client, lived: Trial) -> None:
    page = get(client, lived, lived.board, "/assurance/?as=print&as-at=2026-03-20")
    assert "As at the end of 20 March 2026" in page
    assert "Failing, the oldest first" in page
    assert "Blair Board" in page


def test_it_gives_the_overview_as_a_file(client: Client, lived: Trial) -> None:
    lived.sign_in(client, lived.board)
    with clock.at(LATER):
        answer = client.get("/assurance/?as=csv&as-at=2026-03-20")
    assert answer["Content-Disposition"] == 'attachment; filename="ryd-duties-2026-03-20.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    [row] = [row for row in rows if row["Key"] == EXAMINED]
    assert (row["State"], row["Overdue now"], row["Came to its limit"]) == ("Overdue", "2", "2")
    assert row["Oldest limit overdue"] == "05/03/2026 21:30"
    assert row["As at"] == "20/03/2026 23:59"
    assert {row["State"] for row in rows} >= {"Overdue", "Number not set"}


def test_it_says_what_to_do_when_there_is_no_policy(client: Client, db: None) -> None:
    with trial_of("secamb", installed=False) as bare:
        for url in ("/assurance/", "/assurance/policy/"):
            assert "No policy is installed yet" in get(client, bare, bare.board, url)
        assert "Every number is set" in get(client, bare, bare.board, "/assurance/numbers/")


ADDRESSES = {
    "overview": "/assurance/",
    "overview of a state": "/assurance/?state=overdue",
    "overview as at": "/assurance/?as-at=2026-03-20",
    "print": "/assurance/?as=print",
    "csv": "/assurance/?as=csv",
    "policy": "/assurance/policy/",
    "policy filtered": "/assurance/policy/?state=overdue&text=police",
    "duty": f"/assurance/duties/{SHIFT}/",
    "duty as at": f"/assurance/duties/{EXAMINED}/?as-at=2026-03-20",
    "confirmed duty": "/assurance/duties/secamb-2.2.1-a/",
    "policy, printed": "/assurance/policy/?as=print",
    "clause": "/assurance/clauses/secamb-1.3/",
    "month by month": f"/assurance/duties/{SHIFT}/months/",
    "one subject": "/assurance/?part=incidents.report",
    "history": "/assurance/history/",
    "comparison": "/assurance/compare/?part=incidents.report",
    "numbers": "/assurance/numbers/",
    "mine": "/assurance/mine/",
}


def test_it_asks_the_database_as_often_as_is_written_down(client: Client, lived: Trial) -> None:
    """However many incidents and clauses there are. When a figure falls, write it down; when it rises, say why."""
    for _ in range(4):
        lived.triage(lived.report())
    catch_up()
    with clock.at(NOW + DAY):
        evaluate(by=INSTALLER, trust=lived.trust)
        excuse_duty(
            by=INSTALLER, duty=lived.duty(SHIFT), since=NOW.date(), until=None, authority="Director", reason="Flood"
        )
    PostHolding.objects.filter(person=lived.director).update(end=None)
    found = {}
    lived.sign_in(client, lived.lead)
    with clock.at(LATER):
        for name, url in ADDRESSES.items():
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found[name] = len(asked)
    written = json.loads(STATEMENTS.read_text())
    assert found == written, f"write into {STATEMENTS.name}: {json.dumps(found, indent=1)}"
    assert max(found.values()) <= MOST_STATEMENTS
