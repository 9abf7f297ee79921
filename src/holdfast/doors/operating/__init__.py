"""For whoever runs Holdfast: set it up, serve it, tick it, back it up, bring it back."""
