"""Every page of assurance can be taken away: on paper, as CSV and as XLSX, with the rights of the page."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.test import Client

from holdfast.kernel import clock
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.evaluating import evaluate
from holdfast.oversight.assurance.presenters.sheet import Sheet, as_csv, as_xlsx
from holdfast.oversight.assurance.queries.series import monthly
from holdfast.oversight.assurance.tests.policy_cast import DAY, HOUR, INSTALLER, NOW, Trial, trial_of
from holdfast.oversight.assurance.tests.reading_pages import LATER, file, get, words

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py

EXAMINED = "secamb-3.2.4"
PAGES = {
    "/assurance/": "duties-2026-04-02",
    "/assurance/?part=police.liaison": "duties-2026-04-02",
    "/assurance/policy/": "policy-2026-04-02",
    f"/assurance/duties/{EXAMINED}/": f"{EXAMINED}-overdue",
    f"/assurance/duties/{EXAMINED}/months/": f"{EXAMINED}-by-month",
    "/assurance/history/": "assurance-history",
    "/assurance/compare/?part=incidents.report": "comparison-incidents.report",
    "/assurance/numbers/": "policy-numbers",
    "/assurance/mine/": "my-duties",
}


@pytest.fixture
def trial(db: None) -> Trial:
    with trial_of("secamb") as trial:
        trial.report()
        trial.report(type="sexual-offence")
        catch_up()
        for at in (NOW + HOUR, NOW + 60 * HOUR):
            with clock.at(at):
                evaluate(by=INSTALLER, trust=trial.trust)
        yield trial


def rows(client: Client, url: str) -> list[dict[str, str]]:
    way = "&" if "?" in url else "?"
    answer = file(client, f"{url}{way}as=csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_it_gives_each_page_on_paper_and_as_files(client: Client, trial: Trial) -> None:
    trial.sign_in(client, trial.lead)
    for url, name in PAGES.items():
        page = file(client, url).content.decode()
        way = "&" if "?" in url else "?"
        for kind in ("csv", "xlsx"):
            assert f"as={kind}" in page, url
            answer = file(client, f"{url}{way}as={kind}")
            assert answer["Content-Disposition"] == f'attachment; filename="ryd-{name}.{kind}"'
            assert answer["Cache-Control"] == "private, no-store"
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        told = rows(client, url)
        assert told, url
        assert book.active.max_row == len(told) + 1, url
        assert [cell.value for cell in book.active[1]] == list(told[0])
        assert "Printed by Logan Lead" in words(file(client, f"{url}{way}as=print").content.decode())
    trial.sign_in(client, trial.paramedic)
    with clock.at(LATER):
        for url in PAGES:
            way = "&" if "?" in url else "?"
            statuses = {client.get(f"{url}{way}as={kind}").status_code for kind in ("csv", "xlsx", "print", "nonsense")}
            assert statuses == ({200} if url == "/assurance/mine/" else {403}), url


def test_it_takes_no_more_away_than_the_screen_shows(client: Client, trial: Trial) -> None:
    url = f"/assurance/duties/{EXAMINED}/"
    trial.sign_in(client, trial.board)
    [row] = rows(client, url)
    assert (row["Record"], row["Limit"], row["Verdict"]) == (trial.reference(1), "05/03/2026 21:30", "Overdue")
    assert "sexual" not in str(rows(client, "/assurance/")).casefold()
    trial.sign_in(client, trial.lead)
    assert {row["Record"] for row in rows(client, url)} == {trial.reference(1), trial.reference(2)}


def test_it_writes_numbers_dates_and_no_formulas() -> None:
    sheet = Sheet(
        "x", "x", ("Name", "#Kept", "Day", "At"), [["=1+1", 0.5, date(2026, 3, 3), NOW], [None, 3, None, None]]
    )
    assert as_csv(sheet).decode("utf-8-sig").splitlines() == [
        "Name,Kept,Day,At", "'=1+1,0.5000,03/03/2026,03/03/2026 22:30", ",3,,",
    ]  # fmt: skip
    page = openpyxl.load_workbook(io.BytesIO(as_xlsx(sheet))).active
    first = [cell.value for cell in page[2]]
    assert first[0] == "=1+1"
    assert page["A2"].data_type == "s", "a text and no formula"
    assert first[1] == 0.5
    assert [moment.isoformat() for moment in first[2:]] == ["2026-03-03T00:00:00", "2026-03-03T22:30:00"]


def test_it_tells_what_turned_and_pages_by_key(client: Client, trial: Trial) -> None:
    page = get(client, trial, trial.board, f"/assurance/history/?duty={EXAMINED}")
    assert "6 March 2026, 10:30 from nothing to judge yet to Overdue" in page
    assert "3 March 2026, 23:30 Nothing to judge yet" in page
    assert "Show every turn" in get(client, trial, trial.board, "/assurance/history/?to=due+soon")
    mark = f"{(NOW + 2 * HOUR).isoformat()}~1".replace("+", "%2B")
    older = get(client, trial, trial.board, f"/assurance/history/?after={mark}")
    assert "6 March 2026" not in older
    for wrong in ("nonsense", "2026-03-01~x", "2026-03-01T00:00~1", f"{mark}9999999999999999999"):
        get(client, trial, trial.board, f"/assurance/history/?after={wrong}")


def test_it_gives_each_month_as_plain_data(trial: Trial) -> None:
    for day in (40, 70):
        trial.report(at=NOW - day * DAY)
    duty = trial.duty(EXAMINED)
    trial.tally(EXAMINED)
    with clock.at(LATER):
        series = monthly([duty], LATER, months=24)[EXAMINED]
    assert len(series) == 24
    assert [month.first for month in series[-2:]] == [date(2026, 3, 1), date(2026, 4, 1)]
    assert {month.first: (month.met, month.judged) for month in series if month.judged} == {
        date(2025, 12, 1): (0, 1), date(2026, 1, 1): (0, 1), date(2026, 3, 1): (0, 1),
    }  # fmt: skip


def test_it_compares_what_is_printed_and_tells_of_no_other_trusts_verdict(client: Client, trial: Trial) -> None:
    landing = get(client, trial, trial.board, "/assurance/compare/")
    assert "Choose a subject" in landing
    page = get(client, trial, trial.board, "/assurance/compare/?part=incidents.report&kind=deadline")
    assert page.index("Your trust") < page.index("Staff report crime at once or within 24 hours.")
    assert "To be done within: 24 hours" in page
    told = rows(client, "/assurance/compare/?part=incidents.report&kind=deadline")
    assert {row["Trust"] for row in told if row["How our trust keeps it"]} == {"SECAmb"}
    assert {row["Trust"] for row in told} == {"LAS", "SCAS", "SECAmb", "UHMBT", "WAHT"}
    assert "Choose a subject" in get(client, trial, trial.board, "/assurance/compare/?part=nonsense")
