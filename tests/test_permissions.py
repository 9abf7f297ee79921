"""Every role at every address, with what is its trust's, what is another trust's, and what is restricted.

What is to come of it follows from one rule:

    the address         what it names            without the right   with the right
    needs a right       nothing                  403                 opens
    needs a right       a thing of its trust     403                 opens, or 404 (403) where the thing asks for more
    needs a right       another trust's thing    (the same)          404
    names an incident   a restricted one         (the same)          404, and opens for those named on it
    public              anything                 answers             answers

Where 404 is to come, it comes to a form that is sent as well. An address that is added, and names a thing that the
tests do not have, fails until tests/permission_things.py has one.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import pytest
from allauth.core.context import request_context
from django.contrib.messages.storage import default_storage
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import FullResultSet, PermissionDenied
from django.http import Http404, HttpResponse
from django.template.backends.django import Template
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django_htmx.middleware import HtmxDetails

from holdfast.casework.incidents.models import Draft, Incident, SavedFilter
from holdfast.casework.incidents.operations import opening
from holdfast.foundation.organisation.access import Public
from holdfast.foundation.organisation.permissions import Permission
from holdfast.foundation.organisation.roles import ROLES, Staff
from holdfast.foundation.organisation.scope import EVERY_TRUST, TrustInScope, scope
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Series
from holdfast.kernel import clock
from tests.architecture.house import none_of
from tests.cast import BACKEND, make_trust
from tests.permission_things import Thing, Things, make_things

once = pytest.mark.any_database  # who may do what hangs on no database

OPENS = {200, 302, 400, 405, 409, 422}
SIGN_IN = "/account/sign-in/"

# These act on what is the person's own, whatever key they are given: another's is neither shown nor changed, see
# test_it_leaves_what_is_someone_elses.
ON_ONES_OWN = {"incidents:keep-draft", "incidents:discard-draft", "incidents:drop-filter"}
# What the tests have is not that far yet: nobody may go there. The tests of their areas go further.
OPEN_LATER = {"casefile:print-search", "incidents:medical-factors", "incidents:source-rows"}
# Ask to prove who one is before they look at anything: the tests of accounts go further.
PROVED_FIRST = {"mfa_remove_webauthn"}
# What stands in an address and is no thing: a word that the view knows.
WORDS = {
    "kind": "csv", "fact": "crime-number", "what": "answer", "part": "victim", "letter": "warning", "words": "placed",
    "of": "term", "which": "control_room", "field": "words",
}  # fmt: skip
NOBODYS = {"reference": "INC-2020-00001", "exhibit": "EXH-2020-00001"}
PUBLIC_WORDS = WORDS | {"provider_id": "none"}


@dataclass(frozen=True)
class Address:
    """One address of the site: the name of its view, what stands in it, and what the view says who may use it."""

    name: str
    parameters: frozenset[str]
    permission: Permission | Public

    @property
    def things(self) -> frozenset[str]:
        """The parameters that name things."""
        return self.parameters - frozenset(WORDS)

    def url(self, things: Thing | None = None) -> str:
        """The address with what it names."""
        words = {name: word for name, word in WORDS.items() if name in self.parameters}
        return reverse(self.name, kwargs=words | (things.kwargs if things else {}))


@dataclass(frozen=True)
class Cell:
    """One role at one address with one thing, and the status that must come; None: it must open."""

    role: str
    address: Address
    which: str
    url: str
    expected: int | None

    def __str__(self) -> str:
        return f"{self.role} at {self.address.name} with {self.which}: expected {self.expected or 'to open'}"


@cache
def addresses() -> tuple[Address, ...]:
    """Every address whose view says who may use it: all but allauth's (see tests/architecture/test_views.py)."""
    return tuple(_walk(get_resolver().url_patterns))


