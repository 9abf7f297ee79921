from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from django.test.utils import CaptureQueriesContext

from holdfast.foundation.audit.models import Entry
from holdfast.foundation.organisation.models import Site, Trust
from holdfast.foundation.organisation.operations.ods import (
    five_trusts_file,
    import_five_trusts,
    import_ods,
    preview_ods,
)
from holdfast.foundation.organisation.rules.ods import read_ods
from holdfast.foundation.organisation.scope import EVERY_TRUST, scope
from holdfast.foundation.organisation.tests.cast import BY, run_command
from holdfast.foundation.organisation.tests.test_ods_reading import SAMPLES, row, sample
from holdfast.kernel.commands import CommandFailed

pytestmark = pytest.mark.django_db


def the_sample() -> object:
    return read_ods(sample("etrust-2018-sample.csv"), "etrust-2018-sample.csv")


def sites(trust: str) -> list[Site]:
    with scope(EVERY_TRUST):
        return list(Site.objects.filter(trust__code=trust).order_by("code"))


def test_it_brings_in_trusts_and_sites() -> None:
    plan = import_ods(by=BY, file=the_sample())
    assert plan.counts() | {"bad": 1} == plan.counts()
    trust = Trust.objects.get(code="RTX")
    assert trust.slug == "university-hospitals-of-morecambe-bay"
    assert trust.short_name == "University Hospitals of Morecambe Bay"
    assert trust.published_name == "UNIVERSITY HOSPITALS OF MORECAMBE BAY NHS FOUNDATION TRUST"
    assert not trust.live
    assert len(sites("RTX")) == 24
    closed = next(site for site in sites("RYE") if site.code == "RYED7")
    assert closed.closed == date(2018, 2, 28)


def test_it_changes_nothing_the_second_time() -> None:
    import_ods(by=BY, file=the_sample())
    before = Entry.objects.count()
    plan = import_ods(by=BY, file=the_sample())
    assert not plan.changes_something
    assert Entry.objects.count() == before + 1


def test_it_shows_what_it_would_change_and_changes_nothing() -> None:
    plan = preview_ods(the_sample())
    assert len(plan.new_trusts) == 2
    assert not Trust.objects.exists()
    assert not Entry.objects.exists()


def test_it_leaves_an_entry_for_each_thing_that_changed() -> None:
    import_ods(by=BY, file=the_sample())
    import_ods(by=BY, file=read_ods(sample("etr-2026-sample.csv"), "etr-2026-sample.csv"))
    entry = Entry.objects.get(verb="organisation.change_trust", subject_reference="RTX")
    assert entry.changes["telephone"] == ["", "01539 732288"]
    added = Entry.objects.get(verb="organisation.add_sites", subject_reference="RTX")
    assert len(added.details["sites"]) == 24


def test_it_changes_sites_and_keeps_their_keys() -> None:
    import_ods(by=BY, file=the_sample())
    before = {site.code: site.pk for site in sites("RYE")}
    file = read_ods((row("RYE02", "ANDOVER NEW STATION") + row("RYE99", "NEW")).encode(), "etrust.csv")
    import_ods(by=BY, file=file)
    after = {site.code: site for site in sites("RYE")}
    assert after["RYE02"].name == "Andover New Station"
    assert after["RYE02"].pk == before["RYE02"]
    assert len(after) == len(before) + 1


def test_it_touches_no_trust_that_was_not_named() -> None:
    import_ods(by=BY, file=the_sample(), only={"RTX"})
    assert [trust.code for trust in Trust.objects.all()] == ["RTX"]


def test_it_gives_trusts_of_one_name_slugs_of_their_own() -> None:
    import_ods(by=BY, file=read_ods((row("AAA", "ONE NHS TRUST") + row("AAB", "ONE NHS TRUST")).encode(), "etr.csv"))
    assert sorted(Trust.objects.values_list("slug", flat=True)) == ["one", "one-aab"]


def test_it_takes_few_statements_whatever_the_size(django_assert_max_num_queries: CaptureQueriesContext) -> None:
    rows = [row("RYE"), *(row(f"RYE{number:03d}", f"SITE {number}") for number in range(400))]
    file = read_ods("".join(rows).encode(), "etrust.csv")
    with django_assert_max_num_queries(60):
        import_ods(by=BY, file=file)
    changed = read_ods("".join(rows).replace("SITE", "PLACE").encode(), "etrust.csv")
    with django_assert_max_num_queries(60):
        assert len(import_ods(by=BY, file=changed).changed_sites) == 400


def test_it_ships_the_five_trusts() -> None:
    path = five_trusts_file()
    assert (path.parent / "README.md").read_text().count("Open Government Licence v3.0") >= 2
    plan = import_five_trusts(by=BY)
    assert [new.code for new in plan.new_trusts] == ["RRU", "RTX", "RWP", "RYD", "RYE"]
    assert plan.counts()["new_sites"] == 430
    assert not plan.bad


class TestCommand:
    """`holdfast import ods`."""

    def test_it_changes_nothing_without_apply(self) -> None:
        result = run_command("ods", str(SAMPLES / "etrust-2018-sample.csv"))
        assert "Nothing was changed. Add --apply to do it." in result.text
        assert "line 32: RERRK: no known trust" in result.text
        assert result.code == 0
        assert not Trust.objects.exists()

    def test_it_shows_several_files_as_if_one_came_after_the_other(self) -> None:
        told = run_command("ods", str(SAMPLES / "etrust-2018-sample.csv"), str(SAMPLES / "etr-2026-sample.csv")).data
        assert [file["counts"]["new_trusts"] for file in told["files"]] == [2, 6]
        assert told["files"][1]["counts"]["changed"] == 2
        assert not Trust.objects.exists()
        assert not Entry.objects.exists()

    def test_it_applies(self) -> None:
        result = run_command("ods", str(SAMPLES / "etrust-2018-sample.csv"), "--trust", "rtx", "--apply")
        assert result.data["applied"] is True
        assert result.text.endswith("Done.")
        assert Trust.objects.get().code == "RTX"
        json.dumps(result.data, default=str)

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ([str(SAMPLES / "etr-2026-sample.csv"), "--trust", "XXX"], "No trust with the code XXX"),
            ([str(SAMPLES / "hospital-2018-sample.csv")], "lists of the NHS website"),
            ([str(Path("nowhere") / "etr.csv")], "cannot be read"),
        ],
    )
    def test_it_says_what_is_wrong(self, words: list[str], why: str) -> None:
        with pytest.raises(CommandFailed, match=why):
            run_command("ods", *words)
