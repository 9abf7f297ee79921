"""Each trust's policy in force, and its own lines on posts, investigating and learning driven by their operations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from holdfast.casework.incidents.models import Investigation, LessonSending
from holdfast.casework.incidents.operations.investigate import review_findings, submit_findings
from holdfast.casework.incidents.operations.investigators import name_investigators
from holdfast.casework.incidents.operations.learning import share_lesson
from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Person, Post
from holdfast.foundation.organisation.operations.deputies import name_deputy
from holdfast.foundation.organisation.operations.posts import appoint, holdings_on
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.operations import open_record
from holdfast.kernel import clock
from holdfast.oversight.assurance.tests.policy_cast import DAY, FINDINGS, HOUR, INSTALLER, NOW, Trial, assault, trial_of


@pytest.fixture
def trial(db: None, request: pytest.FixtureRequest) -> Iterator[Trial]:
    with ExitStack() as stack:
        yield stack.enter_context(trial_of(request.param))


def under(*packs: str):
    return pytest.mark.parametrize("trial", packs, indirect=True)


def leads(investigation: Investigation) -> Person:
    return investigation.investigators.get(lead=True, until=None).person


def appointed(trial: Trial, key: str) -> None:
    """Somebody new is put into the post that the policy names, and holds it from that day on."""
    post = Post.objects.get(trust=trial.trust, key=key, unit=None, of_policy=True)
    before = holdings_on(post, clock.today()).count()
    appoint(by=INSTALLER, post=post, person=trial.paramedic, start=clock.today(), why="As the policy says")
    assert holdings_on(post, clock.today()).count() == before + 1
    assert holdings_on(post, clock.today() - timedelta(days=1)).filter(person=trial.paramedic).count() == 0
    assert Entry.objects.filter(verb="organisation.appoint", subject_reference=post.audit_subject.reference).exists()


@under("las")
@pytest.mark.proves("las-4.2-b", "las-4.10-d")
def test_it_puts_people_into_the_posts_that_london_names(trial: Trial) -> None:
    for key in ("smd", "managers"):
        appointed(trial, key)


@under("scas")
@pytest.mark.proves("scas-5.4.1-c", "scas-5.9.1-a")
def test_it_puts_people_into_the_posts_that_south_central_names(trial: Trial) -> None:
    for key in ("smd", "head-risk-security", "non-clinical-risk-manager"):
        appointed(trial, key)


@under("uhmbt")
@pytest.mark.proves("uhmbt-4.4.1-a", "uhmbt-4.4.2-a")
def test_it_puts_people_into_the_posts_that_morecambe_bay_names(trial: Trial) -> None:
    for key in ("chief-executive", "smd"):
        appointed(trial, key)


@under("waht")
@pytest.mark.proves("waht-3.1-a")
def test_it_puts_someone_into_the_post_that_leads_at_worcestershire(trial: Trial) -> None:
    appointed(trial, "head-hs-fire")
    assert Post.objects.get(trust=trial.trust, key="head-hs-fire").role == "security-lead"


@under("secamb", "uhmbt")
@pytest.mark.proves("secamb-2.3.2", "uhmbt-4.4.7-n")
def test_it_lets_the_deputy_act_and_begin_while_the_holder_is_away(trial: Trial) -> None:
    holder = trial.manager if trial.trust.slug == "secamb" else trial.lsms
    post = Post.objects.filter(holdings__person=holder).get()
    name_deputy(by=INSTALLER, post=post, holder=holder, person=trial.paramedic, start=clock.today(), reason="On leave")
    assert post in Viewer(None, trial.paramedic).posts
    incident = trial.triage(trial.report())
    if post.role == "line-manager":
        name_investigators(
            by=trial.actor(trial.lsms),
            incident=incident,
            investigation=trial.investigation(incident),
            lead=trial.paramedic,
        )
        assert leads(trial.investigation(incident)) == trial.paramedic


@under("scas", "las", "waht")
@pytest.mark.proves("scas-5.9.3-b1", "scas-5.9.3-b2", "las-4.11-j", "waht-4.4-o")
def test_it_lets_the_specialist_look_into_it_beside_whoever_leads(trial: Trial) -> None:
    incident = trial.triage(trial.report(type="medicines"))
    name_investigators(
        by=trial.actor(trial.lead), incident=incident, lead=trial.lsms, others=[trial.risk], strand="lsms"
    )
    found = incident.investigations.get(strand="lsms")
    assert leads(found) == trial.lsms
    assert found.investigators.get(lead=False).person == trial.risk
    assert incident.investigations.count() == 2


@under("las", "uhmbt")
@pytest.mark.proves("las-2.1.2-h", "uhmbt-4.4.7-j")
def test_it_wants_findings_with_causes_and_lets_nobody_suspected_look_into_it(trial: Trial) -> None:
    incident = trial.triage(trial.report(), lead=trial.lsms, strand="lsms")
    investigation = trial.investigation(incident)
    with pytest.raises(ValueError), clock.at(NOW + 2 * HOUR):  # noqa: PT011  each fact that is missing is named
        submit_findings(
            by=trial.actor(trial.lsms), investigation=investigation, findings=type(FINDINGS)(findings="", why="")
        )
    with clock.at(NOW + DAY):
        submit_findings(by=trial.actor(trial.lsms), investigation=investigation, findings=FINDINGS)
    investigation.refresh_from_db()
    assert (investigation.state, investigation.interest_declared) == ("submitted", "None")
    told = trial.report(
        replace(assault(), subjects=(SubjectFacts(standing="staff", name=str(trial.manager)),)), internal=True
    )
    trial.triage(told, lead=trial.lead, internal=True)
    with pytest.raises(ValueError, match="suspected"):
        name_investigators(by=trial.actor(trial.lead), incident=told, lead=trial.manager)


@under("las")
@pytest.mark.proves("las-6.1-c")
def test_it_brings_the_manager_and_the_security_specialist_together_over_the_findings(trial: Trial) -> None:
    incident = trial.triage(trial.report(), lead=trial.manager)
    investigation = trial.submit(incident)
    with clock.at(NOW + 2 * DAY):
        review_findings(
            by=trial.actor(trial.lsms),
            investigation=investigation,
            approve=False,
            proportionate=None,
            reason="Ask the crew.",
        )
    investigation.refresh_from_db()
    assert investigation.state == "assigned", "the manager answers what the specialist asked"


@under("las", "scas", "waht")
@pytest.mark.proves("las-2.1.2-f", "las-10.2-c", "scas-5.9.3-d2", "waht-2-n", "waht-2-o")
def test_it_sends_what_was_learnt_to_the_teams_that_it_concerns(trial: Trial) -> None:
    incident = trial.triage(trial.report())
    lesson = share_lesson(
        by=trial.actor(trial.lsms),
        incident=incident,
        title="Tell people how long it takes",
        words="Say at the beginning how long a family will wait, and go back to them.",
        units=[trial.unit],
    )
    assert LessonSending.objects.get(lesson=lesson).unit == trial.unit
    assert Entry.objects.filter(verb="incidents.share_lesson").exists()


@under("uhmbt")
@pytest.mark.proves("uhmbt-4.4.7-q")
def test_it_keeps_each_record_under_a_reference_with_every_change_in_the_trail(trial: Trial) -> None:
    record = open_record(trust=trial.trust, kind="confirmation", series="CNF", title="Kept", opened_at=NOW)
    assert record.reference.startswith("CNF-2026-")
    incident = trial.report()
    trial.triage(incident)
    verbs = set(Entry.objects.filter(subject_reference=incident.reference).values_list("verb", flat=True))
    assert {"incidents.report", "incidents.triage"} <= verbs
