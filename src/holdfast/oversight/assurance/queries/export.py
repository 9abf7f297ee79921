"""A trust's pack as files again, with what the trust has set on screen written into them and every comment kept."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from holdfast.foundation.organisation.models import Trust
from holdfast.oversight.assurance.models import Policy, PolicyText
from holdfast.oversight.assurance.packs.edits import Edit
from holdfast.oversight.assurance.packs.loading import CLAUSES_FILE, PACK_FILE, read_texts
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.queries.edits import edits_of, told_by
from holdfast.oversight.assurance.queries.versions import numbers_set_by

WIDTH = 120


class WroteNothing(ValueError):
    """The pack cannot be written; says why."""


def written_back(trust: Trust, policy: Policy) -> dict[str, str]:
    """The files of the trust's `policy` by name, with the trust's own numbers, words, posts and owners in them.

    What nobody changed stays as it was written. Raises WroteNothing where the files were not kept, and where the
    outcome would not be a pack without a fault.
    """
    text = PolicyText.objects.filter(policy=policy).first()
    if text is None or not text.files:
        raise WroteNothing("Holdfast did not keep the files of this version")
    files = with_changes(text.files, told_by(edits_of(trust)), numbers_set_by(trust))
    reading = read_texts(files, vocabulary())
    if reading.pack is None:
        raise WroteNothing("\n".join(["the pack with your changes has faults:", *map(str, reading.problems)]))
    return files


def with_changes(files: Mapping[str, str], edits: list[Edit], numbers: Mapping[str, str]) -> dict[str, str]:
    """The files with these changes; a file that none of them concerns is given back letter by letter."""
    done = dict(files)
    if any(edit.of in {"term", "post"} for edit in edits) or numbers:
        done[PACK_FILE] = _rewritten(files[PACK_FILE], lambda root: _into_pack(root, edits, numbers))
    if any(edit.of == "owner" for edit in edits) or numbers:
        done[CLAUSES_FILE] = _rewritten(files[CLAUSES_FILE], lambda root: _into_clauses(root, edits, numbers))
    return done


def _rewritten(text: str, change: Any) -> str:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    root = yaml.load(text)
    if not change(root):
        return text
    out = StringIO()
    yaml.dump(root, out)
    return out.getvalue()


def _into_pack(root: Any, edits: list[Edit], numbers: Mapping[str, str]) -> bool:
    """True when something changed."""
    changed = False
    posts = {post["key"]: post for post in root["posts"]}
    for edit in edits:
        if edit.of == "term":
            root["terms"][edit.key] = edit.value
            changed = True
        elif edit.of == "post" and edit.key in posts:
            posts[edit.key][edit.name] = edit.value
            changed = True
    for number in root.get("numbers") or ():
        if number["key"] in numbers:
            number["value"] = numbers[number["key"]]
            changed = True
    for body in root.get("committees") or ():
        if f"{body['key']}.meets" in numbers:
            body["meets"] = numbers[f"{body['key']}.meets"]
            changed = True
    return changed


def _into_clauses(root: Any, edits: list[Edit], numbers: Mapping[str, str]) -> bool:
    """True when something changed."""
    changed = False
    owners = {edit.key: edit.value for edit in edits if edit.of == "owner"}
    for clause in root["clauses"]:
        id_, met_by = str(clause["id"]), clause["met_by"]
        duty = met_by.get("obligation") or met_by.get("attestation")
        if duty is not None and id_ in owners:
            duty["owner"] = owners[id_]
            changed = True
        for place in (duty or met_by, (duty or met_by).get("numbers") or {}):
            for name in list(place):
                if f"{id_}.{name}" in numbers:
                    place[name] = numbers[f"{id_}.{name}"]
                    changed = True
    return changed
