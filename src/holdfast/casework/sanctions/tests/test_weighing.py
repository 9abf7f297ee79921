"""Age and capacity are weighed before somebody is brought before the law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from holdfast.casework.sanctions.operations.approaching import request_order
from holdfast.casework.sanctions.operations.deciding import Answer, NotWeighed, consider
from holdfast.casework.sanctions.operations.proceedings import record_outcome, record_proceedings
from holdfast.casework.sanctions.rules.safeguards import Refused, Standing
from holdfast.casework.sanctions.rules.weighing import concern, parts_of, weighed
from holdfast.casework.sanctions.tests.sanction_cast import CHILD, TODAY, Bench, seen, sign_in

ORDER = {"body_kind": "council", "body": "Exampleton Council", "on": TODAY, "words": "To keep away"}
PRIVATE = {"track": "private", "court": "Magistrates", "about": "Assault", "started_on": TODAY}


def test_it_asks_why_before_a_child_is_prosecuted(bench: Bench) -> None:
    case = bench.case(bench.incident(CHILD))
    by = bench.acting(bench.lsms)
    with pytest.raises(NotWeighed, match=r"They are under 18.*youth justice.*safeguarding lead") as refused:
        consider(by=by, case=case, answers={"criminal": Answer(chosen=True, reason="He hit her.")})
    assert set(refused.value.faults) == {"weighed_criminal"}
    for ask in (
        lambda: request_order(by=by, case=case, order="civil-injunction", **ORDER),
        lambda: record_proceedings(by=by, case=case, **PRIVATE),
    ):
        with pytest.raises(Refused, match=r"under 18.*where each option is considered"):
            ask()
    told = Answer(chosen=True, reason="He hit her.", weighed="The safeguarding lead agrees.")
    consider(by=by, case=case, answers={"criminal": told})
    kept = case.considerations.get().reason
    assert kept == "He hit her.\n\nAge and capacity: The safeguarding lead agrees."
    assert parts_of(kept) == ("He hit her.", "The safeguarding lead agrees.")
    request_order(by=by, case=case, order="civil-injunction", **ORDER)
    record_proceedings(by=by, case=case, **PRIVATE)


def test_it_asks_the_same_of_somebody_without_capacity(bench: Bench) -> None:
    case = bench.case(capacity="lacks")
    by = bench.acting(bench.lsms)
    with pytest.raises(NotWeighed, match=r"lack capacity\. A claim goes through a litigation friend"):
        consider(by=by, case=case, answers={"civil": Answer(chosen=True, reason="It cost a door.")})
    consider(by=by, case=case, answers={"civil": Answer(chosen=False, reason="He did not know.")})


def test_it_prosecutes_nobody_who_was_under_ten(bench: Bench) -> None:
    case = bench.case(bench.incident(replace(CHILD, born=date(2016, 3, 4))))
    by = bench.acting(bench.lsms)
    for act in (
        lambda: consider(by=by, case=case, answers={"criminal": Answer(chosen=True, reason="x", weighed="x")}),
        lambda: request_order(by=by, case=case, order="criminal-behaviour", **ORDER),
        lambda: record_outcome(by=by, case=case, kind="caution", on=TODAY, imposed_by="Police", words="Caution"),
    ):
        with pytest.raises(Refused, match=r"they were 9 when it happened, and nobody under 10"):
            act()
    older = bench.case(bench.incident(replace(CHILD, born=date(2010, 3, 4))))
    with pytest.raises(Refused, match=r"for people of 16 and over; they were 15"):
        request_order(by=by, case=older, order="community-protection", **ORDER)


@pytest.mark.parametrize(
    ("kind", "standing", "words"),
    [
        ("criminal", Standing(age="adult", capacity="has"), ""),
        ("criminal", Standing(age="child"), "from then on it is for youth justice"),
        ("recovery", Standing(age="child"), "litigation friend"),
        ("order", Standing(age="adult", medical=True), "nobody has judged their capacity"),
        ("other", Standing(age="child", capacity="lacks"), ""),
    ],
)
def test_it_asks_what_the_law_would_ask(kind: str, standing: Standing, words: str) -> None:
    asked = concern(kind, standing)
    assert words in asked
    assert bool(asked) == bool(words)
    assert weighed("Why", " ") == "Why"


def test_it_asks_beside_the_option_and_keeps_what_was_typed(bench: Bench) -> None:
    case = bench.case(bench.incident(CHILD))
    here = f"/sanctions/{case.reference}/options/"
    browser = sign_in(bench, bench.lsms)
    page = browser.get(here).content.decode()
    assert 'name="weighed_criminal"' in page
    assert 'name="weighed_warning"' not in page
    sent = {"take_criminal": "yes", "why_criminal": "He hit her."}
    refused = browser.post(here, seen(case) | sent)
    assert refused.status_code == 422
    assert 'href="#id_weighed_criminal"' in refused.content.decode()
    assert browser.post(here, seen(case) | sent | {"weighed_criminal": "It was planned."}).status_code == 302
    page = browser.get(here).content.decode()
    assert "He hit her.</textarea>" in page
    assert "It was planned.</textarea>" in page
