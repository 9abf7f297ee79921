"""A proposal rests on who they are and on who works on it: when that changes, everyone is asked anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.casework.incidents.models import Subject
from holdfast.casework.sanctions.models import Case
from holdfast.casework.sanctions.operations.cases import record_standing
from holdfast.casework.sanctions.operations.deciding import agree, decide, propose
from holdfast.casework.sanctions.operations.evidence import assess_evidence
from holdfast.casework.sanctions.operations.letters import approve_letter, submit_letter
from holdfast.casework.sanctions.operations.serving import serve_letter
from holdfast.casework.sanctions.queries.policy import Agreeing
from holdfast.casework.sanctions.rules.safeguards import Refused
from holdfast.casework.sanctions.tests.sanction_cast import ALL_FOUR, MAN, TODAY, Bench
from holdfast.foundation.notifications.models import Notice

ADULT = {"age": "adult", "capacity": "has", "capacity_by": "Dr Clinician"}


@pytest.mark.proves("las-4.9-joint-f")
def test_it_asks_all_four_when_counter_fraud_joins_after_the_proposal(bench: Bench) -> None:
    bench.policy(*ALL_FOUR, Agreeing("smd", joint=False), Agreeing("second-lsms", joint=False))
    by = bench.acting(bench.lsms)
    case = bench.proposed("warning", joint=False)
    agree(by=bench.acting(bench.director), case=case, assent=case.assents.get(post__key="smd"), agreed=True)
    record_standing(by=by, case=case, **ADULT, joint=True)
    assert Case.objects.get().state == "open"
    assert Notice.objects.filter(kind="sanctions.proposal-taken-back").count() == 2
    propose(by=by, case=case, course="A letter")
    assert case.assents.filter(round=2, agreed=None).count() == 4


def test_it_takes_a_proposal_back_when_age_capacity_or_evidence_change_and_not_for_less(bench: Bench) -> None:
    bench.policy(Agreeing("smd"))
    by = bench.acting(bench.lsms)
    case = bench.proposed("warning")
    record_standing(by=by, case=case, **ADULT | {"capacity_by": "Dr Another"}, joint=False)
    assert Case.objects.get().state == "proposed"
    record_standing(by=by, case=case, **ADULT | {"capacity": "lacks"})
    assert Case.objects.get().state == "open"
    record_standing(by=by, case=case, **ADULT)
    propose(by=by, case=case, course="A letter")
    assess_evidence(by=by, case=case, enough=False, reason="A witness took it back.")
    assert Case.objects.get().state == "open"


def test_it_decides_nothing_while_a_post_of_todays_policy_was_not_asked(bench: Bench) -> None:
    case = bench.proposed("warning")
    bench.policy(Agreeing("director-finance"))
    with pytest.raises(ValueError, match=r"these to agree as well: Director of Finance\. Consider the case again"):
        decide(by=bench.acting(bench.lsms), case=case, decision="A letter")


def test_it_stops_where_a_date_of_birth_comes_to_light(bench: Bench) -> None:
    bench.policy(Agreeing("smd"))
    nameless = replace(MAN, born=None)
    case = bench.proposed("warning", case=bench.case(bench.incident(nameless)))
    letter = bench.drafted(case=bench.decided("warning", case=bench.case(bench.incident(nameless))))
    by, boss = bench.acting(bench.lsms), bench.acting(bench.director)
    submit_letter(by=by, letter=letter)
    Subject.objects.update(born="2010-01-01")
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(Refused, match=r"they are under 18"):
        agree(by=boss, case=case, assent=case.assents.get(), agreed=True)
    letter.case = Case.objects.get(pk=letter.case_id)
    with pytest.raises(Refused, match=r"under 18.*Send the letter back"):
        approve_letter(by=boss, letter=letter)
    Subject.objects.update(born=None)
    letter.case = Case.objects.get(pk=letter.case_id)
    approve_letter(by=boss, letter=letter)
    Subject.objects.update(born="2010-01-01")
    letter.case = Case.objects.get(pk=letter.case_id)
    with pytest.raises(Refused, match=r"under 18.*Withdraw the letter"):
        serve_letter(by=by, letter=letter, how="posted", on=TODAY, proof="AB 1234 GB")
