"""The two ways into the report form, signed in and without an account, and what differs between them."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from holdfast.casework.incidents.forms.report import ReportForms, Telling
from holdfast.casework.incidents.operations.report import Received
from holdfast.casework.incidents.queries.report import open_sites, own_site
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.access import ViewedRequest
from holdfast.foundation.organisation.middleware import address_of
from holdfast.foundation.organisation.models import Person, Trust
from holdfast.foundation.records.operations.intake import KINDS, TAKEN


@dataclass(frozen=True)
class Door:
    """Who reports, in which trust, and the addresses that serve them."""

    trust: Trust
    actor: Actor
    reporter: Person | None
    form_url: str
    matches_url: str
    files_url: str
    shell_url: str
    route: str
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def telling(self) -> Telling:
        """What the form asks of this kind of reporter about themselves."""
        return Telling(signed_in=self.reporter is not None, may_be_anonymous=self.trust.anonymous_reports)

    def forms(self, type_key: str | None, **options: Any) -> ReportForms:
        """The form for `type_key`, with the sites of the trust."""
        site = own_site(self.reporter) if self.reporter else None
        return ReportForms(
            trust=self.trust,
            sites=list(open_sites(self.trust)),
            telling=self.telling,
            type_key=type_key,
            own_site=site,
            **options,
        )

    def receipt_url(self, received: Received) -> str:
        """Where the receipt of a report is shown; of what was added to an own report, the page of that report."""
        if received.to_own:
            return reverse("incidents:my-report", args=[received.incident.reference])
        if self.reporter is not None:
            return reverse("incidents:receipt", args=[received.incident.reference])
        return reverse("incidents:open-receipt", args=[self.trust.slug])


def door_of(request: ViewedRequest) -> Door:
    """The way in for someone who is signed in."""
    trust = request.viewer.trust
    return Door(
        trust=trust,
        actor=request.viewer.actor,
        reporter=request.viewer.person,
        form_url=reverse("incidents:report"),
        matches_url=reverse("incidents:report-matches"),
        files_url=reverse("incidents:report-files"),
        shell_url=reverse("incidents:report-shell", args=[trust.slug]),
        route="web",
    )


def open_door(request: HttpRequest, trust: Trust) -> Door:
    """The way in for someone without an account."""
    return Door(
        trust=trust,
        actor=Actor(name="Someone without an account", identity="anonymous", address=address_of(request)),
        reporter=None,
        form_url=reverse("incidents:open-report", args=[trust.slug]),
        matches_url=reverse("incidents:open-matches", args=[trust.slug]),
        files_url=reverse("incidents:open-files", args=[trust.slug]),
        shell_url=reverse("incidents:open-shell", args=[trust.slug]),
        route="open",
    )


def without_address(actor: Actor) -> Actor:
    """The actor of an anonymous report: the trail must not keep from where it came either."""
    return Actor(name="Someone anonymous", identity="anonymous", channel=actor.channel)


def new_key() -> str:
    """A submission key that nobody can guess."""
    return uuid.uuid4().hex


def sound_key(text: str) -> str:
    """A submission key as it was sent; a new one when it is no key. Short keys could be guessed, so they are none."""
    kept = "".join(letter for letter in text if letter.isascii() and (letter.isalnum() or letter == "-"))
    return kept if kept == text and 20 <= len(text) <= 64 else new_key()


def largest_file() -> int:
    """Bytes of the largest file that is taken."""
    return settings.EVIDENCE_MAX_BYTES


def kinds_taken() -> dict[str, Any]:
    """Endings and types of the files that are taken, and in words what they are."""
    return {
        "endings": sorted({ending for kind in KINDS for ending in kind.suffixes}),
        "types": [kind.content_type for kind in KINDS],
        "words": TAKEN,
    }


def identity_of(person: Person | None) -> str:
    """What stands for a person on a shared device, so that nobody sends what another has written. Empty for nobody.

    Not secret, and made without the installation's secret: a report that waits on a phone must find its writer again
    after that was changed.
    """
    if person is None or person.pk is None:
        return ""
    return hashlib.sha256(f"report identity:{person.trust_id}:{person.pk}".encode()).hexdigest()[:32]
