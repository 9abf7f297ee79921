from __future__ import annotations

import re

from django import forms
from django.forms import formset_factory
from django.template import engines

from holdfast.foundation.pages.fields import (
    ChoiceOfMany,
    ChoiceOfOne,
    LongTextField,
    OneLineField,
    SeveralChoices,
    YesNoField,
)
from holdfast.foundation.pages.forms import PageForm
from holdfast.foundation.pages.style_forms import HARD_TEXT, EveryField
from holdfast.foundation.pages.widgets import Line

ID = re.compile(r'\bid="([^"]+)"')
POINTS_AT = re.compile(r'\b(?:for|aria-describedby|aria-controls|aria-labelledby)="([^"]+)"')


def render(text, **context):
    return engines["django"].from_string("{% load pages %}" + text).render(context)


class HurtForm(PageForm):
    hurt = YesNoField(label="Was anyone hurt?", called="whether anyone was hurt")
    injury = OneLineField(label="What injury?", called="the injury")
    kinds = SeveralChoices(label="Kind", choices=[("cut", "Cut"), ("burn", "Burn")], required=False)
    burn = OneLineField(label="What burnt?", called="what burnt")
    note = LongTextField(label="Note", required=False, limit=50)

    reveals = {"hurt": {"yes": ["injury", "kinds"]}, "kinds": {"burn": ["burn"]}}


def test_it_points_every_label_and_hint_at_something_once():
    for form in (EveryField(), EveryField({})):
        html = str(form)
        ids = ID.findall(html)
        assert len(ids) == len(set(ids))
        for names in POINTS_AT.findall(html):
            assert set(names.split()) <= set(ids), names


def test_it_links_each_error_to_a_control():
    form = EveryField({"happened_at_day": "31"})
    html = render("{% error_summary form %}{{ form }}", form=form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == len(form.errors)
    assert set(targets) <= set(re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html))


def test_it_shows_no_summary_without_errors():
    assert render("{% error_summary form other %}", form=HurtForm(), other=None).strip() == ""


def test_it_says_what_is_missing_by_its_name():
    class Plain(PageForm):
        name = forms.CharField(label="Full name")
        kind = forms.ChoiceField(label="Kind", choices=[("a", "A")])
        why = forms.CharField(label="Why did you go?")

    assert HurtForm({}).errors == {"hurt": ["Select whether anyone was hurt"]}
    assert Plain({}).errors == {
        "name": ["Enter full name"],
        "kind": ["Select kind"],
        "why": ["Answer the question “Why did you go?”"],
    }


def test_it_asks_for_what_a_choice_reveals_only_after_that_choice():
    assert HurtForm({"hurt": "no"}).is_valid()
    assert HurtForm({"hurt": "yes"}).errors == {"injury": ["Enter the injury"]}
    assert HurtForm({"hurt": "yes", "injury": "cut", "kinds": ["burn"]}).errors == {"burn": ["Enter what burnt"]}


def test_it_drops_an_answer_that_was_not_asked_for():
    form = HurtForm({"hurt": "no", "injury": "left over", "kinds": ["burn"], "burn": "left over"})
    assert form.is_valid()
    assert form.cleaned_data == {"hurt": False, "injury": "", "kinds": [], "burn": "", "note": ""}


def test_it_follows_a_revealed_choice_only_when_it_was_asked_itself():
    form = HurtForm({"hurt": "no", "kinds": ["burn"]})
    assert form.is_valid(), form.errors


def test_it_draws_a_revealed_field_once_inside_its_choice():
    html = str(HurtForm())
    assert html.count('name="injury"') == 1
    assert html.count('name="burn"') == 1
    inside = html[html.index("nhsuk-radios__conditional") : html.index('id="id_hurt_1"')]
    assert 'name="injury"' in inside
    assert 'name="burn"' in inside


