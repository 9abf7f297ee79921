"""Where a report to the police stands, and the moves between."""

from __future__ import annotations

from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.kernel.workflow import Move, Workflow

STATES: dict[str, str] = {
    "made": "Waiting for an answer",
    "refused": "Police declined",
    "taken": "With the police",
    "charged": "Charged",
    "ended": "Ended",
}
MEANINGS: dict[str, str] = {"made": "waiting", "refused": "bad", "taken": "going", "charged": "going", "ended": "done"}

PURPOSES: dict[str, str] = {"crime": "Crime reported", "attend": "Police asked to come"}
CHANNELS: dict[str, str] = {
    "999": "999",
    "101": "101",
    "online": "Online",
    "control-room": "Control room line",
    "in-person": "In person",
}
NUMBERS: dict[str, str] = {"log": "Police log or CAD number", "crime": "Crime number", "other": "Another number"}
WISHES: dict[str, str] = {
    "yes": "Wants the police to act",
    "no": "Does not want the police to act",
    "unsure": "Not sure yet",
}

STEPS: dict[str, str] = {
    "news": "News from the police",
    "statement": "Statement taken",
    "arrest": "Someone was arrested",
    "charge": "Someone was charged",
    "no-charge": "No charge",
    "hearing": "Court date set",
    "verdict": "Court outcome",
    "sentence": "Sentence",
    "compensation": "Compensation ordered",
    "out-of-court": "Dealt with out of court",
    "closed": "Police closed it",
}
"""What the police or the court did. The person affected is told of each."""
CHASE = "chase"
STEPS_AND_CHASES = STEPS | {CHASE: "Asked again"}
"""With what the trust did itself: of that nobody is told."""
ENDING = frozenset({"no-charge", "out-of-court", "closed", "sentence"})
"""Steps after which nothing more is expected, unless somebody says so."""

NEEDS_WORDS = frozenset({"news", "verdict", "sentence", "out-of-court", "closed", "no-charge"})
"""Steps that say nothing to the person affected without a sentence."""
AFTER_A_CHARGE = frozenset({"verdict", "sentence"})

POLICE = Workflow(
    "police report",
    states=STATES,
    moves=(
        Move("take", ("made", "refused"), "taken", P.WORK_WITH_POLICE, "Police take it up"),
        Move("refuse", ("made", "taken"), "refused", P.WORK_WITH_POLICE, "Police decline", needs_reason=True),
        Move("charge", ("taken",), "charged", P.WORK_WITH_POLICE, "Someone is charged"),
        Move("end", ("made", "refused", "taken", "charged"), "ended", P.WORK_WITH_POLICE, "End", needs_reason=True),
        Move("resume", ("ended",), "taken", P.WORK_WITH_POLICE, "Take it up again", needs_reason=True),
    ),
)
