"""Which keys a pack may write where, and what each means. The readers and docs/writing-a-pack.md go by these tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Keys:
    """The keys of one thing: those that it needs, and those that it may have, each with its meaning."""

    needs: Mapping[str, str] = field(default_factory=dict)
    may: Mapping[str, str] = field(default_factory=dict)


PACK = Keys(
    needs={
        "format": "1",
        "id": "the pack's own name: small letters; the id of every clause begins with it",
        "ods": "the trust's ODS code",
        "organisation": "the trust's name",
        "short_name": "what people call it",
        "service": "`ambulance` or `hospital`",
        "document": "the policy as a document",
        "terms": "the trust's own words, by key",
        "posts": "who has which part in the policy",
        "reporting": "how reports come in",
        "routing": "whom an incident is told, and who investigates",
        "contents": "the clauses in printed order",
    },
    may={
        "committees": "bodies that meet",
        "parties": "everyone else whom clauses name",
        "numbers": "figures with a key of their own, also those that the policy leaves open",
        "closing": "what must be there before an incident may close",
        "reminders": "how long after a duty turned bad its owner is told of it again, each a duration",
    },
)
DOCUMENT = Keys(
    needs={"title": "its title", "kind": "policy, procedure, strategy …"},
    may={
        "reference": "its number in the trust",
        "version": "the version as printed",
        "dated": "the day on which it was approved",
        "review_due": "the day by which it is reviewed",
        "in_force": "the day from which this version decides; left out: ever since",
    },
)
POST = Keys(
    needs={
        "key": "its name in this pack",
        "title": "what the trust calls it",
        "role": "what it may do in Holdfast, see the roles below",
        "level": "where it stands and so how many there are, see the levels below",
    },
    may={"reports_to": "the post or committee above it", "about": "its part in the policy"},
)
COMMITTEE = Keys(
    needs={
        "key": "its name in this pack",
        "title": "what the trust calls it",
        "papers_from": "the post that brings its papers",
        "meets": "how often, as a duration, or `unset`",
    },
    may={
        "reports_to": "the post or committee above it",
        "also": "other names that the policy has for it",
        "ended": "since when it is no more, and what came after it",
        "about": "its part in the policy",
    },
)
PARTY = Keys(
    needs={"key": "its name in this pack", "title": "its name", "kind": "see the kinds of parties below"},
    may={"ended": "since when it is no more, and what came after it", "about": "its part in the policy"},
)
NUMBER = Keys(
    needs={
        "key": "its name in this pack",
        "asks": "the question that the trust must answer while it is unset",
        "unit": "see the units below",
        "value": "the figure as printed, or `unset`: never a guess",
    },
    may={"from": "the clause that speaks of it"},
)
SECTION = Keys(
    needs={"ref": "its number as printed", "heading": "its heading in our words", "clauses": "the ids of its clauses"}
)
REPORTING = Keys(
    needs={
        "anonymous": "`true` if people may report without a name",
        "without_account": "`true` if people may report without signing in",
        "starts": "from when the time to report runs: `discovered` or `happened`",
    },
    may={"deadlines": "the clauses that say how soon a report is due", "note": "what a reader should know"},
)
ROUTING = Keys(
    needs={"when": "which incidents, see below; `{}` means all"},
    may={
        "tell": "the posts that are told",
        "investigate": "the post that investigates; the first rule that names one wins",
        "restrict": "`true`: only people who are named on it see it",
        "route_out": "where an incident goes that is outside the policy",
        "at_once": "`true`: told at the report, not at the triage",
        "strand": "`manager`, `lsms` or `specialist`",
        "clause": "the clause that says so",
        "why": "the reason, where no clause says so",
    },
)
CLOSING = Keys(
    needs={"requirement": "see the requirements below"},
    may={"when": "which incidents; left out: all", "clause": "the clause that says so"},
)
WHEN = Keys(
    may={
        "types": "any of these kinds",
        "severities": "any of these severities",
        "flags": "all of these",
        "without": "none of these",
    }
)
CLAUSE = Keys(
    needs={
        "id": "its name: the pack's id, a dash and what you like",
        "ref": "its number as printed",
        "gist": "what it says, in one sentence of your own",
        "kind": "what sort of line it is, see below",
        "capability": "the subject under which it is found, see below",
        "met_by": "one of the five ways below",
    },
    may={
        "actor": "the post, committee or party that it names",
        "awaiting": "the areas of Holdfast that do not exist yet and that it rests on",
        "note": "what a reader should know",
        "settled": "how you decided where the policy contradicts itself or is silent",
        "superseded": "what applies now, where it rests on law or bodies that are gone",
    },
)
MET_BY = Keys(
    may={
        "process": "operations that make it happen or refuse the wrong thing; with `measure`, how often they did",
        "obligation": "the records are measured",
        "content": "shown on these pages, where it is needed",
        "attestation": "its owner confirms a statement again and again",
        "none": "context only; the reason why",
        "count": "beside `process`: which of its operations are counted, where their number answers the clause",
    }
)
COUNTED = Keys(
    may={
        "numbers": "the numbers of its kind, each a figure as printed or the key of a number of the pack",
        "mode": "of the kind `period`: `during` or `about`",
        "required": "of the kind `completeness`: the facts that must be held",
        "filter": "which records, as in `when`, where the measure takes one",
        "options": "choices of the measure",
    }
)
OBLIGATION = Keys(
    needs={
        "kind": "one of the kinds below",
        "measure": "what is measured: `holdfast pack measures`",
        "owner": "the post that answers for it",
        "target": "the share to be kept, such as 95%, or `unset`",
    },
    may={**COUNTED.may, "aim": "what the policy asks for before its limit, a duration"},
)
ATTESTATION = Keys(
    needs={
        "statement": "what is confirmed",
        "every": "how often: a duration, or the key of a number of the pack",
        "owner": "the post that confirms it",
    },
    may={"evidence": "what must be given with it"},
)

ALL: dict[str, Keys] = {
    "pack": PACK,
    "document": DOCUMENT,
    "post": POST,
    "committee": COMMITTEE,
    "party": PARTY,
    "number": NUMBER,
    "section": SECTION,
    "reporting": REPORTING,
    "routing": ROUTING,
    "closing": CLOSING,
    "when": WHEN,
    "clause": CLAUSE,
    "met_by": MET_BY,
    "obligation": OBLIGATION,
    "attestation": ATTESTATION,
}
"""Every table by the name under which the guide prints it."""
