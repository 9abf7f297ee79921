"""How an action moves."""

from __future__ import annotations

from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.kernel.workflow import Move, Workflow

ACTION = Workflow(
    "action",
    states={
        "open": "To do",
        "completed": "Waiting for verification",
        "done": "Done",
        "withdrawn": "Will not be done",
    },
    moves=(
        Move("complete", ("open",), "completed", P.USE_HOLDFAST, "Complete it"),
        Move("finish", ("open",), "done", P.USE_HOLDFAST, "Complete it"),
        Move("verify", ("completed",), "done", P.VERIFY_ACTIONS, "Verify it"),
        Move("send-back", ("completed",), "open", P.VERIFY_ACTIONS, "Send it back", needs_reason=True),
        Move("check-again", ("done",), "done", P.VERIFY_ACTIONS, "Check that it still works"),
        Move("withdraw", ("open", "completed"), "withdrawn", P.RAISE_ACTIONS, "It will not be done", needs_reason=True),
        Move("reopen", ("done", "withdrawn"), "open", P.RAISE_ACTIONS, "Open it again", needs_reason=True),
    ),
)

STATES = ACTION.states
UNFINISHED = ("open", "completed")
"""What somebody still owes."""
