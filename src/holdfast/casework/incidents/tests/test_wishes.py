"""What people affected want: kept each time they say it, and the last one counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from holdfast.casework.incidents.models import Wish
from holdfast.casework.incidents.operations.additions import Amendment, add_facts
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.incidents.queries.wishes import wishes_of
from holdfast.casework.incidents.rules.answers import VictimFacts
from holdfast.casework.incidents.tests.handling_cast import Team
from holdfast.casework.incidents.tests.report_cast import assault
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.notifications.models import Notice


def told_police(team: Team, wants: str = "yes", **facts: object):
    """The paramedic's own report of an assault, with what they want of the police."""
    told = VictimFacts(is_reporter=True, injury="minor", wants_police=wants, **facts)
    return team.report(replace(assault(), victims=(told,))).victims.get()


def kept(victim) -> list[tuple[str, str, str, str]]:
    return list(victim.wishes.values_list("about", "wants", "how", "by"))


def test_it_takes_the_answer_of_the_report_as_the_first(team: Team) -> None:
    victim = told_police(team)
    assert kept(victim) == [("police", "yes", "report", "Pat Paramedic")]
    assert wishes_of(victim)["police"].source == "In the report"
    assert kept(told_police(team, "")) == []
    added = add_facts(
        by=team.actor(team.manager), incident=victim.incident, victims=[VictimFacts(name="Vic", wants_police="no")]
    )
    assert kept(added.incident.victims.get(name="Vic")) == [("police", "no", "told", "Morgan Manager")]


def test_it_keeps_what_they_said_before_and_counts_the_last(team: Team) -> None:
    victim = told_police(team)
    record_wish(by=team.actor(team.manager), victim=victim, wants={"police": "no", "action": "yes"}, words="Enough.")
    last = wishes_of(victim)
    assert (last["police"].wants, last["action"].wants, last["police"].words) == ("no", "yes", "Enough.")
    assert last["police"].source == "Written down by Morgan Manager"
    assert victim.wishes.filter(about="police").count() == 2
    assert Notice.objects.filter(person=team.lsms, kind="incidents.wish_changed").count() == 1
    entry = Entry.objects.get(verb="incidents.record_wish")
    assert entry.changes == {"police": ["yes", "no"], "action": [None, "yes"]}


def test_it_leaves_who_said_what_nobody_touched_on_the_form(team: Team) -> None:
    victim = told_police(team)
    by_them, by_manager = team.actor(team.paramedic), team.actor(team.manager)
    record_wish(by=by_manager, victim=victim, wants={"action": "yes"})
    record_wish(by=by_manager, victim=victim, wants={"police": "yes", "action": "yes", "publicity": "no"})
    assert [row[0] for row in kept(victim)] == ["police", "action", "publicity"]
    # What others wrote down they now say themselves; what they told in their own report they need not say again.
    record_wish(by=by_them, victim=victim, wants={"police": "yes", "action": "yes"})
    assert kept(victim)[3:] == [("action", "yes", "own", "Pat Paramedic")]
    record_wish(by=by_manager, victim=victim, wants={"action": "yes"}, words="I mean it.")
    assert wishes_of(victim)["action"].words == "I mean it."


def test_it_refuses_what_is_no_answer_and_what_is_on_record_already(team: Team) -> None:
    victim, by = told_police(team), team.actor(team.manager)
    for wants, refusal in (
        ({"police": "maybe"}, "one of the answers shown"),
        ({"holiday": "yes"}, "one of the answers shown"),
        ({"police": ""}, "at least one of the questions"),
        ({"police": "yes"}, "on record already"),
    ):
        with pytest.raises(ValueError, match=refusal):
            record_wish(by=by, victim=victim, wants=wants)
    with pytest.raises(ValueError, match="not facts of a person affected"):
        add_facts(by=by, incident=victim.incident, amendments=[Amendment(victim, {"wants_police": "no"})])
    victim.incident.state = "merged"
    victim.incident.save(update_fields=["state"])
    with pytest.raises(ValueError, match="dealt with elsewhere"):
        record_wish(by=by, victim=victim, wants={"police": "no"})


def test_it_shows_on_the_incident_what_counts_and_who_wrote_it_down(team: Team, client: Client) -> None:
    victim = told_police(team)
    record_wish(by=team.actor(team.manager), victim=victim, wants={"police": "no"})
    team.sign_in(client, team.lsms)
    page = client.get(f"/incidents/{victim.incident.reference}/").content.decode()
    assert "No. Written down by Morgan Manager" in page
    fields = client.get(f"/incidents/{victim.incident.reference}/facts/victim/{victim.pk}/").content.decode()
    assert 'name="injury"' in fields
    assert 'name="wants_police"' not in fields
    assert Wish.objects.count() == 2
