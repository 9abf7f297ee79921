"""The things that trusts name differently, with the words that Holdfast uses where a pack sets none."""

from __future__ import annotations

DEFAULT_TERMS: dict[str, str] = {
    "incident_system": "Holdfast",
    "incident_form": "incident report",
    "incident": "security incident",
    "control_room": "control room",
    "control_room_short": "control room",
    "lead_role": "Local Security Management Specialist",
    "lead_role_short": "LSMS",
    "board_lead": "Security Management Director",
    "security_team": "security team",
    "line_manager": "line manager",
    "committee": "Health and Safety Committee",
    "risk_team": "risk team",
    "police_reference": "crime number",
    "police_reference_interim": "police log number",
    "marker": "marker",
    "occupational_health": "Occupational Health",
    "human_resources": "Human Resources",
    "estates": "Estates",
    "counter_fraud": "Local Counter Fraud Specialist",
    "information_security": "Information Security Manager",
    "newsletter": "staff newsletter",
    "policy": "security management policy",
    "on_call_command": "on-call commander",
}
