"""Links to what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Action:
    """Something that can be done: what the link says and where it leads."""

    title: str
    url: str


def action(title: str, name: str, *args: object) -> Action:
    """The action at the address called `name`."""
    return Action(title, reverse(name, args=args))
