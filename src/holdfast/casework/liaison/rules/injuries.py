"""Which injuries are specified injuries: RIDDOR 2013 reg 4(1)(a) to (h).

An injury is told as "kind" or "kind:part", such as "fracture:jaw", "amputation:finger", "bruising".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SMALL_BONES = {"finger", "thumb", "toe"}
AMPUTATED = {"arm", "hand", "finger", "thumb", "leg", "foot", "toe"}
CRUSHED = {"head", "skull", "torso", "chest", "trunk", "abdomen", "back", "pelvis"}
BURNT = {"eye", "airway", "lung", "throat", "respiratory_system", "vital_organ", "vital_organs"}
SIGHT = {"loss_of_sight", "sight_loss", "reduced_sight", "blinding", "blindness", "permanent_blindness"}
NO_HEAD_INJURY = {"faint", "fainting", "fit", "seizure", "medication", "alcohol", "drugs", "illness"}
HEAT_AND_COLD = {"hypothermia", "heat_illness", "heat_stroke", "heatstroke"}
NOT_PHYSICAL = {
    *("anxiety", "depression", "distress", "fear", "insomnia", "none", "post_traumatic_stress", "psychological"),
    *("ptsd", "shock", "stress"),
}
SHARPS = {"sharps", "sharp", "needlestick", "needle", "needle_stick"}

SPECIFIED = {
    "4(1)(a)": "a bone broken, other than in a finger, thumb or toe, as diagnosed by a doctor",
    "4(1)(b)": "an arm, hand, finger, thumb, leg, foot or toe lost",
    "4(1)(c)": "an injury that a doctor says is likely to blind for good or to reduce sight",
    "4(1)(d)": "a crush injury to head or torso that damaged the brain or an internal organ",
    "4(1)(e)": "a burn or scald over more than a tenth of the body, or that damaged eyes, airways or a vital organ",
    "4(1)(f)": "scalping that needed hospital treatment",
    "4(1)(g)": "loss of consciousness from a head injury or from lack of air",
    "4(1)(h)": "harm in an enclosed space: cold, heat, resuscitation, or more than 24 hours in hospital",
}


@dataclass(frozen=True, slots=True)
class Medical:
    """What is known of treatment. None means that nobody has said."""

    diagnosed_by_doctor: bool | None = None
    organ_damage: bool | None = None
    burn_percent: float | None = None
    hospital_treatment: bool | None = None
    enclosed_space: bool | None = None
    resuscitated: bool | None = None
    hospital_hours: float | None = None


def parts_of(injury: str) -> tuple[str, str]:
    """“Fracture: left big toe” as ("fracture", "left_big_toe"). The part is blank where none is told."""
    kind, _, part = injury.partition(":")
    return _word(kind), _word(part)


def specified(injuries: tuple[str, ...], medical: Medical) -> str | None:
    """The first provision of reg 4(1) that one of the `injuries` falls under, or None.

    Where the law asks for a doctor's word or for damage within, and nobody has said, the injury counts as it is told:
    a report too many does less harm than one too few. Where somebody said no, it does not count.
    """
    found = {provision for injury in injuries if (provision := _provision(*parts_of(injury), injuries, medical))}
    if medical.enclosed_space and injuries and (medical.resuscitated or (medical.hospital_hours or 0) > 24):
        found.add("4(1)(h)")
    return min(found, default=None)


def physical(injuries: tuple[str, ...]) -> bool:
    """True when at least one of the `injuries` is to the body. HSE treats distress alone as not reportable."""
    return any(parts_of(injury)[0] not in NOT_PHYSICAL for injury in injuries)


def by_a_sharp(injuries: tuple[str, ...]) -> bool:
    """True when something sharp went through the skin."""
    return any({*parts_of(injury)} & SHARPS for injury in injuries)


def _provision(kind: str, part: str, injuries: tuple[str, ...], medical: Medical) -> str | None:
    words = _singular(part)
    if kind in {"fracture", "broken_bone", "broken"}:
        bone = part not in {"tooth", "teeth", "nail", "cartilage"} and not words & SMALL_BONES
        return "4(1)(a)" if bone and medical.diagnosed_by_doctor is not False else None
    if kind == "amputation":
        return "4(1)(b)" if not part or words & AMPUTATED else None
    if kind in SIGHT or (kind in {"eye", "eyes"} and part in SIGHT):
        return "4(1)(c)" if medical.diagnosed_by_doctor is not False else None
    if kind == "crush":
        return "4(1)(d)" if words & CRUSHED and medical.organ_damage is not False else None
    if kind in {"burn", "scald", "chemical_burn"}:
        return "4(1)(e)" if _burnt(part, words, medical) else None
    if kind == "scalping":
        return "4(1)(f)" if medical.hospital_treatment is not False else None
    if kind in {"loss_of_consciousness", "unconscious", "knocked_out", "unconsciousness"}:
        return None if words & NO_HEAD_INJURY else "4(1)(g)"
    if kind in {"asphyxia", "strangulation"} and "loss_of_consciousness" in {parts_of(one)[0] for one in injuries}:
        return "4(1)(g)"
    if kind in HEAT_AND_COLD:
        return "4(1)(h)" if medical.enclosed_space or "enclosed" in words else None
    return None


def _burnt(part: str, words: set[str], medical: Medical) -> bool:
    share = re.search(r"(\d+(?:\.\d+)?)_?(?:%|percent|per_cent)", part)
    percent = float(share.group(1)) if share else medical.burn_percent or 0
    return percent > 10 or bool(words & BURNT) or part in BURNT


def _word(text: str) -> str:
    return re.sub(r"[\s\-]+", "_", text.strip().lower())


def _singular(part: str) -> set[str]:
    return {word.removesuffix("s") for word in part.split("_")} | set(part.split("_"))
