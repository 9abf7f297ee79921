"""The kinds of records that config names lead to questions and pages that exist."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import OneToOneField, QuerySet
from django.urls import reverse
from django.utils.module_loading import import_string

from holdfast.casework.incidents.models import Incident
from holdfast.config.records import RECORD_KINDS
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.organisation.tests.cast import make_person, make_post, sign_in
from holdfast.foundation.organisation.viewer import Viewer
from holdfast.foundation.records.models import Record
from holdfast.foundation.records.visibility import RecordKind, kinds, records_visible_to


@pytest.fixture
def viewer(db: None) -> Viewer:
    trust = Trust.objects.create(code="ZZ1", slug="example", name="Example", live=True)
    with scope(trust):
        person = make_person(trust, "Lee Specialist", email="lee@example.org")
        make_post(trust, "lsms", person)
        sign_in(person)
        found = Viewer.of(person.user)
    assert found is not None
    return found


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_it_names_a_question_and_a_page_of_each_kind(kind: str, viewer: Viewer) -> None:
    told = kinds()[kind]
    assert told == RecordKind(**RECORD_KINDS[kind])
    with scope(viewer.trust):
        rows = import_string(told.visible_to)(viewer)
        assert isinstance(rows, QuerySet)
        # Its primary key is that of its record: this is what lets one condition stand for every kind.
        assert rows.model._meta.pk.name == "record"
        assert reverse(told.page, args=["ABC-2026-00001"])
        assert list(records_visible_to(viewer)) == []


def test_it_names_the_thing_behind_each_record_and_what_it_hangs_on() -> None:
    """What hangs on a restricted incident is hidden with it: a kind that did not say so would tell of it."""
    told = {kind.model: kind.hangs_on for kind in kinds().values()}
    for model in apps.get_models():
        key = model._meta.pk
        if not isinstance(key, OneToOneField) or key.related_model is not Record:
            continue
        kin = [field for field in model._meta.fields if field is not key and field.related_model in (Record, Incident)]
        if model._meta.label not in told:
            assert not kin, f"config/records.py does not name {model._meta.label}, which hangs on {kin}"
            continue
        way = told[model._meta.label]
        assert bool(way) == bool(kin), model._meta.label
        if way:
            assert way.split("__")[0] in {field.name for field in kin}
