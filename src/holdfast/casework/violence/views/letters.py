"""Letters about markers: making one, as PDF and Word, keeping that it was sent, and the trust's words."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.violence.forms.letters import LetterForm, SentForm, WordsForm
from holdfast.casework.violence.models import Marker, MarkerLetter, MarkerWords
from holdfast.casework.violence.operations import letters as verbs
from holdfast.casework.violence.presenters.letters import preview_of, sheet_of
from holdfast.casework.violence.queries.letters import letters_for, reason_for, words_in_use
from holdfast.casework.violence.rules.letters import FIELDS, NEEDED, TITLES
from holdfast.casework.violence.views.acting import act, find_marker, knows_why
from holdfast.foundation.audit.operations import enter_reading
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.printing import LETTER, pdf, word
from holdfast.kernel.wordings import passages

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _find(request: ViewedRequest, reference: str) -> Marker:
    marker = find_marker(request, reference)
    if not knows_why(request, marker):
        raise Http404
    return marker


def _find_letter(request: ViewedRequest, reference: str, key: int) -> MarkerLetter:
    marker = _find(request, reference)
    letter = MarkerLetter.objects.filter(marker=marker, pk=key).first()
    if letter is None:
        raise Http404
    letter.marker = marker
    return letter


def _page(letter: MarkerLetter) -> str:
    return reverse("violence:letter", args=[letter.marker.reference, letter.pk])


@requires(Permission.DECIDE_MARKERS)
def write(request: ViewedRequest, reference: str, kind: str) -> HttpResponse:
    """Make a letter to the person."""
    marker = _find(request, reference)
    if kind not in letters_for(marker):
        raise Http404
    made: list[MarkerLetter] = []
    begun = {
        "name": marker.subject_name,
        "address": "\n".join(part.strip() for part in marker.where.split(",")),
        "reason": reason_for(marker, kind),
        "write_to": f"the {marker.trust.term('board_lead')}",
    }
    form = LetterForm(request.POST or None, record=marker.record, kind=kind, initial=begun)

    def do(told: dict[str, Any]) -> None:
        letter = verbs.make_letter(
            by=request.viewer.actor, marker=marker, kind=kind, told=form.letter(), seen_version=told["seen_version"]
        )
        letter.marker = marker
        made.append(letter)

    return act(
        request,
        form,
        do=do,
        done="The letter is made. Read it, take it as PDF or Word, and say when it was sent.",
        title=f"Letter: {TITLES[kind].lower()}",
        button="Make the letter",
        caption=f"{marker.reference} {marker.where}",
        back=reverse("violence:marker", args=[marker.reference]),
        then=lambda: _page(made[0]) if made else "",
    )


@requires(Permission.SEE_MARKERS)
def letter(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """One letter as it reads, and whether it was sent."""
    found = _find_letter(request, reference, key)
    shown = {
        "page_title": found.title,
        "letter": found,
        "reference": found.marker.reference,
        "passages": passages(found.words),
        "sends": found.sent_on is None and request.viewer.may(Permission.DECIDE_MARKERS),
        "breadcrumb": [{"title": reference, "url": reverse("violence:marker", args=[found.marker.reference])}],
    }
    return render(request, "violence/letter.html", shown)


@requires(Permission.SEE_MARKERS)
def letter_file(request: ViewedRequest, reference: str, key: int, ending: str) -> HttpResponse:
    """The letter as PDF or Word. Who took it away is written down."""
    if ending not in ("pdf", "docx"):
        raise Http404
    found = _find_letter(request, reference, key)
    enter_reading("violence.print_letter", by=request.viewer.actor, subject=found.marker.record)
    sheet = sheet_of(found, demo=settings.DEMO)
    name = f"{found.marker.reference}-letter-{found.pk}.{ending}"
    return _as_file(*(pdf(LETTER, sheet), "application/pdf") if ending == "pdf" else (word(sheet), DOCX), name)


def _as_file(content: bytes, media: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{"demonstration-" if settings.DEMO else ""}{name}"',
        "Cache-Control": "private, no-store",  # ward computers are shared
    }
    return HttpResponse(content, content_type=media, headers=headers)


@requires(Permission.DECIDE_MARKERS)
def sent(request: ViewedRequest, reference: str, key: int) -> HttpResponse:
    """Say when and how a letter was sent."""
    found = _find_letter(request, reference, key)
    return act(
        request,
        SentForm(request.POST or None, record=found.marker.record),
        do=lambda told: verbs.send_letter(by=request.viewer.actor, letter=found, on=told["on"], how=told["how"]),
        done="It is on record.",
        title="The letter was sent",
        button="Save",
        caption=f"{found.marker.reference} {found.title}",
        back=_page(found),
    )


@requires(Permission.EDIT_LETTER_WORDS)
def wordings(request: ViewedRequest) -> HttpResponse:
    """The trust's words of letters about markers."""
    trust = request.viewer.trust
    shown = {
        "page_title": "Words of letters about markers",
        "letters": [(kind, title, words_in_use(trust, kind)) for kind, title in TITLES.items()],
        "breadcrumb": [{"title": "Markers", "url": reverse("violence:markers")}],
    }
    return render(request, "violence/wordings.html", shown)


@requires(Permission.EDIT_LETTER_WORDS)
def wording(request: ViewedRequest, words: str) -> HttpResponse:
    """Change the words of one kind of letter; earlier versions stand below."""
    if words not in TITLES:
        raise Http404
    trust = request.viewer.trust
    now = words_in_use(trust, words)
    begun = {"seen_number": now.number, "title": now.title, "text": now.text}
    return act(
        request,
        WordsForm(request.POST or None, initial=begun),
        do=lambda told: verbs.change_marker_words(by=request.viewer.actor, trust=trust, kind=words, **told),
        done="The new words are in use. Letters that were made already keep theirs.",
        title=f"Words of the letter: {TITLES[words].lower()}",
        button="Put in use",
        caption="",
        back=reverse("violence:letter-wordings"),
        template="violence/wording.html",
        fields=[(name, field.about, name in NEEDED[words]) for name, field in FIELDS.items()],
        versions=MarkerWords.objects.filter(trust=trust, kind=words).order_by("-number"),
    )


@requires(Permission.EDIT_LETTER_WORDS)
def preview(request: ViewedRequest, words: str) -> HttpResponse:
    """The words in use as PDF, with an invented case in the trust's name."""
    if words not in TITLES:
        raise Http404
    trust = request.viewer.trust
    made = pdf(LETTER, preview_of(words_in_use(trust, words), trust, demo=settings.DEMO))
    return _as_file(made, "application/pdf", f"preview-{words}.pdf")
