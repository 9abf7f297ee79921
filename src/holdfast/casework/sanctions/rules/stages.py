"""How a sanction case and its letters move."""

from __future__ import annotations

from holdfast.foundation.organisation.permissions import Permission as P
from holdfast.kernel.workflow import Move, Workflow

CASE = Workflow(
    "sanction",
    states={
        "open": "Being considered",
        "proposed": "Waiting for agreement",
        "agreed": "Agreed, not decided yet",
        "decided": "Decided",
        "closed": "Closed",
    },
    moves=(
        Move("propose", ("open",), "proposed", P.MANAGE_SANCTIONS, "Propose"),
        Move("agree", ("proposed",), "agreed", P.AGREE_SANCTIONS, "Agree"),
        Move("refuse", ("proposed",), "open", P.AGREE_SANCTIONS, "Refuse", needs_reason=True),
        Move("decide", ("agreed",), "decided", P.MANAGE_SANCTIONS, "Decide"),
        Move("decide-on-nothing", ("open",), "decided", P.MANAGE_SANCTIONS, "Decide on no sanction", needs_reason=True),
        Move("reconsider", ("proposed", "agreed", "decided", "closed"), "open", P.MANAGE_SANCTIONS, "Consider again",
             needs_reason=True),
        Move("close", ("decided",), "closed", P.MANAGE_SANCTIONS, "Close"),
    ),
    advice={
        "open": "Consider each option, then propose a course.",
        "proposed": "Those who were asked answer first. To change something, consider the case again.",
        "agreed": "Record the decision, or consider the case again.",
        "decided": "Consider the case again first, with the reason.",
        "closed": "Consider the case again first, with the reason.",
    },
)  # fmt: skip

LETTER = Workflow(
    "sanction-letter",
    states={
        "draft": "Draft",
        "submitted": "Waiting for approval",
        "approved": "Approved, not served yet",
        "in-force": "In force",
        "ended": "Ended",
        "withdrawn": "Withdrawn",
    },
    moves=(
        Move("submit", ("draft",), "submitted", P.MANAGE_SANCTIONS, "Send for approval"),
        Move("send-back", ("submitted",), "draft", P.APPROVE_LETTERS, "Send back", needs_reason=True),
        Move("approve", ("submitted",), "approved", P.APPROVE_LETTERS, "Approve"),
        Move("serve", ("approved",), "in-force", P.MANAGE_SANCTIONS, "Serve"),
        Move("return", ("in-force",), "approved", P.MANAGE_SANCTIONS, "It came back"),
        Move("end", ("in-force",), "ended", P.MANAGE_SANCTIONS, "End it", needs_reason=True),
        Move(
            "withdraw",
            ("draft", "submitted", "approved"),
            "withdrawn",
            P.MANAGE_SANCTIONS,
            "Withdraw",
            needs_reason=True,
        ),
    ),
    advice={
        "draft": "Send it for approval first, or withdraw it.",
        "submitted": "It is approved or sent back first.",
        "approved": "Record how it was served, or withdraw it.",
        "in-force": "Review it, or end it with the reason.",
        "ended": "Write a new letter if one is needed.",
        "withdrawn": "Write a new letter if one is needed.",
    },
)

CASE_MEANINGS: dict[str, str] = {
    "open": "going",
    "proposed": "waiting",
    "agreed": "soon",
    "decided": "done",
    "closed": "done",
}
LETTER_MEANINGS: dict[str, str] = {
    "draft": "going",
    "submitted": "waiting",
    "approved": "soon",
    "in-force": "held",
    "ended": "done",
    "withdrawn": "off",
}
