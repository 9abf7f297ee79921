"""Letters from their draft to their end."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta

import pypdf
import pytest
from docx import Document

from holdfast.casework.sanctions.models import Appeal, Case, Letter, LetterWords, Outcome
from holdfast.casework.sanctions.operations.deciding import decide_on_nothing
from holdfast.casework.sanctions.operations.letters import (
    approve_letter,
    change_letter,
    send_back_letter,
    submit_letter,
    withdraw_letter,
    write_letter,
)
from holdfast.casework.sanctions.operations.serving import (
    decide_appeal,
    end_letter,
    record_breach,
    return_letter,
    review_letter,
    serve_letter,
    sign_letter,
    take_appeal,
)
from holdfast.casework.sanctions.operations.wording import BadWords, change_letter_words
from holdfast.casework.sanctions.presenters.paper import preview_of, sheet_of
from holdfast.casework.sanctions.queries.awaiting import awaiting_approval
from holdfast.casework.sanctions.queries.policy import Option, words_in_use
from holdfast.casework.sanctions.rules.orderings import WrongOrder
from holdfast.casework.sanctions.rules.safeguards import ExclusionFacts, Refused
from holdfast.casework.sanctions.rules.wording import FIRST_WORDS
from holdfast.casework.sanctions.tests.sanction_cast import CHILD, TODAY, Bench
from holdfast.foundation.printing import LETTER, pdf, word
from holdfast.kernel import clock
from holdfast.kernel.workflow import NotPossibleNow

WEEK = timedelta(days=7)


def text_of(letter: Letter) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf(LETTER, sheet_of(letter, demo=True)))).pages
    return "\n".join(page.extract_text() for page in pages)


def test_it_is_approved_by_nobody_who_ever_wrote_in_it(bench: Bench) -> None:
    case = bench.decided("warning")
    letter = write_letter(by=bench.acting(bench.director), case=case, kind="warning", facts=bench.facts())
    change_letter(by=bench.acting(bench.lsms), letter=letter, facts=bench.facts())
    submit_letter(by=bench.acting(bench.director), letter=letter)
    for author in (bench.director, bench.lsms):
        assert letter not in awaiting_approval(bench.viewer(author))
        with pytest.raises(ValueError, match="You wrote this letter"):
            approve_letter(by=bench.acting(author), letter=letter)


@pytest.mark.proves("waht-4.4-k")
def test_it_serves_a_warning_letter_that_somebody_else_approved(bench: Bench) -> None:
    bench.trust.address, bench.trust.postcode = "Castle Yard, Exampleton", "EX1 1AA"
    bench.trust.save()
    letter = bench.drafted("warning")
    by = bench.acting(bench.lsms)
    assert "Dear Vic Visitor" in letter.words
    assert "until 3 March 2027" in letter.words
    assert "Draft: not approved" in text_of(letter)
    with pytest.raises(ValueError, match=r"Nobody has approved this letter yet"):
        serve_letter(by=by, letter=letter, how="posted", on=TODAY, proof="AB 1234 GB")
    submit_letter(by=by, letter=letter)
    with pytest.raises(ValueError, match=r"You wrote this letter"):
        approve_letter(by=by, letter=letter)
    approve_letter(by=bench.acting(bench.director), letter=letter)
    with pytest.raises(ValueError, match=r"Give the proof"):
        serve_letter(by=by, letter=letter, how="posted", on=TODAY, proof=" ")
    for day, fault in ((TODAY - WEEK, "before its approval"), (TODAY + WEEK, "in the future")):
        with pytest.raises(WrongOrder, match=fault):
            serve_letter(by=by, letter=letter, how="posted", on=day, proof="AB 1234 GB")
    serve_letter(by=by, letter=letter, how="posted", on=TODAY, proof="AB 1234 GB")
    assert letter.state == "in-force"
    assert Outcome.objects.values_list("kind", "until").get() == ("warning", date(2027, 3, 3))
    text = text_of(letter)
    assert "Draft" not in text
    assert "Demonstration: invented" in text
    assert "Dana Director" in text
    assert "Castle Yard\nExampleton\nEX1 1AA" in text
    words = Document(io.BytesIO(word(sheet_of(letter, demo=False)))).paragraphs
    assert "Dear Vic Visitor" in [each.text for each in words]


def test_it_writes_no_letter_to_a_child(bench: Bench) -> None:
    case = bench.case(bench.incident(CHILD))
    with pytest.raises(Refused, match=r"under 18"):
        write_letter(by=bench.acting(bench.lsms), case=case, kind="warning", facts=bench.facts())


def test_it_refuses_days_that_cannot_be(bench: Bench) -> None:
    case = bench.case()
    by = bench.acting(bench.lsms)
    for changes, field in (
        ({"valid_until": TODAY - WEEK}, "valid_until"),
        ({"review_on": TODAY - WEEK}, "review_on"),
        ({"appeal_by": TODAY - WEEK}, "appeal_by"),
        ({"valid_from": TODAY + 60 * WEEK}, "valid_until"),
        ({"valid_until": TODAY, "review_on": TODAY}, "valid_until"),
    ):
        with pytest.raises(WrongOrder) as refused:
            write_letter(by=by, case=case, kind="warning", facts=bench.facts(**changes))
        assert field in refused.value.faults
        if "review" not in str(changes):
            assert "review" not in str(refused.value)
    bench.number("sanctions.letter-valid-for", "P6M")
    with pytest.raises(WrongOrder, match=r"until 3 September 2026 at most"):
        write_letter(by=by, case=case, kind="warning", facts=bench.facts())


def test_it_sends_no_letter_for_approval_that_was_not_decided_on(bench: Bench) -> None:
    by = bench.acting(bench.lsms)
    early = bench.drafted(case=bench.ready("warning"))
    with pytest.raises(ValueError, match=r"not decided yet"):
        submit_letter(by=by, letter=early)
    other = bench.drafted("agreement", case=bench.case(), conditions="Be civil.")
    bench.decided("warning", case=other.case)
    with pytest.raises(ValueError, match=r"not among the options that were agreed"):
        submit_letter(by=by, letter=other)


def test_it_writes_no_letter_where_it_was_decided_otherwise(bench: Bench) -> None:
    by = bench.acting(bench.lsms)

    def refuse(case: Case, kind: str, words: str) -> None:
        with pytest.raises(Refused, match=words):
            write_letter(by=by, case=case, kind=kind, facts=bench.facts(conditions="Be civil."))

    nothing = bench.ready()
    refuse(nothing, "warning", r"considered and not chosen")
    decide_on_nothing(by=by, case=nothing, reason="Nobody saw it.")
    refuse(nothing, "warning", r"decided that no sanction is sought. Consider the case again first")
    refuse(bench.decided("warning"), "agreement", r"not among the options that were agreed. Consider the case again")


def test_it_sends_a_letter_back_and_takes_it_again(bench: Bench) -> None:
    letter = bench.drafted()
    by, boss = bench.acting(bench.lsms), bench.acting(bench.director)
    submit_letter(by=by, letter=letter)
    with pytest.raises(NotPossibleNow, match=r"waiting for approval. It is approved or sent back first"):
        change_letter(by=by, letter=letter, facts=bench.facts())
    send_back_letter(by=boss, letter=letter, why="Say when it happened.")
    change_letter(by=by, letter=letter, facts=bench.facts(behaviour="On 3 March you hit a paramedic."))
    assert "On 3 March you hit" in letter.words
    submit_letter(by=by, letter=letter)
    approve_letter(by=boss, letter=letter)
    with pytest.raises(NotPossibleNow):
        change_letter(by=by, letter=letter, facts=bench.facts())
    withdraw_letter(by=by, letter=letter, why="He moved away.")
    assert Letter.objects.get().state == "withdrawn"


def test_it_approves_no_exclusion_without_its_safeguards(bench: Bench) -> None:
    bench.policy(options=(Option("out", "exclusion", "Exclusion"),))
    case = bench.decided("out")
    by = bench.acting(bench.lsms)
    letter = bench.drafted("exclusion", case=case)
    with pytest.raises(ValueError, match=r"emergency and immediately necessary care stays open.*Name the clinician"):
        submit_letter(by=by, letter=letter)
    safe = ExclusionFacts(
        emergencies_open=True,
        alternative_care="Your GP and the walk-in centre",
        lesser_steps="Two warning letters",
        clinician="Dr Clinician",
        clinician_agreed_on=TODAY,
        services_told="His GP",
        equality_checked=True,
    )
    for left_out in ("emergencies_open", "alternative_care", "clinician", "equality_checked"):
        empty = type(getattr(safe, left_out))()
        change_letter(by=by, letter=letter, facts=bench.facts(exclusion=replace(safe, **{left_out: empty})))
        with pytest.raises(ValueError):  # noqa: PT011  one of seven sentences, each tried in the rules' own tests
            submit_letter(by=by, letter=letter)
    change_letter(by=by, letter=letter, facts=bench.facts(exclusion=safe))
    submit_letter(by=by, letter=letter)
    assert "Emergency care stays open to you" in letter.words
    assert "Your GP and the walk-in centre" in letter.words


def test_it_serves_a_letter_again_that_came_back(bench: Bench) -> None:
    letter = bench.served()
    by = bench.acting(bench.lsms)
    with pytest.raises(WrongOrder, match=r"cannot be before the service"):
        return_letter(by=by, letter=letter, on=TODAY - WEEK, why="Gone away")
    return_letter(by=by, letter=letter, on=TODAY, why="Gone away")
    assert letter.state == "approved"
    assert not Outcome.objects.exists()
    serve_letter(by=by, letter=letter, how="handed", on=TODAY, proof="Handed over by Lee, seen by Morgan")
    assert [(row.how, row.came_back_on) for row in letter.services.all()] == [("posted", TODAY), ("handed", None)]


def test_it_counts_an_agreement_once_it_is_signed(bench: Bench) -> None:
    letter = bench.served("agreement", conditions="- Be civil\n- Keep away from Ward 4")
    by = bench.acting(bench.lsms)
    assert not Outcome.objects.exists()
    sign_letter(by=by, letter=letter, on=TODAY)
    assert Outcome.objects.get().kind == "agreement"
    with pytest.raises(ValueError, match=r"signed already"):
        sign_letter(by=by, letter=letter, on=TODAY)
    assert "• Keep away from Ward 4" in text_of(letter)


def test_it_reviews_a_letter_until_it_ends(bench: Bench) -> None:
    letter = bench.served()
    by = bench.acting(bench.lsms)
    with clock.at(clock.now() + timedelta(days=180)):
        with pytest.raises(WrongOrder, match=r"next review cannot be before the review"):
            review_letter(by=by, letter=letter, stays=True, words="Quiet.", next_on=TODAY)
        review_letter(by=by, letter=letter, stays=True, words="Quiet.", next_on=TODAY + timedelta(days=270))
        record_breach(by=by, letter=letter, on=TODAY + WEEK, words="INC-2026-00009")
        review_letter(by=by, letter=letter, stays=False, words="He keeps to it now.")
        assert letter.state == "ended"
        with pytest.raises(NotPossibleNow):
            end_letter(by=by, letter=letter, why="Again")
    assert list(letter.reviews.values_list("stays", "due_on")) == [
        (True, TODAY + timedelta(days=180)),
        (False, TODAY + timedelta(days=270)),
    ]


def test_it_lets_somebody_else_decide_an_appeal(bench: Bench) -> None:
    letter = bench.served()
    by = bench.acting(bench.lsms)
    appeal = take_appeal(by=by, letter=letter, on=TODAY, words="It was not me.")
    with pytest.raises(ValueError, match=r"An appeal is open already"):
        take_appeal(by=by, letter=letter, on=TODAY, words="Again")
    for person in (bench.lsms, bench.director):
        with pytest.raises(ValueError, match=r"You had a part in this letter"):
            decide_appeal(by=bench.acting(person), appeal=appeal, result="stands", words="No.")
    decide_appeal(by=bench.acting(bench.finance), appeal=appeal, result="withdrawn", words="It was somebody else.")
    assert Letter.objects.values_list("state", "ended_why").get() == ("ended", "The letter is taken back on appeal.")
    assert Appeal.objects.get().decided_by == "Finn Finance"


def test_it_keeps_every_version_of_the_trusts_words(bench: Bench) -> None:
    by = bench.acting(bench.lead)
    old = bench.drafted()
    text = FIRST_WORDS["warning"].replace("# What we ask of you", "# What we now ask of you")
    for number in (0, 1):
        change_letter_words(
            by=by,
            trust=bench.trust,
            kind="warning",
            title="First warning",
            text=text,
            why="Clearer",
            seen_number=number,
        )
    with pytest.raises(ValueError, match=r"Someone else changed these words"):
        change_letter_words(by=by, trust=bench.trust, kind="warning", title="x", text=text, why="x", seen_number=1)
    assert list(LetterWords.objects.values_list("number", "title")) == [(2, "First warning"), (1, "First warning")]
    assert "now ask" not in old.words
    assert "now ask" in bench.drafted(case=old.case).words
    shown = pypdf.PdfReader(
        io.BytesIO(pdf(LETTER, preview_of(words_in_use(bench.trust, "warning"), bench.trust, demo=False)))
    )
    assert "Alex Invented" in shown.pages[0].extract_text()
    assert "Preview with an invented case" in shown.pages[0].extract_text()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Write the letter."),
        (FIRST_WORDS["warning"] + "{nmae}", "There is no field {nmae}. Did you mean {name}?"),
        (FIRST_WORDS["warning"] + "{name", "A curly bracket stands alone."),
        (FIRST_WORDS["warning"].replace("{appeal by}", "soon"), "cannot do without {appeal by}"),
    ],
)
def test_it_refuses_words_that_cannot_be_a_letter(bench: Bench, text: str, fault: str) -> None:
    with pytest.raises(BadWords) as refused:
        change_letter_words(
            by=bench.acting(bench.lead), trust=bench.trust, kind="warning", title="x", text=text, why="x"
        )
    assert fault in " ".join(refused.value.faults)
