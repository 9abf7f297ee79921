"""Forms of lone working."""

from __future__ import annotations

from typing import Any

from holdfast.casework.violence.forms.people import PersonField
from holdfast.casework.violence.forms.versioned import RecordForm
from holdfast.casework.violence.models import Arrangement, Device, LoneWorker
from holdfast.foundation.organisation.models import Trust, Unit
from holdfast.foundation.organisation.queries.units import open_units, unit_paths
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    OneLineField,
    SeveralChoices,
    YesNoField,
)
from holdfast.foundation.pages.forms import PageForm

EVERY = [("P1M", "Every month"), ("P3M", "Every 3 months"), ("P6M", "Every 6 months"), ("P1Y", "Every year")]


class _Arrangement(PageForm):
    controls = SeveralChoices(
        label="What keeps people safe?",
        called="what keeps them safe",
        choices=list(Arrangement.CONTROLS.items()),
        small=True,
    )
    words = LongTextField(
        label="What do people do?", called="what people do", limit=4000, rows=5,
        help_text="In the words of the team: before they set out, while they are there, when they do not come back.",
    )  # fmt: skip
    responsible = PersonField(label="Who is responsible for the checks?", called="who is responsible")
    checks_every = ChoiceOfMany(
        label="How often are they checked?", choices=EVERY, empty="As the trust has set it", required=False
    )


class NewArrangementForm(_Arrangement):
    """Arrangements for a team that has none."""

    unit = ChoiceOfMany(label="Which team?", called="the team")

    field_order = ["unit", "controls", "words", "responsible", "checks_every"]

    def __init__(self, *args: Any, trust: Trust, paths: list[str] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].look_among(trust)
        names = unit_paths(trust)
        units = [unit for unit in open_units(trust) if paths is None or any(unit.path.startswith(one) for one in paths)]
        self.units: dict[str, Unit] = {str(unit.pk): unit for unit in units}
        choices = [(key, " › ".join(names.get(unit.pk, (unit.name,)))) for key, unit in self.units.items()]
        self.fields["unit"].choices = sorted(choices, key=lambda choice: choice[1].casefold())

    def chosen_unit(self) -> Unit:
        """The unit that was chosen."""
        return self.units[self.cleaned_data["unit"]]


class ArrangementForm(RecordForm, _Arrangement):
    """Changing a team's arrangements."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].look_among(self.trust)


class WorkerForm(RecordForm):
    """Someone works alone."""

    person = PersonField(label="Who?", called="who")
    reason = ChoiceOfOne(
        label="When or where are they alone?", called="when or where", choices=list(LoneWorker.REASONS.items())
    )
    since = LondonDateField(label="Since when?", called="the day", quick=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].look_among(self.trust)


class EndWorkerForm(RecordForm):
    """Someone no longer works alone."""

    until = LondonDateField(label="Until when did they work alone?", called="the day", quick=True)


class DeviceForm(RecordForm):
    """A device is handed out."""

    kind = ChoiceOfOne(label="What kind of device?", called="the kind", choices=list(Device.KINDS.items()), small=True)
    number = OneLineField(label="Its number", called="its number", limit=60)
    on = LondonDateField(label="When was it handed out?", called="the day", past=True, quick=True)


class ReturnForm(RecordForm):
    """A device comes back."""

    on = LondonDateField(label="When did it come back?", called="the day", past=True, quick=True)
    condition = OneLineField(label="How did it come back?", limit=200, required=False)


class LoneCheckForm(RecordForm):
    """A check."""

    followed = YesNoField(label="Are the arrangements followed?", called="whether they are followed")
    workable = YesNoField(label="Do they still work?", called="whether they still work")
    words = LongTextField(
        label="What did you look at, and what did you find?", called="what you found", limit=1000, rows=4
    )


class ConcernForm(RecordForm):
    """A worry."""

    words = LongTextField(label="What worries you?", called="what worries you", limit=1000, rows=4)


class ReviewConcernForm(RecordForm):
    """A joint review."""

    staff = PersonField(label="Which member of staff took part?", called="who of the staff took part")
    manager = PersonField(label="Which manager took part?", called="which manager took part")
    found = LongTextField(
        label="What did you come to, and what changes?", called="what you came to", limit=1000, rows=4
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("staff", "manager"):
            self.fields[name].look_among(self.trust)


class EscalateForm(RecordForm):
    """Taking a concern further."""

    to = OneLineField(label="To whom does it go?", called="to whom it goes", limit=160)
    why = LongTextField(label="Why can the team not settle it?", called="why", limit=500, rows=3)


class EndForm(RecordForm):
    """The arrangements end."""

    why = OneLineField(label="Why do they end?", called="the reason", limit=300)
