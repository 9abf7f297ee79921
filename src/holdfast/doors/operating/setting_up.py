"""Making the database, and letting a trust begin."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from holdfast.doors.operating.in_use import among_others
from holdfast.doors.operating.readiness import bring_up_to_date, mark_production, must_be_its_mode
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.command_line import whoever_types
from holdfast.foundation.organisation.models import Person, Post, PostHolding, Trust, User
from holdfast.foundation.organisation.operations.accounts import create_account, invite, password_path
from holdfast.foundation.organisation.operations.ods import five_trusts_file
from holdfast.foundation.organisation.operations.people import add_person
from holdfast.foundation.organisation.operations.posts import appoint, create_post
from holdfast.foundation.organisation.operations.refusal import Refused
from holdfast.foundation.organisation.operations.trusts import start_using
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result
from holdfast.oversight.assurance.models import Policy
from holdfast.oversight.assurance.operations.clocks import rebuild_all
from holdfast.oversight.assurance.operations.installing import digest_of, install_pack
from holdfast.oversight.assurance.packs.loading import PackRefused, load_pack
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.queries.packs import folders_by_id

ADMINISTRATOR = "holdfast-administrator"
"""Key of the post of whoever looks after the trust's people and posts in Holdfast."""


def set_up(given: argparse.Namespace) -> Result:
    """Bring the database up to date; with --trust let that trust use Holdfast, with --pack install its policy, with
    --administrator make who looks after it.

    Run again it changes what is new and says what was there already. Raises CommandFailed, and changes nothing of the
    trust, when one of the three cannot be done.
    """
    _must_make_sense(given)
    with among_others(settings.CONFIGURATION.data):
        bring_up_to_date()
    must_be_its_mode()
    mark_production(whoever_types())
    said = ["The database is up to date."]
    data: dict[str, object] = {"migrated": True, "trust": None, "invitation": None}
    if given.trust:
        trust = _trust(given.trust)
        pack = find_pack(given.pack, trust) if given.pack else None
        data["trust"] = trust.code
        try:
            with transaction.atomic(), scope(trust):
                said += _begin(trust, given, pack, data)
        except Refused as refusal:
            raise CommandFailed(refusal.message) from None
    if not Trust.objects.filter(live=True).exists():
        said.append(
            "No trust uses Holdfast yet. Next:\n"
            "  holdfast import ods etrust.csv --trust CODE --apply\n"
            "  holdfast setup --trust CODE --pack ID --administrator EMAIL --name 'Given Family'\n"
            f"The sites of five trusts, as published in 2018, come with Holdfast: {five_trusts_file()}"
        )
    return Result(data, "\n".join(said))


def _must_make_sense(given: argparse.Namespace) -> None:
    """Raises CommandFailed for options that do not go together, before anything is done."""
    if not given.trust and (given.pack or given.administrator or given.name):
        raise CommandFailed("--pack, --administrator and --name need --trust CODE")
    if given.name and not given.administrator:
        raise CommandFailed("--name is the name of the --administrator: say their e-mail address too")
    if given.administrator:
        try:
            validate_email(given.administrator)
        except ValidationError:
            raise CommandFailed(f"“{given.administrator}” is not an e-mail address") from None


def _begin(
    trust: Trust, given: argparse.Namespace, pack: tuple[Pack, str] | None, data: dict[str, object]
) -> list[str]:
    by = whoever_types()
    said = []
    if trust.live:
        said.append(f"{trust.name} uses Holdfast already.")
    else:
        start_using(by=by, trust=trust)
        said.append(f"{trust.name} uses Holdfast from now on.")
    if pack is not None:
        said.append(_install(by, trust, *pack))
    if given.administrator:
        said += _administrator(by, trust, given.administrator.strip().lower(), given.name or "", data)
    return said


def _trust(code: str) -> Trust:
    trust = Trust.objects.filter(code=code.upper()).first()
    if trust is None:
        shipped = five_trusts_file()
        raise CommandFailed(
            f"no trust with the ODS code {code.upper()} is known here. Bring it and its sites in first:\n"
            f"  holdfast import ods FILE --trust {code.upper()} --apply\n"
            f"FILE is what the Organisation Data Service publishes; five trusts are in {shipped}"
        )
    return trust


def find_pack(pack: str, trust: Trust) -> tuple[Pack, str]:
    """The pack with this id, shipped or in a folder that the settings name, and its digest.

    Raises CommandFailed when there is none, when it has faults (all of them), or when it is another trust's policy.
    """
    folders = folders_by_id()
    if pack not in folders:
        raise CommandFailed(f"there is no pack {pack}: there are {', '.join(folders)}")
    loaded = _load(folders[pack])
    if loaded.ods != trust.code:
        raise CommandFailed(f"the pack {pack} is the policy of the trust {loaded.ods}, not of {trust.code}")
    return loaded, digest_of(folders[pack])


def _load(folder: Path) -> Pack:
    try:
        return load_pack(folder, vocabulary())
    except PackRefused as refusal:
        raise CommandFailed(f"the pack {folder.name} has faults:\n{refusal}") from None


def _install(by: Actor, trust: Trust, pack: Pack, digest: str) -> str:
    if trust.pack == pack.id and Policy.objects.filter(trust=trust, pack=pack.id, digest=digest).exists():
        return f"The policy {pack.id} is in force already."
    install_pack(by=by, trust=trust, pack=pack, digest=digest)
    rebuild_all()
    since = pack.document.in_force
    if since is not None and since > clock.today():
        return f"The policy {pack.id} comes into force on {since}; nothing changes before."
    return f"The policy {pack.id} is in force."


def _administrator(by: Actor, trust: Trust, email: str, name: str, data: dict[str, object]) -> list[str]:
    """Make the account with this address the trust's administrator; what was done, in sentences."""
    user = User.objects.filter(email=email).select_related("person").first()
    if user is not None and (user.person is None or user.person.trust_id != trust.pk):
        raise CommandFailed(f"{email} is the account of someone who does not work for {trust.name}")
    person = user.person if user else _person(by, trust, email, name)
    assert person is not None
    said = [_appoint(by, trust, person)]
    if user is None:
        user = create_account(by=by, person=person, email=email)
    if user.last_login is not None:
        return [*said, f"{email} signs in with the password that they have."]
    invite(by=by, user=user)
    data["invitation"] = f"{settings.PUBLIC_URL}{password_path(user)}"
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return [*said, f"{email} chooses a password here, once, within {days} days:\n  {data['invitation']}"]


def _person(by: Actor, trust: Trust, email: str, name: str) -> Person:
    person = Person.objects.filter(trust=trust, email__iexact=email, left=None).first()
    if person is not None:
        return person
    given, _, family = name.strip().partition(" ")
    if not given or not family.strip():
        raise CommandFailed("say who the administrator is: --name 'Given Family'")
    return add_person(by=by, trust=trust, given_name=given, family_name=family, email=email)


def _appoint(by: Actor, trust: Trust, person: Person) -> str:
    held = PostHolding.objects.filter(person=person, post__role="administrator", post__closed=None)
    if any(holding.runs_on(clock.today()) for holding in held):
        return f"{person} is an administrator of {trust.name} already."
    post = Post.objects.filter(trust=trust, key=ADMINISTRATOR, unit=None, closed=None).first() or create_post(
        by=by, trust=trust, key=ADMINISTRATOR, title="Holdfast administrator", role="administrator"
    )
    appoint(by=by, post=post, person=person, start=clock.today())
    return f"{person} is an administrator of {trust.name}."
