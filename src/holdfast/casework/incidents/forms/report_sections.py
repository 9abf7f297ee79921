"""The questions of the report form about the event: what, where and when. Which are asked, rules.report says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from holdfast.casework.incidents.rules.report import CHARACTERS_AT_MOST, too_long
from holdfast.casework.incidents.rules.taxonomy import CAPACITIES, PLACES, TYPES
from holdfast.foundation.organisation.models import Site
from holdfast.foundation.pages.day_fields import LondonDateTimeField
from holdfast.foundation.pages.fields import ChoiceOfMany, ChoiceOfOne, LongTextField, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.local_times import AmbiguousTime, NonexistentTime, UnreadableTime, london_instant
from holdfast.foundation.pages.widgets import Line, Paragraphs
from holdfast.kernel.clock import LONDON

POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?\s*(?:\d[a-z]{2})?", re.IGNORECASE)
"""A British postcode, or its first half."""


class KindForm(PageForm):
    """What kind of incident. Chosen by a button of its own, so hidden here."""

    type = forms.ChoiceField(
        choices=[(key, kind.title) for key, kind in TYPES.items()],
        widget=forms.HiddenInput,
        error_messages={"required": "Select what happened", "invalid_choice": "Select what happened"},
    )


class WhereForm(PageForm):
    """Where it happened. Each kind of place asks for what finds it again."""

    place = ChoiceOfOne(label="Where did it happen?", called="where it happened", choices=list(PLACES.items()))
    site = ChoiceOfMany(label="Which site?", called="the site")
    site_spot = OneLineField(
        label="Where exactly?",
        called="the exact place",
        limit=300,
        required=False,
        help_text="For example, resus bay 2, north car park, corridor by the lifts",
    )
    address = OneLineField(label="Address", called="the address", limit=300, help_text="House number and street, town")
    postcode = OneLineField(
        label="Postcode, if you know it", called="the postcode", limit=10, required=False, widget=Line(width=10)
    )
    public_spot = OneLineField(
        label="Which place?",
        called="which place it was",
        limit=300,
        help_text="For example, High Street, outside the station",
    )
    vehicle = OneLineField(
        label="Which vehicle?", called="the vehicle", limit=60, help_text="Call sign, fleet number or registration"
    )
    vehicle_spot = OneLineField(
        label="Where was the vehicle?", called="where the vehicle was", limit=300, required=False
    )
    provider = OneLineField(
        label="Which hospital, clinic or care home?", called="the hospital, clinic or care home", limit=300
    )
    provider_spot = OneLineField(label="Where exactly?", called="the exact place", limit=300, required=False)
    contact_way = OneLineField(
        label="How did they reach you?",
        called="how they reached you",
        limit=300,
        required=False,
        help_text="For example, the switchboard, a text to your work phone, a post online",
    )

    reveals = {
        "place": {
            "site": ["site", "site_spot"],
            "private-address": ["address", "postcode"],
            "public-place": ["public_spot"],
            "vehicle": ["vehicle", "vehicle_spot"],
            "other-provider": ["provider", "provider_spot"],
            "phone": ["contact_way"],
        }
    }

    def __init__(self, *args: Any, sites: list[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].choices = [("", ""), *((str(site.pk), site_words(site)) for site in sites)]

    def clean_postcode(self) -> str:
        """Half a postcode is worth keeping; what is none would look as if it had been checked."""
        postcode = str(self.cleaned_data["postcode"])
        if postcode and not POSTCODE.fullmatch(postcode):
            raise ValidationError("Enter a postcode like AB1 2CD, or leave it empty")
        return postcode

    @property
    def exact_place(self) -> str:
        """The exact place, whichever kind of place asked for it."""
        spots = ("site_spot", "public_spot", "vehicle_spot", "provider_spot", "contact_way")
        return next((self.cleaned_data[name] for name in spots if self.cleaned_data.get(name)), "")


def site_words(site: Site) -> str:
    """A site as it stands in the list: its name, and its postcode because names repeat."""
    return f"{site.name}, {site.postcode}" if site.postcode else site.name


class WhenForm(PageForm):
    """When it happened, when it was found, and when the shift ends. Times are London's."""

    happened_at = LondonDateTimeField(
        label="When did it happen?",
        called="when it happened",
        past=True,
        quick=True,
        required=False,
        help_text="Your best guess is fine. For example, 27 3 2026 and 14:30",
    )
    happened_roughly = forms.BooleanField(label="I am not sure of the exact time", required=False)
    found_at = LondonDateTimeField(
        label="When was it found?",
        called="when it was found",
        past=True,
        quick=True,
        required=False,
        help_text="Leave this empty if you were there when it happened",
    )
    shift_end = OneLineField(
        label="When does your shift end?",
        called="when your shift ends",
        limit=20,
        required=False,
        widget=Line(width=5, inputmode="numeric", spellcheck=False),
        help_text="For example, 19:00. Leave it empty if you were off duty, or your shift had ended",
    )

    def __init__(self, *args: Any, found: bool = True, shift_end: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not found:
            del self.fields["found_at"]
            self.fields["happened_at"].required = True
            self.fields["happened_at"].error_messages["required"] = "Enter when it happened"
        if not shift_end:
            del self.fields["shift_end"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("happened_at") and not cleaned.get("found_at"):
            self.add_error("happened_at", "Enter when it happened, or when it was found")
        start = cleaned.get("happened_at") or cleaned.get("found_at")
        if cleaned.get("shift_end") and start:
            try:
                cleaned["shift_ends_at"] = next_time(start, cleaned["shift_end"])
            except ValidationError as error:
                self.add_error("shift_end", error)
        return cleaned


def next_time(start: datetime, text: str) -> datetime:
    """The first instant (UTC) not before `start` at which London clocks show `text`. Raises ValidationError."""
    day = start.astimezone(LONDON).date()
    if re.fullmatch(r"\s*\d{1,2}\s*", text) and int(text) <= 12:
        raise ValidationError(
            "Enter the time at which your shift ends with its minutes, like 08:00 or 20:00", code="morning or evening"
        )
    for later in (0, 1):
        try:
            instant = london_instant(day + timedelta(days=later), text)
        except UnreadableTime:
            raise ValidationError("When your shift ends must be a time on the 24-hour clock, like 19:00")
        except (AmbiguousTime, NonexistentTime):
            raise ValidationError("The clocks change in that hour. Enter a time like 01:30 BST or 01:30 GMT")
        if instant >= start:
            return instant
    return instant


class WhatForm(PageForm):
    """What happened, in the reporter's own words, and in what capacity they tell it."""

    description = LongTextField(
        label="What happened?",
        called="what happened",
        limit=CHARACTERS_AT_MOST,
        widget=Paragraphs(rows=6),
        help_text="In your own words. You can add more later",
    )
    done_at_once = LongTextField(
        label="What was done straight away?",
        called="what was done",
        limit=CHARACTERS_AT_MOST,
        required=False,
        widget=Paragraphs(rows=3),
        help_text="For example, left the scene, called for help, asked them to leave",
    )
    near_miss = forms.BooleanField(
        label="It was a near miss",
        required=False,
        help_text="It could have happened, and did not: nobody hurt, nothing lost",
    )
    reporter_capacity = ChoiceOfOne(
        label="How do you know about it?",
        called="how you know about it",
        choices=list(CAPACITIES.items()),
        required=False,
    )
    known_from = OneLineField(
        label="How did you find or hear of it?", called="how you heard of it", limit=200, required=False
    )
    acting_as = OneLineField(
        label="Who are you to them?",
        called="who you are to them",
        limit=200,
        required=False,
        help_text="For example, crewmate, manager, control room",
    )

    reveals = {"reporter_capacity": {"aware": ["known_from"], "on-behalf": ["acting_as"]}}

    def clean_description(self) -> str:
        return _not_too_long(self.cleaned_data["description"])

    def clean_done_at_once(self) -> str:
        return _not_too_long(self.cleaned_data["done_at_once"])


def _not_too_long(text: str) -> str:
    if message := too_long(text):
        raise ValidationError(message)
    return text
