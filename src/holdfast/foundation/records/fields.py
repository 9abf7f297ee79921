"""The field for files that become evidence."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from holdfast.foundation.pages.fields import SeveralFilesField
from holdfast.foundation.pages.widgets import SeveralFiles
from holdfast.foundation.records.operations.intake import FileRefused, PreparedFile, prepare
from holdfast.foundation.records.rules.kinds import KINDS

# image/heic is left out on purpose: where a page does not ask for it, an iPhone hands over JPEG, which can be shown.
ACCEPT = ",".join(["image/jpeg", "image/png", "image/webp", "audio/*", "video/*", "text/plain"]) + "".join(
    f",{suffix}" for kind in KINDS if kind.family in ("document", "message", "text") for suffix in kind.suffixes
)


class EvidenceField(SeveralFilesField):
    """Up to `most` files. Cleans to a list of PreparedFile, each ready for `add_file`; one message per refused file.

    `any_format`: for exhibits, see `prepare`.
    """

    def __init__(self, *, most: int = 10, any_format: bool = False, **kwargs: Any) -> None:
        self.any_format = any_format
        kwargs.setdefault("widget", SeveralFiles(accept="" if any_format else ACCEPT, multiple=most > 1))
        super().__init__(most=most, **kwargs)

    def clean(self, value: Any) -> list[PreparedFile]:
        """The files, examined. Raises ValidationError."""
        # Size and kind are asked by `prepare`, which knows the installation's limit and looks into the file.
        self.largest, self.kinds = 2**63, ()
        prepared, problems = [], []
        for upload in super().clean(value):
            try:
                prepared.append(prepare(upload, any_format=self.any_format))
            except FileRefused as refusal:
                problems.append(ValidationError(str(refusal), code=refusal.reason))
        if problems:
            raise ValidationError(problems)
        return prepared