def test_it_escapes_labels_choices_hints_and_values():
    class Hostile(PageForm):
        word = OneLineField(label=HARD_TEXT)
        one = ChoiceOfOne(
            label="x",
            choices=[(HARD_TEXT, HARD_TEXT)],
            hints={HARD_TEXT: HARD_TEXT},
            divider_before={HARD_TEXT: HARD_TEXT},
        )
        many = ChoiceOfMany(label="x", choices=[(HARD_TEXT, HARD_TEXT)])
        text = LongTextField(label="x")
        suffixed = OneLineField(label="x", widget=Line(prefix=HARD_TEXT, suffix=HARD_TEXT))

    data = dict.fromkeys(Hostile.base_fields, HARD_TEXT)
    for form in (Hostile(data), Hostile(initial=data), Hostile({"one": "<script>"})):
        html = render("{% error_summary form %}{{ form }}", form=form)
        assert "<script" not in html
        assert "&lt;script&gt;" in html


def test_it_keeps_what_was_typed_beside_the_message():
    form = HurtForm({"hurt": "yes", "injury": "", "note": "محمد \x00 👩🏽‍🚒" + "x" * 50})
    html = str(form)
    assert "Note must be 50 characters or less" in html
    assert "محمد" in html
    assert "👩🏽‍🚒" in html


def test_it_never_uses_the_browsers_own_bubbles_or_inline_code():
    html = str(EveryField({}))
    assert " required" not in html
    assert "style=" not in html
    assert "onclick" not in html


def test_it_makes_the_only_label_the_heading_of_the_page():
    class One(PageForm):
        word = OneLineField(label="Where was it?")

    class Other(PageForm):
        yes = YesNoField(label="Was it?")

    assert '<h1 class="nhsuk-label-wrapper"><label class="nhsuk-label nhsuk-label--l" for="id_word">' in render(
        '{% field form.only_field size="l" heading=True %}', form=One()
    )
    assert '<h1 class="nhsuk-fieldset__heading">Was it?</h1>' in render(
        "{% field form.only_field heading=True %}", form=Other()
    )
    assert HurtForm().only_field is None


def test_it_forgets_the_size_after_one_rendering():
    form = HurtForm()
    render('{% field form.note size="l" heading=True %}', form=form)
    assert "nhsuk-label--l" not in str(form)


def test_it_puts_nhs_markup_on_forms_of_others():
    class Login(forms.Form):
        login = forms.EmailField()
        password = forms.CharField(
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "mine"})
        )
        remember = forms.BooleanField(required=False)
        kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        day = forms.DateField()
        size = forms.MultipleChoiceField(choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
        paper = forms.FileField(required=False)
        token = forms.CharField(widget=forms.HiddenInput)

    html = str(Login({"kind": "b"}))
    for piece in (
        "nhsuk-input",
        "nhsuk-password-input",
        "nhsuk-checkboxes__item",
        "nhsuk-radios__item",
        "nhsuk-error-message",
        "hf-file",
    ):
        assert piece in html
    assert (
        'class="nhsuk-input nhsuk-password-input__input nhsuk-js-password-input-input nhsuk-input--error mine"' in html
    )
    assert html.count('type="hidden"') == 1


def test_it_draws_formsets_with_their_management_form():
    formset = formset_factory(HurtForm, extra=2)(prefix="p")
    html = str(formset)
    assert 'name="p-TOTAL_FORMS"' in html
    assert 'id="id_p-1-injury"' in html


def test_it_tells_screen_readers_of_hint_count_and_error_in_order():
    class Counted(PageForm):
        text = LongTextField(label="x", help_text="A hint", limit=5)

    assert 'aria-describedby="id_text-info id_text-hint id_text-error"' in str(Counted({"text": "too long"}))


def test_it_draws_choices_in_nhs_markup_where_only_the_widget_is_asked_for():
    class Choosing(forms.Form):
        one = forms.ChoiceField(choices=[("a", HARD_TEXT)], widget=forms.RadioSelect, initial="a")
        many = forms.MultipleChoiceField(
            choices=[("a", "A")], widget=forms.CheckboxSelectMultiple(attrs={"class": "mine"})
        )

    html = render("{{ form.one }}{{ form.many }}", form=Choosing())
    assert '<input class="nhsuk-radios__input" type="radio" name="one" value="a" id="id_one_0" checked>' in html
    assert '<label class="nhsuk-label nhsuk-checkboxes__label" for="id_many_0">A</label>' in html
    assert "<script" not in html
