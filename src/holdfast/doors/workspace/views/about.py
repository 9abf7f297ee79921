"""What this service is, what it keeps of people, and what it is made of. For anyone."""

from __future__ import annotations

from functools import cache
from importlib.metadata import Distribution, distributions
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdfast.foundation.organisation.access import public


@public("says what this service is, and nothing of anyone")
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What Holdfast is for, and in the demonstration that it is one."""
    return render(request, "workspace/about.html", {"page_title": "About Holdfast"})


@public("the accessibility statement must be open to everyone, by regulation 8 of SI 2018/952")
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How far the service works for everyone, and whom to tell when it does not."""
    return render(request, "workspace/accessibility.html", {"page_title": "Accessibility"})


@public("people must learn what is kept of them before they tell anything, by article 13 of the UK GDPR")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, why, who sees it, and for how long."""
    return render(request, "workspace/privacy.html", {"page_title": "Privacy"})


@public("licences ask to be shown to whoever uses the work")
@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """What Holdfast is made of, whose it is, and on what terms."""
    return render(request, "workspace/licences.html", {"page_title": "Licences", "packages": packages()})


@cache
def packages() -> list[tuple[str, str, str]]:
    """The Python packages that this installation has: name, version and licence, by name."""
    found = {each.metadata["Name"].lower(): each for each in distributions() if each.metadata["Name"]}
    return [(each.metadata["Name"], each.version, _licence(each)) for _, each in sorted(found.items())]


def _licence(package: Distribution) -> str:
    told: Any = package.metadata  # an e-mail message, which has more than the protocol says
    classified = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier", ()) if line.startswith("License ::")
    ]
    words = told.get("License-Expression") or ", ".join(classified) or (told.get("License") or "").partition("\n")[0]
    return words[:80] or "see the package"
