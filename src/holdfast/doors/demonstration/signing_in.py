"""Signing in as one of the cast, with one press and no password.

Four things must hold, so that no accident ever opens a real installation: the mode is `demo`, the data was made by the
demonstration, the request comes from this machine, and the account has an address that cannot exist.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from holdfast.doors.demonstration.building import MARKER
from holdfast.doors.demonstration.cast import DEMO_ADDRESS, MAKER
from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.access import public
from holdfast.foundation.organisation.accounts.trail import caller_address, leave_entry
from holdfast.foundation.organisation.models import Person, PostHolding, Trust, User
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.pages.tables import Column
from holdfast.kernel import clock

PARTS = {
    "line-manager": "Sees and investigates what happened in their own team.",
    "lsms": "Sees every incident but restricted ones, decides what each is, and closes it.",
    "security-lead": "Sees every incident, restricted ones too, decides what each is, and closes it.",
    "security-management-director": "Sees all incidents but restricted ones, how duties are kept, and the audit trail.",
    "board-member": "Sees how the trust keeps its own policy, and nobody’s story.",
    "counter-fraud": "Sees the incidents that were sent to them.",
    "auditor": "Sees how duties are kept and the audit trail, and changes nothing.",
    "administrator": "Keeps sites, teams, people and accounts. Sees no incident.",
}
"""One of each for every trust, by role, with what they see."""
MORE_PARTS = (
    "control-room",
    "clinician",
    "senior-manager",
    "health-and-safety",
    "human-resources",
    "occupational-health",
    "communications",
    "information-governance",
    "executive",
)
"""Parts of single steps, folded away: where a trust has somebody for them."""
STAFF = "Reports what happened, and sees what came of it."
JOBS = ("Paramedic", "Staff nurse")
"""Whom to show for all the staff, where there is one."""

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Player:
    """One of the cast: the key of their account, their name, what they are, and what they see in Holdfast."""

    account: int
    name: str
    post: str
    sees: str


@dataclass(frozen=True)
class Company:
    """The cast of one trust."""

    trust: Trust
    players: list[Player]
    more: list[Player]


def only_in_a_demonstration(view: View) -> View:
    """404 outside demo mode; 403, with what is wrong, when anything else is not as it is in a demonstration."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        if not comes_from_this_machine(request):
            raise PermissionDenied("The demonstration answers on its own machine only.")
        if not holds_a_demonstration():
            raise PermissionDenied("The data here was not made by the demonstration, so nobody can sign in like this.")
        return view(request, *args, **kwargs)

    return guarded


def comes_from_this_machine(request: HttpRequest) -> bool:
    """True when both ends of the connection are this machine, and nothing says that it was handed on."""
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    handed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not handed_on and _is_loopback(name) and _is_loopback(request.META.get("REMOTE_ADDR", ""))


def holds_a_demonstration() -> bool:
    """True when the demonstration made this data: its folder says so, and so does the trail, which nobody can edit."""
    marked = (settings.CONFIGURATION.data / MARKER).exists()
    return marked and Entry.objects.filter(actor_identity=MAKER.identity).exists()


@public("a demonstration has no passwords; nobody outside this machine reaches it")
@only_in_a_demonstration
def people(request: HttpRequest) -> HttpResponse:
    """Whom one can be, by trust, with what each sees."""
    context = {
        "page_title": "Choose who to be",
        "columns": [Column("Who"), Column("What they see"), Column("Sign in", hidden=True)],
        "companies": list(companies()),
        "next": request.GET.get("next", ""),
        "me": getattr(request.user, "pk", None),
    }
    return render(request, "demonstration/people.html", context)


@public("a demonstration has no passwords; nobody outside this machine reaches it")
@require_POST
@only_in_a_demonstration
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Become one of the cast. 404 for any account that is not of the demonstration."""
    key = request.POST.get("account", "")
    user = get_object_or_404(_accounts(), pk=int(key) if key.isascii() and key.isdigit() else 0)
    adapter = get_adapter()
    if request.user.is_authenticated:
        adapter.logout(request)
    adapter.login(request, user)
    viewer = Viewer.of(user, address=caller_address(request), channel="demo")
    if viewer is None:
        raise Http404
    leave_entry(by=viewer.actor, what="sign_in", about=viewer.person, details={"how": ["demonstration"]})
    messages.success(request, f"You are now {viewer.person}, {viewer.actor.post or 'a member of staff'}.")
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")


def companies() -> Iterator[Company]:
    """The cast of each trust, in three statements: one for each part, and somebody from the first manager's team."""
    today = clock.today()
    running = Q(start__lte=today) & (Q(end=None) | Q(end__gte=today))
    holdings = (
        PostHolding._base_manager.filter(
            running, post__role__in=[*PARTS, *MORE_PARTS], post__closed=None, person__user__in=_accounts()
        )
        .select_related("post__unit", "person__user", "person__trust")
        # A manager of an area has managers below, and no team of their own to show.
        .annotate(has_team=Exists(_without_post().filter(unit=OuterRef("post__unit"))))
        .order_by("person__trust__name", "-has_team", "pk")
    )
    found: dict[int, dict[str, PostHolding]] = {}
    trusts: dict[int, Trust] = {}
    for holding in holdings:
        trust = trusts.setdefault(holding.person.trust_id, holding.person.trust)
        found.setdefault(trust.pk, {}).setdefault(holding.post.role, holding)
    staff = _staff_of([parts["line-manager"].post.unit_id for parts in found.values() if "line-manager" in parts])
    for trust_id, parts in found.items():
        players = [_player(staff[trust_id], staff[trust_id].job_title, STAFF)] if trust_id in staff else []
        seen = {player.account for player in players}
        more: list[Player] = []
        for role in (*PARTS, *MORE_PARTS):
            held = parts.get(role)
            if held is not None and held.person.user.pk not in seen:
                sees = PARTS.get(role) or ROLES[role].description
                (players if role in PARTS else more).append(_player(held.person, str(held.post), sees))
                seen.add(held.person.user.pk)
        yield Company(trusts[trust_id], players, more)


def _staff_of(units: list[int | None]) -> dict[int, Person]:
    """Somebody without a post from each of these teams, by the key of their trust: one of JOBS where there is one."""
    candidates = (
        _without_post()
        .filter(unit__in=[unit for unit in units if unit], user__in=_accounts())
        .select_related("user")
        .order_by("pk")
    )
    found: dict[int, Person] = {}
    for person in sorted(candidates, key=lambda one: one.job_title not in JOBS):
        found.setdefault(person.trust_id, person)
    return found


def _without_post() -> QuerySet[Person]:
    """Staff: nobody who holds a post of their own. That of the crews is everyone's who is sent to an address."""
    own = PostHolding._base_manager.filter(person=OuterRef("pk")).exclude(post__role="crew")
    return Person._base_manager.filter(~Exists(own))


def _accounts() -> Any:
    return User.objects.filter(
        email__endswith=f"@{DEMO_ADDRESS}", is_active=True, person__trust__live=True, person__left=None
    )


def _player(person: Person, post: str, sees: str) -> Player:
    return Player(person.user.pk, str(person), post, sees)


def _is_loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
