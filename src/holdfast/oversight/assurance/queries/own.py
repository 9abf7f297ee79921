"""What the trust's policy calls things, who its posts are and who owns its duties, beside what its pack says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.terms import DEFAULT_TERMS
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import PolicyEdit
from holdfast.oversight.assurance.packs.edits import EDITABLE, of_pack, owner_of, with_edits
from holdfast.oversight.assurance.packs.offered import vocabulary
from holdfast.oversight.assurance.packs.pack import Pack
from holdfast.oversight.assurance.queries.duties import policy_on
from holdfast.oversight.assurance.queries.edits import edits_of, told_by
from holdfast.oversight.assurance.queries.versions import pack_of


@dataclass(frozen=True)
class Own:
    """One thing that can be changed: `value` as it counts, `printed` as the pack has it, `edit` where they differ."""

    of: str
    key: str
    name: str
    title: str
    ref: str
    value: str
    printed: str
    edit: PolicyEdit | None


@dataclass(frozen=True)
class OwnPolicy:
    """The pack in force, and as the trust has it."""

    pack: Pack
    own: Pack
    edits: dict[tuple[str, str, str], PolicyEdit]

    @classmethod
    def of(cls, trust: Trust) -> OwnPolicy | None:
        """That of today; None while there is none, or this build cannot read it any more."""
        policy = policy_on(trust, clock.today())
        pack = pack_of(policy) if policy else None
        if pack is None:
            return None
        rows = edits_of(trust)
        return cls(pack, with_edits(pack, told_by(rows)), {(row.of, row.key, row.name): row for row in rows})

    def all_of(self, of: str) -> list[Own]:
        """Every term, post or duty with each thing that can be changed of it; what was changed comes first."""
        found = [self._one(of, key, name, title, ref) for key, title, ref in self._keys(of) for name in EDITABLE[of]]
        return sorted(found, key=lambda one: one.edit is None)

    def one(self, of: str, key: str, name: str) -> Own | None:
        """One of them; None for what cannot be changed."""
        if name not in EDITABLE.get(of, {}):
            return None
        return next((self._one(of, key, name, title, ref) for one, title, ref in self._keys(of) if one == key), None)

    def title_of(self, edit: PolicyEdit) -> str:
        """What an edit is about; its key where the policy no longer has it."""
        return next((title for key, title, _ in self._keys(edit.of) if key == edit.key), edit.key)

    def in_words(self, name: str, value: str) -> str:
        """A value for people."""
        if name == "role":
            return vocabulary().roles.get(value, value)
        if name in {"owner", "reports_to"}:
            return self.own.titles.get(value, value) or "Nobody"
        return value

    def choices(self, of: str, key: str, name: str) -> list[tuple[str, str]]:
        """What can be selected; empty where words are typed."""
        if name == "role":
            return sorted(
                ((role, title) for role, title in vocabulary().roles.items() if role != "administrator"),
                key=lambda pair: pair[1],
            )
        if name == "owner":
            return [(post.key, post.title) for post in self.own.posts if post.level == "trust"]
        if name == "reports_to":
            above = [(post.key, post.title) for post in self.own.posts if post.key != key]
            return above + [(body.key, body.title) for body in self.own.committees]
        return []

    def _keys(self, of: str) -> Iterable[tuple[str, str, str]]:
        if of == "term":
            return [(key, words.capitalize(), "") for key, words in sorted(vocabulary().terms.items())]
        if of == "post":
            return [(post.key, post.title, "") for post in self.own.posts]
        return [(one.id, one.gist, one.ref) for one in self.own.clauses if owner_of(one)]

    def _one(self, of: str, key: str, name: str, title: str, ref: str) -> Own:
        value, printed = (of_pack(pack, of, key, name) or "" for pack in (self.own, self.pack))
        if of == "term":
            value, printed = (words or DEFAULT_TERMS.get(key, vocabulary().terms[key]) for words in (value, printed))
        return Own(of, key, name, title, ref, value, printed, self.edits.get((of, key, name)))
