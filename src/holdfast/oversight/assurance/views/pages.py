"""The board's overview, a duty with the records behind it, and the policy in printed order."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from django.http import Http404, HttpResponse
from django.shortcuts import render

from holdfast.casework.incidents.queries.visibility import visible_to
from holdfast.foundation.organisation.access import ViewedRequest, requires
from holdfast.foundation.organisation.permissions import Permission
from holdfast.kernel import clock
from holdfast.oversight.assurance.models import Obligation
from holdfast.oversight.assurance.operations.clocks import catch_up, waiting
from holdfast.oversight.assurance.presenters import MEET, ORDER, STATES, VERDICTS, line_of, numbers_in_words, why
from holdfast.oversight.assurance.queries.duties import clauses_of, obligations_of, policy_on, titles_of_posts
from holdfast.oversight.assurance.queries.tallies import clocks_behind, tallies

AT_ONCE = 500
"""Changed records that a page looks at itself before it answers; more than that waits for the scheduler."""

ROWS = 50


def as_at_of(request: ViewedRequest) -> tuple[datetime, date | None]:
    """The instant that the page is asked for: the end of `?as-at=YYYY-MM-DD`, or now. A bad day means now."""
    try:
        day = date.fromisoformat(request.GET.get("as-at", ""))
    except ValueError:
        return clock.now(), None
    if day >= clock.today():
        return clock.now(), None
    return datetime.combine(day, time(23, 59, 59, 999_999), tzinfo=clock.LONDON), day


@requires(Permission.SEE_ASSURANCE)
def overview(request: ViewedRequest) -> HttpResponse:
    """Each measured duty of the trust's policy with its state."""
    catch_up(AT_ONCE)
    as_at, day = as_at_of(request)
    trust = request.viewer.trust
    duties = list(obligations_of(trust, clock.local_day(as_at)))
    lines = [line_of(tally) for tally in tallies(duties, as_at, viewer=request.viewer).values()]
    wanted = request.GET.get("state", "")
    counts = Counter(line.tally.state for line in lines)
    groups: dict[str, list[object]] = {}
    for line in lines:
        if not wanted or line.tally.state == wanted:
            groups.setdefault(line.obligation.clause.heading or "Other duties", []).append(line)
    judged = [line.tally for line in lines if line.tally.kept is not None]
    shown = {
        "page_title": "Is our policy kept?",
        "policy": policy_on(trust, clock.local_day(as_at)),
        "groups": groups,
        "states": [(state, *STATES[state], counts[state]) for state in STATES if counts[state]],
        "wanted": wanted,
        "as_at": as_at,
        "day": day,
        "today": clock.today(),
        "met": sum(tally.met for tally in judged),
        "judged": sum(tally.denominator for tally in judged),
        "waiting": waiting(),
        "owners": titles_of_posts(trust, (line.obligation.owner for line in lines)),
    }
    return render(request, "assurance/overview.html", shown)


@requires(Permission.SEE_ASSURANCE)
def duty(request: ViewedRequest, key: str) -> HttpResponse:
    """One duty: what it asks, how it stands, and the very records behind each figure."""
    catch_up(AT_ONCE)
    as_at, day = as_at_of(request)
    trust = request.viewer.trust
    obligation = obligations_of(trust, clock.local_day(as_at)).filter(key=key).first()
    if obligation is None:
        raise Http404
    tally = tallies([obligation], as_at, viewer=request.viewer)[obligation.pk]
    counts = {verdict: tally.counts.get(verdict, 0) for verdict in ORDER}
    counts |= {verdict: tally.judged.get(verdict, 0) for verdict in ("met", "late", "missed")}
    verdict = request.GET.get("verdict", "")
    if verdict not in ORDER:
        verdict = next((one for one in ORDER if counts[one]), "overdue")
    rows = list(clocks_behind(obligation, verdict, as_at, viewer=request.viewer)[: ROWS + 1])
    may_open = set(
        visible_to(request.viewer)
        .filter(pk__in=[row.record_id for row in rows if row.record_id])
        .values_list("pk", flat=True)
    )
    shown = {
        "page_title": obligation.statement,
        "caption": f"{obligation.clause.ref} {obligation.clause.heading}".strip(),
        "obligation": obligation,
        "line": line_of(tally),
        "tabs": [(one, *VERDICTS[one], counts[one], one == verdict) for one in ORDER if counts[one]],
        "verdict": verdict,
        "rows": [(row, why(row, as_at), row.record_id in may_open) for row in rows[:ROWS]],
        "more": len(rows) > ROWS,
        "numbers": numbers_in_words(obligation),
        "owner": titles_of_posts(trust, [obligation.owner]).get(obligation.owner, ""),
        "as_at": as_at,
        "day": day,
        "today": clock.today(),
        "snapshots": obligation.snapshots.order_by("-day")[:60],
        "changes": obligation.changes.order_by("-at")[:20],
        "breadcrumb": [{"title": "Is our policy kept?", "url": "/assurance/"}],
    }
    return render(request, "assurance/duty.html", shown)


@requires(Permission.SEE_ASSURANCE)
def policy(request: ViewedRequest) -> HttpResponse:
    """The trust's policy, clause by clause in our words, each with what meets it and how it stands."""
    catch_up(AT_ONCE)
    as_at, day = as_at_of(request)
    trust = request.viewer.trust
    found = policy_on(trust, clock.local_day(as_at))
    clauses = list(clauses_of(found)) if found else []
    duties = [clause.obligation for clause in clauses if _measured(clause)]
    found_tallies = tallies(duties, as_at, viewer=request.viewer)
    met_by, text = request.GET.get("met-by", ""), request.GET.get("text", "").strip().casefold()
    groups: dict[str, list[object]] = {}
    for clause in clauses:
        if met_by and clause.met_by != met_by:
            continue
        if text and text not in f"{clause.ref} {clause.key} {clause.gist} {clause.capability}".casefold():
            continue
        line = line_of(found_tallies[clause.obligation.pk]) if _measured(clause) else None
        groups.setdefault(clause.heading or "Other", []).append((clause, line))
    shown = {
        "page_title": found.title if found else "Our policy",
        "caption": trust.name,
        "policy": found,
        "groups": groups,
        "kinds": [(key, words, sum(clause.met_by == key for clause in clauses)) for key, words in MEET.items()],
        "met_by": met_by,
        "text": request.GET.get("text", ""),
        "meet": MEET,
        "total": len(clauses),
        "awaiting": sum(bool(clause.awaiting) for clause in clauses),
        "owners": titles_of_posts(trust, (clause.owner for clause in clauses)),
        "breadcrumb": [{"title": "Is our policy kept?", "url": "/assurance/"}],
    }
    return render(request, "assurance/policy.html", shown)


def _measured(clause: object) -> Obligation | None:
    return getattr(clause, "obligation", None)
