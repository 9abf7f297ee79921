"""allauth's forms in Holdfast's words."""
