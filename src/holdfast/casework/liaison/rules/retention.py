"""How long what is kept here is kept.

From the NHS Records Management Code of Practice (2021, updated August 2023), appendix II: with the incident. RIDDOR
2013 reg 12 asks for three years from the entry at least, which the incident's own time covers.
"""

from __future__ import annotations

WITH_THE_INCIDENT = "10 years from the incident, 20 when it was serious; RIDDOR entries never less than 3"
WHILE_IN_FORCE = "as long as the arrangement is in force"
