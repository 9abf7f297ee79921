"""What a status means, and the colour that says so beside its word."""

from __future__ import annotations

COLOUR_BY_MEANING = {
    "plain": "no-colour",  # nothing to do, nothing to say
    "done": "green",  # finished, met, in order
    "going": "blue",  # someone is working on it
    "waiting": "white",  # not begun, not yet due
    "soon": "yellow",  # will be late unless somebody acts
    "late": "red",  # a limit has passed
    "bad": "red",  # failed, refused, high harm
    "held": "orange",  # stopped by something outside
    "restricted": "purple",  # seen by named people only
    "new": "aqua-green",  # not looked at yet
    "off": "grey",  # withdrawn, not applicable, unset
}


def colour_of(meaning: str) -> str:
    """The colour of a tag with this meaning. Raises KeyError with the known meanings when there is no such one."""
    try:
        return COLOUR_BY_MEANING[meaning]
    except KeyError:
        raise KeyError(f"no meaning {meaning!r}; the meanings are {', '.join(COLOUR_BY_MEANING)}") from None
