"""Which duties are compared across policies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from holdfast.foundation.pages.fields import ChoiceOfMany
from holdfast.foundation.pages.forms import PageForm
from holdfast.oversight.assurance.presenters.comparison import Subject, kind_words


class ComparingForm(PageForm):
    """A subject, and if need be one kind of duty."""

    part = ChoiceOfMany(label="Subject", empty="Choose a subject", required=False)
    kind = ChoiceOfMany(label="Kind of duty", empty="Any", required=False)

    def __init__(self, data: Any, *, subjects: Iterable[Subject]) -> None:
        super().__init__(data)
        found = list(subjects)
        kinds = {kind: kind_words(kind) for one in found for kind in one.kinds}
        self.fields["part"].choices = [(one.part, one.words) for one in found]
        self.fields["kind"].choices = sorted(kinds.items(), key=lambda pair: pair[1])

    def chosen(self) -> dict[str, str]:
        """What was chosen, by field; what makes no sense is left out."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
