"""Making the database, and letting a trust begin."""

from __future__ import annotations

import argparse

from django.conf import settings
from django.core.management import call_command

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Person, Post, Trust, User
from holdfast.foundation.organisation.operations.accounts import create_account, invite
from holdfast.foundation.organisation.operations.people import add_person
from holdfast.foundation.organisation.operations.posts import appoint, create_post
from holdfast.foundation.organisation.operations.trusts import start_using
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result
from holdfast.oversight.assurance.operations.clocks import rebuild_all
from holdfast.oversight.assurance.operations.installing import digest_of, install_pack
from holdfast.oversight.assurance.packs.loading import PackRefused, load_pack, pack_folders
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack

BY = Actor.system("setup")


def set_up(given: argparse.Namespace) -> Result:
    """Bring the database up to date; with --trust let that trust use Holdfast, with --pack install its policy, with
    --administrator make who looks after it.
    """
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    said = ["The database is up to date."]
    data: dict[str, object] = {"migrated": True}
    if given.trust:
        trust = _trust(given.trust)
        with scope(trust):
            if not trust.live:
                start_using(by=BY, trust=trust)
                said.append(f"{trust.name} uses Holdfast.")
            if given.pack:
                _install(trust, given.pack)
                said.append(f"The policy {given.pack} is installed.")
            if given.administrator:
                link = _administrator(trust, given.administrator, given.name or "")
                said.append(f"{given.administrator} looks after it. To choose a password, open within three days:\n  {link}")
                data["invitation"] = link
        data["trust"] = trust.code
    elif given.pack or given.administrator:
        raise CommandFailed("--pack and --administrator need --trust CODE")
    if not Trust.objects.filter(live=True).exists():
        said.append(
            "No trust uses Holdfast yet. Next:\n"
            "  holdfast import ods etrust.csv --apply\n"
            "  holdfast setup --trust CODE --pack ID --administrator EMAIL --name 'Given Family'"
        )
    return Result(data, "\n".join(said))


def _trust(code: str) -> Trust:
    trust = Trust.objects.filter(code=code.upper()).first()
    if trust is None:
        raise CommandFailed(f"no trust {code} is known: bring it in with `holdfast import ods FILE --apply` first")
    return trust


def find_pack(pack: str) -> tuple[Pack, str]:
    """The pack with this id, shipped or in a folder that the settings name, and its digest. Raises CommandFailed."""
    folders = [*pack_folders(), *(folder for home in settings.CONFIGURATION.packs for folder in pack_folders(home))]
    for folder in folders:
        if folder.name == pack:
            try:
                return load_pack(folder, vocabulary()), digest_of(folder)
            except PackRefused as refusal:
                raise CommandFailed(f"the pack {pack} has faults:\n{refusal}") from None
    raise CommandFailed(f"there is no pack {pack}: there are {', '.join(folder.name for folder in folders)}")


def _install(trust: Trust, pack: str) -> None:
    found, digest = find_pack(pack)
    if found.ods != trust.code:
        raise CommandFailed(f"the pack {pack} is the policy of the trust {found.ods}, not of {trust.code}")
    install_pack(by=BY, trust=trust, pack=found, digest=digest)
    rebuild_all()


def _administrator(trust: Trust, email: str, name: str) -> str:
    given, _, family = name.strip().partition(" ")
    if not given or not family:
        raise CommandFailed("say who the administrator is: --name 'Given Family'")
    if User.objects.filter(email=email.lower()).exists():
        raise CommandFailed(f"{email} has an account already")
    person = Person.objects.filter(trust=trust, email__iexact=email).first() or add_person(
        by=BY, trust=trust, given_name=given, family_name=family, email=email
    )
    post = Post.objects.filter(trust=trust, key="holdfast-administrator", unit=None).first() or create_post(
        by=BY, trust=trust, key="holdfast-administrator", title="Holdfast administrator", role="administrator"
    )
    appoint(by=BY, post=post, person=person, start=clock.today())
    user = create_account(by=BY, person=person, email=email)
    return f"{settings.PUBLIC_URL}{invite(by=BY, user=user).link}"
