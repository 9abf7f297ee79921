"""Home, search, a site, a person, who did and saw what, and what this service is."""

from django.urls import path

from .views import about, home, people, places, registers, search, trail

app_name = "workspace"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("sites/<str:code>/", places.site, name="site"),
    path("people/<int:key>/", people.person, name="person"),
    path("registers/", registers.registers, name="registers"),
    path("audit/", trail.audit, name="audit"),
    path("audit/people.json", trail.audit_people, name="audit-people"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("licences/", about.licences, name="licences"),
]
