"""From the victim's wish to the decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.incidents.tests.handling_cast import cover
from holdfast.casework.sanctions.models import Assent, Case
from holdfast.casework.sanctions.operations.cases import close_case, open_case, reconsider, record_standing
from holdfast.casework.sanctions.operations.deciding import (
    Answer,
    agree,
    consider,
    decide,
    decide_on_nothing,
    propose,
)
from holdfast.casework.sanctions.operations.evidence import assess_evidence
from holdfast.casework.sanctions.operations.wishes import record_victim_wish
from holdfast.casework.sanctions.queries.policy import Agreeing
from holdfast.casework.sanctions.queries.visibility import visible_to
from holdfast.casework.sanctions.rules.safeguards import Refused
from holdfast.casework.sanctions.tests.sanction_cast import ALL_FOUR, CHILD, MAN, Bench
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice
from holdfast.kernel.workflow import NotPossibleNow


@pytest.mark.proves("secamb-2.2.3.8-a", "secamb-3.2.2-a")
def test_it_keeps_what_a_victim_wants_each_time_they_say_it(bench: Bench) -> None:
    incident = bench.incident()
    victim = incident.victims.get()
    by = bench.acting(bench.manager)
    record_victim_wish(by=by, incident=incident, victim=victim, wants_sanction="unsure", encouraged_by="Morgan")
    record_victim_wish(
        by=by, incident=incident, victim=victim, wants_sanction="yes", wants_prosecution="yes", told_police=True
    )
    wishes = list(victim.wishes.values_list("about", "wants", "by"))
    assert wishes == [
        ("action", "unsure", "Morgan Manager"),
        *((about, "yes", "Morgan Manager") for about in ("action", "court")),
    ]
    helped = list(victim.encouragements.values_list("told_police", "encouraged_by"))
    assert helped == [(None, "Morgan"), (True, "")]
    with pytest.raises(ValueError, match="on record already"):
        record_victim_wish(by=by, incident=incident, victim=victim, wants_sanction="yes")
    other = bench.incident().victims.get()
    with pytest.raises(ValueError, match=r"not among those affected"):
        record_victim_wish(by=by, incident=incident, victim=other, wants_sanction="yes")


def test_it_opens_one_case_for_a_subject(bench: Bench) -> None:
    incident = bench.incident(MAN, replace(MAN, name="Wendy Visitor"))
    first, second = incident.subjects.all()
    by = bench.acting(bench.lsms)
    case = open_case(by=by, incident=incident, subject=first)
    assert open_case(by=by, incident=incident, subject=first) == case
    assert open_case(by=by, incident=incident, subject=second) != case
    assert case.reference.startswith("SAN-2026-")
    elsewhere = bench.incident()
    with pytest.raises(ValueError, match=r"not among those who did it"):
        open_case(by=by, incident=elsewhere, subject=first)
    waiting = bench.report()
    with pytest.raises(ValueError, match=r"waits for triage"):
        open_case(by=by, incident=waiting, subject=waiting.subjects.get())


@pytest.mark.proves("las-4.9-joint-d", "las-4.9-joint-e")
def test_it_does_not_call_evidence_enough_while_a_fact_is_neither_held_nor_explained(bench: Bench) -> None:
    case = bench.case()
    by = bench.acting(bench.lsms)
    with pytest.raises(ValueError, match=r"Still missing: The police officers"):
        assess_evidence(by=by, case=case, enough=True, reason="It will do.")
    kept = assess_evidence(by=by, case=case, enough=False, reason="We wait for the officers’ names.")
    held = {fact["check"]: fact["held"] for fact in kept.facts}
    assert held["assailant"] == "Vic Visitor, 12 Harbour Road"
    assert held["exact-place"] == "12 Harbour Road, Exampleton"
    assert held["injuries"] == "Bruised cheek"
    assert held["witnesses"] == ""
    reasons = dict.fromkeys(("police-officers", "witnesses", "immediate-action", "investigation"), "None was there.")
    assert assess_evidence(by=by, case=case, enough=True, reason="It will do.", reasons=reasons).enough


@pytest.mark.proves(
    "las-2-e",
    "las-2.1.2-i",
    "las-2.1.2-n",
    "las-3.5.6-a",
    "las-6.3-a",
    "las-6.3-opt-a",
    "las-6.3-opt-e",
    "las-6.3-opt-f",
    "las-6.3-opt-f2",
    "las-8.5-c",
    "waht-4.4-b",
    "waht-4.4-j",
    "waht-4.4-n",
)
def test_it_asks_a_reason_for_each_option_before_anything_is_decided(bench: Bench) -> None:
    case = bench.case()
    by = bench.acting(bench.lsms)
    assess_evidence(by=by, case=case, enough=False, reason="Nobody saw it.")
    with pytest.raises(ValueError, match=r"Not considered yet: Warning letter; "):
        decide_on_nothing(by=by, case=case, reason="There is nothing to stand on.")
    with pytest.raises(ValueError, match=r"Say why: Warning letter"):
        consider(by=by, case=case, answers={"warning": Answer(chosen=True, reason=" ")})
    with pytest.raises(ValueError, match=r"has no option “yellow-card”"):
        consider(by=by, case=case, answers={"yellow-card": Answer(chosen=True, reason="x")})
    consider(by=by, case=case, answers=bench.answers("warning"))
    with pytest.raises(ValueError, match=r"judged not to be enough"):
        propose(by=by, case=case, course="A letter")
    consider(by=by, case=case, answers=bench.answers())
    assess_evidence(by=by, case=case, enough=False, reason="x")
    with pytest.raises(ValueError, match=r"No option is chosen"):
        propose(by=by, case=case, course="A letter")
    decide_on_nothing(by=by, case=case, reason="There is nothing to stand on.")
    assert Case.objects.values_list("state", "sanctioned", "decision").get() == (
        *("decided", False),
        "There is nothing to stand on.",
    )


def test_it_refuses_a_second_decision(bench: Bench) -> None:
    case = bench.decided("warning")
    by = bench.acting(bench.lsms)
    for verb in (decide, decide_on_nothing):
        words = {"decision": "Again"} if verb is decide else {"reason": "Again"}
        with pytest.raises(ValueError, match=r"Lee Specialist decided this case already"):
            verb(by=by, case=case, **words)
    with pytest.raises(NotPossibleNow):
        propose(by=by, case=case, course="Again")
    with pytest.raises(ValueError, match=r"needs a reason"):
        reconsider(by=by, case=case, why="")
    reconsider(by=by, case=case, why="He did it again.")
    assert Case.objects.get().state == "open"
    kept = Entry.objects.filter(verb="sanctions.reconsider").get().details
    assert kept["decision"] == "A warning letter."


@pytest.mark.proves("las-4.9-joint-f", "las-4.3-f")
def test_it_waits_for_each_of_the_four_by_name_and_date(bench: Bench) -> None:
    bench.policy(*ALL_FOUR, Agreeing("smd", joint=False))
    case = bench.proposed("warning", joint=True)
    assert [row.title for row in case.assents.all()] == [
        *("Security Management Director", "Director of Workforce", "Director of Finance"),
        "Second security specialist",
    ]
    assert Notice.objects.filter(kind="sanctions.agreement-asked").count() == 4
    rows = {row.post.key: row for row in case.assents.select_related("post")}
    with pytest.raises(NotPossibleNow, match=r"is not possible while this is waiting for agreement"):
        decide(by=bench.acting(bench.lsms), case=case, decision="Now")
    with pytest.raises(ValueError, match=r"Only Director of Finance or their deputy"):
        agree(by=bench.acting(bench.manager), case=case, assent=rows["director-finance"], agreed=True)
    for key, person in (
        *(("smd", bench.director), ("director-workforce", bench.workforce)),
        *(("director-finance", bench.finance), ("second-lsms", bench.second_lsms)),
    ):
        assert Case.objects.get().state == "proposed"
        agree(by=bench.acting(person), case=case, assent=rows[key], agreed=True, reason="It is in proportion.")
    with pytest.raises(NotPossibleNow):
        agree(by=bench.acting(bench.director), case=case, assent=rows["smd"], agreed=True)
    assert Case.objects.get().state == "agreed"
    names = list(Assent.objects.values_list("name", "agreed").order_by("pk"))
    assert names == [("Dana Director", True), ("Wren Workforce", True), ("Finn Finance", True), ("Sasha Second", True)]
    assert not Assent.objects.filter(answered_at=None).exists()


def test_it_sends_a_refused_proposal_back_with_its_reason(bench: Bench) -> None:
    bench.policy(Agreeing("smd"), Agreeing("director-finance"))
    case = bench.proposed("warning")
    row = case.assents.get(post__key="smd")
    with pytest.raises(ValueError, match=r"Say why you do not agree"):
        agree(by=bench.acting(bench.director), case=case, assent=row, agreed=False)
    agree(by=bench.acting(bench.director), case=case, assent=row, agreed=False, reason="Too hard on him.")
    assert Case.objects.get().state == "open"
    case.refresh_from_db()
    propose(by=bench.acting(bench.lsms), case=case, course="A milder letter")
    assert case.round == 2
    assert case.assents.filter(round=2, agreed=None).count() == 2
    with pytest.raises(ValueError, match=r"about an earlier proposal"):
        agree(by=bench.acting(bench.finance), case=case, assent=case.assents.get(round=1, agreed=None), agreed=True)


def test_it_takes_the_answer_of_a_deputy_and_says_for_whom(bench: Bench) -> None:
    bench.policy(Agreeing("smd"))
    cover(bench, bench.director, bench.deputy, "smd")
    case = bench.proposed("warning")
    agree(by=bench.acting(bench.deputy), case=case, assent=case.assents.get(), agreed=True)
    assert Assent.objects.values_list("name", "on_behalf_of").get() == ("Dee Deputy", "Dana Director")


def test_it_takes_proposing_as_agreeing_and_nobody_as_agreed(bench: Bench) -> None:
    bench.policy(Agreeing("lsms"), Agreeing("director-finance", kinds=("recovery",)))
    case = bench.proposed("warning")
    assert case.state == "agreed"
    assert Assent.objects.values_list("name", "reason").get() == ("Lee Specialist", "Proposed it.")


def test_it_says_that_a_post_of_the_policy_does_not_exist(bench: Bench) -> None:
    bench.policy(Agreeing("director-of-tea"))
    with pytest.raises(ValueError, match=r"there is no such post"):
        bench.proposed("warning")


def test_it_refuses_a_sanction_on_a_child_or_without_capacity(bench: Bench) -> None:
    case = bench.case(bench.incident(CHILD))
    by = bench.acting(bench.lsms)
    with pytest.raises(Refused, match=r"they are under 18. Speak with their parent"):
        consider(by=by, case=case, answers={"warning": Answer(chosen=True, reason="He knew it.")})
    with pytest.raises(ValueError, match=r"Name the clinician"):
        record_standing(by=by, case=case, age="adult", capacity="lacks")
    grown = bench.case(capacity="lacks")
    with pytest.raises(Refused, match=r"lack the capacity to understand it. Agree a care plan"):
        consider(by=by, case=grown, answers={"agreement": Answer(chosen=True, reason="He knew it.")})
    consider(by=by, case=grown, answers={"agreement": Answer(chosen=False, reason="He does not understand it.")})
    unjudged = bench.ready("warning", capacity="unknown")
    with pytest.raises(Refused, match=r"what a clinician says about their capacity"):
        propose(by=by, case=unjudged, course="A letter")


def test_it_refuses_a_letter_to_somebody_nobody_knows(bench: Bench) -> None:
    case = bench.case(bench.incident(SubjectFacts(appearance="Tall, grey jacket")))
    with pytest.raises(Refused, match=r"nobody knows who they are. Add their name"):
        consider(by=bench.acting(bench.lsms), case=case, answers={"warning": Answer(chosen=True, reason="He hit her.")})
    consider(
        by=bench.acting(bench.lsms),
        case=case,
        answers={"criminal": Answer(chosen=True, reason="The police look for him.")},
    )


@pytest.mark.proves("uhmbt-4.10.2-e")
def test_it_keeps_a_colleague_apart_and_sends_them_to_human_resources(bench: Bench) -> None:
    incident = bench.restricted()
    bench.triaged(incident, type="theft")
    incident.refresh_from_db()
    case = bench.case(incident)
    by = bench.acting(bench.lead)
    assert case.held_apart
    assert case.record.sensitivity == "restricted"
    with pytest.raises(Refused, match=r"this is a colleague. Hand the matter to Human Resources"):
        consider(by=by, case=case, answers={"warning": Answer(chosen=True, reason="She took it.")})
    consider(
        by=by,
        case=case,
        answers={
            "disciplinary": Answer(chosen=True, reason="HR looks into it now."),
            "criminal": Answer(chosen=True, reason="The police as well."),
        },
    )
    assert list(visible_to(bench.viewer(bench.lead))) == [case]
    for person in (bench.lsms, bench.director, bench.second_lsms, bench.press):
        assert not visible_to(bench.viewer(person)).exists()


def test_it_does_not_ask_somebody_who_is_suspected(bench: Bench) -> None:
    bench.policy(Agreeing("director-finance"))
    incident = bench.restricted("Finn Finance")
    bench.triaged(incident, type="theft")
    incident.refresh_from_db()
    case = bench.ready("disciplinary", case=bench.case(incident))
    with pytest.raises(ValueError, match=r"held by someone who is suspected"):
        propose(by=bench.acting(bench.lead), case=case, course="Discipline")


def test_it_closes_only_when_nothing_is_under_way(bench: Bench) -> None:
    letter = bench.drafted()
    by = bench.acting(bench.lsms)
    with pytest.raises(ValueError, match=r"A letter is still under way"):
        close_case(by=by, case=letter.case, words="Done")


def test_it_lets_a_director_see_a_case_to_which_they_are_asked_and_no_other(bench: Bench) -> None:
    bench.policy(Agreeing("director-finance"))
    asked = bench.proposed("warning")
    bench.case()
    assert list(visible_to(bench.viewer(bench.finance))) == [asked]
    assert not visible_to(bench.viewer(bench.workforce)).exists()
    assert not visible_to(bench.viewer(bench.paramedic)).exists()
    assert visible_to(bench.viewer(bench.manager)).count() == 2
    assert not visible_to(bench.viewer(bench.far_manager)).exists()
