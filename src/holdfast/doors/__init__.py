"""Ways in: no models, no rules."""
