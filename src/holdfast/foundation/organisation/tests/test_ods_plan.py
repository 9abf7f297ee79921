from __future__ import annotations

from datetime import date
from typing import Any

from holdfast.foundation.organisation.presenters.ods_plan import as_text, change_in_words
from holdfast.foundation.organisation.rules.ods import read_ods
from holdfast.foundation.organisation.rules.ods_plan import OdsPlan, plan_ods
from holdfast.foundation.organisation.tests.test_ods_reading import row


def facts(name: str, **more: Any) -> dict[str, Any]:
    """What Holdfast has of a place that reads as `row` writes it."""
    blank = {"name": name, "published_name": name.upper(), "address": "1 High Street, Town", "postcode": "AB1 2CD"}
    blank |= {
        "telephone": "",
        "opened": date(2020, 1, 1),
        "closed": None,
        "region_code": "Y56",
        "geography_code": "QMJ",
    }
    return {**blank, **more}


def plan(*rows: str, trusts: Any = None, sites: Any = None, only: Any = ()) -> OdsPlan:
    return plan_ods(read_ods("".join(rows).encode(), "f.csv"), trusts=trusts or {}, sites=sites or {}, only=only)


def test_it_sees_what_is_new() -> None:
    found = plan(row("RYE", "A TRUST"), row("RYE01", "A SITE"))
    assert [(new.code, new.values["name"]) for new in found.new_trusts] == [("RYE", "A Trust")]
    assert [(new.code, new.trust) for new in found.new_sites] == [("RYE01", "RYE")]


def test_it_changes_nothing_that_is_known() -> None:
    found = plan(
        row("RYE", "A TRUST"), row("RYE01", "A SITE"),
        trusts={"RYE": facts("A Trust")}, sites={("RYE", "RYE01"): facts("A Site")},
    )  # fmt: skip
    assert found.unchanged == 2
    assert not found.changes_something


def test_it_says_field_by_field_what_changes_and_closes() -> None:
    found = plan(
        row("RYE01", "ANOTHER SITE", closed="20240930"),
        trusts={"RYE": facts("A Trust")}, sites={("RYE", "RYE01"): facts("A Site")},
    )  # fmt: skip
    (changed,) = found.changed_sites
    assert changed.fields == {
        "closed": (None, date(2024, 9, 30)),
        "published_name": ("A SITE", "ANOTHER SITE"),
        "name": ("A Site", "Another Site"),
    }
    assert found.closed == [changed]
    assert change_in_words(changed) == "closes: nothing → 30 September 2024; name: A Site → Another Site"


def test_it_keeps_a_name_given_by_the_trust_until_ods_publishes_another() -> None:
    sites = {("RYE", "RYE01"): facts("Our name", published_name="A SITE")}
    assert not plan(row("RYE01", "A SITE"), trusts={"RYE": {}}, sites=sites).changes_something
    assert plan(row("RYE01", "B SITE"), trusts={"RYE": {}}, sites=sites).changed_sites[0].fields["name"][1] == "B Site"


def test_it_takes_a_blank_telephone_for_no_news() -> None:
    sites = {("RYE", "RYE01"): facts("A Site", telephone="01234 567890")}
    assert not plan(row("RYE01", "A SITE"), trusts={"RYE": {}}, sites=sites).changes_something


def test_it_closes_nothing_by_absence() -> None:
    sites = {
        ("RYE", "RYE01"): facts("A Site"),
        ("RYE", "RYE02"): facts("Gone"),
        ("RYE", "RYE03"): facts("Closed", closed=date(2020, 1, 1)),
        ("RYE", "RYE-001"): facts("Our own place"),
        ("RTX", "RTX01"): facts("Of a trust that is not in the file"),
    }
    found = plan(row("RYE01", "A SITE"), trusts={"RYE": {}, "RTX": {}}, sites=sites)
    assert [(missing.code, missing.name) for missing in found.missing] == [("RYE02", "Gone")]
    assert not found.changes_something


def test_it_adds_a_site_to_its_new_trust_and_leaves_the_old_one() -> None:
    found = plan(
        row("A1B2C", "A SITE", parent="RTX"),
        trusts={"RYE": {}, "RTX": {}}, sites={("RYE", "A1B2C"): facts("A Site")},
    )  # fmt: skip
    assert [(new.code, new.trust) for new in found.new_sites] == [("A1B2C", "RTX")]
    assert [(moved.code, moved.before, moved.trust) for moved in found.moved] == [("A1B2C", "RYE", "RTX")]


def test_it_limits_itself_to_the_trusts_that_are_named() -> None:
    found = plan(row("RYE"), row("RTX"), row("RYE01"), row("RTX01"), row("ZZZ01"), only={"RYE"})
    assert [new.code for new in (*found.new_trusts, *found.new_sites)] == ["RYE", "RYE01"]
    assert found.passed_over == 3
    assert found.bad == []


def test_it_prints_no_more_lines_than_asked_for() -> None:
    rows = [row(f"RYE{number:02d}", f"SITE {number}") for number in range(30)]
    text = as_text(plan(row("RYE"), *rows), most=5)
    assert "… and 25 more" in text
    assert text.count("Site ") == 5
