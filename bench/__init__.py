"""How fast Holdfast is, as ratios measured in one run: `make bench`. What each part does is in docs/speed.md."""
