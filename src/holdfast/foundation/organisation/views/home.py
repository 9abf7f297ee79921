"""The organisation's home, its roles in readable words, and the trust's settings."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.forms.settings import TrustSettingsForm
from holdfast.foundation.organisation.operations.trusts import SETTINGS, change_trust_settings
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.presenters.overview import overview_of
from holdfast.foundation.organisation.presenters.roles import roles_in_words
from holdfast.foundation.organisation.views.acting import act, answers, breadcrumb


@requires(Permission.MANAGE_ORGANISATION)
def home(request: ViewedRequest) -> HttpResponse:
    """What there is, and what to do first while something is missing."""
    trust = request.viewer.trust
    context = {"page_title": "Organisation", "overview": overview_of(trust), "page_trust": trust}
    return render(request, "organisation/home.html", context)


@requires(Permission.USE_HOLDFAST)
def roles(request: ViewedRequest) -> HttpResponse:
    """What each role may do, for anyone who wants to know who can see what."""
    may_manage = request.viewer.may(Permission.MANAGE_ORGANISATION)
    context = {
        "page_title": "What each role may do",
        "roles": roles_in_words(),
        "breadcrumb": breadcrumb() if may_manage else None,
    }
    return render(request, "organisation/roles.html", context)


@requires(Permission.MANAGE_ORGANISATION)
def settings(request: ViewedRequest) -> HttpResponse:
    """How the trust is called for short, and who may report."""
    viewer = request.viewer
    form = answers(TrustSettingsForm, request, initial={name: getattr(viewer.trust, name) for name in SETTINGS})
    return act(
        request,
        form,
        do=lambda values: change_trust_settings(by=viewer.actor, trust=viewer.trust, **values),
        done="The settings are changed.",
        back=reverse("organisation:home"),
        title="Settings of the trust",
        button="Save",
        caption=viewer.trust.name,
    )
