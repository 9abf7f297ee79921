"""How long what is known of a sanction is kept: as long as the incident that it answers."""

from __future__ import annotations

WITH_THE_INCIDENT = "10 years from the incident, 20 when it was serious"
