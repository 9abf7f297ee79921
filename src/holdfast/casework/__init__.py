"""It happened: from the report to the case that is closed."""
