"""What the demonstration's trusts do about whoever did it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

from holdfast.casework.incidents.models import Wish
from holdfast.casework.incidents.operations.report_answers import SubjectFacts
from holdfast.casework.sanctions.models import Case, Letter, PublicityDecision, Recovery
from holdfast.doors.demonstration.after_sanctions import after_sanctions
from holdfast.doors.demonstration.cast import Cast
from holdfast.foundation.organisation.models import PostHolding
from holdfast.oversight.assurance.tests.policy_cast import NOW, assault, trial_of

MAN = SubjectFacts(standing="patient", name="Vic Sterne", born=date(1980, 1, 1))


def test_it_goes_every_way_that_a_case_can_go(db: None) -> None:
    with trial_of("waht") as trial:
        cast = Cast(trust=trial.trust, service="hospital")
        for holding in PostHolding.objects.select_related("post", "person"):
            cast.by_role.setdefault(holding.post.role, []).append(holding.person)
        chance = random.Random(11)
        for number in range(14):
            who = MAN if number % 4 else replace(MAN, name="")
            incident = trial.triage(trial.report(replace(assault(), subjects=(who,))), at=NOW)
            while not incident.sanction_cases.exists():
                after_sanctions(incident, cast, chance)
        assert {"open", "decided"} <= set(Case.objects.values_list("state", flat=True))
        assert "in-force" in set(Letter.objects.values_list("state", flat=True))
        assert set(Case.objects.values_list("sanctioned", flat=True)) == {None, True, False}
        assert PublicityDecision.objects.exists()
        assert Recovery.objects.exists()
        assert Wish.objects.count() >= 14
