from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "holdfast.foundation.organisation"
    label = "organisation"
