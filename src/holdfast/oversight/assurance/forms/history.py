"""Which turns of verdicts are shown."""

from __future__ import annotations

from collections.abc import Iterable

from holdfast.foundation.pages.fields import ChoiceOfMany
from holdfast.foundation.pages.forms import PageForm
from holdfast.oversight.assurance.presenters.words import STATES


class TurnsForm(PageForm):
    """The state to which a duty turned, and its owner."""

    to = ChoiceOfMany(
        label="Turned to", empty="Anything", required=False, choices=[(key, one.words) for key, one in STATES.items()]
    )
    owner = ChoiceOfMany(label="Owner", empty="Anyone", required=False)

    def offer(self, *, owners: Iterable[tuple[str, str]]) -> None:
        """Let these owners be chosen, by the keys of their posts."""
        self.fields["owner"].choices = sorted(owners, key=lambda pair: pair[1])

    def chosen(self) -> dict[str, str]:
        """What was chosen, by field; what makes no sense is left out."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
