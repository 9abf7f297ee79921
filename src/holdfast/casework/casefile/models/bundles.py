from __future__ import annotations

from django.db import models

from holdfast.casework.casefile.models.exhibits import Exhibit
from holdfast.casework.casefile.rules.retention import WITH_THE_INCIDENT
from holdfast.casework.incidents.models import Incident
from holdfast.casework.liaison.models import Disclosure
from holdfast.foundation.organisation.models import Person
from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock


class Bundle(ScopedModel):
    """What was put together of one case for the police, once: its papers and exhibits stay as they were then.

    The ZIP is not kept: it is made again, byte for byte, from the papers (kept here) and the exhibits' files (kept as
    evidence), and held against `sha256`. `left_out` lists what was left out, each with the reason.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="bundles")
    number = models.PositiveSmallIntegerField()
    to_whom = models.CharField(max_length=200)
    basis = models.CharField("legal basis of the disclosure", max_length=300)
    purpose = models.CharField(max_length=500)
    chosen = models.JSONField("keys of the pieces that were chosen", default=list)
    left_out = models.JSONField(default=list)
    manifest = models.TextField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    # The line of the register of disclosures under which it was handed over.
    disclosure = models.ForeignKey(Disclosure, null=True, blank=True, on_delete=models.PROTECT, related_name="bundles")
    given_at = models.DateTimeField("when it was handed over", null=True, blank=True)
    given_how = models.CharField(max_length=200, blank=True)
    given_by = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=160)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="bundles_are_numbered")]

    class Data:
        personal = dict.fromkeys(
            (*("to_whom", "purpose", "left_out", "manifest", "made_by", "person", "given_by", "given_how"),),
            WITH_THE_INCIDENT,
        )
        not_personal = (
            *(
                "id",
                "trust",
                "incident",
                "number",
                "basis",
                "chosen",
                "sha256",
                "size",
                "made_at",
                "given_at",
                "disclosure",
            ),
        )

    @property
    def name(self) -> str:
        """What it is called, on its page and as a file: INC-2026-00042-bundle-1."""
        return f"{self.incident.reference}-bundle-{self.number}"


class BundlePaper(ScopedModel):
    """One paper of a bundle as it was made, such as its index."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["bundle", "name"], name="bundle_paper_once")]

    class Data:
        personal = {"content": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "bundle", "name", "sha256")


class BundleExhibit(ScopedModel):
    """An exhibit whose file is in a bundle, under which name."""

    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="files")
    exhibit = models.ForeignKey(Exhibit, on_delete=models.PROTECT, related_name="bundled")
    name = models.CharField(max_length=260)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["bundle", "exhibit"], name="bundled_once")]

    class Data:
        personal = {"name": WITH_THE_INCIDENT}
        not_personal = ("id", "trust", "bundle", "exhibit", "sha256", "size")
