"""Forms of closing and reviewing a case."""

from __future__ import annotations

from holdfast.casework.casefile.forms.versioned import CaseForm
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import LongTextField


class CloseForm(CaseForm):
    """What came of it; the reporter reads it."""

    outcome = LongTextField(
        label="What came of it?", called="what came of it", limit=4000, rows=6,
        help_text="The reporter reads this. Say what was found, what was decided and by whom.",
    )  # fmt: skip


class ReviewForm(CaseForm):
    """What a look at the whole case found, and when it is looked at again."""

    words = LongTextField(
        label="What did you find?", called="what you found", limit=4000, rows=5,
        help_text="Is it in proportion, is anything stuck, who has to do what next?",
    )  # fmt: skip
    next_on = LondonDateField(label="When do you look again?", called="the day", future=True, required=False)
