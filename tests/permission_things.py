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
from tests import permission_actions, permission_sanctions, permission_violence
from tests.cast import TrustCast
from tests.permission_assurance import of_assurance
from tests.permission_casefile import bundle_of, exhibit_of, patient_search_of, search_of
from tests.permission_liaison import liaison_on

# Named on the restricted incident: the lead by rule, another by the lead, and who is asked to approve a search.
NAMED = ("security-lead", "human-resources", "senior-manager")

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
        hangs_on_it = view.startswith(("incidents:", "casefile:", "liaison:")) or view == "close-case"
        if parameters == {"reference"} and hangs_on_it and view not in self.by_view:
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
        made.by_view |= _of_casefile(cast, ordinary, restricted)
        made.by_view |= _of_history(cast, ordinary)
        made.by_view |= _of_actions(cast, ordinary, made.incident)
        made.by_view |= _of_sanctions(cast, ordinary, made.incident)
        made.by_view |= _of_liaison(cast, ordinary)
        made.by_view |= _of_violence(cast, ordinary, made.incident)
        made.by_view |= _of_organisation(cast)
        made.by_view |= _of_people(cast, ordinary)
        for name, kwargs, sees in of_assurance(cast, _photo()):
            made.by_view[f"assurance:{name}"] = Thing(kwargs, sees, everyone)
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


def _of_casefile(cast: TrustCast, ordinary: Incident, restricted: Incident) -> dict[str, Thing]:
    keys = exhibit_of(cast, ordinary, ordinary.record.evidence.get())
    row, of = keys.pop("key"), {"reference": ordinary.reference} | keys
    exhibit = Thing(of, sees_incident)
    search = Thing(
        {"reference": restricted.reference, "key": search_of(cast, restricted, approver="senior-manager")}, only(*NAMED)
    )
    decided = replace(search, seen_by=only("senior-manager"), known_to=only(*NAMED))
    seen = dict.fromkeys(
        ("exhibit", "exhibit-label", "exhibit-file", "check-exhibit", "hand-over", "end-exhibit"), exhibit
    )
    seen |= {"correct-handover": replace(exhibit, kwargs=of | {"key": row})}
    seen |= dict.fromkeys(
        (
            *("search", "approve-search-by-word", "answer-search", "consider-police", "record-search"),
            *("police-search", "drop-search"),
        ),
        search,
    )
    seen |= dict.fromkeys(("approve-search", "decline-search", "confirm-search"), decided)
    seen |= {"print-search": replace(search, seen_by=nobody)}  # there is none before it was carried out
    bundle = Thing({"reference": ordinary.reference, "number": bundle_of(ordinary)}, sees_incident)
    seen |= dict.fromkeys(("bundle", "bundle-file", "give-bundle"), bundle)
    seen |= {
        "exhibit-by-reference": Thing({"reference": of["exhibit"]}, sees_incident),
        "patient-search": Thing({"key": patient_search_of(cast)}, lambda role: role == "staff" or sees_incident(role)),
    }
    return {f"casefile:{name}": thing for name, thing in seen.items()}


def _of_history(cast: TrustCast, ordinary: Incident) -> dict[str, Thing]:
    steps = ("columns", "words", "preview", "result", "bad-rows", "discard")
    upload = Thing({"key": _upload(cast, "history", "lsms").key}, only("lsms"))
    # The incident was reported here, so that it has no rows of another system.
    none = Thing({"reference": ordinary.reference}, nobody)
    return {f"incidents:history-{step}": upload for step in steps} | {"incidents:source-rows": none}


def _of_actions(cast: TrustCast, ordinary: Incident, incident: Thing) -> dict[str, Thing]:
    """An action and a plan on the incident. The member of staff owes them, and does not see the incident."""

    def knows(role: str) -> bool:
        return role == "staff" or sees_incident(role)

    def changes(role: str) -> bool:
        return sees_incident(role) and P.RAISE_ACTIONS in ROLES[role].permissions

    def does(role: str) -> bool:
        return role == "staff" or changes(role)

    def verifies(role: str) -> bool:
        return sees_incident(role) and P.VERIFY_ACTIONS in ROLES[role].permissions

    file = permission_actions.action_on(cast, ordinary.record, _photo())
    one, plan = {"reference": file["reference"]}, permission_actions.plan_on(cast, ordinary.record)
    seen: dict[str, Thing] = {"verify": Thing(one, verifies, knows)}
    for names, by in (
        (permission_actions.OF_WHOEVER_SEES_IT, knows),
        (permission_actions.OF_WHOEVER_DOES_IT, does),
        (permission_actions.OF_WHOEVER_CHANGES_IT, changes),
    ):
        for name in names:
            seen[name] = Thing(file if name in permission_actions.WITH_A_FILE else one, by, knows)
    seen |= dict.fromkeys(("plan", "print-plan"), Thing(plan, knows))
    seen |= dict.fromkeys(("update-plan", "close-plan"), Thing(plan, does, knows))
    seen |= {"raise-in-plan": Thing(plan, sees_incident)}
    seen |= dict.fromkeys(("of-record", "raise-on", "open-plan-on"), incident)
    return {f"actions:{name}": thing for name, thing in seen.items()}


