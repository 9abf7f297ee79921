"""The spine: one row per thing that has a reference. Whatever crosses areas points at the record."""
