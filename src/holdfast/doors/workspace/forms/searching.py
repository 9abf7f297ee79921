"""What to look for."""

from __future__ import annotations

from holdfast.foundation.pages.fields import OneLineField
from holdfast.foundation.pages.forms import PageForm

LONGEST = 200


class SearchForm(PageForm):
    """One box for everything."""

    q = OneLineField(label="Search for", limit=LONGEST, required=False)