def _of_sanctions(cast: TrustCast, ordinary: Incident, incident: Thing) -> dict[str, Thing]:
    """A case on the incident’s subject: for who sees the incident, is asked to agree, or decides on publicity."""

    def looks(role: str) -> bool:
        return (
            sees_incident(role) or role == permission_sanctions.ASKED or P.DECIDE_PUBLICITY in ROLES[role].permissions
        )

    found = {name: Thing(kwargs, looks) for name, kwargs in permission_sanctions.sanction_of(cast, ordinary).items()}
    found["agree"] = replace(found["agree"], seen_by=only(permission_sanctions.ASKED))
    for name in ("wish", "open"):
        found[name] = replace(found[name], seen_by=sees_incident)
    return {f"sanctions:{name}": thing for name, thing in (found | {"incident": incident}).items()}


def _of_liaison(cast: TrustCast, ordinary: Incident) -> dict[str, Thing]:
    """A report to the police with all that came of it, a call, a statement, a disclosure and RIDDOR."""
    keys = liaison_on(cast, ordinary)
    of = {"reference": ordinary.reference}
    report, days = {"key": keys.report}, {"key": keys.injured, "span": keys.span}

    def works_on_it(role: str) -> bool:
        return sees_incident(role) and P.WORK_WITH_POLICE in ROLES[role].permissions

    def hands_over(role: str) -> bool:
        return sees_incident(role) or P.APPROVE_DISCLOSURES in ROLES[role].permissions

    seen = {
        "take-in-call": Thing(of | {"key": keys.call}, sees_incident),
        "wish": Thing(of | {"key": keys.victim}, sees_incident),
        "statement": Thing(of | {"key": keys.statement}, sees_incident),
        "followed-up": Thing(of | {"key": keys.contact}, sees_incident),
        "riddor-facts": Thing(of | {"key": keys.victim}, sees_incident),
        "force-steps": Thing({"key": keys.force}),
        "my-statement": Thing({"key": keys.statement}, only("staff")),
        "escalation-answer": Thing(report | {"step": keys.escalation}, works_on_it),
        "told": Thing(report | {"telling": keys.telling}, works_on_it),
        "decide-disclosure": Thing({"key": keys.disclosure}),
        "hand-over": Thing({"key": keys.disclosure}, hands_over),
    }
    answered = ("answer", "escalate", "number", "officer", "step", "chase", "end", "resume", "tie-call")
    seen |= dict.fromkeys(answered, Thing(report, works_on_it))
    of_injured = ("riddor-days", "riddor-decide", "riddor-form", "riddor-reported", "riddor-sheet")
    seen |= dict.fromkeys(of_injured, Thing({"key": keys.injured}, sees_incident))
    seen |= dict.fromkeys(("riddor-last-day", "riddor-take-off"), Thing(days, sees_incident))
    return {f"liaison:{name}": thing for name, thing in seen.items()}


def _of_violence(cast: TrustCast, ordinary: Incident, incident: Thing) -> dict[str, Thing]:
    """What followed an assault on the member of staff, a marker, and the lone working of their team."""

    def supports(role: str) -> bool:
        return sees_incident(role) and P.SUPPORT_VICTIMS in ROLES[role].permissions

    def keeps(role: str) -> bool:
        rights = ROLES[role].permissions
        over = ROLES[role].sees_units or P.SEE_ALL_INCIDENTS in rights
        return role == "line-manager" or (P.KEEP_LONE_WORKING in rights and over)

    def answers(role: str) -> bool:
        return role == "staff" or P.ANSWER_CALLS in ROLES[role].permissions

    def marks(role: str) -> bool:
        return role == "staff" or bool({P.SEE_MARKERS, P.PLACE_MARKERS} & ROLES[role].permissions)

    def asks(role: str) -> bool:
        return role == "staff" or sees_incident(role)

    found = permission_violence.violence_on(cast, ordinary)
    who: dict[str, tuple[Seen, Seen]] = {"call": (answers, nobody), "marker": (marks, nobody)}
    who |= {"hit": (only("control-room"), nobody)}
    who |= dict.fromkeys(("step", "step-done", "care-plan-advice"), (sees_incident, nobody))
    who |= dict.fromkeys(permission_violence.OF_WHO_SUPPORTS, (supports, nobody))
    who |= dict.fromkeys(permission_violence.OF_THE_VICTIM, (only("staff"), nobody))
    who |= dict.fromkeys(permission_violence.OF_WHO_KEEPS_THE_TEAM, (keeps, everyone))
    seen = {name: Thing(kwargs, *who.get(name, (everyone, nobody))) for name, kwargs in found.of.items()}
    seen |= dict.fromkeys(("response", "care-plan", "ask-for-backup-on"), incident)
    seen |= dict.fromkeys(("ask-for-marker", "no-marker"), Thing({"reference": found.second.reference}, asks))
    named = {f"violence:{name}": thing for name, thing in seen.items()}
    # The case file answers calls and ties them, for the register of the police beside violence.
    return named | dict.fromkeys(("answer-call", "casefile:tie-call"), named["violence:call"])


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


def _upload(cast: TrustCast, kind: str, by: str = "administrator") -> ImportFile:
    upload = ImportFile(
        trust=cast.trust, kind=kind, person=cast.people[by], name=f"{kind}.csv", size=1, sha256="0" * 64
    )
    upload.file.save("upload", ContentFile(b"x"), save=False)
    upload.save()
    return upload
