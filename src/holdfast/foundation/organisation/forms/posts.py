"""Forms about posts, who holds them and who stands in."""

from __future__ import annotations

from typing import Any

from django import forms

from holdfast.foundation.organisation.forms.picking import PickPersonForm, UnitField
from holdfast.foundation.organisation.models import Post, Trust
from holdfast.foundation.organisation.roles import ROLES
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfOne, OneLineField
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.widgets import Line, SearchableSelect

_ROLE_CHOICES = [(key, role.title) for key, role in ROLES.items() if key != "staff"]
_ROLE_HINTS = {key: role.description for key, role in ROLES.items()}


class PostForm(PageForm):
    """What a post is called, and what it may do."""

    title = OneLineField(label="What is the post called?", called="what the post is called", limit=150)
    role = ChoiceOfOne(
        label="What may it do?", called="what the post may do", choices=_ROLE_CHOICES, hints=_ROLE_HINTS, small=True
    )
    reports_to = forms.ModelChoiceField(
        queryset=Post.objects.none(),
        required=False,
        label="Which post does it answer to?",
        widget=SearchableSelect(),
        empty_label="None",
    )
    mailbox = forms.EmailField(
        label="Shared mailbox", required=False, widget=Line(inputmode="email"), max_length=254,
        help_text="If the post has one, its messages go there as well.",
    )  # fmt: skip

    def __init__(self, *args: Any, trust: Trust, post: Post | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Post.objects.filter(trust=trust, closed=None).select_related("unit")
        self.fields["reports_to"].queryset = others.exclude(pk=post.pk) if post else others
        if post is not None and post.of_policy:
            del self.fields["title"], self.fields["role"]


class NewPostForm(PostForm):
    """A post, of the whole trust or of one part of it."""

    unit = UnitField(label="Which part of the organisation is it for?", required=False, empty="The whole trust")
    field_order = ("title", "unit", "role", "reports_to", "mailbox")

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, trust=trust, **kwargs)
        self.fields["unit"].prepare(trust)


class AppointForm(PickPersonForm):
    """Who holds a post, and when."""

    start = LondonDateField(label="From when?", called="the first day", quick=True)
    end = LondonDateField(
        label="Until when?", called="the last day", required=False, help_text="Leave it empty for until further notice."
    )


class EndHoldingForm(PageForm):
    """When someone's time in a post ends."""

    last_day = LondonDateField(label="What is their last day in this post?", called="the last day", quick=True)
    why = OneLineField(label="Why?", required=False, limit=250)


class DeputyForm(PickPersonForm):
    """Who stands in, and when."""

    start = LondonDateField(label="From when?", called="the first day", quick=True)
    end = LondonDateField(
        label="Until when?",
        called="the last day",
        required=False,
        help_text="The last day on which they stand in. Leave it empty if you do not know yet.",
    )
    reason = OneLineField(label="Why?", required=False, limit=150, help_text="For example, annual leave.")
