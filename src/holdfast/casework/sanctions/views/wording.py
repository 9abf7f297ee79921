"""The words of the trust's letters: reading, changing and looking at them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from holdfast.casework.sanctions.forms.letters import WordingForm
from holdfast.casework.sanctions.models import LetterWords
from holdfast.casework.sanctions.operations.wording import change_letter_words
from holdfast.casework.sanctions.presenters.paper import preview_of
from holdfast.casework.sanctions.queries.policy import words_in_use
from holdfast.casework.sanctions.rules.wording import FIELDS, NEEDED, TITLES, faults_in
from holdfast.casework.sanctions.views.letters import as_file
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.foundation.printing import LETTER, pdf


@requires(P.EDIT_LETTER_WORDS)
def wordings(request: ViewedRequest) -> HttpResponse:
    """The trust's letters and their versions."""
    trust = request.viewer.trust
    shown = {
        "page_title": "Words of our letters",
        "letters": [(kind, title, words_in_use(trust, kind)) for kind, title in TITLES.items()],
        "breadcrumb": [{"title": "Sanctions", "url": reverse("sanctions:list")}],
    }
    return render(request, "sanctions/wordings.html", shown)


@requires(P.EDIT_LETTER_WORDS)
def wording(request: ViewedRequest, letter: str) -> HttpResponse:
    """Change the words of one kind of letter; earlier versions stand below."""
    if letter not in TITLES:
        raise Http404
    trust = request.viewer.trust
    now = words_in_use(trust, letter)
    begun = {"seen_number": now.number, "title": now.title, "text": now.text}
    form = WordingForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            change_letter_words(by=request.viewer.actor, trust=trust, kind=letter, **form.cleaned_data)
        except ValueError as refusal:
            for fault in getattr(refusal, "faults", None) or [str(refusal)]:
                form.add_error("text" if hasattr(refusal, "faults") else None, fault)
        else:
            done = "The new words are in use. Letters that are written already keep theirs."
            messages.success(request, done, extra_tags=f"sanctions:{request.path}")
            return redirect("sanctions:wordings")
    return _form_page(request, letter, form, now)


def _form_page(request: ViewedRequest, letter: str, form: WordingForm, now: LetterWords) -> HttpResponse:
    trust = request.viewer.trust
    shown = {
        "form": form,
        "page_title": f"Words of the {TITLES[letter].lower()}",
        "continue_text": "Put in use",
        "cancel_url": reverse("sanctions:wordings"),
        "back_url": reverse("sanctions:wordings"),
        "letter": letter,
        "now": now,
        "fields": [(name, field.about, name in NEEDED[letter]) for name, field in FIELDS.items()],
        "versions": LetterWords.objects.filter(trust=trust, kind=letter).order_by("-number"),
        "keep_key": f"sanctions:{request.path}",
    }
    return render(request, "sanctions/wording.html", shown, status=422 if form.errors else 200)


@requires(P.EDIT_LETTER_WORDS)
def preview(request: ViewedRequest, letter: str) -> HttpResponse:
    """The words in use, or those that were just typed, as PDF, with an invented case in the trust's name."""
    if letter not in TITLES:
        raise Http404
    trust = request.viewer.trust
    words = words_in_use(trust, letter)
    if request.method == "POST":
        form = WordingForm(request.POST)
        form.fields["why"].required = False
        if form.is_valid():
            for fault in faults_in(letter, form.cleaned_data["text"]):
                form.add_error("text", fault)
        if form.errors:
            return _form_page(request, letter, form, words)
        words.title, words.text = form.cleaned_data["title"], form.cleaned_data["text"]
    made = pdf(LETTER, preview_of(words, trust, demo=settings.DEMO))
    return as_file(made, "application/pdf", f"preview-{letter}.pdf")
