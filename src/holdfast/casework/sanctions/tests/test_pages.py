"""The pages of sanctions, as those who use them see them."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest

from holdfast.casework.incidents.models import Wish
from holdfast.casework.incidents.operations.wishes import record_wish
from holdfast.casework.sanctions.models import Case, Letter, LetterWords
from holdfast.casework.sanctions.operations.approaching import request_order
from holdfast.casework.sanctions.operations.money import record_loss, record_recovery
from holdfast.casework.sanctions.operations.proceedings import record_proceedings
from holdfast.casework.sanctions.operations.publicity import PublicityAnswers, decide_publicity, publish
from holdfast.casework.sanctions.queries.policy import Agreeing
from holdfast.casework.sanctions.rules.wording import FIRST_WORDS
from holdfast.casework.sanctions.tests.sanction_cast import CHILD, REASONS, TODAY, Bench, seen, sign_in
from holdfast.foundation.audit.models import Entry

pytestmark = pytest.mark.any_database  # every page is opened on each database in tests/test_permissions.py


def day(name: str, value: Any) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def everything(bench: Bench) -> Letter:
    """A case with something in each part of its page."""
    letter = bench.served()
    case, by = letter.case, bench.acting(bench.lsms)
    request_order(by=by, case=case, order="restraining", body_kind="cps", body="CPS", on=TODAY, words="To keep away")
    record_proceedings(by=by, case=case, track="civil", court="County Court", about="The door", started_on=TODAY)
    record_loss(by=by, case=case, kind="damage", words="A door", pence=120_005)
    record_recovery(by=by, case=case, way="civil", from_whom="Vic", claimed=120_005, claimed_on=TODAY)
    outcome = bench.convicted(case)
    answers = PublicityAnswers(
        choice="inside", restrictions_checked=True, data_protection_checked=True, specialist_consulted="Lee",
        words="A man was sentenced.", title="Sentenced",
    )  # fmt: skip
    publish(by=by, decision=decide_publicity(by=by, outcome=outcome, answers=answers), channel="bulletin", on=TODAY)
    return letter


def test_it_shows_everything_to_who_manages_it_and_less_to_the_press(
    bench: Bench, django_assert_max_num_queries: Any
) -> None:
    letter = everything(bench)
    one = f"/sanctions/{letter.case.reference}/"
    browser = sign_in(bench, bench.lsms)
    browser.get(one)
    with django_assert_max_num_queries(45):
        text = browser.get(one).content.decode()
    for words in ("Vic Visitor", "£1,200.05", "County Court", "Restraining order", "Bulletin".lower(), "In all"):
        assert words in text
    assert "Vic Visitor" in browser.get("/sanctions/").content.decode()
    assert "Nothing matches" in browser.get("/sanctions/?text=nobody").content.decode()
    assert letter.case.reference in browser.get("/sanctions/?waiting=publicity").content.decode()
    assert letter.case.reference in browser.get("/sanctions/?waiting=money").content.decode()
    assert letter.case.reference not in browser.get("/sanctions/?waiting=approval").content.decode()
    press = sign_in(bench, bench.press).get(one).content.decode()
    assert "A man was sentenced." in press
    assert "What the people affected want" not in press
    assert sign_in(bench, bench.paramedic).get(one).status_code == 403
    assert sign_in(bench, bench.far_manager).get(one).status_code == 404
    assert sign_in(bench, bench.manager).get(f"{one}options/").status_code == 403


def test_it_opens_every_page_of_a_case(bench: Bench) -> None:
    letter = everything(bench)
    browser = sign_in(bench, bench.lsms)
    one = f"/sanctions/{letter.case.reference}/"
    for part in (
        *("standing/", "evidence/", "options/", "proposal/", "decision/", "no-sanction/", "reconsideration/"),
        *("closure/", "letters/new/warning/", "regulator/", "order/", "human-resources/"),
        *("proceedings/", "outcomes/", "losses/", "recoveries/", "deduction/"),
        *(f"letters/{letter.pk}/{step}/" for step in ("service", "return", "review", "end", "breaches", "appeals")),
        f"letters/{letter.pk}/",
        f"answers/{letter.case.approaches.get().pk}/",
        f"recoveries/{letter.case.recoveries.get().pk}/receipts/",
        f"outcomes/{letter.case.outcomes.first().pk}/publicity/",
    ):
        assert browser.get(one + part).status_code == 200, part
    refused = browser.get(f"{one}letters/new/exclusion/")
    assert refused.status_code == 409
    assert "not among the options that were agreed" in refused.content.decode()
    assert f'href="{one}reconsideration/"' in refused.content.decode()
    assert f"{one}letters/new/exclusion/" not in browser.get(one).content.decode()
    assert browser.get(f"{one}letters/new/yellow-card/").status_code == 404
    assert browser.get(f"{one}letters/{letter.pk + 1}/").status_code == 404


def test_it_brings_a_case_from_the_incident_to_its_proposal(bench: Bench) -> None:
    bench.policy(Agreeing("smd"))
    incident = bench.incident()
    here = f"/incidents/{incident.reference}/sanctions/"
    browser = sign_in(bench, bench.lsms)
    assert "Open a case" in browser.get(here).content.decode()
    victim = incident.victims.get()
    wish = {"seen_version": incident.record.version, "wants_sanction": "yes", "words": "He must not do it again."}
    for _ in range(2):
        assert browser.post(f"{here}wishes/{victim.pk}/", wish).status_code == 302
    assert Wish.objects.count() == 1
    opened = browser.post(f"{here}cases/{incident.subjects.get().pk}/")
    case = Case.objects.select_related("record").get()
    assert opened.url == f"/sanctions/{case.reference}/"
    one = opened.url
    told = {"age": "adult", "capacity": "has", "capacity_by": ""}
    answer = browser.post(f"{one}standing/", seen(case) | told)
    assert answer.status_code == 422
    assert "Name the clinician who judged" in answer.content.decode()
    assert browser.post(f"{one}standing/", seen(case) | told | {"capacity_by": "Dr C"}).status_code == 302
    short = {"enough": "yes", "reason": "Two witnesses"}
    assert "Still missing" in browser.post(f"{one}evidence/", seen(case) | short).content.decode()
    whole = short | {f"missing_{check}": reason for check, reason in REASONS.items()}
    assert browser.post(f"{one}evidence/", seen(case) | whole).status_code == 302
    answers = {}
    for key in bench.answers():
        answers |= {f"take_{key}": "yes" if key == "warning" else "no", f"why_{key}": "Because"}
    half = browser.post(f"{one}options/", seen(case) | answers | {"why_warning": ""})
    assert "Enter the reason" in half.content.decode()
    stale = browser.post(f"{one}options/", answers | {"seen_version": 1})
    assert "This was changed after you opened the page" in stale.content.decode()
    assert browser.post(f"{one}options/", seen(case) | answers).status_code == 302
    assert "Security Management Director" in browser.get(f"{one}proposal/").content.decode()
    assert browser.post(f"{one}proposal/", seen(case) | {"words": "A letter"}).status_code == 302
    assent = case.assents.get()
    asked = sign_in(bench, bench.director)
    assert "Answer as Security Management Director" in asked.get(one).content.decode()
    refused = asked.post(f"{one}agreement/{assent.pk}/", seen(case) | {"agreed": "no"})
    assert "Say why you do not agree" in refused.content.decode()
    assert asked.post(f"{one}agreement/{assent.pk}/", seen(case) | {"agreed": "yes"}).status_code == 302
    assert browser.post(f"{one}decision/", seen(case) | {"words": "A letter"}).status_code == 302
    again = browser.post(f"{one}decision/", seen(case) | {"words": "Another letter"})
    assert "decided this case already" in again.content.decode()


def test_it_says_beside_the_field_which_day_is_wrong(bench: Bench) -> None:
    case = bench.decided("warning")
    browser = sign_in(bench, bench.lsms)
    facts = bench.facts()
    sent = {"behaviour": "You hit him.", "appeal_to": "The director"}
    for name in ("valid_from", "review_on", "appeal_by"):
        sent |= day(name, getattr(facts, name))
    wrong = browser.post(
        f"/sanctions/{case.reference}/letters/new/warning/", seen(case) | sent | day("valid_until", TODAY)
    )
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "The last day cannot be before the review." in text
    assert "You hit him." in text


@pytest.mark.parametrize(("name", "start"), [("letter.pdf", b"%PDF"), ("letter.docx", b"PK")])
def test_it_hands_out_a_letter_and_writes_down_to_whom(bench: Bench, name: str, start: bytes) -> None:
    letter = bench.drafted()
    answer = sign_in(bench, bench.director).get(f"/sanctions/{letter.case.reference}/letters/{letter.pk}/{name}")
    assert answer.content.startswith(start)
    assert answer["Cache-Control"] == "private, no-store"
    assert "attachment" in answer["Content-Disposition"]
    entry = Entry.objects.filter(verb="sanctions.print_letter").get()
    assert entry.actor_name == "Dana Director"


def test_it_lets_the_lead_change_the_words_of_letters_and_look_at_them(bench: Bench) -> None:
    browser = sign_in(bench, bench.lead)
    assert "The words with which Holdfast begins" in browser.get("/sanctions/words/").content.decode()
    here = "/sanctions/words/warning/"
    assert "Fields that you can use" in browser.get(here).content.decode()
    sent = {"seen_number": 0, "title": "Our warning", "text": FIRST_WORDS["warning"] + "{nmae}", "why": "Clearer"}
    wrong = browser.post(here, sent)
    assert wrong.status_code == 422
    assert "There is no field {nmae}. Did you mean {name}?" in wrong.content.decode()
    assert browser.post(here, sent | {"text": FIRST_WORDS["warning"]}).status_code == 302
    assert LetterWords.objects.get().number == 1
    assert browser.get(f"{here}preview/").content.startswith(b"%PDF")
    typed = sent | {"text": FIRST_WORDS["warning"] + "\nYours in haste", "why": ""}
    pages = pypdf.PdfReader(io.BytesIO(browser.post(f"{here}preview/", typed).content)).pages
    assert "Yours in haste" in pages[-1].extract_text()
    assert "cannot do without {name}" in browser.post(f"{here}preview/", typed | {"text": "Hello"}).content.decode()
    assert LetterWords.objects.count() == 1
    assert sign_in(bench, bench.lsms).get(here).status_code == 403


def test_it_shows_nobody_a_colleague_but_those_who_are_named(bench: Bench) -> None:
    incident = bench.restricted()
    bench.triaged(incident, type="theft")
    incident.refresh_from_db()
    case = bench.case(incident)
    one = f"/sanctions/{case.reference}/"
    assert sign_in(bench, bench.lsms).get(one).status_code == 404
    assert case.reference not in sign_in(bench, bench.lsms).get("/sanctions/").content.decode()
    text = sign_in(bench, bench.lead).get(one).content.decode()
    assert "Hand to Human Resources" in text
    assert Entry.objects.filter(verb="sanctions.read").count() == 1


def test_it_says_why_there_is_no_case_yet_and_leads_to_triage(bench: Bench) -> None:
    incident = bench.report()
    here = f"/incidents/{incident.reference}/sanctions/"
    text = sign_in(bench, bench.lsms).get(here).content.decode()
    assert "The incident waits for triage" in text
    assert f'href="/incidents/{incident.reference}/triage/"' in text
    assert "Open a case" not in text


def test_it_records_what_others_imposed_and_not_what_only_the_trust_decides(bench: Bench) -> None:
    case = bench.case(age="child")
    browser = sign_in(bench, bench.lsms)
    here = f"/sanctions/{case.reference}/outcomes/"
    page = browser.get(here).content.decode()
    assert 'value="conviction"' in page
    assert 'value="exclusion"' not in page
    sent = {"kind": "exclusion", "imposed_by": "Us", "words": "Keep out"} | day("on", TODAY)
    assert browser.post(here, seen(case) | sent).status_code == 422
    assert not case.outcomes.exists()


def test_it_shows_the_wish_and_the_age_before_anything_is_made_known(bench: Bench) -> None:
    case = bench.case(bench.incident(CHILD))
    victim = case.incident.victims.get()
    record_wish(by=bench.acting(bench.manager), victim=victim, wants={"publicity": "unsure"}, words="Ask me later.")
    outcome = bench.convicted(case)
    here = f"/sanctions/{case.reference}/outcomes/{outcome.pk}/publicity/"
    text = sign_in(bench, bench.lsms).get(here).content.decode()
    assert f"{victim.name} on publicity" in text
    assert "Not sure yet. " in text
    assert "They are recorded as under 18" in text
    press = sign_in(bench, bench.press).get(here).content.decode()
    assert "Not sure yet. " in press
    assert victim.name not in press
    assert "Ask me later." not in press


def test_it_does_not_take_as_given_what_the_victim_refused(bench: Bench) -> None:
    case = bench.case(bench.incident())
    by, victim = bench.acting(bench.lsms), case.incident.victims.get()
    record_wish(by=by, victim=victim, wants={"publicity": "no"})
    told = PublicityAnswers(choice="inside", permission="given", permission_words="On the phone", words="A fine.")
    with pytest.raises(ValueError, match="A victim said that they do not agree"):
        decide_publicity(by=by, outcome=bench.convicted(case), answers=told)
