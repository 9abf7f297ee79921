from __future__ import annotations

import pytest
from django.conf import settings as installation
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from holdfast.doors.workspace.tests.conftest import SignIn
from holdfast.doors.workspace.views import errors, home
from tests.cast import TrustCast

JSON = {"accept": "application/json"}


def test_it_says_that_a_page_is_not_there(as_role: SignIn, client: Client) -> None:
    for visitor in (client, as_role("staff")):
        answer = visitor.get("/no-such-page/")
        assert answer.status_code == 404
        assert "Page not found" in answer.content.decode()
        assert "no-such-page" not in answer.content.decode()


def test_it_keeps_the_header_for_whoever_is_signed_in(as_role: SignIn) -> None:
    page = as_role("lsms").get("/no-such-page/").content.decode()
    assert "Lsms Example ZA1" in page
    assert 'action="/search/"' in page


def test_it_says_why_something_is_not_for_you(as_role: SignIn) -> None:
    answer = as_role("staff").get("/audit/")
    assert answer.status_code == 403
    assert "Your post does not include this" in answer.content.decode()
    request = RequestFactory().get("/")
    assert "Only the lead does" in errors.not_allowed(request, PermissionDenied("Only the lead does.")).content.decode()


def test_it_says_that_nothing_was_changed_when_a_request_cannot_be_read(db: None) -> None:
    answer = errors.bad_request(RequestFactory().get("/"), SuspiciousOperation("the inside of it"))
    assert answer.status_code == 400
    assert "could not be understood" in answer.content.decode()
    assert "the inside of it" not in answer.content.decode()


@pytest.mark.parametrize("problem", [RequestDataTooBig("x"), TooManyFilesSent("x")])
def test_it_says_that_something_is_too_large(db: None, problem: Exception) -> None:
    answer = errors.bad_request(RequestFactory().get("/"), problem)
    assert answer.status_code == 413
    assert "too large" in answer.content.decode()


def test_it_meets_a_form_that_is_too_large(as_role: SignIn, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = as_role("staff").post("/account/sign-out/", {"words": "x" * 1000})
    assert answer.status_code == 413
    assert "That is too large to send" in answer.content.decode()


def test_it_meets_a_host_that_is_not_ours(db: None, client: Client) -> None:
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_it_tells_of_a_fault_without_asking_anything_of_the_database(
    trust: TrustCast, as_role: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_role("lsms")
    client.raise_request_exception = False
    monkeypatch.setattr(home, "work_of", lambda viewer: 1 / 0)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "The fault is ours" in answer.content.decode()
    assert "division" not in answer.content.decode()
    assert client.get("/", headers=JSON).json() == {"error": "broken"}


def test_it_says_that_a_form_was_open_for_too_long(trust: TrustCast, as_role: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(trust.user("staff"), backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.post("/notices/read-all/", {"newest": "1"})
    assert answer.status_code == 403
    assert "This page was open for too long" in answer.content.decode()
    answer = strict.post("/notices/read-all/", headers=JSON)
    assert (answer.status_code, answer.json()) == (403, {"error": "session-ended"})


@pytest.mark.parametrize(("url", "status", "error"), [("/nothing/", 404, "not-found"), ("/audit/", 403, "not-allowed")])
def test_it_answers_scripts_in_their_language(as_role: SignIn, url: str, status: int, error: str) -> None:
    answer = as_role("staff").get(url, headers=JSON)
    assert (answer.status_code, answer.json()) == (status, {"error": error})


def test_it_is_what_the_site_shows(settings: Settings) -> None:
    assert installation.CSRF_FAILURE_VIEW == "holdfast.doors.workspace.views.errors.session_ended"
