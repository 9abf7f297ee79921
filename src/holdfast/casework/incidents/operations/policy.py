"""Putting a trust's routing, closing lines and words for the forms in force.

Called by whoever installs a policy; the area knows no pack.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from holdfast.casework.incidents.models import ClosingRule, GuidanceText, RoutingRule
from holdfast.casework.incidents.rules.closing import REQUIREMENTS, ClosingLine
from holdfast.casework.incidents.rules.routing import RoutingLine
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.operations import enter, operation
from holdfast.foundation.organisation.models import Trust


@operation
def install_rules(*, by: Actor, trust: Trust, routing: Sequence[RoutingLine], closing: Sequence[ClosingLine]) -> None:
    """Replace the trust's routing and closing lines. Raises ValueError for a requirement that does not exist."""
    unknown = sorted({line.requirement for line in closing} - set(REQUIREMENTS))
    if unknown:
        raise ValueError(f"closing cannot ask for {', '.join(unknown)}: it can ask for {', '.join(REQUIREMENTS)}")
    RoutingRule.objects.filter(trust=trust).delete()
    ClosingRule.objects.filter(trust=trust).delete()
    RoutingRule.objects.bulk_create(
        RoutingRule(
            trust=trust,
            order=order,
            types=sorted(line.types),
            severities=sorted(line.severities),
            flags=sorted(line.flags),
            without=sorted(line.without),
            tell=list(line.tell),
            at_once=line.at_once,
            investigate=line.investigate,
            strand=line.strand,
            restrict=line.restrict,
            route_out=line.route_out,
            clause=line.clause,
        )
        for order, line in enumerate(routing)
    )
    ClosingRule.objects.bulk_create(
        ClosingRule(
            trust=trust,
            requirement=line.requirement,
            types=sorted(line.when.types),
            severities=sorted(line.when.severities),
            flags=sorted(line.when.flags),
            without=sorted(line.when.without),
            clause=line.clause,
        )
        for line in closing
    )
    enter("incidents.install_rules", by=by, subject=trust, details={"routing": len(routing), "closing": len(closing)})


@operation
def install_guidance(*, by: Actor, trust: Trust, texts: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Replace the words of the trust's policy that stand beside forms.

    `texts` maps a page, such as `incidents.report-form`, to pairs of the words and the clause that they come from, in
    the order in which they are shown.
    """
    GuidanceText.objects.filter(trust=trust).delete()
    GuidanceText.objects.bulk_create(
        GuidanceText(trust=trust, page=page, order=order, words=words, clause=clause)
        for page, lines in texts.items()
        for order, (words, clause) in enumerate(lines)
    )
    enter(
        "incidents.install_guidance",
        by=by,
        subject=trust,
        details={page: len(lines) for page, lines in texts.items()},
    )
