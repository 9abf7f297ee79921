"""Who acts, and on what: the words that the audit trail keeps of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

Channel = Literal["web", "command", "import", "system", "demo"]


@dataclass(frozen=True)
class Actor:
    """Someone, or something, that does or reads things in Holdfast.

    `name` is what people call them and `identity` what stays the same when the name does not: "user:12",
    "system:tick", or "anonymous". `post` is the post in which they act and `on_behalf_of` the person whose deputy
    they are. `channel` and `address` say how and from where. `person_id` and `user_id` are for the rules of other
    areas; the trail keeps words only, because it outlives the rows that such numbers point to.

    Raises ValueError without a name or an identity, and for an unknown channel.
    """

    name: str
    identity: str
    post: str = ""
    on_behalf_of: str = ""
    channel: Channel = "web"
    address: str = ""
    person_id: int | None = None
    user_id: int | None = None

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.identity.strip():
            raise ValueError("an actor needs a name and an identity")
        if self.channel not in get_args(Channel):
            raise ValueError(f"“{self.channel}” is not a channel; use one of {', '.join(get_args(Channel))}")

    @classmethod
    def system(cls, name: str) -> Actor:
        """Holdfast itself, at the work called `name`.

        >>> Actor.system("tick").identity
        'system:tick'
        """
        return cls(name=f"Holdfast ({name})", identity=f"system:{name}", channel="system")


@dataclass(frozen=True)
class Subject:
    """What an entry is about: its kind ("incident"), its reference, and the ODS code of its trust (blank for none)."""

    kind: str
    reference: str
    trust: str = ""

    @property
    def audit_subject(self) -> Subject:
        """Itself, so that a Subject can stand wherever a thing that has one is asked for."""
        return self


class HasAuditSubject(Protocol):
    """Anything that the trail can speak of: a record, a trust, a site, a person, or a Subject."""

    @property
    def audit_subject(self) -> Subject: ...
