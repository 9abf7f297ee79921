"""A small trust under its small pack, with a second version that comes into force on a later day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from holdfast.foundation.organisation.models import Person, Post, PostHolding, Site, Trust, Unit
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.oversight.assurance.operations.installing import install_pack
from holdfast.oversight.assurance.tests.policy_cast import INSTALLER, NOW, Trial
from holdfast.oversight.assurance.tests.small_pack import read
from holdfast.oversight.assurance.tests.test_version_commands import changed_version


def make_vale(folder: Path, since: str = "2026-04-01") -> Trial:
    """The trust, with a lead who edits the policy and a board member who only looks.

    `folder`: for the packs' files; `since`: the day of the second version.
    """
    trust = Trust.objects.create(code="VALE1", slug="vale", name="Vale of Nowhere Hospitals", live=True)
    with scope(trust), clock.at(NOW):
        for number, home in enumerate(changed_version(folder, since)):
            pack = read(home).pack
            assert pack is not None
            install_pack(by=INSTALLER, trust=trust, pack=pack, digest=str(number) * 64)
        site = Site.objects.create(trust=trust, code="VALE101", name="Mill Lane")
        unit = Unit.objects.create(trust=trust, name="Mill Lane", site=site)
        lead, board = (_holder(trust, unit, *told) for told in (("Logan", "lsms"), ("Blair", "chief")))
    return Trial(trust, None, site, unit, lead, lead, lead, lead, lead, board, lead)


def _holder(trust: Trust, unit: Unit, given: str, post: str) -> Person:
    person = Person.objects.create(
        trust=trust, given_name=given, family_name="Person", unit=unit, email=f"{given}@example.org"
    )
    held = Post.objects.get(trust=trust, key=post)
    PostHolding.objects.create(trust=trust, post=held, person=person, start=date(2020, 1, 1))
    return person
