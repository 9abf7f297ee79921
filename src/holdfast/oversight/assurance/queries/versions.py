"""The versions of a trust's policy, and what each changes over the one before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holdfast.foundation.organisation.models import Number, Trust
from holdfast.oversight.assurance.models import Policy, PolicyText
from holdfast.oversight.assurance.packs.diff import Difference, difference
from holdfast.oversight.assurance.packs.loading import read_texts
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.queries.edits import edits_of, told_by


def versions_of(trust: Trust) -> list[Policy]:
    """Every version, the newest first. The trust's scope must be open."""
    return list(Policy.objects.filter(trust=trust).order_by("-in_force_from", "-pk"))


def version_before(trust: Trust, day: date) -> Policy | None:
    """The version that held until one of `day` came, or comes, into force; None when that is the first."""
    return Policy.objects.filter(trust=trust, in_force_from__lt=day).last()


def pack_of(policy: Policy) -> Pack | None:
    """The pack that the version was installed from, as it is written; None where this build cannot read it any more."""
    text = PolicyText.objects.filter(policy=policy).first()
    return _read(tuple(sorted(text.files.items()))) if text and text.files else None


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[str, str], ...]) -> Pack | None:
    return read_texts(dict(files), vocabulary()).pack


def changes_for(trust: Trust, old: Pack, new: Pack) -> Difference:
    """What `new` changes over `old` for this trust, with what it has set on screen and keeps."""
    return difference(old, new, told_by(edits_of(trust)), numbers_set_by(trust))


def numbers_set_by(trust: Trust) -> Mapping[str, str]:
    """The numbers that the trust has set itself, by key."""
    return dict(Number.objects.filter(trust=trust, set_by_trust=True).exclude(value="").values_list("key", "value"))
