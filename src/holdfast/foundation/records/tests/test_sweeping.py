from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.db import transaction

from holdfast.foundation.records.operations.evidence import add_file
from holdfast.foundation.records.operations.sweeping import OLD_ENOUGH, sweep_orphans
from holdfast.kernel import clock

from . import files
from .conftest import World


def test_it_sweeps_the_files_of_a_report_that_was_rolled_back(world: World, evidence_folder: Path) -> None:
    with transaction.atomic():
        add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.picture()))
        transaction.set_rollback(True)
    assert sum(path.is_file() for path in evidence_folder.rglob("*")) == 3
    assert sweep_orphans() == 0
    with clock.at(clock.now() + OLD_ENOUGH + timedelta(hours=1)):
        assert sweep_orphans() == 3
        assert sweep_orphans() == 0


def test_it_sweeps_neither_evidence_nor_what_other_areas_keep(world: World, evidence_folder: Path) -> None:
    evidence = add_file(by=world.actor(world.reporter), record=world.record(), upload=files.upload(files.picture()))
    draft = evidence_folder / str(world.trust.pk) / "drafts" / "abc"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(b"x")
    with clock.at(clock.now() + timedelta(days=400)):
        assert sweep_orphans() == 0
    assert draft.exists()
    assert evidence.file.storage.exists(evidence.file.name)


def test_it_sweeps_nothing_where_nothing_is_kept_yet(db: None, evidence_folder: Path) -> None:
    evidence_folder.rmdir()
    assert sweep_orphans() == 0
