from __future__ import annotations

from django.test import Client

from holdfast.doors.workspace.tests.conftest import SignIn
from holdfast.foundation.audit.models import Entry
from tests.cast import SECRET, TrustCast


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_it_shows_what_happened_at_a_site(trust: TrustCast, as_role: SignIn) -> None:
    here, hidden = trust.report(), trust.report(internal=True)
    elsewhere = trust.report(place="public-place", site_id=None, exact_place="Harbour Road")
    page = text_of(as_role("lsms"), "/sites/za101/")
    assert here.reference in page
    assert elsewhere.reference not in page
    assert hidden.reference not in page
    assert "1 incident" in page
    both = text_of(as_role("security-lead"), "/sites/ZA101/")
    assert hidden.reference in both
    assert "2 incidents" in both


def test_it_shows_a_manager_their_own_units_incidents_only(trust: TrustCast, as_role: SignIn) -> None:
    reference = trust.report().reference
    assert reference in text_of(as_role("line-manager"), "/sites/ZA101/")
    assert "None yet" in text_of(as_role("estates"), "/sites/ZA101/")


def test_it_has_no_page_for_another_trusts_site(trust: TrustCast, other_trust: TrustCast, as_role: SignIn) -> None:
    assert as_role("lsms").get("/sites/ZB201/").status_code == 404
    assert as_role("lsms").get(f"/people/{other_trust.people['staff'].pk}/").status_code == 404


def test_it_shows_what_happened_to_a_person_and_what_they_reported(trust: TrustCast, as_role: SignIn) -> None:
    known, hidden = trust.report(), trust.report(internal=True, says=f"{SECRET} did it.")
    page = text_of(as_role("lsms"), f"/people/{trust.people['staff'].pk}/")
    assert known.reference in page
    assert "Affected and reported it" in page
    assert hidden.reference not in page
    assert "named in no incident" in text_of(as_role("lsms"), f"/people/{trust.people['estates'].pk}/")


def test_it_enters_who_opened_a_persons_page(trust: TrustCast, as_role: SignIn) -> None:
    text_of(as_role("lsms"), f"/people/{trust.people['staff'].pk}/")
    entry = Entry.objects.get(verb="workspace.read_person")
    assert (entry.reading, entry.actor_name, entry.subject_reference) == (True, "Lsms Example ZA1", "ZA1-staff")
