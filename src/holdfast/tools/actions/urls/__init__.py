"""The addresses of actions and plans, and of the actions on any record."""

from django.urls import path, re_path

from holdfast.foundation.records import addresses  # noqa: F401  teaches addresses what a reference is
from holdfast.tools.actions.views import action, listing, plans, raising, steps, together

app_name = "actions"

ONE = "actions/<reference:reference>"
PLAN = "actions/plans/<reference:reference>"
RECORD = "records/<reference:reference>/actions"

urlpatterns = [
    path("actions/", listing.listing, name="list"),
    path("actions/mine/", listing.mine, name="mine"),
    path("actions/new/", raising.raise_alone, name="raise"),
    path("actions/together/", together.together, name="together"),
    re_path(r"^actions/export\.(?P<kind>csv|xlsx)$", listing.export, name="export"),
    path("actions/print/", listing.printed, name="print-list"),
    path("actions/owners/", listing.find_owner, name="find-owner"),
    path("actions/sites/", listing.find_site, name="find-site"),
    path("actions/teams/", listing.find_unit, name="find-unit"),
    path("actions/plans/", plans.plans, name="plans"),
    path("actions/plans/new/", plans.open_plan, name="open-plan"),
    path(f"{PLAN}/", plans.plan, name="plan"),
    path(f"{PLAN}/print/", plans.printed, name="print-plan"),
    path(f"{PLAN}/new/", raising.raise_in_plan, name="raise-in-plan"),
    path(f"{PLAN}/update/", plans.update, name="update-plan"),
    path(f"{PLAN}/closure/", plans.close, name="close-plan"),
    path(f"{ONE}/", action.action, name="action"),
    path(f"{ONE}/print/", action.printed, name="print"),
    path(f"{ONE}/wording/", raising.change, name="change"),
    path(f"{ONE}/date/", steps.move_date, name="move-date"),
    path(f"{ONE}/owner/", steps.hand_over, name="hand-over"),
    path(f"{ONE}/completion/", steps.complete, name="complete"),
    path(f"{ONE}/verification/", steps.verify, name="verify"),
    path(f"{ONE}/withdrawal/", steps.withdraw, name="withdraw"),
    path(f"{ONE}/reopening/", steps.reopen, name="reopen"),
    path(f"{ONE}/comments/", action.comment, name="comment"),
    path(f"{ONE}/files/", action.add_files, name="add-files"),
    path(f"{ONE}/files/<int:key>/", action.file, name="file"),
    path(f"{ONE}/files/<int:key>/picture/", action.picture, name="file-picture"),
    path(f"{ONE}/files/<int:key>/thumbnail/", action.thumbnail, name="file-thumbnail"),
    path(f"{ONE}/files/<int:key>/withdrawal/", action.withdraw_evidence, name="withdraw-file"),
    path(f"{RECORD}/", raising.of_record, name="of-record"),
    path(f"{RECORD}/new/", raising.raise_on, name="raise-on"),
    path(f"{RECORD}/plans/new/", plans.open_on, name="open-plan-on"),
]
