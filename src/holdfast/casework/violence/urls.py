"""The addresses of what follows violence."""

from __future__ import annotations

from django.urls import path

from holdfast.casework.violence.views import (
    calls,
    deciding,
    letters,
    lone,
    looking_up,
    markers,
    my_support,
    response,
    support,
)
from holdfast.foundation.records import addresses  # noqa: F401  teaches addresses what a reference is

app_name = "violence"

ONE = "incidents/<reference:reference>"
VICTIM = f"{ONE}/support/<int:key>"
LETTER = "markers/<reference:reference>/letters"
LONE = "lone-working/<reference:reference>"

urlpatterns = [
    path(f"{ONE}/response/", response.response, name="response"),
    path(f"{ONE}/response/care-plan/", response.care_plan, name="care-plan"),
    path(f"{ONE}/response/care-plan/<int:key>/", response.care_plan_advice, name="care-plan-advice"),
    path(f"{ONE}/response/call/", calls.ask_on_incident, name="ask-for-backup-on"),
    path(f"{ONE}/response/<int:key>/<slug:item>/", response.answer, name="step"),
    path(f"{ONE}/response/<int:key>/<slug:item>/done/", response.done_now, name="step-done"),
    path(f"{ONE}/marker/", markers.ask, name="ask-for-marker"),
    path(f"{ONE}/marker/none/", markers.none, name="no-marker"),
    path(f"{VICTIM}/", support.page, name="support"),
    path(f"{VICTIM}/offers/<int:offer>/", support.answer, name="answer-offer"),
    path(f"{VICTIM}/offers/<int:offer>/again/", support.follow_up, name="follow-up"),
    path(f"{VICTIM}/requests/<int:asked>/", support.answer_request, name="answer-request"),
    path(f"{VICTIM}/referrals/<int:referral>/", support.outcome, name="outcome"),
    path(f"{VICTIM}/<slug:part>/", support.part, name="support-part"),
    path("support/", my_support.mine, name="my-supports"),
    path("support/options/", my_support.options, name="support-options"),
    path("support/<int:key>/", my_support.one, name="my-support"),
    path("support/<int:key>/wishes/", my_support.wishes, name="my-wishes"),
    path("support/<int:key>/help/", my_support.ask, name="ask-for-help"),
    path("support/<int:key>/steps/<slug:item>/", my_support.did, name="my-step"),
    path("support/<int:key>/offers/<int:offer>/", my_support.answer, name="answer-my-offer"),
    path("referrals/", support.referrals, name="referrals"),
    path("referrals/<int:key>/", support.referral, name="referral"),
    path("what-to-do-first/", response.action_card, name="action-card"),
    path("control-room/", calls.control_room, name="control-room"),
    path("calls/new/", calls.ask, name="ask-for-backup"),
    path("calls/<int:key>/", calls.call, name="call"),
    path("markers/", markers.listing, name="markers"),
    path("markers/look-up/", looking_up.look_up, name="look-up"),
    path("markers/live.csv", looking_up.export, name="export-markers"),
    path("markers/look-ups/", looking_up.look_ups, name="look-ups"),
    path("markers/look-ups/<int:key>/", looking_up.hit, name="hit"),
    path("markers/letters/", letters.wordings, name="letter-wordings"),
    path("markers/letters/<slug:words>/", letters.wording, name="letter-wording"),
    path("markers/letters/<slug:words>/preview/", letters.preview, name="letter-preview"),
    path(f"{LETTER}/new/<slug:kind>/", letters.write, name="write-letter"),
    path(f"{LETTER}/<int:key>/", letters.letter, name="letter"),
    path(f"{LETTER}/<int:key>/letter.<slug:ending>", letters.letter_file, name="letter-file"),
    path(f"{LETTER}/<int:key>/sent/", letters.sent, name="letter-sent"),
    path("markers/<reference:reference>/", markers.marker, name="marker"),
    path("markers/<reference:reference>/challenges/<int:key>/", deciding.answer_challenge, name="answer-challenge"),
    path("markers/<reference:reference>/told/<int:key>/", deciding.told_of_removal, name="told-of-removal"),
    path("markers/<reference:reference>/<slug:verb>/", deciding.decide, name="decide"),
    path("lone-working/", lone.listing, name="lone-workings"),
    path("lone-working/new/", lone.new, name="set-lone-working"),
    path(f"{LONE}/", lone.one, name="lone-working"),
    path(f"{LONE}/people/<int:key>/<slug:what>/", lone.worker, name="lone-worker"),
    path(f"{LONE}/devices/<int:key>/", lone.device, name="return-device"),
    path(f"{LONE}/concerns/<int:key>/<slug:what>/", lone.concern, name="concern"),
    path(f"{LONE}/<slug:part>/", lone.part, name="lone-part"),
    path("colleagues/", response.find_person, name="find-person"),
]
