"""The block: a few incidents of one trust, lived through by the operations of real use. All others are its copies."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command

from holdfast.doors.demonstration.building import INCIDENTS, build
from holdfast.foundation.organisation.models import Trust

PACK, CODE = "secamb", "RYD"


def make_template(block: int) -> None:
    """In an empty database: the tables, one trust with its policy and people, and about `block` incidents."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if settings.MODE != "test":
        call_command("collectstatic", interactive=False, verbosity=0)
    build(only=(PACK,), share=block / INCIDENTS[CODE], say=lambda words: None)


def measured_trust() -> Trust:
    """The trust whose pages are measured."""
    return Trust.objects.get(code=CODE)
