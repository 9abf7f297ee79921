"""Adding files to an incident after its report."""

from __future__ import annotations

from django import forms

from holdfast.casework.incidents.forms.versioned import IncidentForm
from holdfast.foundation.pages.fields import OneLineField
from holdfast.foundation.records.fields import EvidenceField


class FilesForm(IncidentForm):
    """Photos, recordings, letters: what they show, and who may open them."""

    uploads = EvidenceField(
        label="Photos, recordings or other files",
        called="a file",
        help_text="Up to 10 files. They are kept as they are.",
    )
    description = OneLineField(label="What do they show?", called="what they show", limit=300, required=False)
    private = forms.BooleanField(
        label="They show an injury, or something else that is private",
        required=False,
        help_text="Then only those who are deal with the incident can open them, and you.",
    )
