"""Bringing in trusts and sites as the Organisation Data Service (ODS) publishes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.utils.text import slugify

from holdfast.foundation.audit.actors import Actor, Subject
from holdfast.foundation.audit.operations import Happening, enter_many, operation
from holdfast.foundation.organisation.models import Site, Trust
from holdfast.foundation.organisation.rules.ods import OdsFile, read_ods
from holdfast.foundation.organisation.rules.ods_plan import SITE_FIELDS, TRUST_FIELDS, New, OdsPlan, plan_ods
from holdfast.foundation.organisation.rules.shown_names import short_name_of_trust
from holdfast.foundation.organisation.scope import scope

BATCH = 1000


def five_trusts_file() -> Path:
    """Where the ODS rows of the five trusts lie that ship with Holdfast (their licence stands beside them)."""
    return Path(str(files("holdfast.foundation.organisation") / "data" / "etrust-2018-five-trusts.csv"))


def import_five_trusts(*, by: Actor, only: Collection[str] = ()) -> OdsPlan:
    """Take over the five trusts that ship with Holdfast, or those of them with the ODS codes `only`, and their sites.

    Changes nothing the second time.
    """
    path = five_trusts_file()
    return import_ods(by=by, file=read_ods(path.read_bytes(), path.name), only=only)


def preview_ods(file: OdsFile, *, only: Collection[str] = ()) -> OdsPlan:
    """What importing `file` would change, and nothing changed. `only`: limited to trusts with these ODS codes."""
    known = {facts["code"]: facts for facts in Trust.objects.values("id", "code", *TRUST_FIELDS)}
    wanted = [facts for code, facts in known.items() if not only or code in only]
    codes = {facts["id"]: facts["code"] for facts in wanted}
    with scope(list(codes)):
        rows = Site.objects.order_by("code").values("trust_id", "code", *SITE_FIELDS)
        sites = {(codes[facts["trust_id"]], facts["code"]): facts for facts in rows.iterator(chunk_size=5000)}
    return plan_ods(file, trusts=known, sites=sites, only=only)


@operation
def import_ods(*, by: Actor, file: OdsFile, only: Collection[str] = ()) -> OdsPlan:
    """Take over what `file` says of trusts and their sites, and say what was done.

    Needs no scope and gives none away: it touches the trusts named in `only`, or every trust in the file when `only`
    is empty, which is for the command line alone. Sites are added and changed, never deleted, and never closed by
    absence. Rows that cannot be used are in the plan's `bad`; the others are taken over. Running it again changes
    nothing. Leaves one entry for the file, one for each trust that got new sites, and one for each thing changed.
    """
    plan = preview_ods(file, only=only)
    _add_trusts(plan.new_trusts)
    trusts = {trust.code: trust for trust in Trust.objects.all()}
    changed_trusts = [trusts[changed.code] for changed in plan.changed_trusts]
    for trust, changed in zip(changed_trusts, plan.changed_trusts, strict=True):
        for name, (_, after) in changed.fields.items():
            setattr(trust, name, after)
    Trust.objects.bulk_update(changed_trusts, TRUST_FIELDS, batch_size=200)
    touched = {new.trust for new in plan.new_sites} | {changed.trust for changed in plan.changed_sites}
    with scope([trusts[code] for code in touched]):
        Site.objects.bulk_create((_site(trusts, new) for new in plan.new_sites), batch_size=BATCH)
        _change_sites(plan, trusts)
    plan.applied = True
    enter_many(_happenings(plan, by, only))
    return plan


def _add_trusts(new: list[New]) -> None:
    taken = set(Trust.objects.values_list("slug", flat=True))
    trusts = []
    for row in new:
        short = short_name_of_trust(row.values["name"])
        slug = slugify(short)[:60].strip("-") or row.code.lower()
        if slug in taken:
            slug = f"{slug[:49]}-{row.code.lower()}"
        taken.add(slug)
        trusts.append(Trust(code=row.code, slug=slug, short_name=short[:60], **row.values))
    Trust.objects.bulk_create(trusts, batch_size=BATCH)


def _site(trusts: dict[str, Trust], new: New) -> Site:
    return Site(trust=trusts[new.trust], code=new.code, **new.values)


def _change_sites(plan: OdsPlan, trusts: dict[str, Trust]) -> None:
    """One statement per thousand: an UPDATE for each of thirty thousand sites would take minutes."""
    wanted = {(changed.trust, changed.code): changed.fields for changed in plan.changed_sites}
    if not wanted:
        return
    codes = {trust.pk: trust.code for trust in trusts.values()}
    sites = []
    for site in Site.objects.order_by("pk").iterator(chunk_size=5000):
        fields = wanted.get((codes[site.trust_id], site.code))
        if fields:
            for name, (_, after) in fields.items():
                setattr(site, name, after)
            sites.append(site)
    Site.objects.bulk_create(
        sites, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=SITE_FIELDS
    )


def _happenings(plan: OdsPlan, by: Actor, only: Collection[str]) -> list[Happening]:
    births: dict[str, list[str]] = defaultdict(list)
    for new in plan.new_sites:
        births[new.trust].append(new.code)
    the_file = Subject("ods_file", plan.file, min(only) if len(only) == 1 else "")
    details: dict[str, Any] = {"kind": plan.kind, **plan.counts()}
    return [
        Happening("organisation.import_ods", by, the_file, details=details),
        *(
            Happening("organisation.add_trust", by, Subject("trust", new.code, new.code), details=new.values)
            for new in plan.new_trusts
        ),
        *(
            Happening("organisation.add_sites", by, Subject("trust", code, code), details={"sites": sites})
            for code, sites in births.items()
        ),
        *(
            Happening(verb, by, Subject(kind, changed.code, changed.trust), changes=changed.fields)
            for verb, kind, group in (
                ("organisation.change_trust", "trust", plan.changed_trusts),
                ("organisation.change_site", "site", plan.changed_sites),
            )
            for changed in group
        ),
    ]
