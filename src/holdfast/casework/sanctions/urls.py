"""Sanctions: those of an incident, the register, one case and all that belongs to it."""

from django.urls import path

from holdfast.casework.sanctions.views import case, deciding, letters, money, results, serving, wording
from holdfast.foundation.records import addresses  # noqa: F401  teaches addresses what a reference is

app_name = "sanctions"
INCIDENT = "incidents/<reference:reference>/sanctions"
ONE = "sanctions/<reference:reference>"
LETTER = f"{ONE}/letters/<int:key>"

urlpatterns = [
    path(f"{INCIDENT}/", case.incident, name="incident"),
    path(f"{INCIDENT}/wishes/<int:key>/", case.wish, name="wish"),
    path(f"{INCIDENT}/cases/<int:key>/", case.open_case, name="open"),
    path("sanctions/", case.listing, name="list"),
    path("sanctions/words/", wording.wordings, name="wordings"),
    path("sanctions/words/<slug:letter>/", wording.wording, name="wording"),
    path("sanctions/words/<slug:letter>/preview/", wording.preview, name="preview"),
    path(f"{ONE}/", case.case, name="case"),
    path(f"{ONE}/standing/", deciding.standing, name="standing"),
    path(f"{ONE}/evidence/", deciding.assess, name="assess"),
    path(f"{ONE}/options/", deciding.consider, name="consider"),
    path(f"{ONE}/proposal/", deciding.propose, name="propose"),
    path(f"{ONE}/agreement/<int:key>/", deciding.agree, name="agree"),
    path(f"{ONE}/decision/", deciding.decide, name="decide"),
    path(f"{ONE}/no-sanction/", deciding.decide_on_nothing, name="decide-on-nothing"),
    path(f"{ONE}/reconsideration/", deciding.reconsider, name="reconsider"),
    path(f"{ONE}/closure/", deciding.close, name="close"),
    path(f"{ONE}/letters/new/<slug:letter>/", letters.write, name="write-letter"),
    path(f"{LETTER}/", letters.show, name="letter"),
    path(f"{LETTER}/letter.pdf", letters.as_pdf, name="letter-pdf"),
    path(f"{LETTER}/letter.docx", letters.as_word, name="letter-word"),
    path(f"{LETTER}/change/", letters.change, name="change-letter"),
    path(f"{LETTER}/submission/", letters.submit, name="submit-letter"),
    path(f"{LETTER}/approval/", letters.approve, name="approve-letter"),
    path(f"{LETTER}/sending-back/", letters.send_back, name="send-back-letter"),
    path(f"{LETTER}/withdrawal/", letters.withdraw, name="withdraw-letter"),
    path(f"{LETTER}/service/", serving.serve, name="serve-letter"),
    path(f"{LETTER}/return/", serving.came_back, name="return-letter"),
    path(f"{LETTER}/signature/", serving.sign, name="sign-letter"),
    path(f"{LETTER}/review/", serving.review, name="review-letter"),
    path(f"{LETTER}/end/", serving.end, name="end-letter"),
    path(f"{LETTER}/breaches/", serving.breach, name="breach"),
    path(f"{LETTER}/appeals/", serving.appeal, name="appeal"),
    path(f"{ONE}/appeals/<int:key>/", serving.decide_appeal, name="decide-appeal"),
    path(f"{ONE}/regulator/", results.regulator, name="regulator"),
    path(f"{ONE}/order/", results.order, name="order"),
    path(f"{ONE}/human-resources/", results.human_resources, name="human-resources"),
    path(f"{ONE}/answers/<int:key>/", results.answer, name="answer"),
    path(f"{ONE}/proceedings/", results.court, name="proceedings"),
    path(f"{ONE}/proceedings/<int:key>/hearings/", results.hearing, name="hearing"),
    path(f"{ONE}/proceedings/<int:key>/end/", results.end_proceedings, name="end-proceedings"),
    path(f"{ONE}/outcomes/", results.outcome, name="outcome"),
    path(f"{ONE}/outcomes/<int:key>/publicity/", results.decide_publicity, name="decide-publicity"),
    path(f"{ONE}/publicity/<int:key>/publications/", results.publish, name="publish"),
    path(f"{ONE}/publications/<int:key>/withdrawal/", results.withdraw_publication, name="withdraw-publication"),
    path(f"{ONE}/losses/", money.loss, name="loss"),
    path(f"{ONE}/recoveries/", money.recovery, name="recovery"),
    path(f"{ONE}/deduction/", money.deduction, name="deduction"),
    path(f"{ONE}/recoveries/<int:key>/agreed/", money.agreed, name="agreed"),
    path(f"{ONE}/recoveries/<int:key>/receipts/", money.receipt, name="receipt"),
    path(f"{ONE}/recoveries/<int:key>/write-off/", money.write_off, name="write-off"),
]
