"""What `holdfast pack status`, `pack diff`, `pack install` and `pack export` do."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.command_line import NOTHING_CHANGED, whoever_types
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel import clock
from holdfast.kernel.commands import CommandFailed, Result
from holdfast.oversight.assurance.models import Clock, Policy
from holdfast.oversight.assurance.operations.clocks import catch_up
from holdfast.oversight.assurance.operations.installing import ALWAYS, digest_of, install_pack
from holdfast.oversight.assurance.packs.diff import difference
from holdfast.oversight.assurance.packs.loading import PackRefused, load_pack, pack_folders
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.packs.pack_commands import status_of
from holdfast.oversight.assurance.presenters.versions import as_text, told
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.queries.export import WroteNothing, written_back
from holdfast.oversight.assurance.queries.packs import NoSuchPack, folder_of, folders_by_id
from holdfast.oversight.assurance.queries.versions import changes_for, pack_of


def show_status(given: argparse.Namespace) -> Result:
    """How far each policy is live: of those that lie in one folder, else of all that can be installed by their id.

    Raises CommandFailed where a pack has faults, or there is none.
    """
    folders = pack_folders(given.home) if given.home else folders_by_id().values()
    return status_of(folders, str(given.home), capabilities=given.capabilities)


def diff(given: argparse.Namespace) -> Result:
    """What the pack B changes over the pack A. Raises CommandFailed for one that is not there or has faults."""
    old, new = (_load(folder) for folder in (_folder(given.old), _folder(given.new)))
    found = difference(old, new)
    return Result(
        {"from": _called(old), "to": _called(new), **found.as_data()},
        f"{_title(old)}\n→ {_title(new)}\n\n{as_text(told(found, old, new))}",
    )


def install(given: argparse.Namespace) -> Result:
    """Show what a pack would change for its trust; with --apply put it in force.

    Raises CommandFailed for a pack that is not there or has faults, then nothing is changed, and for another trust's.
    """
    folder = _folder(given.pack)
    pack = _load(folder)
    trust = _trust(given.trust or pack.ods, pack)
    with scope(trust):
        said, data = _what_changes(trust, pack)
        rewritten = _rewrites(trust, pack, digest_of(folder))
        said = "\n\n".join(filter(None, [said, rewritten]))
        data |= {"trust": trust.code, "applied": False, "rewrites": bool(rewritten)}
        if not given.apply:
            return Result(data, f"{said}\n\n{NOTHING_CHANGED}")
        _put(whoever_types(), trust, pack, folder)
        since = pack.document.in_force
        later = since is not None and since > clock.today()
        when = f"comes into force on {since}; nothing changes before" if later else "is in force"
        return Result(data | {"applied": True}, f"{said}\n\nThe policy {pack.id} {when}.")


def export(given: argparse.Namespace) -> Result:
    """Write the pack in force with the trust's own changes into a folder. Raises CommandFailed when that cannot be."""
    trust = _trust(given.trust, None)
    with scope(trust):
        policy = policy_on(trust, clock.today())
        if policy is None:
            raise CommandFailed(f"{trust} has no policy in force")
        try:
            files = written_back(trust, policy)
        except WroteNothing as refusal:
            raise CommandFailed(str(refusal)) from None
    folder: Path = given.folder
    there = [name for name in files if (folder / name).exists()]
    if there and not given.overwrite:
        raise CommandFailed(f"{folder} holds {' and '.join(there)} already. Name an empty folder, or add --overwrite.")
    folder.mkdir(parents=True, exist_ok=True)
    for name, words in files.items():
        (folder / name).write_text(words, encoding="utf-8")
    written = [str(folder / name) for name in files]
    return Result({"written": written}, f"Written: {', '.join(written)}\nSee it with: holdfast pack check {folder}")


def _what_changes(trust: Trust, pack: Pack) -> tuple[str, dict[str, Any]]:
    """What installing `pack` would change for `trust`, in words and as data."""
    since = pack.document.in_force or ALWAYS
    current = policy_on(trust, max(since, clock.today()) if since == ALWAYS else since)
    unset = sum(number.value is None for number in pack.every_number())
    head = f"{_title(pack)}, {len(pack.clauses)} clauses, {unset} numbers unset"
    if current is None:
        return f"{head}\nThe first policy of {trust}.", {"to": _called(pack), "from": None}
    old = pack_of(current)
    if old is None:
        words = f"{head}\nWhat it replaces was written for another Holdfast and cannot be compared."
        return words, {"to": _called(pack), "from": None}
    found = changes_for(trust, old, pack)
    return f"{_title(old)}\n→ {head}\n\n{as_text(told(found, old, pack))}", {
        "from": _called(old),
        "to": _called(pack),
        **found.as_data(),
    }


def _rewrites(trust: Trust, pack: Pack, digest: str) -> str:
    """A warning where the pack takes the place of a version by which records were judged; empty where it does not."""
    since = pack.document.in_force or ALWAYS
    replaced = Policy.objects.filter(trust=trust, in_force_from=since).exclude(digest=digest).first()
    judged = Clock.objects.filter(obligation__clause__policy=replaced).exclude(obligation__kind="attestation")
    if replaced is None or not judged.exists():
        return ""
    called = f"version {replaced.version}" if replaced.version else "the version"
    when = "from the beginning" if since == ALWAYS else f"from {since}"
    return (
        f"Look out: this takes the place of {called}, which decides {when} and by which records were judged.\n"
        "They are judged anew, and what stood on its pages cannot be called up again. To leave the past as it was\n"
        "judged, give the document a new “version”, and “in_force” with the day from which it decides."
    )


def _put(by: Actor, trust: Trust, pack: Pack, folder: Path) -> None:
    install_pack(by=by, trust=trust, pack=pack, digest=digest_of(folder))
    catch_up()


def _folder(word: str) -> Path:
    try:
        return folder_of(word)
    except NoSuchPack as refusal:
        raise CommandFailed(str(refusal)) from None


def _load(folder: Path) -> Pack:
    try:
        return load_pack(folder, vocabulary())
    except PackRefused as refusal:
        kept = "The pack that is in force stays in force."
        raise CommandFailed(f"the pack in {folder} has faults:\n{refusal}\n{kept}") from None


def _trust(code: str, pack: Pack | None) -> Trust:
    trust = Trust.objects.filter(code=code.upper()).first()
    if trust is None:
        raise CommandFailed(
            f"no trust with the ODS code {code.upper()} is known here: holdfast import ods FILE --apply"
        )
    if pack is not None and pack.ods != trust.code:
        raise CommandFailed(f"the pack {pack.id} is the policy of the trust {pack.ods}, not of {trust.code}")
    return trust


def _called(pack: Pack) -> dict[str, Any]:
    document = pack.document
    return {"id": pack.id, "version": document.version, "in_force": document.in_force, "clauses": len(pack.clauses)}


def _title(pack: Pack) -> str:
    version = f" version {pack.document.version}" if pack.document.version else ""
    since = f" from {pack.document.in_force}" if pack.document.in_force else ""
    return f"{pack.id}: {pack.document.title}{version}{since}"
