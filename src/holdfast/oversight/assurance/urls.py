"""Whether the trust's policy is kept."""

from django.urls import path

from .views import clause, comparing, confirming, duty, excusing, history, numbers, overview, own, policy, versions

app_name = "assurance"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("policy/", policy.policy, name="policy"),
    path("clauses/<str:key>/", clause.clause, name="clause"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/<str:key>/", numbers.set_it, name="set-number"),
    path("numbers/<str:key>/take-back/", numbers.take_back, name="take-back-number"),
    path("own/", own.ours, name="ours"),
    path("own/files/", own.files, name="own-files"),
    path("own/<int:pk>/take-back/", own.take_back, name="take-back-own"),
    path("own/<slug:of>/", own.listed, name="own-list"),
    path("own/<slug:of>/<str:which>/<slug:field>/", own.change, name="own-change"),
    path("versions/", versions.versions, name="versions"),
    path("versions/<int:pk>/", versions.version, name="version"),
    path("mine/", confirming.mine, name="mine"),
    path("duties/<str:key>/", duty.duty, name="duty"),
    path("duties/<str:key>/months/", history.months, name="months"),
    path("compare/", comparing.compare, name="compare"),
    path("history/", history.history, name="history"),
    path("duties/<str:key>/excuse/", excusing.excuse, name="excuse"),
    path("duties/<str:key>/confirm/", confirming.confirm_it, name="confirm"),
    path("excuses/<int:pk>/withdraw/", excusing.withdraw, name="withdraw-excuse"),
    path("confirmations/<str:reference>/files/<int:key>/", confirming.evidence, name="evidence"),
    path("confirmations/<str:reference>/take-back/", confirming.take_back, name="take-back"),
]
