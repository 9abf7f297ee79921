"""How long what is known of an action is kept.

From the NHS Records Management Code of Practice (2021, updated August 2023), appendix II: incidents 10 years, serious
ones 20. What was done about an incident is kept as long as the incident.
"""

from __future__ import annotations

WITH_THE_ACTION = "20 years from its end: as long as the gravest thing that it can be about"
"""An action can be about any record, so it is kept as long as the longest of them."""
