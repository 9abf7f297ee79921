"""How long what is known of an incident is kept.

From the NHS Records Management Code of Practice (2021, updated August 2023), appendix II: incidents 10 years, serious
ones 20, from the day of the incident.
"""

from __future__ import annotations

WITH_THE_INCIDENT = "10 years from the incident, 20 when it was serious"
UNTIL_SENT = "30 days after it was last saved, or until the report is sent"
WHILE_EMPLOYED = "while the person works for the trust"
