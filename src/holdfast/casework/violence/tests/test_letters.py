"""Letters to the person whom a marker concerns: in the trust's words, as PDF and Word, made and sent."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdf
import pytest
from django.test import Client

from holdfast.casework.violence.models import MarkerLetter
from holdfast.casework.violence.operations.challenging import answer_challenge, challenge_marker, notify_subject
from holdfast.casework.violence.operations.deciding import remove_marker
from holdfast.casework.violence.operations.letters import LetterTold, change_marker_words, make_letter, send_letter
from holdfast.casework.violence.operations.response import BadAnswer
from holdfast.casework.violence.queries.letters import letters_for, words_in_use
from holdfast.casework.violence.rules.letters import FIRST_WORDS, faults_in
from holdfast.casework.violence.tests.violence_cast import TODAY, ViolenceTeam
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.pages.words import day_in_words
from holdfast.kernel import clock

TOLD = LetterTold(name="Robin Rowdy", behaviour="You held a knife.", reason="It may happen again.", write_to="the lead")


def test_it_begins_with_words_that_hold_what_each_letter_needs() -> None:
    assert all(faults_in(kind, text) == [] for kind, text in FIRST_WORDS.items())
    assert "cannot do without {write to}" in " ".join(faults_in("challenge", "{name} {place} {reason}"))


def test_it_tells_the_person_why_who_sees_it_how_long_and_how_to_challenge(team: ViolenceTeam) -> None:
    marker, by = team.confirmed(), team.actor(team.lsms)
    letter = make_letter(by=by, marker=marker, kind="placed", told=TOLD)
    assert marker.live_until is not None
    day = day_in_words(marker.live_until)
    for words in (marker.where, "You held a knife.", "crews who are sent", day, "Write to the lead"):
        assert words in letter.words
    with pytest.raises(BadAnswer) as refused:
        make_letter(by=by, marker=marker, kind="placed", told=LetterTold(name="Robin Rowdy", write_to="the lead"))
    assert "behaviour" in refused.value.faults


def test_it_was_told_when_the_letter_was_sent(team: ViolenceTeam) -> None:
    marker, by = team.confirmed(), team.actor(team.lsms)
    letter = make_letter(by=by, marker=marker, kind="placed", told=TOLD)
    assert not marker.subject_notices.exists()
    with pytest.raises(BadAnswer, match="ahead"):
        send_letter(by=by, letter=letter, on=TODAY + timedelta(days=1), how="posted")
    send_letter(by=by, letter=letter, on=clock.today(), how="posted")
    assert marker.subject_notices.get().how.startswith("By letter: posted")
    with pytest.raises(ValueError, match="on record already"):
        send_letter(by=by, letter=letter, on=clock.today(), how="posted")
    verbs = set(Entry.objects.filter(subject_reference=marker.reference).values_list("verb", flat=True))
    assert {"violence.make_letter", "violence.send_letter", "violence.notify_subject"} <= verbs


def test_it_writes_to_nobody_who_is_not_to_be_told(team: ViolenceTeam) -> None:
    marker, by = team.confirmed(), team.actor(team.lsms)
    notify_subject(by=by, marker=marker, told=False, why_not="It would provoke violence.")
    with pytest.raises(ValueError, match="not told: It would provoke violence"):
        make_letter(by=by, marker=marker, kind="placed", told=TOLD)


def test_it_offers_the_letter_that_fits(team: ViolenceTeam) -> None:
    marker, by = team.confirmed(), team.actor(team.lsms)
    assert letters_for(marker) == ["placed"]
    row = challenge_marker(by=by, marker=marker, from_whom="The occupant", words="No")
    answer_challenge(by=team.actor(team.director), challenge=row, upheld=False, reason="The tenancy shows it.")
    assert letters_for(marker) == ["placed", "challenge"]
    letter = make_letter(by=by, marker=marker, kind="challenge", told=TOLD)
    assert "Somebody who had no part in the decision looks at it again" in letter.words
    remove_marker(by=by, marker=marker, reason="They moved out.", cause="move")
    assert "removed" in letters_for(marker)
    with pytest.raises(ValueError, match="does not fit"):
        make_letter(by=by, marker=marker, kind="placed", told=TOLD)


def test_it_keeps_every_version_of_the_trusts_words(team: ViolenceTeam) -> None:
    by, marker = team.actor(team.lead), team.confirmed()
    told = {"by": by, "trust": team.trust, "kind": "placed", "title": "Your address", "why": "Plainer"}
    with pytest.raises(BadAnswer, match=r"no field \{nam\}"):
        change_marker_words(**told, text="{nam}")
    change_marker_words(**told, text="Dear {name}, {place}: {behaviour} {review day} {write to}", seen_number=0)
    with pytest.raises(ValueError, match="Someone else changed"):
        change_marker_words(**told, text=FIRST_WORDS["placed"], seen_number=0)
    assert words_in_use(team.trust, "placed").number == 1
    letter = make_letter(by=by, marker=marker, kind="placed", told=TOLD)
    assert (letter.title, letter.words_version) == ("Your address", 1)


def test_it_is_made_read_taken_and_sent_on_screen(team: ViolenceTeam, client: Client) -> None:
    marker = team.confirmed()
    where = f"/markers/{marker.reference}/"
    team.acts(client, team.lsms)
    assert "Write: a marker on your address" in client.get(where).content.decode()
    assert client.get(f"{where}letters/new/removed/").status_code == 404
    sent = {"name": "Robin Rowdy", "address": "1 Road", "behaviour": "You held a knife.", "write_to": "the lead"}
    answer = client.post(f"{where}letters/new/placed/", sent)
    letter = MarkerLetter.objects.get()
    assert answer["Location"] == f"{where}letters/{letter.pk}/"
    assert "You held a knife." in client.get(answer["Location"]).content.decode()
    made = client.get(f"{answer['Location']}letter.pdf")
    pages = pypdf.PdfReader(io.BytesIO(made.content)).pages
    assert team.trust.name in pages[0].extract_text()
    assert client.get(f"{answer['Location']}letter.docx").content.startswith(b"PK")
    today = clock.today()
    day = {"on_day": str(today.day), "on_month": str(today.month), "on_year": str(today.year)}
    assert client.post(f"{answer['Location']}sent/", day | {"how": "posted"}).status_code == 302
    assert "Posted" in client.get(where).content.decode()
    team.acts(client, team.dispatcher)
    assert client.get(answer["Location"]).status_code == 403


def test_it_shows_and_changes_its_words_on_screen(team: ViolenceTeam, client: Client) -> None:
    team.acts(client, team.lead)
    assert "A marker on your address" in client.get("/markers/letters/").content.decode()
    sent = {"seen_number": "0", "title": "Yours", "text": "{name} {place} {reason}", "why": "Shorter"}
    assert client.post("/markers/letters/removed/", sent).status_code == 302
    assert words_in_use(team.trust, "removed").title == "Yours"
    assert client.get("/markers/letters/removed/preview/").content.startswith(b"%PDF")
