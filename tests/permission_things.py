"""One of everything that an address can name, in one trust, and who of that trust may open it.

A view says which right it needs. Some things ask for more than a right: an incident must be of one's units, a notice
one's own. That is what `seen_by` says here, in words of its own: asking the same queries as the views do would only
prove that they agree with themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from holdfast.casework.incidents.models import Draft, Incident, SavedFilter
from holdfast.casework.incidents.operations.learning import share_lesson
from holdfast.casework.incidents.operations.restriction import admit_reader
from holdfast.casework.incidents.operations.statements import ask_for_statement
from holdfast.casework.incidents.operations.triage import Judgement, triage
from holdfast.foundation.notifications.models import Mail, MailState, Notice
from holdfast.foundation.organisation.models import Deputy, ImportFile, PostHolding, Site
from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.organisation.scope import scope
from holdfast.foundation.records.models import Reader
from holdfast.foundation.records.operations.evidence import add_file
from holdfast.oversight.assurance.models import Clause, Obligation, Policy
from tests.cast import TrustCast

# Named on the restricted incident: the lead by rule, the other by the lead.
NAMED = ("security-lead", "human-resources")

Seen = Callable[[str], bool]


def everyone(role: str) -> bool:
    """Whoever has the right that the view asks."""
    return True


def nobody(role: str) -> bool:
    """No role."""
    return False


@dataclass(frozen=True)
class Thing:
    """What stands in an address, and which roles of its own trust may open it, beside what the view asks."""

    kwargs: dict[str, Any]
    seen_by: Seen = everyone
    known_to: Seen = nobody

    def refused(self, role: str) -> int | None:
        """What comes to a role that has the view's right: None, it opens; 403 to who may know of it, else 404."""
        if self.seen_by(role):
            return None
        return 403 if self.known_to(role) else 404


@dataclass
class Things:
    """The things of one trust: an incident, a restricted one, and the others by the view that opens them."""

    incident: Thing
    restricted: Thing
    by_view: dict[str, Thing] = field(default_factory=dict)

    def behind(self, view: str, parameters: frozenset[str]) -> Thing | None:
        """The thing for the address of `view`; None when the tests have none."""
        if parameters == {"reference"} and view.startswith("incidents:") and view not in self.by_view:
            return self.incident
        return self.by_view.get(view)

    def restricted_behind(self, thing: Thing) -> Thing | None:
        """The same with the restricted incident in place of the ordinary one; None where there is none in it."""
        if thing.kwargs.get("reference") != self.incident.kwargs["reference"]:
            return None
        return replace(self.restricted, kwargs=thing.kwargs | self.restricted.kwargs)


def only(*roles: str) -> Seen:
    """Seen by these roles alone."""
    return lambda role: role in roles


def sees_incident(role: str) -> bool:
    """An ordinary incident of the unit: whoever sees all, manages the unit, or was asked to investigate."""
    return P.SEE_ALL_INCIDENTS in ROLES[role].permissions or ROLES[role].sees_units


def investigates(role: str) -> bool:
    """Sees the incident, and may investigate what they see."""
    return sees_incident(role) and P.INVESTIGATE_INCIDENTS in ROLES[role].permissions


def make_things(cast: TrustCast) -> Things:
    """One of everything in the trust. The member of staff reports, the line manager investigates."""
    with scope(cast.trust):
        ordinary, restricted = cast.report(), cast.report(internal=True, by_staff=False)
        by = cast.actor("security-lead")
        admit_reader(by=by, incident=restricted, person=cast.people["human-resources"], why="It concerns conduct.")
        made = Things(
            incident=Thing({"reference": ordinary.reference}, sees_incident),
            restricted=Thing({"reference": restricted.reference}, only(*NAMED)),
        )
        made.by_view |= _of_incident(cast, ordinary, restricted)
        made.by_view |= _of_organisation(cast)
        made.by_view |= _of_people(cast, ordinary)
        made.by_view |= {"assurance:duty": Thing({"key": _obligation(cast).key})}
    return made


def _of_incident(cast: TrustCast, ordinary: Incident, restricted: Incident) -> dict[str, Thing]:
    by = cast.actor("lsms")
    judged = Judgement(type=ordinary.type, severity="minor", crime=False, lead=cast.people["line-manager"])
    triage(by=by, incident=ordinary, judgement=judged)
    investigation = ordinary.investigations.get()
    statement = ask_for_statement(by=by, incident=ordinary, person=cast.people["estates"])
    file = add_file(by=by, record=ordinary.record, upload=ContentFile(_photo(), name="photo.png"))
    lesson = share_lesson(by=by, incident=ordinary, title="Lock it", words="Lock the door.", units=[cast.unit])
    reader = Reader.objects.filter(record=restricted.record).order_by("pk").last()
    assert reader is not None
    of_incident = {"reference": ordinary.reference}
    seen = dict.fromkeys(
        ("investigators", "review", "withdraw"), Thing(of_incident | {"key": investigation.pk}, sees_incident)
    )
    own = Thing(of_incident, only("staff"))
    for names, key in (
        (("file", "file-picture", "file-thumbnail", "withdraw-file"), file.pk),
        (("decline-statement", "remind-of-statement"), statement.pk),
        (("put-part-right",), ordinary.victims.get().pk),
    ):
        seen |= dict.fromkeys(names, Thing(of_incident | {"key": key}, sees_incident))
    return {f"incidents:{name}": thing for name, thing in seen.items()} | {
        "incidents:investigate": Thing(of_incident | {"key": investigation.pk}, only("line-manager"), sees_incident),
        "incidents:statement": Thing(
            of_incident | {"key": statement.pk}, lambda role: role == "estates" or investigates(role), sees_incident
        ),
        "incidents:admit": Thing({"reference": restricted.reference}, only(*NAMED)),
        "incidents:dismiss": Thing({"reference": restricted.reference, "reader": reader.pk}, only(*NAMED)),
        "incidents:lesson": Thing({"key": lesson.pk}),
        "incidents:send-lesson": Thing({"key": lesson.pk}, sees_incident),
        "incidents:receipt": own,
        "incidents:my-report": own,
        "incidents:my-report-more": own,
    }


