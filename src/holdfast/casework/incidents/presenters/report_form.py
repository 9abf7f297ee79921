"""What the report form, its check page and its receipt show."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField

from holdfast.casework.incidents.forms.report import ReportForms
from holdfast.casework.incidents.models import Exchange
from holdfast.casework.incidents.operations.report import Received
from holdfast.casework.incidents.queries.report import Match, news_for
from holdfast.casework.incidents.rules.report import is_ambulance, questions_for
from holdfast.casework.incidents.rules.report_words import in_words
from holdfast.casework.incidents.rules.taxonomy import TYPES, Family, IncidentType
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.pages.forms import kind_of
from holdfast.foundation.pages.words import day_in_words, time_in_words

UNLESS = re.compile(r", if .+$")
"""The end of a question that may stay open: out of place beside its answer."""

FAMILY_WORDS: dict[Family, str] = {
    Family.VIOLENCE: "Someone was hurt, abused or threatened",
    Family.PROPERTY: "Something was taken, lost or damaged",
    Family.PREMISES: "Someone or something that should not be there",
    Family.INFORMATION: "Information or records",
    Family.EQUIPMENT: "Security equipment that does not work",
    Family.CONCERN: "Something else, or a worry",
}


@dataclass(frozen=True)
class Tiles:
    """Kinds of incident that stand together on the first page. `open`: shown without a press."""

    title: str
    kinds: list[IncidentType]
    open: bool = False


@dataclass
class SummaryPart:
    """One part of the check page: a heading, and what was answered."""

    title: str
    section: str
    rows: list[tuple[str, str]] = field(default_factory=list)


def tiles() -> list[Tiles]:
    """All kinds, gathered by family; violence, which is what most people come to report, first and open."""
    gathered: dict[Family, list[IncidentType]] = {}
    for kind in TYPES.values():
        gathered.setdefault(_home(kind), []).append(kind)
    return [
        Tiles(words, gathered[family], family is Family.VIOLENCE)
        for family, words in FAMILY_WORDS.items()
        if family in gathered
    ]


def _home(kind: IncidentType) -> Family:
    # One kind alone under a heading is one press too many.
    return Family.CONCERN if kind.family in (Family.INFORMATION, Family.EQUIPMENT) else kind.family


def questions_by_type(trust: Trust, *, signed_in: bool) -> dict[str, dict[str, Any]]:
    """What each kind asks, for the script of the page that works without a network. Of shift and crew only staff."""
    ambulance = is_ambulance(trust.name) and signed_in
    known = ("shift_end", "found", "hate", "suspect") if signed_in else ("found", "hate", "suspect")
    found = {}
    for key, kind in TYPES.items():
        asked = questions_for(key, ambulance=ambulance)
        found[key] = {
            "title": kind.title,
            "sections": [str(section) for section in asked.sections],
            "asked": [name for name in known if getattr(asked, name)],
            "sensitive": kind.sensitive,
            "violence": kind.family is Family.VIOLENCE,
        }
    return found


def summary_of(forms: ReportForms) -> list[SummaryPart]:
    """What was answered, part by part, for the page on which people check it. The forms must be valid."""
    parts = [SummaryPart("What, where and when", "where", [("What kind of incident", _kind_words(forms))])]
    for name in ("where", "when", "what"):
        parts[0].rows += rows_of(forms[name])
    for title, names in (
        ("Who was hurt, abused or threatened", ("victims",)),
        ("Who did it", ("subjects", "factors")),
        ("What was taken, lost or damaged", ("items",)),
        ("Police", ("police",)),
        ("The call and the crew", ("crew",)),
        ("Who saw it", ("witnesses",)),
        ("Who knows already", ("manager",)),
        ("About you", ("telling",)),
    ):
        part = SummaryPart(title, names[0])
        for name in names:
            if name in forms.forms:
                part.rows += rows_of(forms.forms[name])
            elif name in forms.several:
                for form in forms.several[name].forms:
                    part.rows += rows_of(form) if form.has_changed() else []
        if part.rows:
            parts.append(part)
    return parts


def rows_of(form: BaseForm) -> list[tuple[str, str]]:
    """Question and answer of every field that was answered, in words."""
    rows = []
    if form.cleaned_data.get("anonymous"):
        return [("Your name", "You stay anonymous: we keep neither your name nor how to reach you")]
    for bound in form.visible_fields():
        words = answer_in_words(bound)
        if words:
            rows.append((UNLESS.sub("", str(bound.label)), words))
    return rows


def answer_in_words(bound: BoundField) -> str:
    """The cleaned answer of a field as people read it; empty when there is none. An unticked box is no answer."""
    value = bound.form.cleaned_data.get(bound.name)
    if value is False and kind_of(bound.field.widget) == "checkbox":
        return ""
    labels = {str(key): str(words) for key, words in getattr(bound.field, "choices", ()) if isinstance(words, str)}
    return in_words(value, labels)


def problems_of(forms: ReportForms) -> list[dict[str, str]]:
    """Every message with the control that it belongs to, for the error summary."""
    problems: list[dict[str, str]] = []
    for form in forms.all_forms():
        problems += [{"message": str(message), "target": ""} for message in form.non_field_errors()]
        for bound in form:
            target = "" if bound.is_hidden else getattr(bound, "focus_id", bound.id_for_label)
            problems += [{"message": str(message), "target": target} for message in bound.errors]
    for name, formset in forms.several.items():
        problems += [{"message": str(message), "target": f"id_{name}-0"} for message in formset.non_form_errors()]
    return problems


def match_words(matches: list[Match]) -> list[dict[str, str]]:
    """Reports that may be of the same event, in as many words as the reporter may read."""
    return [
        {
            "token": match.token,
            "own_reference": match.own_reference,
            "words": f"{FAMILY_WORDS[match.family].lower()}, at about {time_in_words(match.about)}"
            if match.family and match.about
            else "",
        }
        for match in matches
    ]


def receipt_data(received: Received, url: str) -> dict[str, Any]:
    """A receipt for the script that sent a report."""
    first = first_word(received)
    return {
        "reference": received.incident.reference,
        "url": url,
        "added": received.addition is not None,
        "already": received.already,
        "passphrase": received.passphrase or "",
        "post": first.post if first else "",
        "by": day_in_words(first.next_by) if first and first.next_by else "",
    }


def first_word(received: Received) -> Exchange | None:
    """The word to the reporter that says who looks at the report, and by when."""
    return next(iter(news_for(received.incident, received.addition)), None)


def _kind_words(forms: ReportForms) -> str:
    return forms.kind.title if forms.kind else ""
