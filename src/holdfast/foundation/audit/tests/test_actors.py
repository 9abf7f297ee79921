from __future__ import annotations

import pytest

from holdfast.foundation.audit.actors import Actor, Subject


def test_it_names_holdfast_itself_by_the_work_it_does():
    actor = Actor.system("tick")

    assert (actor.name, actor.identity, actor.channel) == ("Holdfast (tick)", "system:tick", "system")


@pytest.mark.parametrize("words", [{"name": " "}, {"identity": ""}, {"channel": "telepathy"}])
def test_it_refuses_an_actor_that_the_trail_could_not_name(words):
    with pytest.raises(ValueError, match=r"name and an identity|not a channel"):
        Actor(**{"name": "Lsms Example", "identity": "user:1", **words})


def test_it_lets_a_subject_stand_for_itself():
    subject = Subject("incident", "INC-2026-00001", "RYD")

    assert subject.audit_subject is subject
