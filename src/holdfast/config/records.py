"""The kinds of records of this house: who decides who may see one, and where it is shown.

Here, because only config knows every area. An area that opens records of a kind of its own adds its line; what stands
in one is told in foundation/records/visibility.py.
"""

from __future__ import annotations

RECORD_KINDS: dict[str, dict[str, str]] = {
    "incident": {
        "visible_to": "holdfast.casework.incidents.queries.visibility.visible_to",
        "page": "incidents:incident",
        "title": "incident",
        "model": "incidents.Incident",
        "hangs_on": "",
    },
    "action": {
        "visible_to": "holdfast.tools.actions.queries.visibility.visible_to",
        "page": "actions:action",
        "title": "action",
        "model": "actions.Action",
        "hangs_on": "about",
    },
    "action-plan": {
        "visible_to": "holdfast.tools.actions.queries.visibility.plans_visible_to",
        "page": "actions:plan",
        "title": "action plan",
        "model": "actions.Plan",
        "hangs_on": "about",
    },
    "marker": {
        "visible_to": "holdfast.casework.violence.queries.visibility.markers_visible_to",
        "page": "violence:marker",
        "title": "marker",
        "model": "violence.Marker",
        "hangs_on": "incident__record",
    },
    "lone-working": {
        "visible_to": "holdfast.casework.violence.queries.visibility.arrangements_visible_to",
        "page": "violence:lone-working",
        "title": "arrangements for lone working",
        "model": "violence.Arrangement",
        "hangs_on": "",
    },
    "exhibit": {
        "visible_to": "holdfast.casework.casefile.queries.visibility.exhibits_visible_to",
        "page": "casefile:exhibit-by-reference",
        "title": "exhibit",
        "model": "casefile.Exhibit",
        "hangs_on": "incident__record",
    },
    "sanction": {
        "visible_to": "holdfast.casework.sanctions.queries.visibility.visible_to",
        "page": "sanctions:case",
        "title": "sanction",
        "model": "sanctions.Case",
        "hangs_on": "incident__record",
    },
}
"""By `Record.kind`."""
