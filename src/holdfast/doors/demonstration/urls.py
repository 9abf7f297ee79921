"""Choosing who to be. The root addresses mount this in a demonstration only."""

from django.urls import path

from holdfast.doors.demonstration import signing_in

app_name = "demonstration"
urlpatterns = [
    path("", signing_in.people, name="people"),
    path("sign-in/", signing_in.sign_in_as, name="sign_in_as"),
]
