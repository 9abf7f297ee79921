"""The form of a trust's settings."""

from __future__ import annotations

from holdfast.foundation.pages.fields import OneLineField, YesNoField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line


class TrustSettingsForm(PageForm):
    """What a trust has settled for itself."""

    short_name = OneLineField(
        label="Short name", limit=60, help_text="As your staff say it. It stands in page titles.", widget=Line(width=30)
    )
    reports_without_account = YesNoField(
        label="May people report without an account?",
        called="whether people may report without an account",
        hints={"yes": "Agency and bank staff, contractors and visitors can report, and follow it by a passphrase."},
    )
    anonymous_reports = YesNoField(
        label="May people report without giving their name?",
        called="whether people may report without giving their name",
        hints={"yes": "They can still be asked questions, and answer, by a passphrase."},
    )
