"""Every field is declared: personal, and then how long it is kept, or not personal.

    class Witness(ScopedModel):
        class Data:
            personal = {"name": "10 years after the case is closed", "phone": "until the case is closed"}
            not_personal = ("id", "trust", "incident", "asked_at")

A new field that is declared nowhere, or twice, fails. What a model inherits, it declares where it is written.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.house import area_of, none_of

# Areas whose models are all declared. An area joins when it is; at the end this list holds every area and goes.
COVERED: tuple[str, ...] = (
    "holdfast.foundation.audit",
    "holdfast.foundation.notifications",
    "holdfast.foundation.organisation",
    "holdfast.foundation.records",
    "holdfast.foundation.schedule",
    "holdfast.casework.casefile",
    "holdfast.tools.actions",
    "holdfast.casework.incidents",
    "holdfast.casework.violence",
    "holdfast.oversight.assurance",
)


def undeclared(model: type[models.Model]) -> list[str]:
    """What is wrong with the declaration of `model`: fields in none or both, words for fields that are not there."""
    personal: dict[str, str] = {}
    other: list[str] = []
    for ancestor in model.__mro__:
        data = vars(ancestor).get("Data")
        personal |= getattr(data, "personal", {})
        other += getattr(data, "not_personal", ())
    name = f"{model.__module__}.{model.__name__}"
    fields = {field.name for field in model._meta.concrete_fields} | {f.name for f in model._meta.local_many_to_many}
    return [
        *(f"{name}.{field} is not declared" for field in sorted(fields - set(personal) - set(other))),
        *(f"{name}.{field} is declared twice" for field in sorted(set(personal) & set(other))),
        *(f"{name}.{field} is declared and does not exist" for field in sorted({*personal, *other} - fields)),
        *(f"{name}.{field} does not say how long it is kept" for field in personal if len(personal[field]) < 5),
    ]


def covered_models(areas: Iterable[str]) -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if area_of(model.__module__) in areas]


def test_it_has_every_field_declared() -> None:
    none_of(line for model in covered_models(COVERED) for line in undeclared(model))


def test_it_covers_areas_that_exist() -> None:
    assert [area for area in COVERED if not covered_models([area])] == []


@pytest.mark.parametrize(
    ("personal", "not_personal", "problem"),
    [
        ({"name": "until the case is closed"}, ("id",), None),
        ({}, ("id",), "name is not declared"),
        ({"name": "until the case is closed"}, ("id", "name"), "name is declared twice"),
        ({"name": ""}, ("id",), "name does not say how long"),
        ({"name": "until the case is closed"}, ("id", "phone"), "phone is declared and does not exist"),
    ],
)
def test_it_sees_what_is_not_declared(
    personal: dict[str, str], not_personal: tuple[str, ...], problem: str | None
) -> None:
    with isolate_apps("holdfast.foundation.audit"):

        class Witness(models.Model):
            name = models.CharField(max_length=80)

            class Meta:
                app_label = "audit"

            class Data:
                pass

    Witness.Data.personal = personal  # type: ignore[attr-defined]
    Witness.Data.not_personal = not_personal  # type: ignore[attr-defined]
    assert (problem in undeclared(Witness)[0]) if problem else (undeclared(Witness) == [])
