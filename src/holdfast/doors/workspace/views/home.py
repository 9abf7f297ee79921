"""My work: what I owe, by when, most urgent first."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from holdfast.casework.incidents.queries.queues import owed_by
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission


@requires(Permission.USE_HOLDFAST)
def home(request: ViewedRequest) -> HttpResponse:
    """The viewer's own list."""
    return render(request, "workspace/home.html", {"work": owed_by(request.viewer)})
