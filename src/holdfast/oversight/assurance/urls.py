"""Whether the trust's policy is kept."""

from django.urls import path

from .views import confirming, duty, excusing, numbers, overview, policy

app_name = "assurance"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("print/", overview.printed, name="print"),
    path("duties.csv", overview.export, name="export"),
    path("policy/", policy.policy, name="policy"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/<str:key>/", numbers.set_it, name="set-number"),
    path("mine/", confirming.mine, name="mine"),
    path("duties/<str:key>/", duty.duty, name="duty"),
    path("duties/<str:key>/excuse/", excusing.excuse, name="excuse"),
    path("duties/<str:key>/confirm/", confirming.confirm_it, name="confirm"),
    path("excuses/<int:pk>/withdraw/", excusing.withdraw, name="withdraw-excuse"),
    path("confirmations/<str:reference>/take-back/", confirming.take_back, name="take-back"),
]
