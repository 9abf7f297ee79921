"""The filters of the register, read from its address."""

from __future__ import annotations

from typing import Any

from holdfast.casework.sanctions.queries.listing import WAITING, Chosen
from holdfast.casework.sanctions.rules.stages import CASE
from holdfast.foundation.pages.fields import ChoiceOfOne, OneLineField, SeveralChoices
from holdfast.foundation.pages.forms import PageForm


class FilterForm(PageForm):
    """Filters; whatever cannot be read is left out."""

    text = OneLineField(label="Name or reference", limit=100, required=False)
    state = SeveralChoices(label="Stage", choices=list(CASE.states.items()), required=False, small=True)
    waiting = ChoiceOfOne(
        label="What is waited for", choices=[("", "Anything"), *WAITING.items()], required=False, small=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_valid()

    def chosen(self) -> Chosen:
        """What is filtered by."""
        told = self.cleaned_data
        return Chosen(told.get("text", ""), tuple(told.get("state", ())), told.get("waiting", ""))
