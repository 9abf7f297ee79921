from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from holdfast.foundation.audit.guards import ONCE_ONLY, missing_guards


@pytest.mark.django_db(transaction=True)
def test_it_sets_the_guards_going_forwards_and_drops_them_going_back():
    call_command("migrate", "audit", "0001", verbosity=0)
    assert len(missing_guards(connection)) == 3 * len(ONCE_ONLY)

    call_command("migrate", "audit", verbosity=0)
    assert missing_guards(connection) == []


@pytest.mark.django_db
def test_it_has_a_migration_for_every_change_of_a_model():
    call_command("makemigrations", "audit", check=True, dry_run=True, verbosity=0)
