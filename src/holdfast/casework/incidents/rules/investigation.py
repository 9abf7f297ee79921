"""What an investigation can find to have contributed."""

from __future__ import annotations

CAUSES: dict[str, str] = {
    "clinical": "Illness, injury or treatment of the person",
    "alcohol-drugs": "Alcohol or drugs",
    "waiting": "Waiting, delay or a complaint about care",
    "communication": "Communication",
    "lone-working": "Someone worked alone",
    "no-warning": "Known history that did not reach the people on scene",
    "staffing": "Staffing or workload",
    "training": "Training",
    "procedure": "A procedure was missing, unclear or not followed",
    "physical-security": "Locks, doors, lighting, alarms or cameras",
    "equipment": "Equipment missing or faulty",
    "environment": "The layout or state of the place",
    "opportunity": "Something was left where it could be taken",
    "targeted": "It was planned or aimed at this person or place",
    "police-response": "Police were not there or came late",
    "other": "Something else",
}
