from __future__ import annotations

from datetime import date, timedelta

import pytest

from holdfast.foundation.organisation.models import Site, Trust
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.sites import change_site, close_site, open_site, reopen_site
from holdfast.foundation.organisation.queries.sites import find_sites, likely_sites, open_sites
from holdfast.foundation.organisation.tests.cast import BY, TODAY, at_work, make_trust


@pytest.fixture
def known(trust: Trust) -> Site:
    """A site that ODS has."""
    return Site.objects.create(
        trust=trust, code="ZZ101", name="Market Lane Station", published_name="MARKET LANE STATION",
        address="Market Lane, Testford", postcode="TF1 2AB",
    )  # fmt: skip


def test_it_gives_places_codes_that_ods_never_gives(trust: Trust, known: Site) -> None:
    first = open_site(by=BY, trust=trust, name="Standby point", postcode="tf2 2ab")
    second = open_site(by=BY, trust=trust, name="Car park")
    assert [first.code, second.code] == ["ZZ1-001", "ZZ1-002"]
    assert not first.known_to_ods
    assert known.known_to_ods
    assert (first.postcode, first.opened) == ("TF2 2AB", TODAY)


def test_it_refuses_the_same_place_twice(trust: Trust) -> None:
    open_site(by=BY, trust=trust, name="Standby point", postcode="TF2 2AB")
    with pytest.raises(Refused, match="Standby point is a place of the trust already"):
        open_site(by=BY, trust=trust, name="standby POINT", postcode="TF2 2AB")
    with pytest.raises(Refused, match="Enter a name"):
        open_site(by=BY, trust=trust, name=" ")


def test_it_closes_and_opens_only_places_of_its_own(trust: Trust, known: Site) -> None:
    with pytest.raises(Refused, match="is closed by ODS"):
        close_site(by=BY, site=known)
    place = open_site(by=BY, trust=trust, name="Car park")
    with pytest.raises(Refused, match="cannot be before the day it opened"):
        close_site(by=BY, site=place, on=TODAY - timedelta(days=1))
    close_site(by=BY, site=place)
    assert place.open_on(TODAY)
    assert not place.open_on(TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="closed already"):
        close_site(by=BY, site=place)
    reopen_site(by=BY, site=place)
    assert place.closed is None
    with pytest.raises(Refused, match="cannot be opened again"):
        reopen_site(by=BY, site=known)


def test_it_changes_only_the_name_of_a_site_that_ods_knows(trust: Trust, known: Site) -> None:
    change_site(by=BY, site=known, name="Market Lane", address="Elsewhere")
    known.refresh_from_db()
    assert (known.name, known.address) == ("Market Lane", "Market Lane, Testford")
    with pytest.raises(Refused, match="Nothing has been changed"):
        change_site(by=BY, site=known, name="Market Lane")


@pytest.mark.parametrize("words", ["market", "MARKET lane", "testford", "TF1", "tf1 2ab", "zz101", "lane tf1"])
def test_it_finds_a_site_by_what_people_type(trust: Trust, known: Site, words: str) -> None:
    Site.objects.create(trust=trust, code="ZZ102", name="Another place", postcode="XX1 1XX")
    assert [site.code for site in find_sites(trust, words)] == ["ZZ101"]


def test_it_finds_nothing_of_another_trust(trust: Trust, known: Site) -> None:
    other = make_trust("ZZ2")
    with at_work(other):
        assert not find_sites(other, "market").exists()
        assert not find_sites(trust, "market").exists()


def test_it_leaves_out_sites_that_are_not_open(trust: Trust, known: Site) -> None:
    Site.objects.create(trust=trust, code="ZZ103", name="Old", closed=date(2020, 1, 1))
    Site.objects.create(trust=trust, code="ZZ104", name="Future", opened=date(2027, 1, 1))
    assert [site.code for site in open_sites(trust)] == ["ZZ101"]
    assert [site.code for site in open_sites(trust, date(2027, 6, 1))] == ["ZZ104", "ZZ101"]
    assert find_sites(trust, "", closed=True).count() == 3


def test_it_offers_sites_that_begin_with_the_words_first(trust: Trust, known: Site) -> None:
    Site.objects.create(trust=trust, code="ZZ105", name="Annexe of Market Lane")
    assert [site.code for site in likely_sites(trust, "market")] == ["ZZ101", "ZZ105"]
