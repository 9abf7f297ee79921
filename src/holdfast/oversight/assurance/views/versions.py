"""The versions of the policy, and what each changes for whom."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Policy
from holdfast.oversight.assurance.operations.installing import ALWAYS
from holdfast.oversight.assurance.presenters.versions import told
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.queries.versions import changes_for, pack_of, version_before, versions_of


@requires(Permission.SEE_ASSURANCE)
def versions(request: ViewedRequest) -> HttpResponse:
    """Every version, the newest first, with when it holds."""
    trust = request.viewer.trust
    current = policy_on(trust, clock.today())
    policies = versions_of(trust)
    found = [
        {
            "policy": policy,
            "always": policy.in_force_from == ALWAYS,
            "current": policy == current,
            "later": policy.in_force_from > clock.today(),
            "compares": policy != policies[-1],
        }
        for policy in policies
    ]
    shown = {"page_title": "Versions of the policy", "versions": found, "breadcrumb": _home()}
    return render(request, "assurance/versions.html", shown)


@requires(Permission.SEE_ASSURANCE)
def version(request: ViewedRequest, pk: int) -> HttpResponse:
    """What one version changes over the one before it: duties, owners, numbers, words, and for whom."""
    trust = request.viewer.trust
    policy = get_object_or_404(Policy, trust=trust, pk=pk)
    before = version_before(trust, policy.in_force_from)
    old, new = (pack_of(one) if one else None for one in (before, policy))
    found = changes_for(trust, old, new) if old and new else None
    shown = {
        "page_title": str(policy),
        "caption": "What this version changes",
        "policy": policy,
        "before": before,
        "later": policy.in_force_from > clock.today(),
        "always": policy.in_force_from == ALWAYS,
        "told": told(found, old, new) if found and old and new else None,
        "unreadable": before is not None and found is None,
        "breadcrumb": [*_home(), {"title": "Versions of the policy", "url": reverse("assurance:versions")}],
    }
    return render(request, "assurance/version.html", shown)


def _home() -> list[dict[str, str]]:
    return [{"title": "Is our policy kept?", "url": reverse("assurance:overview")}]
