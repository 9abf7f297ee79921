"""How long this area keeps what is personal, in words for the register of processing.

From the NHS Records Management Code of Practice (2021, updated August 2023), appendix II.
"""

from __future__ import annotations

WITH_THE_INCIDENT = "10 years from the incident, 20 when it was serious"
WITH_THE_MARKER = "as long as the marker, and 6 years after it was removed"
WITH_LONE_WORKING = "6 years after the arrangement ended"
LOOKED_UP = "2 years from the look-up"
