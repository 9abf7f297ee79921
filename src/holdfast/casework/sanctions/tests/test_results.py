"""What was asked of others, what was obtained, what it cost and what is made known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from holdfast.casework.sanctions.models import Letter, Outcome, Publication, Recovery
from holdfast.casework.sanctions.operations.approaching import (
    hand_to_human_resources,
    record_answer,
    refer_to_regulator,
    request_order,
)
from holdfast.casework.sanctions.operations.cases import close_case
from holdfast.casework.sanctions.operations.deciding import consider
from holdfast.casework.sanctions.operations.money import (
    agree_recovery,
    arrange_deduction,
    record_loss,
    record_receipt,
    record_recovery,
    write_off,
)
from holdfast.casework.sanctions.operations.proceedings import (
    end_proceedings,
    record_hearing,
    record_outcome,
    record_proceedings,
)
from holdfast.casework.sanctions.operations.publicity import (
    NotToBePublished,
    PublicityAnswers,
    decide_publicity,
    publish,
    withdraw_publication,
)
from holdfast.casework.sanctions.queries.policy import Option
from holdfast.casework.sanctions.queries.queues import owed_by
from holdfast.casework.sanctions.rules.orderings import WrongOrder
from holdfast.casework.sanctions.rules.safeguards import Refused
from holdfast.casework.sanctions.tests.sanction_cast import TODAY, Bench
from holdfast.kernel import clock

WEEK = timedelta(days=7)
KNOWN = PublicityAnswers(
    choice="outside",
    permission="given",
    permission_words="By telephone",
    restrictions_checked=True,
    data_protection_checked=True,
    specialist_consulted="Lee Specialist",
    title="A sentence",
    words="A man who hit one of our crews was sentenced.",
)


@pytest.mark.proves("las-6.3-opt-d", "waht-4.4-m")
def test_it_reports_to_a_regulator_with_who_agreed(bench: Bench) -> None:
    case = bench.case()
    by = bench.acting(bench.lsms)
    told = {"regulator": "HCPC", "on": TODAY, "words": "The findings and two statements"}
    with pytest.raises(ValueError, match=r"Name who agreed"):
        refer_to_regulator(by=by, case=case, agreed_by="", **told)
    row = refer_to_regulator(by=by, case=case, agreed_by="Harper Resources", **told)
    with pytest.raises(WrongOrder, match=r"before the day on which they were asked"):
        record_answer(by=by, approach=row, on=TODAY - WEEK, answer="Received")
    record_answer(by=by, approach=row, on=TODAY, answer="An inquiry is open", reference="FTP-1")
    assert case.approaches.values_list("body", "answer", "reference").get() == ("HCPC", "An inquiry is open", "FTP-1")


def test_it_asks_others_for_what_a_trust_cannot_seek(bench: Bench) -> None:
    case = bench.case()
    row = request_order(
        by=bench.acting(bench.lsms), case=case, order="civil-injunction", body_kind="council",
        body="Exampleton Council", on=TODAY, words="To keep away from the station",
    )  # fmt: skip
    assert row.get_order_display().startswith("Injunction")
    with pytest.raises(Refused, match=r"this is for colleagues only"):
        hand_to_human_resources(by=bench.acting(bench.lsms), case=case, person="Harper", on=TODAY, words="x")


@pytest.mark.proves("las-2.1.2-l", "las-6.3-opt-c", "secamb-7.4.8-b", "secamb-7.4.9", "waht-4.4-l")
def test_it_keeps_proceedings_with_the_trusts_witness_hearings_and_result(bench: Bench) -> None:
    case = bench.case()
    by = bench.acting(bench.lsms)
    row = record_proceedings(
        by=by, case=case, track="criminal", court="Exampleton Magistrates’ Court", started_on=TODAY,
        about="Assault on an emergency worker", witness="Lee Specialist",
    )  # fmt: skip
    with pytest.raises(WrongOrder, match=r"hearing cannot be before"):
        record_hearing(by=by, proceeding=row, on=TODAY - WEEK, about="Plea")
    with pytest.raises(WrongOrder, match=r"still to come"):
        record_hearing(by=by, proceeding=row, on=TODAY + WEEK, about="Plea", result="Guilty")
    record_hearing(by=by, proceeding=row, on=TODAY + WEEK, about="Plea", witness="Lee Specialist")
    with pytest.raises(WrongOrder, match=r"end cannot be before"):
        end_proceedings(by=by, proceeding=row, on=TODAY - WEEK, result="Guilty")
    end_proceedings(by=by, proceeding=row, on=TODAY, result="Guilty")
    with pytest.raises(ValueError, match=r"have ended already"):
        end_proceedings(by=by, proceeding=row, on=TODAY, result="Guilty")


@pytest.mark.proves(
    "scas-5.9.3-j", "secamb-7.4.7-b", "las-2.1-c", "las-2.1.2-j", "las-4.9-i", "waht-4.4-g"
)  # fmt: skip
def test_it_keeps_what_was_obtained_beside_the_options_that_were_considered(bench: Bench) -> None:
    case = bench.case()
    by = bench.acting(bench.lsms)
    consider(by=by, case=case, answers=bench.answers("criminal", "civil", "warning"))
    with pytest.raises(WrongOrder, match=r"in the future"):
        record_outcome(by=by, case=case, kind="caution", on=TODAY + WEEK, imposed_by="Police", words="Caution")
    with pytest.raises(WrongOrder, match=r"end cannot be before"):
        record_outcome(by=by, case=case, kind="order", on=TODAY, imposed_by="Court", words="Order", until=TODAY - WEEK)
    with pytest.raises(WrongOrder, match=r"cannot be before the incident. Enter 3 March 2026 or later"):
        record_outcome(by=by, case=case, kind="caution", on=TODAY - WEEK, imposed_by="Police", words="Caution")
    bench.convicted(case)
    assert case.outcomes.values_list("kind", "imposed_by").get() == ("conviction", "Exampleton Magistrates’ Court")
    assert set(case.considerations.filter(chosen=True).values_list("kind", flat=True)) == {
        "criminal",
        "civil",
        "warning",
    }


def test_it_lets_nobody_be_excluded_or_charged_by_writing_it_down(bench: Bench) -> None:
    bench.policy(options=(Option("fine", "charge", "Penalty charge"),))
    by = bench.acting(bench.lsms)
    told = {"on": TODAY, "imposed_by": "The trust", "words": "x"}
    case = bench.ready("fine")
    for kind in ("warning", "agreement", "exclusion"):
        with pytest.raises(ValueError, match=r"this comes of a letter. Propose and decide on it"):
            record_outcome(by=by, case=case, kind=kind, **told)
    with pytest.raises(ValueError, match=r"the trust imposes it itself. Propose and decide on it first"):
        record_outcome(by=by, case=case, kind="charge", **told)
    with pytest.raises(Refused, match=r"for colleagues only"):
        record_outcome(by=by, case=case, kind="disciplinary", **told)
    bench.decided("fine", case=case)
    assert record_outcome(by=by, case=case, kind="charge", **told).kind == "charge"


@pytest.mark.proves("las-2.1.2-k", "las-6.3-opt-b", "waht-4.4-c", "waht-4.4-e", "uhmbt-4.4.7-k")
def test_it_follows_money_from_the_loss_to_the_last_penny(bench: Bench) -> None:
    case = bench.case()
    by = bench.acting(bench.lsms)
    record_loss(by=by, case=case, kind="damage", words="The door of an ambulance", pence=120_005)
    claim = record_recovery(
        by=by, case=case, way="civil", from_whom="Vic Visitor", claimed=120_005, claimed_on=TODAY, viable=True
    )
    with pytest.raises(WrongOrder, match=r"cannot be before the claim"):
        agree_recovery(by=by, recovery=claim, agreed=100_000, on=TODAY - WEEK)
    agree_recovery(by=by, recovery=claim, agreed=100_000, on=TODAY, instalment=30_000, first_on=TODAY + WEEK)
    record_receipt(by=by, recovery=claim, pence=30_000, on=TODAY)
    with pytest.raises(ValueError, match=r"Only £700.00 is outstanding"):
        record_receipt(by=by, recovery=claim, pence=70_001, on=TODAY)
    with pytest.raises(ValueError, match=r"£300.00 is settled already"):
        agree_recovery(by=by, recovery=claim, agreed=29_999, on=TODAY)
    with pytest.raises(ValueError, match=r"Name who approved it"):
        write_off(by=by, recovery=claim, pence=70_000, approved_by="", why="He left the country.")
    write_off(by=by, recovery=claim, pence=70_000, approved_by="Finn Finance", why="He left the country.")
    sums = Recovery.objects.get().sums
    assert (sums.claimed, sums.agreed, sums.received, sums.written_off, sums.outstanding) == (
        *(120_005, 100_000, 30_000, 70_000),
        0,
    )


@pytest.mark.proves("las-4.9-joint-g")
def test_it_deducts_pay_only_lawfully_and_only_from_a_colleague(bench: Bench) -> None:
    incident = bench.restricted()
    bench.triaged(incident, type="theft")
    incident.refresh_from_db()
    case = bench.case(incident)
    told = {
        "claimed": 50_000, "instalment": 10_000, "agreed_on": TODAY, "first_on": TODAY + WEEK,
        "manager": "Morgan Manager", "payroll": "Pay office", "basis": "consent", "basis_words": "Letter of 1 March",
    }  # fmt: skip
    by = bench.acting(bench.lead)
    with pytest.raises(ValueError, match=r"Say what makes the deduction lawful"):
        arrange_deduction(by=by, case=case, **told | {"basis": ""})
    with pytest.raises(ValueError, match=r"the day on which they consented"):
        arrange_deduction(by=by, case=case, **told)
    with pytest.raises(WrongOrder, match=r"first deduction cannot be before"):
        arrange_deduction(by=by, case=case, **told | {"first_on": TODAY - WEEK}, consented_on=TODAY)
    row = arrange_deduction(by=by, case=case, **told, consented_on=TODAY)
    assert (row.way, row.sums.outstanding) == ("payroll", 50_000)
    with pytest.raises(ValueError, match=r"from colleagues only"):
        arrange_deduction(by=by, case=bench.case(), **told, consented_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Recovery.objects.filter(pk=row.pk).update(basis="")


@pytest.mark.proves("scas-5.9.3-k", "las-4.17-a", "las-4.17-b", "las-6.4.1-a", "waht-4.4-i")
def test_it_decides_on_publicity_each_time_with_permission_and_checks(bench: Bench) -> None:
    outcome = bench.convicted()
    by = bench.acting(bench.press)
    assert [item.what for item in owed_by(bench.viewer(bench.press))] == ["Publicity is undecided: conviction"]
    with pytest.raises(NotToBePublished) as refused:
        decide_publicity(by=by, outcome=outcome, answers=PublicityAnswers(choice="outside"))
    assert set(refused.value.faults) == {
        *("permission", "restrictions_checked", "data_protection_checked", "specialist_consulted", "words"),
    }
    with pytest.raises(NotToBePublished, match=r"when and how the victim agreed"):
        decide_publicity(by=by, outcome=outcome, answers=replace(KNOWN, permission_words=" "))
    with pytest.raises(NotToBePublished, match=r"has a victim"):
        decide_publicity(by=by, outcome=outcome, answers=PublicityAnswers(**vars(KNOWN) | {"permission": "no-victim"}))
    decision = decide_publicity(by=by, outcome=outcome, answers=KNOWN)
    assert owed_by(bench.viewer(bench.press)) == []
    assert (decision.permission, decision.specialist_consulted) == ("given", "Lee Specialist")


@pytest.mark.proves("secamb-6.4", "secamb-6.5", "waht-4.4-h")
def test_it_keeps_where_it_was_made_known_and_takes_it_back(bench: Bench) -> None:
    outcome = bench.convicted()
    by = bench.acting(bench.press)
    inside = decide_publicity(by=by, outcome=outcome, answers=PublicityAnswers(**vars(KNOWN) | {"choice": "inside"}))
    with pytest.raises(ValueError, match=r"inside the trust only"):
        publish(by=by, decision=inside, channel="press", on=TODAY)
    with pytest.raises(WrongOrder, match=r"before the decision"):
        publish(by=by, decision=inside, channel="bulletin", on=TODAY - WEEK)
    out = publish(by=by, decision=inside, channel="quarterly-report", on=TODAY, where="January to March")
    with pytest.raises(WrongOrder, match=r"before the publication"):
        withdraw_publication(by=by, publication=out, on=TODAY - WEEK, why="x")
    withdraw_publication(by=by, publication=out, on=TODAY, why="An appeal is open")
    assert Publication.objects.values_list("channel", "withdrawn_why").get() == (
        "quarterly-report",
        "An appeal is open",
    )
    decide_publicity(by=by, outcome=outcome, answers=PublicityAnswers(choice="none", reason="She changed her mind"))
    with pytest.raises(ValueError, match=r"decided anew since"):
        publish(by=by, decision=inside, channel="bulletin", on=TODAY)


def test_it_names_no_victim_and_nobody_whom_no_court_named(bench: Bench) -> None:
    letter = bench.served()
    outcome = Outcome.objects.get()
    by = bench.acting(bench.press)
    for words in ("Vic Visitor was warned.", "He hit Pat Paramedic.", "Mr VISITOR’s letter"):
        with pytest.raises(NotToBePublished, match=r"These words name"):
            decide_publicity(by=by, outcome=outcome, answers=PublicityAnswers(**vars(KNOWN) | {"words": words}))
    case = letter.case
    with pytest.raises(ValueError, match=r"Publicity is not decided yet"):
        close_case(by=bench.acting(bench.lsms), case=case, words="Done")
    decide_publicity(by=by, outcome=outcome, answers=PublicityAnswers(choice="none", reason="The victim’s wish"))
    close_case(by=bench.acting(bench.lsms), case=case, words="The letter is in force.")
    assert case.state == "closed"


def test_it_tells_each_one_what_they_owe(bench: Bench) -> None:
    letter = bench.served()
    lsms = bench.viewer(bench.lsms)
    assert [item.what for item in owed_by(lsms)] == ["Publicity is undecided: warning letter served"]
    with clock.at(clock.now() + timedelta(days=170)):
        assert "A review is due: Warning letter" in [item.what for item in owed_by(bench.viewer(bench.lsms))]
    with clock.at(clock.now() + timedelta(days=360)):
        assert "Runs out: Warning letter" in [item.what for item in owed_by(bench.viewer(bench.lsms))]
    assert owed_by(bench.viewer(bench.paramedic)) == []
    draft = bench.drafted(case=letter.case)
    Letter.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=clock.now())
    assert "Waits for approval: Warning letter" in [item.what for item in owed_by(bench.viewer(bench.director))]
    assert "Waits for approval: Warning letter" not in [item.what for item in owed_by(bench.viewer(bench.lsms))]
