"""What people choose about their notices."""

from __future__ import annotations

from holdfast.foundation.notifications.models import Pace
from holdfast.foundation.pages.fields import ChoiceOfOne
from holdfast.foundation.pages.forms import PageForm


class PaceForm(PageForm):
    """How often e-mail comes."""

    pace = ChoiceOfOne(
        label="How often do you want e-mails from Holdfast?",
        called="how often you want e-mails",
        choices=Pace.choices,
        hints={
            Pace.DAILY: "One e-mail at 7 in the morning, if there is anything new",
            Pace.WEEKLY: "One e-mail on Monday at 7 in the morning, if there is anything new",
        },
        help_text="Urgent ones, such as a serious incident, always come at once.",
    )
