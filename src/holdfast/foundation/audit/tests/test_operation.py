from __future__ import annotations

import contextvars
import threading

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.audit.models import Entry, EntryDetails
from holdfast.foundation.audit.operations import (
    NoEntryLeft,
    OutsideOperation,
    enter,
    enter_many,
    enter_reading,
    operation,
)

from .trail import INCIDENT, LSMS, triage


class Refused(Exception):
    pass


@operation
def open_group(*, by: Actor, name: str, leave_entry: bool = True, refuse: bool = False) -> Group:
    group = Group.objects.create(name=name)
    if leave_entry:
        enter("groups.open", by=by, subject=INCIDENT, details={"name": name})
    if refuse:
        raise Refused
    return group


@pytest.mark.django_db
def test_it_writes_the_change_and_its_entry():
    group = open_group(by=LSMS, name="Control room")

    assert group.name == "Control room"
    assert Entry.objects.get().details == {"name": "Control room"}


@pytest.mark.django_db
def test_it_rolls_back_and_says_so_when_no_entry_was_left():
    with pytest.raises(NoEntryLeft, match="open_group left no entry"):
        open_group(by=LSMS, name="Control room", leave_entry=False)

    assert not Group.objects.exists()


@pytest.mark.django_db
def test_it_lets_the_entry_fall_with_the_change():
    with pytest.raises(Refused):
        open_group(by=LSMS, name="Control room", refuse=True)

    assert not Group.objects.exists()
    assert not Entry.objects.exists()
    assert not EntryDetails.objects.exists()


@pytest.mark.django_db
def test_it_lets_the_change_fall_with_the_entry():
    @operation
    def describe(*, by: Actor) -> None:
        Group.objects.create(name="Control room")
        enter("groups.describe", by=by, subject=INCIDENT, details={"what": object()})

    with pytest.raises(TypeError, match="lasting words"):
        describe(by=LSMS)

    assert not Group.objects.exists()


@pytest.mark.django_db
def test_it_asks_a_nested_operation_for_an_entry_of_its_own():
    @operation
    def outer(*, by: Actor) -> None:
        enter("groups.outer", by=by, subject=INCIDENT)
        open_group(by=by, name="Inner", leave_entry=False)

    with pytest.raises(NoEntryLeft, match="open_group"):
        outer(by=LSMS)

    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_it_does_not_take_the_entry_of_a_nested_operation_for_its_own():
    @operation
    def outer(*, by: Actor) -> None:
        open_group(by=by, name="Inner")

    with pytest.raises(NoEntryLeft, match="outer"):
        outer(by=LSMS)

    assert not Group.objects.exists()


@pytest.mark.django_db
def test_it_goes_on_after_a_nested_operation_that_was_refused():
    @operation
    def outer(*, by: Actor) -> None:
        with pytest.raises(Refused):
            open_group(by=by, name="Inner", refuse=True)
        enter("groups.outer", by=by, subject=INCIDENT)

    outer(by=LSMS)

    assert [entry.verb for entry in Entry.objects.all()] == ["groups.outer"]


@pytest.mark.django_db
def test_it_does_not_count_an_entry_that_was_rolled_back_with_a_part_of_the_operation():
    @operation
    def half_hearted(*, by: Actor) -> None:
        Group.objects.create(name="Control room")
        with transaction.atomic():
            enter("groups.try", by=by, subject=INCIDENT)
            transaction.set_rollback(True)

    with pytest.raises(NoEntryLeft):
        half_hearted(by=LSMS)

    assert not Group.objects.exists()


@pytest.mark.django_db
def test_it_counts_an_entry_that_stands_although_it_was_made_in_a_part_of_the_operation():
    @operation
    def in_parts(*, by: Actor) -> None:
        with transaction.atomic():
            enter("groups.part", by=by, subject=INCIDENT)

    in_parts(by=LSMS)

    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_it_does_not_take_no_entries_for_an_entry():
    @operation
    def do_nothing(*, by: Actor) -> None:
        enter_many([])

    with pytest.raises(NoEntryLeft):
        do_nothing(by=LSMS)


@pytest.mark.django_db
def test_it_asks_the_database_nothing_to_know_that_an_entry_was_left(django_assert_num_queries):
    with django_assert_num_queries(4):  # savepoint, entry, its details, release
        triage(by=LSMS)


@pytest.mark.django_db
def test_it_does_not_take_a_reading_for_the_entry_that_is_owed():
    @operation
    def look(*, by: Actor) -> None:
        enter_reading("incidents.read", by=by, subject=INCIDENT)

    with pytest.raises(NoEntryLeft):
        look(by=LSMS)


@pytest.mark.django_db
def test_it_refuses_an_entry_outside_an_operation():
    triage(by=LSMS)

    with pytest.raises(OutsideOperation):
        enter("incidents.triage", by=LSMS, subject=INCIDENT)


@pytest.mark.django_db
def test_it_refuses_an_entry_after_an_operation_that_failed():
    with pytest.raises(Refused):
        open_group(by=LSMS, name="Control room", refuse=True)

    with pytest.raises(OutsideOperation):
        enter("groups.open", by=LSMS, subject=INCIDENT)


@pytest.mark.django_db
@pytest.mark.parametrize("with_context", [False, True])
def test_it_does_not_lend_its_operation_to_another_thread(with_context):
    caught: list[type[BaseException]] = []

    def in_thread() -> None:
        try:
            enter("groups.thread", by=LSMS, subject=INCIDENT)
        except OutsideOperation as refusal:
            caught.append(type(refusal))

    @operation
    def spread(*, by: Actor) -> None:
        context = contextvars.copy_context() if with_context else contextvars.Context()
        thread = threading.Thread(target=context.run, args=[in_thread])
        thread.start()
        thread.join()
        enter("groups.spread", by=by, subject=INCIDENT)

    spread(by=LSMS)

    assert caught == [OutsideOperation]


@pytest.mark.django_db
def test_it_gives_a_generator_the_operation_of_whoever_asks_it_for_more():
    def entries():
        while True:
            yield enter("groups.next", by=LSMS, subject=INCIDENT)

    source = entries()

    @operation
    def take_one(*, by: Actor) -> None:
        next(source)

    take_one(by=LSMS)
    take_one(by=LSMS)
    with pytest.raises(OutsideOperation):
        next(source)

    assert Entry.objects.count() == 2


def test_it_keeps_the_name_and_the_words_of_the_function():
    assert open_group.__name__ == "open_group"
    assert open_group.__wrapped__.__kwdefaults__ == {"leave_entry": True, "refuse": False}


def _positional(by, incident): ...
def _spread(*incidents, by): ...
def _nobody(*, incident): ...
def _perhaps_somebody(*, by=None): ...
def _generator(*, by):
    yield


async def _coroutine(*, by): ...
async def _async_generator(*, by):
    yield


@pytest.mark.parametrize(
    "function", [_positional, _spread, _nobody, _perhaps_somebody, _generator, _coroutine, _async_generator]
)
def test_it_refuses_a_function_of_another_shape_before_it_is_ever_called(function):
    with pytest.raises(TypeError, match=function.__name__):
        operation(function)


@pytest.mark.parametrize("words", [{}, {"by": None}, {"by": "Lsms Example"}])
def test_it_refuses_to_work_for_nobody(words):
    with pytest.raises(TypeError, match="needs to know who does it"):
        open_group(name="Control room", **words)
