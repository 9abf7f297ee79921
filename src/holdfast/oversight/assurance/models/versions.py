"""What a policy was installed from, and what the trust has set on screen over it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from holdfast.foundation.organisation.scope import ScopedModel
from holdfast.kernel import clock
from holdfast.oversight.assurance.models.policy import AS_LONG_AS_THE_POLICY, Policy


class PolicyText(ScopedModel):
    """The files of the pack, word for word, by name; apart from the policy, which is read far more often.

    From them a version that was brought in early takes effect on its day, versions are compared, and the pack is handed
    out again with the trust's own changes. `in_effect_at`: when its words, posts and rules took effect; None: not yet.
    """

    policy = models.OneToOneField(Policy, primary_key=True, on_delete=models.CASCADE, related_name="text")
    files = models.JSONField(default=dict)
    in_effect_at = models.DateTimeField(null=True, blank=True)

    class Data:
        personal: dict[str, str] = {}
        not_personal = ("policy", "trust", "files", "in_effect_at")


class PolicyEdit(ScopedModel):
    """The trust's own word over its pack's: what a post is called, who owns a duty, what something is called.

    It holds over every version of the policy until somebody takes it back. `of`: what is changed (see `packs.edits`);
    `key`: which one; `name`: what of it. `was`: what stood there before.
    """

    of = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=20)
    value = models.CharField(max_length=250)
    was = models.CharField(max_length=250, blank=True)
    why = models.CharField(max_length=250)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=160)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "of", "key", "name"], condition=Q(undone_at=None), name="one_edit_in_force"
            )
        ]

    class Data:
        personal = dict.fromkeys(("why", "by", "undone_by"), AS_LONG_AS_THE_POLICY)
        not_personal = ("id", "trust", "of", "key", "name", "value", "was", "at", "undone_at")

    def __str__(self) -> str:
        return f"{self.of} {self.key} {self.name}: {self.value}"
