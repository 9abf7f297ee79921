"""The pages of this area: what they show, and that what is refused stands beside its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from holdfast.casework.violence.models import Arrangement, Call, Hit, LoneWorker, LookUp, Marker, Step
from holdfast.casework.violence.operations.challenging import challenge_marker
from holdfast.casework.violence.operations.looking_up import look_up
from holdfast.casework.violence.operations.support import offer_support
from holdfast.casework.violence.queries.markers import page_of_look_ups
from holdfast.casework.violence.tests.violence_cast import ViolenceTeam
from holdfast.foundation.audit.models import Entry

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py


def posted(client: Client, url: str, /, **told: Any) -> Any:
    """Send a form that must be taken in, and give the page that it leads to."""
    answer = client.post(url, told, follow=True)
    assert answer.redirect_chain, answer.content.decode()[-3000:]
    return answer


def day(name: str, text: str) -> dict[str, str]:
    """The boxes of a day: "4 3 2026"."""
    return {f"{name}_{part}": box for part, box in zip(("day", "month", "year"), text.split(), strict=True)}


def test_it_ticks_the_checklist_with_one_button_and_puts_right_with_a_reason(
    team: ViolenceTeam, client: Client
) -> None:
    incident = team.report()
    victim = team.victim(incident)
    team.acts(client, team.manager)
    where = f"/incidents/{incident.reference}/response/"
    page = client.get(where).content.decode()
    assert "Ask them how they are" in page
    assert "To do" in page
    posted(client, f"{where}{victim.pk}/welfare/done/")
    assert Step.objects.get().done_by == "Morgan Manager"
    refused = client.post(f"{where}{victim.pk}/welfare/", {"answer": "not", "why_not": "Away"})
    assert refused.status_code == 422
    assert "Enter the reason" in refused.content.decode()
    posted(client, f"{where}{victim.pk}/welfare/", answer="not", why_not="Away", correction="Wrong person")
    assert Step.objects.get().why_not == "Away"


def test_it_says_so_when_nothing_is_asked_for(team: ViolenceTeam, client: Client) -> None:
    incident = team.report(type="theft")
    team.acts(client, team.manager)
    assert "No response is asked for" in client.get(f"/incidents/{incident.reference}/response/").content.decode()


def test_it_lets_the_victim_say_yes_with_one_button(team: ViolenceTeam, client: Client) -> None:
    victim = team.victim()
    offer = offer_support(by=team.actor(team.manager), victim=victim, option="counselling")
    team.acts(client, team.paramedic)
    assert "Counselling" in client.get(f"/support/{victim.pk}/").content.decode()
    posted(client, f"/support/{victim.pk}/offers/{offer.pk}/", answer="accepted")
    offer.refresh_from_db()
    assert offer.answer == "accepted"
    posted(client, f"/support/{victim.pk}/wishes/", police="yes", action="yes")
    posted(client, f"/support/{victim.pk}/steps/withdraw/")
    assert Step.objects.get().by == "Pat Paramedic"
    assert client.post(f"/support/{victim.pk}/steps/welfare/").status_code == 404  # the manager's part
    posted(client, f"/support/{victim.pk}/help/", words="Will someone ring me?")
    assert client.get("/support/").status_code == client.get("/support/options/").status_code == 200


def test_it_gives_the_support_page_to_those_who_look_after_them_and_writes_the_reading_down(
    team: ViolenceTeam, client: Client
) -> None:
    victim = team.victim()
    where = f"/incidents/{victim.incident.reference}/support/{victim.pk}/"
    team.acts(client, team.manager)
    assert client.get(where).status_code == 200
    assert Entry.objects.filter(verb="violence.read_support", actor_name="Morgan Manager", reading=True).exists()
    posted(client, f"{where}offer/", option="physio", role="manager")
    posted(client, f"{where}contact/", purpose="welfare", reached="yes", words="Rang them")
    posted(client, f"{where}occupational-health/", referred="yes", reason="Asked for it")
    for person in (team.director, team.far_manager, team.crewmate):
        team.acts(client, person)
        assert client.get(where).status_code == 404


def test_it_shows_occupational_health_the_referral_alone(team: ViolenceTeam, client: Client) -> None:
    victim = team.victim()
    team.acts(client, team.manager)
    where = f"/incidents/{victim.incident.reference}/support/{victim.pk}/"
    posted(client, f"{where}occupational-health/", referred="yes", reason="Asked for it")
    team.acts(client, team.nurse)
    page = client.get("/referrals/").content.decode()
    assert "Pat Paramedic" in page
    assert "punched" not in page
    row = victim.health_referrals.get()
    told = {"attended": "no", "not_attended_reason": "On leave"}
    posted(client, f"/referrals/{row.pk}/", **told)


def ask_told(**changes: str) -> dict[str, str]:
    told = {
        "place": "home",
        "address": "12 Harbour Road",
        "postcode": "EX1 2AB",
        "facts": "He punched.",
        "actions": "two",
    }
    return told | changes


def test_it_takes_a_request_for_a_marker_from_who_was_hit_and_says_why_it_is_refused(
    team: ViolenceTeam, client: Client
) -> None:
    incident = team.report()
    where = f"/incidents/{incident.reference}/marker/"
    team.acts(client, team.paramedic)
    page = client.get(where).content.decode()
    assert "12 Harbour Road, Exampleton" in page  # what the report says stands there already
    refused = client.post(where, ask_told(place="public"))
    assert refused.status_code == 422
    assert "Public places and public buildings are not marked" in refused.content.decode()
    posted(client, where, **ask_told())
    marker = Marker.objects.get()
    assert client.get(f"/markers/{marker.reference}/").status_code == 200  # their own
    team.acts(client, team.crewmate)
    assert client.get(where).status_code == 404
    assert client.get(f"/markers/{marker.reference}/").status_code == 404


def test_it_places_looks_up_confirms_and_removes(team: ViolenceTeam, client: Client) -> None:
    marker = team.asked()
    where = f"/markers/{marker.reference}/"
    team.acts(client, team.dispatcher)
    assert client.get("/markers/").status_code == 200
    posted(client, f"{where}place/", **day("until", "20 3 2026"), reason="Tonight")
    found = client.post("/markers/look-up/", {"asked": "12 Harbour Rd EX1 2AB", "job": "J77"}).content.decode()
    assert "Yes: 1 marker here" in found
    assert "Two people, never alone" in found
    assert client.get(f"{where}confirm/").status_code == 404
    export = b"".join(client.get("/markers/live.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert marker.reference in export
    posted(client, f"/markers/look-ups/{Hit.objects.get().pk}/", passed_on="yes", helped="yes")
    team.acts(client, team.lsms)
    told = {"category": "violence", "nature": "A punch", "reason": "Twice", "advice": "Wait", "panel": "Lee\nChris"}
    posted(client, f"{where}confirm/", **told, **day("review_on", "1 9 2026"))
    posted(client, f"{where}notify/", told="no", why_not="It would provoke violence.")
    posted(client, f"{where}disclose/", to="The council", basis="Agreement")
    posted(client, f"{where}review/", cause="incident", reason="Still", **day("review_on", "1 10 2026"))
    page = client.get(where).content.decode()
    assert "Shows to crews" in page
    assert "The council" in page
    assert "It helped" in page
    posted(client, f"{where}remove/", cause="move", reason="They moved out.")
    posted(client, f"{where}told/{marker.disclosures.get().pk}/")
    again = client.post(f"{where}remove/", {"cause": "move", "reason": "Again"})
    assert again.status_code == 422
    assert "ask for a new marker" in again.content.decode()


def test_it_shows_who_looked_what_up_to_those_who_keep_markers(team: ViolenceTeam, client: Client) -> None:
    marker = team.placed()
    by = team.actor(team.dispatcher)
    for asked, job in (("12 Harbour Road EX1 2AB", "J77"), ("1 Nowhere Lane", "J78")):
        look_up(by=by, trust=team.trust, asked=asked, job=job, person=team.dispatcher)
    team.acts(client, team.lsms)
    page = client.get("/markers/look-ups/").content.decode()
    assert page.index("J78") < page.index("J77") < page.index(marker.reference)
    assert "Not said yet" in page
    assert Entry.objects.filter(verb="violence.read_look_ups").count() == 1
    posted(team.acts(client, team.dispatcher), f"/markers/look-ups/{Hit.objects.get().pk}/", passed_on="no")
    assert "Not passed on" in team.acts(client, team.lsms).get("/markers/look-ups/").content.decode()


def test_it_shows_look_ups_in_pages(team: ViolenceTeam) -> None:
    for number in range(5):
        look_up(by=team.actor(team.dispatcher), trust=team.trust, asked="1 Nowhere Lane", job=f"J{number}")
    first, older = page_of_look_ups(LookUp.objects.all(), before="", size=3)
    second, none = page_of_look_ups(LookUp.objects.all(), before=older, size=3)
    assert [row.job for row in first + second] == ["J4", "J3", "J2", "J1", "J0"]
    assert none == ""
    assert page_of_look_ups(LookUp.objects.all(), before=older[:-1], size=3)[0] == first


def test_it_has_a_challenge_decided(team: ViolenceTeam, client: Client) -> None:
    marker = team.confirmed()
    challenge = challenge_marker(by=team.actor(team.lsms), marker=marker, from_whom="The occupant", words="Wrong house")
    team.acts(client, team.lead)
    where = f"/markers/{marker.reference}/"
    assert "It is challenged" in client.get(where).content.decode()
    posted(client, f"{where}challenges/{challenge.pk}/", upheld="yes", reason="It was next door.")


def test_it_brings_a_call_to_the_control_room(team: ViolenceTeam, client: Client) -> None:
    team.acts(client, team.paramedic)
    posted(client, "/calls/new/", kind="police", where="Mill Lane 4", words="A knife", call_sign="R1")
    call = Call.objects.get()
    assert "Waits for an answer" in client.get(f"/calls/{call.pk}/").content.decode()
    team.acts(client, team.dispatcher)
    assert "Mill Lane 4" in client.get("/control-room/").content.decode()
    posted(client, f"/calls/{call.pk}/", outcome="refused", refusal="No unit", answer="A manager goes",
           other_force="Exampleshire Police")  # fmt: skip
    assert Call.objects.get().police_refused
    team.acts(client, team.crewmate)
    assert client.get(f"/calls/{call.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["manager", "paramedic"])
def test_it_shows_the_card_of_what_to_do_first_to_everyone(team: ViolenceTeam, client: Client, who: str) -> None:
    team.acts(client, getattr(team, who))
    assert "Get away from where the violence is." in client.get("/what-to-do-first/").content.decode()


def test_it_keeps_lone_working_from_setting_to_ending(team: ViolenceTeam, client: Client) -> None:
    team.acts(client, team.manager)
    assert "No arrangements yet" in client.get("/lone-working/").content.decode()
    told = {"unit": team.unit.pk, "controls": ["device"], "words": "Ring.", "responsible": "Morgan Manager"}
    posted(client, "/lone-working/new/", **told)
    found = Arrangement.objects.get()
    where = f"/lone-working/{found.reference}/"
    posted(client, f"{where}worker/", person="Pat Paramedic", reason="night", **day("since", "1 3 2026"))
    assert "No device" in client.get(where).content.decode()
    worker = LoneWorker.objects.get()
    posted(client, f"{where}people/{worker.pk}/device/", kind="radio", number="R7", **day("on", "2 3 2026"))
    posted(client, f"{where}devices/{worker.devices.get().pk}/", **day("on", "3 3 2026"))
    posted(client, f"{where}check/", followed="yes", workable="no", words="No signal")
    posted(client, f"{where}change/", controls=["buddy"], words="Ring twice.", responsible="Morgan Manager")
    team.acts(client, team.paramedic)
    posted(client, f"{where}concern/", words="Nobody answers at night.")
    assert client.get(f"{where}check/").status_code == 403
    concern = found.concerns.get()
    team.acts(client, team.manager)
    posted(client, f"{where}concerns/{concern.pk}/escalate/", to="The security team", why="Money")
    posted(
        client, f"{where}concerns/{concern.pk}/review/",
        staff="Pat Paramedic", manager="Morgan Manager", found="Two go.",
    )  # fmt: skip
    posted(client, f"{where}people/{worker.pk}/end/", **day("until", "3 3 2026"))
    posted(client, f"{where}end/", why="Nobody works alone any more.")


def test_it_ticks_nobody_on_the_panel_and_shows_what_the_panel_weighed(team: ViolenceTeam, client: Client) -> None:
    marker = team.placed()
    where = f"/markers/{marker.reference}/"
    team.acts(client, team.lsms)
    form = client.get(f"{where}confirm/").context["form"]
    assert form["panel"].value() in (None, "")
    assert not form["members"].value()
    names = [name for name, _ in form.fields["members"].choices]
    assert str(team.lsms) in names
    told = {"category": "violence", "nature": "A punch", "repetition": "Likely", "reason": "Twice", "advice": "Wait"}
    posted(client, f"{where}confirm/", **told, members=names[-1], panel="A guest", **day("review_on", "1 9 2026"))
    assert marker.decisions.get(verb="confirm").panel == [names[-1], "A guest"]
    page = client.get(where).content.decode()
    assert "What the panel weighed" in page
    assert "Likely" in page
    for verb in ("confirm", "refuse"):
        answer = client.get(f"{where}{verb}/", follow=True)
        assert answer.redirect_chain
        assert "confirmed already" in answer.content.decode()
