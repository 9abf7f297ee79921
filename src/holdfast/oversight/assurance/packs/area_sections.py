"""The sections of `pack.yaml` that belong to one area each, and how an area adds its own.

1. `packs/reading_<area>.py` (a whole one stands in tests/test_packs_areas.py):

       @dataclass(frozen=True)
       class ViolencePolicy:
           steps: tuple[Step, ...] = ()

       def read(section: SectionReader) -> ViolencePolicy:
           told = section.fields(may={"steps": "what is gone through after an assault"})
           steps = section.entries(told, "steps", "a step", needs={"key": "its name", "words": "the step in words"},
                                   may={"owner": "the post that sees to it", "clause": "where the policy asks for it"})
           return ViolencePolicy(tuple(Step(one.text("key"), one.text("words"), section.post(one, "owner"),
                                            section.clause(one)) for one in steps))

       VIOLENCE = AreaSection("violence", "what follows an assault", read, silent=ViolencePolicy())

   Plain Python, no Django. Give `needs` and `may` as mappings from key to words: whoever writes a pack reads them.
   `told` is a `sheet.Fields` (text, texts, choice, flag, day, share, items, pairs); `section` checks what refers to
   posts, clauses and numbers (`section_reader`). Complain, never raise: every fault is told at once.
2. Here: import it and add it to AREA_SECTIONS.
3. `operations/installing_<area>.py`: `def put_violence(*, by: Actor, trust: Trust, pack: Pack) -> None`, which hands
   `pack.said(VIOLENCE)` to the area's own operation (its `operations/policy.py`, like that of incidents: replace the
   trust's rows, leave an entry). One line in `operations/installing_areas.py` calls it.
4. Write the section into `packs/*/pack.yaml` where a policy has something to say, and a test of a fault in it.
"""

from __future__ import annotations

from typing import Any

from holdfast.oversight.assurance.packs.area_section import AreaSection
from holdfast.oversight.assurance.packs.reading_actions import ACTIONS
from holdfast.oversight.assurance.packs.reading_casefile import CASEFILE
from holdfast.oversight.assurance.packs.reading_liaison import LIAISON
from holdfast.oversight.assurance.packs.reading_sanctions import SANCTIONS
from holdfast.oversight.assurance.packs.reading_violence import VIOLENCE

AREA_SECTIONS: tuple[AreaSection[Any], ...] = (ACTIONS, VIOLENCE, LIAISON, SANCTIONS, CASEFILE)
"""In the order in which they are documented."""
