"""Every fault that a pack can have, one at a time, with what must be said of it."""

from __future__ import annotations

from holdfast.oversight.assurance.tests.small_pack import Fault

P, C = "pack.yaml", "clauses.yaml"

FAULTS = {
    # keys
    "unknown key": Fault(
        P, "short_name: Vale", "short_nam: Vale\nshort_name: Vale", "short_nam:",
        "The pack has no key “short_nam”. Did you mean “short_name”?",
    ),
    "unknown key of a clause": Fault(
        C, "  note: From", "  notes: From", "notes: From", "A clause has no key “notes”. Did you mean “note”?"
    ),
    "missing key": Fault(P, "ods: VALE1\n", "", "format", "The pack needs “ods”."),
    "key without a value": Fault(P, "ods: VALE1", "ods:", "format", "The pack needs a value for “ods”."),
    "key twice": Fault(
        P, "ods: VALE1", "ods: VALE1\nods: VALE2", "ods: VALE2", "The pack has the key “ods” twice, first in line 3."
    ),
    "term twice": Fault(
        P, "  control_room: Switchboard", "  control_room: Switchboard\n  control_room: Desk", "control_room: Desk",
        "“terms” of the pack has “control_room” twice, first in line 14.",
    ),
    # types of values
    "a list where words belong": Fault(
        P, "organisation: Vale of Nowhere Hospitals", "organisation: [Vale]", "organisation",
        "“organisation” of the pack must be words, not a list.",
    ),
    "words where a list belongs": Fault(
        P, "committees:\n- key: board\n  title: Board\n  papers_from: director\n  meets: unset\n",
        "committees: board\n", "committees: board",
        "“committees” of the pack must be a list (lines that begin with “- ”), not “board”.",
    ),
    "words where keys belong": Fault(
        C, "    none: Background.", "    Background.", "    Background.",
        "“met_by” of vale-2-c must have keys, but this is “Background.”."
    ),
    "neither true nor false": Fault(
        P, "anonymous: true", "anonymous: yes", "anonymous: yes",
        "“anonymous” of the reporting must be true or false, not “yes”.",
    ),
    "no date": Fault(
        P, "dated: 2026-01-05", "dated: 5 January 2026", "5 January",
        "“dated” of the document must be a date such as 2026-03-01, not “5 January 2026”.",
    ),
    "no share": Fault(
        C, "target: 95%", "target: 95", "target: 95",
        "“target” of the obligation of vale-1-a must be a share such as 95%, not “95”.",
    ),
    "format of another time": Fault(
        P, "format: 1", "format: 7", "format: 7", "This Holdfast reads packs of format 1, not of format 7."
    ),
    "key that is no key": Fault(
        P, "key: police", "key: The Police!", "key: The Police!",
        "The key of a party must be small letters, digits and dashes, at most 60, not “The Police!”.",
    ),
    # names of the trust
    "unknown term": Fault(
        P, "incident_system: Ledger", "incident_sytem: Ledger", "incident_sytem",
        "There is no term “incident_sytem”. Did you mean “incident_system”?",
    ),
    "unknown role": Fault(
        P, "role: line-manager", "role: line_manger", "role: line_manger",
        "“role” of the post manager cannot be “line_manger”. Did you mean “line-manager”?",
    ),
    "unknown level": Fault(
        P, "level: team", "level: teams", "level: teams",
        "“level” of the post manager cannot be “teams”. Did you mean “team”?"
    ),
    "unknown post above": Fault(
        P, "reports_to: director\n- key: manager", "reports_to: directer\n- key: manager", "directer",
        "“reports_to” of the post lsms names “directer”, which is not a post or a committee of this pack."
        " Did you mean “director”?",
    ),
    "circle of posts": Fault(
        P, "  level: trust\n- key: director", "  level: trust\n  reports_to: lsms\n- key: director", "reports_to: lsms",
        "Nobody can report to themselves: chief → lsms → director → chief.",
    ),
    "unknown actor": Fault(
        C, "actor: police", "actor: polise", "actor: polise",
        "The actor of vale-1-b names “polise”, which is not a post, a committee or a party of this pack."
        " Did you mean “police”?",
    ),
    "unknown owner": Fault(
        C, "owner: manager", "owner: manger", "owner: manger",
        "The owner of vale-2-b names “manger”, which is not a post of this pack. Did you mean “manager”?",
    ),
    "owner who is no post": Fault(
        C, "owner: manager", "owner: board", "owner: board",
        "The owner of vale-2-b must be a post, but “board” is a committee."
    ),
    "key used twice": Fault(
        P, "key: police", "key: board", "key: board\n  title: Police", "“board” is a committee already, in line 36."
    ),
    "unknown type in the routing": Fault(
        P, "types: [fraud]", "types: [frawd]", "frawd",
        "“types” of “when” of a rule of the routing cannot be “frawd”. Did you mean “fraud”?",
    ),
    "unknown flag in the closing": Fault(
        P, "when: {flags: [crime]}\n  clause: vale-1-b", "when: {flags: [crimes]}\n  clause: vale-1-b", "crimes",
        "“flags” of “when” of a rule of the closing cannot be “crimes”. Did you mean “crime”?",
    ),
    "with and without": Fault(
        P, "without: [near_miss]", "without: [crime]", "when: {types",
        "No incident is both with and without crime, as “when” of a rule of the routing asks.",
    ),
    "routing to nobody": Fault(
        P, "investigate: manager", "investigate: mangaer", "mangaer",
        "The routing names “mangaer”, which is not a post of this pack. Did you mean “manager”?",
    ),
    "rule without effect": Fault(
        P, "- when: {}\n  tell: [lsms]\n  investigate: manager", "- when: {}", "when: {}",
        "This rule of the routing does nothing: give it one of tell, investigate, restrict, route_out.",
    ),
    "unknown closing requirement": Fault(
        P, "requirement: crime-number", "requirement: crime-numer", "crime-numer",
        "“requirement” of a rule of the closing cannot be “crime-numer”. Did you mean “crime-number”?",
    ),
    "deadline that is none": Fault(
        P, "deadlines: [vale-1-a]", "deadlines: [vale-2-a]", "anonymous",
        "“deadlines” of the reporting names vale-2-a, which is no obligation of the kind “deadline”.",
    ),
    # clauses
    "clause twice": Fault(
        C, "- id: vale-2-b", "- id: vale-2-a\n  ref: '2'\n  gist: Again.\n  kind: duty\n  capability: custody.codes\n"
        "  met_by: {none: Again.}\n- id: vale-2-b", "vale-2-a\n  ref: '2'",
        "“vale-2-a” is a clause already, in line 37.",
    ),
    "clause in two places": Fault(
        P, "[vale-2-a, vale-2-b, vale-2-c]", "[vale-2-a, vale-2-b,\n    vale-1-a, vale-2-c]", "    vale-1-a,",
        "Clause vale-1-a stands in two places, first in line 74.",
    ),
    "clause missing": Fault(
        P, "vale-2-b, vale-2-c", "vale-2-b, vale-2-d, vale-2-c", "[vale-2-a",
        "Clause vale-2-d is missing from clauses.yaml.",
    ),
    "clause in no section": Fault(
        P, "vale-2-b, vale-2-c", "vale-2-b", "", "Clause vale-2-c stands in no section of the contents in pack.yaml."
    ),
    "clause not placed": Fault(
        C, "    none: Background.", "    {}", "    {}",
        "Clause vale-2-c is not placed. It can be met by: process, obligation, content, attestation, none.",
    ),
    "clause placed twice": Fault(
        C, "    none: Background.", "    none: Background.\n    content: assurance.policy", "    none: Background.",
        "Clause vale-2-c is placed twice, by content and by none: keep one.",
    ),
    "id of another pack": Fault(
        C, "- id: vale-2-c", "- id: hill-2-c", "hill-2-c",
        "The id of a clause begins with “vale-”, not like “hill-2-c”."
    ),
    "unknown kind of clause": Fault(
        C, "kind: prohibition", "kind: prohibiton", "prohibiton",
        "“kind” of vale-2-b cannot be “prohibiton”. Did you mean “prohibition”?",
    ),
    "unknown capability": Fault(
        C, "capability: incidents.triage", "capability: incident.triage", "incident.triage",
        "“capability” of vale-1-c cannot be “incident.triage”. Did you mean “incidents.triage”?",
    ),
    # names of code
    "unknown operation": Fault(
        C, "[incidents.report, incidents.triage]", "[incidents.report, incidents.triages]", "incidents.triages",
        "There is no operation “incidents.triages”. Did you mean “incidents.triage”?",
    ),
    "unknown page": Fault(
        C, "content: incidents.triage-form", "content: incidents.triage_from", "incidents.triage_from",
        "There is no page or field “incidents.triage_from”. Did you mean “incidents.triage-form”?",
    ),
    "unknown measure": Fault(
        C, "measure: incidents.reported", "measure: incidents.reportd", "incidents.reportd",
        "There is no measure “incidents.reportd”. Did you mean “incidents.reported”?",
    ),
    "unknown fact": Fault(
        C, "required: [description]", "required: [descripton]", "descripton",
        "incidents.facts-held knows no fact “descripton”. Did you mean “description”?",
    ),
    "unknown option": Fault(
        C, "numbers: {within: PT24H, warn: PT2H}", "numbers: {within: PT24H}\n      options: {limit_form: shift-end}",
        "limit_form", "incidents.reported has no option “limit_form”. Did you mean “limit_from”?",
    ),
    "unknown choice of an option": Fault(
        C, "options: {from: triaged}", "options: {from: triage}", "triage}",
        "The option “from” of vale-1-b cannot be “triage”. Did you mean “triaged”?",
    ),
    "option missing": Fault(
        C, "    options: {from: triaged}\n", "", "process: [inc",
        "incidents.facts-held needs the option “from” in vale-1-b.",
    ),
    "unknown key of a filter": Fault(
        C, "filter: {flags: [crime]}", "filter: {kinds: [theft]}", "kinds",
        "The filter of vale-1-a has no key “kinds”. It can be: flags, types, without.",
    ),
    # numbers
    "wrong duration": Fault(
        C, "within: PT24H", "within: 24 hours", "24 hours",
        "“within” of vale-1-a: “24 hours” is not a duration such as PT24H, P7D, P6W, P6M or P1Y. Did you mean “PT24H”?",
    ),
    "unknown number": Fault(
        C, "every: lock-change", "every: lock-chnge", "lock-chnge",
        "“every” of vale-2-a names no number of this pack: “lock-chnge”. Did you mean “lock-change”?",
    ),
    "number of another unit": Fault(
        C, "every: lock-change", "every: report-about", "report-about",
        "“every” of vale-2-a needs a duration, but the number “report-about” is a period.",
    ),
    "unset in a clause": Fault(
        C, "every: P1Y", "every: unset", "every: unset",
        "“every” of vale-2-b: an unset number stands in pack.yaml, where it has a key and the question to the trust.",
    ),
    "wrong value of a number": Fault(
        P, "value: quarter", "value: quartal", "quartal",
        "“quartal” is not a period. It can be: month, quarter, half-year, financial-year, calendar-year."
        " Where the policy prints no figure, write “unset”.",
    ),
    "number that the kind does not take": Fault(
        C, "warn: PT2H", "every: PT2H", "every: PT2H",
        "The deadline of vale-1-a takes no number “every”. It can be: warn, within.",
    ),
    "number missing": Fault(
        C, "      numbers: {every: lock-change}\n", "", "kind: interval\n      measure",
        "The interval of vale-2-a needs the number “every”, ISO 8601, such as PT24H, P7D, P6W, P6M or P1Y.",
    ),
    "unknown kind of obligation": Fault(
        C, "kind: interval", "kind: interwal", "interwal",
        "There is no kind of obligation “interwal”. Did you mean “interval”?",
    ),
    "kind that is not the measure's": Fault(
        C, "kind: interval", "kind: rota", "kind: rota",
        "custody.code-changed is a measure of the kind “interval”, not “rota”.",
    ),
    "attestation as an obligation": Fault(
        C, "kind: interval", "kind: attestation", "kind: attestation",
        "An attestation measures no record: place the clause by “attestation” instead.",
    ),
    # areas
    "awaiting an area that is built": Fault(
        C, "    content: incidents.triage-form", "    content: incidents.triage-form\n  awaiting: incidents",
        "awaiting: incidents",
        "Clause vale-1-c cannot await incidents: that area is built. Take “awaiting” away.",
    ),
    "awaiting no area": Fault(
        C, "  awaiting: custody", "  awaiting: [custody, custodie]", "custodie",
        "“awaiting” of vale-2-a names no area: “custodie”. Did you mean “custody”?",
    ),
    "awaiting another area": Fault(
        C, "  awaiting: custody", "  awaiting: [custody, premises]", "premises",
        "Clause vale-2-a awaits premises, but nothing that it names belongs to premises.",
    ),
    "awaiting not said": Fault(
        C, "  awaiting: custody\n", "", "id: vale-2-a",
        "Clause vale-2-a names custody.code-changed, and custody is not built yet: add “awaiting: custody”.",
    ),
}  # fmt: skip
