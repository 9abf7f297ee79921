"""Sets the triggers that make the trail append-only.

It calls `guards`, which is application code, against the usual rule. The rule is there because models move on and a
migration must not; `guards` knows no model, sets all it knows, and passes over tables that do not exist yet, so that
the text of today is right for every database on its way through this migration. Copied here, it would have to be
copied again into each later migration and into the test suite, and one of the copies would be the old one.
"""

from django.db import migrations

from holdfast.foundation.audit.guards import drop_guards, set_guards


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: set_guards(schema_editor.connection),
            lambda apps, schema_editor: drop_guards(schema_editor.connection),
        )
    ]
