"""Bundles for the police: choosing the pieces, the bundle's page, its ZIP, and keeping that it was handed over."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.casework.casefile.forms.bundles import BundleForm, GivingForm
from holdfast.casework.casefile.models import Bundle
from holdfast.casework.casefile.operations import bundles as verbs
from holdfast.casework.casefile.queries.pieces import load, pieces_of
from holdfast.casework.casefile.queries.visibility import bundles_of
from holdfast.casework.casefile.views.acting import act, find, trail_to
from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.queries.visibility import disclosures_visible_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


def list_page(incident: Incident) -> str:
    """The address of the incident's bundles."""
    return reverse("casefile:bundles", args=[incident.reference])


def page_of(bundle: Bundle) -> str:
    """The address of a bundle."""
    return reverse("casefile:bundle", args=[bundle.incident.reference, bundle.number])


def find_bundle(request: ViewedRequest, reference: str, number: int) -> Bundle:
    """The bundle, when the viewer may see its incident and everything in it; else 404."""
    incident = find(request, reference)
    found = next((one for one in bundles_of(incident, request.viewer) if one.number == number), None)
    if found is None:
        raise Http404
    found.incident = incident
    return found


@requires(Permission.MAKE_BUNDLES)
def bundles(request: ViewedRequest, reference: str) -> HttpResponse:
    """The incident's bundles."""
    incident = find(request, reference)
    shown = {
        "incident": incident,
        "caption": incident.reference,
        "page_title": "Bundles for the police",
        "bundles": bundles_of(incident, request.viewer),
        "columns": ["Bundle", "For", "Made", "Handed over"],
        "breadcrumb": trail_to(incident),
    }
    return render(request, "casefile/bundles.html", shown)


@requires(Permission.MAKE_BUNDLES)
def add(request: ViewedRequest, reference: str) -> HttpResponse:
    """Choose what goes in, piece by piece, and make the bundle."""
    incident = load(find(request, reference))
    pieces = pieces_of(incident, request.viewer)
    form = BundleForm(request.POST or None, incident=incident, pieces=pieces)
    prepared: verbs.Prepared | None = None
    if request.method == "POST" and form.is_valid():
        # Before the form is taken in: printing and zipping must not hold the database.
        try:
            prepared = verbs.prepare_bundle(
                by=request.viewer.actor, incident=incident, pieces=pieces, asked=form.asked()
            )
        except verbs.BundleRefused as refusal:
            form.add_error(None, str(refusal))
    made: list[Bundle] = []

    def do(told: dict[str, Any]) -> None:
        assert prepared is not None
        try:
            made.append(verbs.make_bundle(by=request.viewer.actor, incident=incident, prepared=prepared))
        except verbs.BundleRefused as refusal:
            raise ValueError(str(refusal)) from refusal

    try:
        return act(
            request,
            incident,
            form,
            do=do,
            done="The bundle is made. Download it, check it, and keep here when it was handed over.",
            title="Make a bundle for the police",
            button="Make the bundle",
            then=lambda: page_of(made[0]) if made else list_page(incident),
            template="casefile/make_bundle.html",
            back_url=list_page(incident),
            cancel_url=list_page(incident),
        )
    finally:
        if prepared is not None:
            prepared.zipped.file.close()


@requires(Permission.MAKE_BUNDLES)
def bundle(request: ViewedRequest, reference: str, number: int) -> HttpResponse:
    """One bundle: what is in it, what was left out, and whether it was handed over."""
    found = find_bundle(request, reference, number)
    shown = {
        "incident": found.incident,
        "bundle": found,
        "caption": found.incident.reference,
        "page_title": f"Bundle {found.number}",
        "papers": found.papers.only("name", "sha256"),
        "files": found.files.select_related("exhibit"),
        "columns": ["File", "SHA-256"],
        "breadcrumb": trail_to(found.incident, ("Bundles", list_page(found.incident))),
    }
    return render(request, "casefile/bundle.html", shown)


@requires(Permission.MAKE_BUNDLES)
def download(request: ViewedRequest, reference: str, number: int) -> Any:
    """The ZIP, made again and held against its SHA-256; 409 with the reason when it is not the same."""
    found = find_bundle(request, reference, number)
    try:
        zipped = verbs.open_bundle(by=request.viewer.actor, bundle=found)
    except verbs.BundleRefused as refusal:
        context = {
            "page_title": "This bundle cannot be downloaded",
            "reason": str(refusal),
            "breadcrumb": trail_to(found.incident, ("Bundles", list_page(found.incident))),
        }
        return render(request, "casefile/bundle_refused.html", context, status=409)
    answer = FileResponse(zipped.file, as_attachment=True, filename=f"{found.name}.zip", content_type="application/zip")
    answer["Content-Length"] = str(zipped.size)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@requires(Permission.MAKE_BUNDLES)
def give(request: ViewedRequest, reference: str, number: int) -> HttpResponse:
    """Keep that the bundle was handed over."""
    found = find_bundle(request, reference, number)
    approved = disclosures_visible_to(request.viewer).filter(incident=found.incident, state="agreed")
    form = GivingForm(request.POST or None, incident=found.incident, disclosures=list(approved))
    return act(
        request,
        found.incident,
        form,
        do=lambda told: verbs.record_giving(
            by=request.viewer.actor,
            bundle=found,
            disclosure=form.disclosures[told["disclosure"]],
            at=told["at"],
            how=told["how"],
        ),
        done="It is on record that the bundle was handed over.",
        title=f"Bundle {found.number} was handed over",
        button="Save",
        then=page_of(found),
        template="casefile/give_bundle.html",
    )