def _of_organisation(cast: TrustCast) -> dict[str, Thing]:
    place = Site.objects.create(trust=cast.trust, code=f"{cast.trust.code}-001", name="Depot", closed=date(2021, 1, 1))
    holding = PostHolding.objects.filter(post=cast.posts["lsms"]).get()
    deputy = Deputy.objects.create(
        trust=cast.trust,
        post=cast.posts["lsms"],
        holder=cast.people["lsms"],
        person=cast.people["occupational-health"],
        start=date(2020, 1, 1),
        end=date(2020, 2, 1),
    )
    own_or_managing = only("lsms", *(key for key, role in ROLES.items() if P.MANAGE_PEOPLE in role.permissions))
    of = {name: Thing({"code": place.code}) for name in ("site", "change_site", "close_site", "reopen_site")}
    of |= {name: Thing({"key": cast.unit.pk}) for name in ("unit", "change_unit", "move_unit", "close_unit")}
    of |= {
        name: Thing({"key": cast.people["staff"].pk})
        for name in (
            *("person", "change_person", "supervisor", "leaving", "invite", "close_account", "open_account"),
            *("sign_in_address", "take_second_factor"),
        )
    }
    of |= {name: Thing({"key": cast.posts["estates"].pk}) for name in ("post", "change_post", "close_post", "appoint")}
    of |= {
        "end_holding": Thing({"key": holding.pk}),
        "deputy": Thing({"post_key": holding.post_id, "person_key": holding.person_id}, own_or_managing, everyone),
        "end_deputy": Thing({"key": deputy.pk}, own_or_managing, everyone),
    }
    ods, staff = Thing({"key": _upload(cast, "ods").key}), Thing({"key": _upload(cast, "staff").key})
    of |= dict.fromkeys(("import_ods_preview", "import_ods_result", "import_file", "discard_import"), ods)
    of |= {f"import_staff_{step}": staff for step in ("columns", "preview", "result", "bad_rows")}
    return {f"organisation:{name}": thing for name, thing in of.items()}


def _of_people(cast: TrustCast, ordinary: Incident) -> dict[str, Thing]:
    person = cast.people["staff"]
    notice = Notice.objects.create(trust=cast.trust, person=person, kind="incidents.news", subject="News")
    mail = Mail.objects.create(
        trust=cast.trust, to="x@example.nhs.uk", subject="x", body="x", key="x", message_id="x", state=MailState.DEAD
    )
    kept = SavedFilter.objects.create(trust=cast.trust, person=cast.people["lsms"], name="Mine", query="text=x")
    Draft.objects.create(trust=cast.trust, key=f"draft-{cast.trust.code}", person=person)
    own = Thing({"pk": notice.pk}, only("staff"))
    return {
        "notifications:open": own,
        "notifications:read": own,
        "notifications:retry": Thing({"pk": mail.pk}),
        "notifications:drop": Thing({"pk": mail.pk}),
        "incidents:drop-filter": Thing({"key": kept.pk}, only("lsms")),
        "incidents:keep-draft": Thing({"key": f"draft-{cast.trust.code}"}, only("staff")),
        "incidents:discard-draft": Thing({"key": f"draft-{cast.trust.code}"}, only("staff")),
        "workspace:site": Thing({"code": cast.site.code}),
        "workspace:person": Thing({"key": person.pk}),
    }


def _photo() -> bytes:
    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    return photo.getvalue()


def _upload(cast: TrustCast, kind: str) -> ImportFile:
    upload = ImportFile(
        trust=cast.trust, kind=kind, person=cast.people["administrator"], name=f"{kind}.csv", size=1, sha256="0" * 64
    )
    upload.file.save("upload", ContentFile(b"x"), save=False)
    upload.save()
    return upload


def _obligation(cast: TrustCast) -> Obligation:
    since = date(2020, 1, 1)
    key = f"{cast.trust.code.lower()}-1.1"
    policy = Policy.objects.create(trust=cast.trust, pack="x", title="Policy", in_force_from=since, digest="x")
    clause = Clause.objects.create(
        trust=cast.trust, policy=policy, key=key, order=1, gist="Triage in time.", kind="duty", met_by="obligation"
    )
    return Obligation.objects.create(
        trust=cast.trust,
        clause=clause,
        key=key,
        statement="Triage in time.",
        kind="deadline",
        measure="incidents.triaged",
        numbers={"within": "P2D"},
        in_force_from=since,
    )
