"""Forms of victim support. They ask for no clinical detail, and say so."""

from __future__ import annotations

from typing import Any

from holdfast.casework.incidents.models import Wish
from holdfast.casework.violence.forms.people import PersonField
from holdfast.casework.violence.forms.versioned import RecordForm
from holdfast.casework.violence.models import Contact, OccupationalHealthReferral, Offer, SupportOption
from holdfast.foundation.pages.day_fields import LondonDateField
from holdfast.foundation.pages.fields import ChoiceOfMany, ChoiceOfOne, LongTextField, OneLineField, YesNoField
from holdfast.foundation.pages.forms import PageForm

WISHES = list(Wish.WANTS.items())
WHO_READS = "Whoever decides about the police and about sanctions reads this too. No clinical detail."
ROLES = {"manager": "As their line manager", "specialist": "As the security team"}


class OfferForm(RecordForm):
    """Which support is offered, and when somebody asks again."""

    option = ChoiceOfOne(label="What do you offer?", called="what you offer")
    role = ChoiceOfOne(label="As what do you offer it?", called="as what", choices=list(ROLES.items()), inline=True)
    follow_up_on = LondonDateField(
        label="When will you ask again?", called="the day", future=True, required=False,
        help_text="Leave it empty if nobody needs to.",
    )  # fmt: skip
    note = OneLineField(label="Anything to add", limit=300, required=False, help_text="No clinical detail.")

    field_order = ["option", "role", "follow_up_on", "note"]

    def __init__(self, *args: Any, options: list[SupportOption], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["option"].choices = [(row.key, row.title) for row in options] or [("support", "Support")]
        self.fields["option"].widget.hints = {row.key: row.about for row in options}


class AnswerForm(RecordForm):
    """What they said to an offer."""

    answer = ChoiceOfOne(label="What did they say?", called="what they said", choices=list(Offer.ANSWERS.items()))
    follow_up_on = LondonDateField(label="When will you ask again?", called="the day", future=True, required=False)


class FollowUpForm(RecordForm):
    """How it goes."""

    words = OneLineField(label="How does it stand?", called="how it stands", limit=300, help_text="No clinical detail.")
    next_on = LondonDateField(label="When will you ask next?", called="the day", future=True, required=False)


class NamedContactForm(RecordForm):
    """Who stays in touch."""

    person = PersonField(label="Who stays in touch with them until the case is over?", called="who stays in touch")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].look_among(self.trust)


class WishesForm(RecordForm):
    """What they wish, asked by someone else."""

    police = ChoiceOfOne(label="Do they want the police to take it on?", choices=WISHES, required=False, inline=True)
    action = ChoiceOfOne(label="Do they want action taken?", choices=WISHES, required=False, inline=True)
    court = ChoiceOfOne(label="Do they want it to go to court?", choices=WISHES, required=False, inline=True)
    publicity = ChoiceOfOne(label="Do they agree to publicity?", choices=WISHES, required=False, inline=True)
    words = LongTextField(label="In their own words", limit=2000, rows=3, required=False, help_text=WHO_READS)


class OwnWishesForm(RecordForm):
    """What one wishes oneself."""

    police = ChoiceOfOne(label="Do you want the police to take it on?", choices=WISHES, required=False, inline=True)
    action = ChoiceOfOne(label="Do you want action taken?", choices=WISHES, required=False, inline=True)
    court = ChoiceOfOne(label="Do you want it to go to court?", choices=WISHES, required=False, inline=True)
    publicity = ChoiceOfOne(
        label="May the trust write about it?", choices=WISHES, required=False, inline=True,
        help_text="For example that someone was convicted. Your name is never used without your word.",
    )  # fmt: skip
    words = LongTextField(label="In your own words", limit=2000, rows=3, required=False, help_text=WHO_READS)


class ContactForm(RecordForm):
    """Somebody got in touch, or tried."""

    reveals = {"reached": {"no": ["why_not"]}}

    purpose = ChoiceOfOne(
        label="What was it for?", called="what it was for", small=True,
        choices=[(key, words) for key, words in Contact.PURPOSES.items() if key not in ("help", "check")],
    )  # fmt: skip
    reached = YesNoField(label="Did you reach them?", called="whether you reached them")
    why_not = OneLineField(label="Why not?", called="why not", limit=300)
    words = LongTextField(label="What was said", limit=1000, rows=3, required=False, help_text="No clinical detail.")


class CheckForm(RecordForm):
    """Was support given?"""

    given = YesNoField(label="Was support given?", called="whether support was given")
    words = LongTextField(label="How do you know?", called="how you know", limit=1000, rows=3)


class ReferForm(RecordForm):
    """A referral, either way."""

    referred = YesNoField(label="Is a referral needed?", called="whether a referral is needed")
    reason = OneLineField(label="Why, or why not?", called="the reason", limit=300, help_text="No clinical detail.")


class OutcomeForm(RecordForm):
    """What came of a referral."""

    reveals = {"attended": {"yes": ["attended_on", "outcome", "advice"], "no": ["not_attended_reason"]}}

    attended = YesNoField(label="Did they attend?", called="whether they attended")
    attended_on = LondonDateField(label="On which day?", called="the day", past=True)
    outcome = ChoiceOfMany(
        label="What is the trust advised?", called="what the trust is advised",
        choices=list(OccupationalHealthReferral.OUTCOMES.items()),
    )  # fmt: skip
    advice = LongTextField(
        label="What should the trust do?", limit=500, rows=3, required=False,
        help_text="Changes to work, dates, a further appointment. No clinical detail.",
    )  # fmt: skip
    not_attended_reason = OneLineField(label="Why not?", called="why not", limit=300)


class HelpForm(PageForm):
    """Asking for help oneself."""

    words = LongTextField(label="What do you need?", called="what you need", limit=1000, rows=3)


class AnswerHelpForm(RecordForm):
    """An answer to someone who asked for help."""

    words = LongTextField(label="Your answer", called="your answer", limit=1000, rows=4)