def _walk(patterns: Sequence[Any], space: str = "", above: frozenset[str] = frozenset()) -> Iterator[Address]:
    for pattern in patterns:
        named = above | frozenset(pattern.pattern.converters) | frozenset(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            yield from _walk(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space, named
            )
        elif isinstance(pattern, URLPattern):
            permission = getattr(pattern.callback, "permission", None)
            if permission is not None and pattern.name not in PROVED_FIRST:
                yield Address(f"{space}{pattern.name}", named, permission)


def cells(role: str, own: Things, other: Things) -> Iterator[Cell]:
    """What must hold for `role`, with the things of its own trust and of another."""
    rights = Staff.permissions | ROLES[role].permissions
    for address in addresses():
        if isinstance(address.permission, Public):
            continue
        thing, theirs = (things.behind(address.name, address.things) for things in (own, other))
        if address.things and (thing is None or theirs is None):
            pytest.fail(f"{address.name} names {set(address.things)}: tests/permission_things.py needs one")
        if address.permission not in rights:
            # The guard stands before everything else: what is named makes no difference.
            yield Cell(role, address, "anything", address.url(thing), 403)
        elif thing is None or theirs is None:
            yield Cell(role, address, "nothing", address.url(), None)
        elif address.name not in ON_ONES_OWN:
            yield Cell(role, address, "its own", address.url(thing), thing.refused(role))
            yield Cell(role, address, "another trust's", address.url(theirs), 404)
            if restricted := own.restricted_behind(thing):
                # What hangs on an ordinary incident does not hang on this one: nobody finds it there.
                found = address.things == {"reference"} and thing is own.incident
                yield Cell(
                    role,
                    address,
                    "a restricted one",
                    address.url(restricted),
                    restricted.refused(role) if found else 404,
                )


Answers = Callable[..., Any]
"""Gives what comes of a method and an address; with `whole` the page that a browser gets, else a short refusal."""


def faults(chosen: Sequence[Cell], answers: Answers) -> Iterator[str]:
    """The cells in which something else came than must."""
    for cell in chosen:
        if cell.expected is None:
            answer = answers("GET", cell.url, whole=True)
            if answer.status_code not in OPENS or answer.headers.get("Location", "").startswith(SIGN_IN):
                yield f"{cell}, and {answer.status_code} came"
            continue
        came = {answers("POST", cell.url).status_code}
        # 405: the view knows only the other method, and said so before it looked at anything
        if cell.expected != 403 or came == {405}:
            came.add(answers("GET", cell.url).status_code)
        if came - {405} != {cell.expected}:
            yield f"{cell}, and {sorted(came)} came"


def through_the_house(client: Client) -> Answers:
    """Asks as a browser does in which somebody is signed in."""

    def answers(method: str, url: str, *, whole: bool = False) -> Any:
        # a short answer where it is a refusal: there are thousands
        answer = client.generic(method, url, headers={} if whole else {"accept": "application/json"})
        if answer.streaming:
            list(answer)  # a file, which is closed when it has been read
        return answer

    return answers


def straight(viewer: Viewer) -> Answers:
    """Asks the view behind an address as the middleware would have for `viewer`, who is looked up once and not 700
    times. What the middleware does is proved by the roles that go through the house (see WHOLE_PAGES).
    """
    factory = RequestFactory()

    def answers(method: str, url: str, *, whole: bool = False) -> Any:
        view, arguments, named = resolve(url)
        request: Any = factory.generic(method, url, headers={} if whole else {"accept": "application/json"})
        request.user, request.viewer, request.session = viewer.user, viewer, SessionStore()
        request.htmx, request._messages = HtmxDetails(request), default_storage(request)
        try:
            with scope(viewer.trust), request_context(request):
                answer = view(request, *arguments, **named)
        except PermissionDenied:
            return HttpResponse(status=403)
        except Http404:
            return HttpResponse(status=404)
        for close in answer._resource_closers:
            close()  # a file; answer.close() would also tell Django that the request is over
        return answer

    return answers


@pytest.fixture
def matrix(db: None, client: Client, caplog: pytest.LogCaptureFixture) -> Any:
    """Two trusts with one of everything each, and a function that signs a role of the first in and gives its cells."""
    caplog.set_level(logging.CRITICAL, "django.request")  # some thousands of refusals are what is asked for here
    client.raise_request_exception = False  # a page that breaks is a fault like others, told with its cell
    own_cast, other_cast = make_trust("ZA1"), make_trust("ZB2")
    with scope(other_cast.trust):
        for series in ("INC", "ACT", "APL", "EXH", "LWA", "MRK", "SAN"):  # so that no reference is one of both trusts
            Series.objects.create(trust=other_cast.trust, series=series, year=clock.today().year, last=500)
    own, other = make_things(own_cast), make_things(other_cast)

    def of(role: str) -> list[Cell]:
        client.force_login(own_cast.user(role), backend=BACKEND)
        return list(cells(role, own, other))

    of.viewer = own_cast.viewer  # type: ignore[attr-defined]
    return of


WHOLE_PAGES = ("security-lead", "administrator", "staff")
"""Roles that go through the whole house, and whose pages are rendered to the end, on each database: neither hangs on
the role. They open nearly everything; of the other roles' pages those are rendered that none of these opens."""
AT_ONCE = 6
"""Roles that share one making of the things: what is refused changes nothing, and what opens is only looked at."""
OTHERS = [role for role in ROLES if role not in WHOLE_PAGES]
ENOUGH = 10


@pytest.mark.parametrize("role", WHOLE_PAGES)
def test_it_opens_what_a_role_may_and_nothing_else(role: str, matrix: Any, client: Client) -> None:
    none_of(faults(matrix(role), through_the_house(client)))


@once
@pytest.mark.parametrize("first", range(0, len(OTHERS), AT_ONCE), ids=lambda first: OTHERS[first])
def test_it_opens_what_other_roles_may_and_nothing_else(
    first: int, matrix: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = {cell.address.name for role in WHOLE_PAGES for cell in matrix(role) if cell.expected is None}
    for role in OTHERS[first : first + AT_ONCE]:
        answers = straight(matrix.viewer(role))
        chosen = matrix(role)
        none_of(faults([cell for cell in chosen if cell.address.name not in rendered], answers))
        with monkeypatch.context() as patch:
            patch.setattr(Template, "render", lambda self, context=None, request=None: "")
            none_of(faults([cell for cell in chosen if cell.address.name in rendered], answers))


@once
def test_it_counts_the_cells_and_opens_every_page(matrix: Any, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [cell for role in ROLES for cell in matrix(role)]
    needing = {address.name for address in addresses() if not isinstance(address.permission, Public)}
    with capsys.disabled():
        sys.stdout.write(f"\npermission matrix: {len(wanted):,} cells, {len(ROLES)} roles, {len(needing)} addresses\n")
    assert len(wanted) > 2000
    assert needing - {cell.address.name for cell in wanted if cell.expected is None} == ON_ONES_OWN | OPEN_LATER


@once
def test_it_sends_nobody_to_sign_in(db: None, client: Client) -> None:
    wrong = []
    for address in addresses():
        if isinstance(address.permission, Public):
            continue
        url = address.url(Thing({name: NOBODYS.get(name, 1) for name in address.things}))
        answer = client.get(url)
        answer = client.post(url) if answer.status_code == 405 else answer
        if answer.status_code != 302 or not answer.headers["Location"].startswith(SIGN_IN):
            wrong.append(f"{url}: {answer.status_code}")
        if client.get(url, headers={"accept": "application/json"}).status_code not in (401, 405):
            wrong.append(f"{url}: a script is not told to sign in")
    none_of(wrong)


@once
def test_it_answers_anyone_at_what_is_public(db: None, client: Client) -> None:
    trust = make_trust("ZA1").trust
    wrong = []
    for address in addresses():
        if isinstance(address.permission, Public):
            words = PUBLIC_WORDS | {"trust_slug": trust.slug}
            answer = client.get(reverse(address.name, kwargs={name: words[name] for name in address.parameters}))
            if answer.status_code not in {*OPENS, 404} or answer.headers.get("Location", "").startswith(SIGN_IN):
                wrong.append(f"{address.name}: {answer.status_code}")
    none_of(wrong)


@once
def test_it_leaves_what_is_someone_elses(matrix: Any, client: Client) -> None:
    matrix("security-lead")
    with scope(EVERY_TRUST):
        drafts, kept = list(Draft.objects.values("key", "answers")), list(SavedFilter.objects.values("pk", "query"))
    for draft in drafts:
        for name in ("incidents:keep-draft", "incidents:discard-draft"):
            client.post(reverse(name, args=[draft["key"]]), {"description": "changed"})
    for row in kept:
        client.post(reverse("incidents:drop-filter", args=[row["pk"]]))
    with scope(EVERY_TRUST):
        assert list(Draft.objects.filter(key__in=[draft["key"] for draft in drafts]).values("key", "answers")) == drafts
        assert list(SavedFilter.objects.values("pk", "query")) == kept


# Each guard broken once: the matrix must see it. The first few faults are enough.


def some(found: Iterator[str]) -> list[str]:
    """The first of what was found, up to ENOUGH."""
    return list(islice(found, ENOUGH))


@once
def test_it_goes_red_when_rights_are_not_asked(matrix: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Viewer, "may", lambda self, permission: True)
    assert len(some(faults(matrix("staff"), through_the_house(client)))) == ENOUGH


@once
def test_it_goes_red_when_trusts_are_not_kept_apart(
    matrix: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything(self: Any, compiler: Any, connection: Any) -> None:
        raise FullResultSet

    monkeypatch.setattr(TrustInScope, "as_sql", everything)
    anothers = [cell for cell in matrix("lsms") if cell.which == "another trust's"]
    assert len(some(faults(anothers, through_the_house(client)))) == ENOUGH


@once
def test_it_goes_red_when_restricted_incidents_are_found(
    matrix: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "visible_to", lambda viewer: Incident.objects.all())
    restricted = [cell for cell in matrix("lsms") if cell.which == "a restricted one"]
    assert len(some(faults(restricted, through_the_house(client)))) == ENOUGH


@once
def test_it_goes_red_when_own_things_are_anybodys(matrix: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "visible_to", lambda viewer: Incident.objects.filter(restricted=False))
    own = [cell for cell in matrix("counter-fraud") if cell.which == "its own"]
    assert some(faults(own, through_the_house(client)))
