"""How long what is in a case file is kept.

From the NHS Records Management Code of Practice (2021, updated August 2023), appendix II: with the incident.
"""

from __future__ import annotations

WITH_THE_INCIDENT = "10 years from the incident, 20 when it was serious"
