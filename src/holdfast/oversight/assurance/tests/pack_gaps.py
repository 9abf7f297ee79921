"""What a pack may lack or call by no name, one fault at a time: without these posts and rules no trust could run."""

from __future__ import annotations

from holdfast.oversight.assurance.tests.small_pack import Fault

P, C = "pack.yaml", "clauses.yaml"

GAPS = {
    # what must be there
    "nobody who sees restricted incidents": Fault(
        P, "role: security-lead", "role: lsms", "- key: chief",
        "No post has the role “security-lead”: nobody would see an incident that is restricted.",
    ),
    "no line manager": Fault(
        P, "role: line-manager", "role: staff", "- key: chief",
        "No post has the role “line-manager”: nobody would check reports and look into what their team reports.",
    ),
    "no rule for the rest": Fault(
        P, "- when: {}\n", "- when: {types: [theft]}\n", "{types: [theft]}",
        "The routing must end with a rule for all incidents, “when: {}”.",
    ),
    "a rule for the rest that tells nobody": Fault(
        P, "- when: {}\n  tell: [lsms]\n", "- when: {}\n", "when: {}",
        "The last rule of the routing must tell somebody: give it “tell”.",
    ),
    "reviewed before it was dated": Fault(
        P, "  dated: 2026-01-05\n", "  dated: 2026-01-05\n  review_due: 2025-01-05\n", "review_due",
        "The review of the document falls due before it is dated, 2026-01-05.",
    ),
    # names that are nowhere near
    "a number that is gone": Fault(
        C, "numbers: {every: lock-change}", "numbers: {every: manager-look}", "numbers: {every",
        "“every” of vale-2-a names no number of this pack: “manager-look”. It can be: lock-change, report-about.",
    ),
    "half of a subject": Fault(
        C, "  capability: incidents.triage", "  capability: polce", "capability: polce",
        "“capability” of vale-1-c cannot be “polce”. Did you mean “police.liaison”?",
    ),
    # counts
    "count of what is not done": Fault(
        C, "    measure: incidents.facts-held\n    numbers: {within: PT0S}\n    required: [description]\n"
        "    options: {from: triaged}\n", "    count: incidents.share-lesson\n", "incidents.share-lesson",
        "“incidents.share-lesson” is no operation of this “process”. Did you mean “incidents.report”?",
    ),
    "count of what has no number": Fault(
        C, "    measure: incidents.facts-held\n    numbers: {within: PT0S}\n    required: [description]\n"
        "    options: {from: triaged}\n", "    count: incidents.triage\n", "count: incidents.triage",
        "“incidents.triage” cannot be counted. Did you mean “incidents.report”?",
    ),
    "count beside a measure": Fault(
        C, "    measure: incidents.facts-held", "    count: incidents.report\n    measure: incidents.facts-held",
        "count: incidents.report",
        "vale-1-b has a “measure”, which is shown in place of a “count”: keep one.",
    ),
    "count without a process": Fault(
        C, "    content: incidents.triage-form", "    content: incidents.triage-form\n    count: incidents.report",
        "count: incidents.report", "“count” stands beside “process” only: it names operations of it.",
    ),
}  # fmt: skip
