"""Places of a trust that ODS does not know, and names for those that it does."""

from __future__ import annotations

from datetime import date

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Site, Trust
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.kernel import clock


@operation
def open_site(
    *, by: Actor, trust: Trust, name: str, address: str = "", postcode: str = "", telephone: str = "", why: str = ""
) -> Site:
    """A place that ODS does not have, with a code of the trust's own such as RYE-001.

    Raises Refused when an open place of the trust has the same name and postcode.
    """
    Trust.objects.select_for_update().get(pk=trust.pk)  # two at once would get the same code
    name, postcode = " ".join(name.split()), " ".join(postcode.upper().split())
    if not name:
        raise Refused("Enter a name.", "name")
    twin = Site.objects.filter(trust=trust, name__iexact=name, postcode=postcode, closed=None).first()
    if twin is not None:
        raise Refused(f"{twin.name} is a place of the trust already ({twin.code}).", "name")
    codes = Site.objects.filter(trust=trust, code__startswith=f"{trust.code}-").values_list("code", flat=True)
    number = max((int(code.rpartition("-")[2]) for code in codes), default=0) + 1
    site = Site.objects.create(
        trust=trust,
        code=f"{trust.code}-{number:03d}",
        name=name,
        address=" ".join(address.split()),
        postcode=postcode,
        telephone=telephone.strip(),
        opened=clock.today(),
    )
    enter("organisation.open_site", by=by, subject=site, details={"name": name}, why=why)
    return site


@operation
def change_site(
    *, by: Actor, site: Site, name: str, address: str = "", postcode: str = "", telephone: str = "", why: str = ""
) -> Site:
    """Give a place another name or address. Of a site that ODS knows only the name can be changed here.

    Raises Refused when nothing changes, and for another address of a site that ODS knows.
    """
    values = {
        "name": " ".join(name.split()),
        "address": " ".join(address.split()),
        "postcode": " ".join(postcode.upper().split()),
        "telephone": telephone.strip(),
    }
    if not values["name"]:
        raise Refused("Enter a name.", "name")
    if site.known_to_ods:
        values = {"name": values["name"]}
    changes = {key: [getattr(site, key), value] for key, value in values.items() if getattr(site, key) != value}
    if not changes:
        raise Refused("Nothing has been changed.")
    for key, value in values.items():
        setattr(site, key, value)
    site.save(update_fields=list(values))
    enter("organisation.change_site", by=by, subject=site, changes=changes, why=why)
    return site


@operation
def close_site(*, by: Actor, site: Site, on: date | None = None, why: str = "") -> Site:
    """Close a place of the trust's own; `on` is its last day (Europe/London), today by default. Records keep it.

    Raises Refused for a site that ODS knows, because the next import would open it again.
    """
    if site.known_to_ods:
        raise Refused(f"{site.name} is closed by ODS. Ask them to close {site.code}, then import their file.")
    if site.closed is not None:
        raise Refused(f"{site.name} is closed already.")
    day = on or clock.today()
    if site.opened and day < site.opened:
        raise Refused("The last day cannot be before the day it opened.", "on")
    site.closed = day
    site.save(update_fields=["closed"])
    enter("organisation.close_site", by=by, subject=site, changes={"closed": [None, day]}, why=why)
    return site


@operation
def reopen_site(*, by: Actor, site: Site, why: str = "") -> Site:
    """Open a closed place of the trust's own again. Raises Refused for one that ODS knows or that is open."""
    if site.known_to_ods or site.closed is None:
        raise Refused(f"{site.name} cannot be opened again here.")
    before, site.closed = site.closed, None
    site.save(update_fields=["closed"])
    enter("organisation.reopen_site", by=by, subject=site, changes={"closed": [before, None]}, why=why)
    return site
