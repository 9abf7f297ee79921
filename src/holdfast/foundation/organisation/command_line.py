"""What `holdfast import ods` and `holdfast import staff` do."""

from __future__ import annotations

import getpass
from argparse import Namespace
from pathlib import Path

from django.db import transaction

from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.operations.ods import import_ods, preview_ods
from holdfast.foundation.organisation.operations.staff import (
    NotAllGood,
    import_staff,
    preview_staff,
    remember_staff_map,
)
from holdfast.foundation.organisation.presenters import ods_plan as ods_words
from holdfast.foundation.organisation.presenters import staff_plan as staff_words
from holdfast.foundation.organisation.queries.staff_file import Reading, Wish, read_for, table_for
from holdfast.foundation.organisation.rules.ods import UnreadableOds, read_ods
from holdfast.foundation.organisation.rules.staff_columns import FIELDS_BY_KEY, plain_heading
from holdfast.foundation.organisation.rules.staff_rows import read_staff
from holdfast.foundation.organisation.rules.tables import UnreadableTable
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel.commands import CommandFailed, Result

NOTHING_CHANGED = "Nothing was changed. Add --apply to do it."


def whoever_types() -> Actor:
    """The person at the terminal, by the name under which the machine knows them."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "unknown"
    return Actor(name=f"{name} (command line)", identity=f"command:{name}", channel="command")


def import_ods_files(arguments: Namespace) -> Result:
    """`holdfast import ods`. Raises CommandFailed when a file cannot be read, or a trust is not known."""
    only = frozenset(code.upper() for code in arguments.trust)
    how = {"kind": arguments.kind, "delimiter": arguments.delimiter, "encoding": arguments.encoding}
    files = []
    for path in arguments.files:
        try:
            files.append(read_ods(_content(path), path.name, **how))
        except UnreadableOds as error:
            raise CommandFailed(f"{path}: {error}") from error
    told_of = {row.code for file in files for row in file.rows}.union(Trust.objects.values_list("code", flat=True))
    if unknown := only - told_of:
        raise CommandFailed(
            f"No trust with the code {', '.join(sorted(unknown))}, neither in the files nor in Holdfast."
        )
    if len(files) == 1 and not arguments.apply:
        plans = [preview_ods(files[0], only=only)]
    else:
        # The second file's sites may belong to the first one's trusts: to see what would change, do it and undo it.
        with transaction.atomic():
            plans = [import_ods(by=whoever_types(), file=file, only=only) for file in files]
            transaction.set_rollback(not arguments.apply)
        for plan in plans:
            plan.applied = arguments.apply
    text = "\n\n".join(ods_words.as_text(plan, arguments.show) for plan in plans)
    end = "Done." if arguments.apply else NOTHING_CHANGED
    return Result(
        data={"applied": arguments.apply, "files": [ods_words.as_json(p) for p in plans]}, text=f"{text}\n\n{end}"
    )


def import_staff_file(arguments: Namespace) -> Result:
    """`holdfast import staff`. Raises CommandFailed for a file, trust or map that cannot be used."""
    trust = Trust.objects.filter(code=arguments.trust.upper()).first()
    if trust is None:
        raise CommandFailed(f"There is no trust {arguments.trust}. Bring it in with `holdfast import ods` first.")
    wish = Wish(
        sheet=arguments.sheet,
        delimiter=arguments.delimiter,
        encoding=arguments.encoding,
        header_line=arguments.header,
        fields=_map(arguments.map),
    )
    with scope(trust):
        try:
            reading = read_for(trust, table_for(trust, _content(arguments.file), arguments.file.name, wish), wish)
        except UnreadableTable as error:
            raise CommandFailed(str(error)) from error
        _must_be_understood(reading, wish)
        file = read_staff(reading.table, reading.header, reading.columns)
        by = whoever_types()
        try:
            if arguments.apply:
                with transaction.atomic():
                    plan = import_staff(by=by, trust=trust, file=file, all_or_nothing=arguments.all_or_nothing)
                    remember_staff_map(by=by, trust=trust, columns=reading.columns, wish=wish)
            else:
                plan = preview_staff(file, trust)
        except NotAllGood as refusal:
            bad = staff_words.as_text(refusal.plan, arguments.show)
            raise CommandFailed(f"{refusal}\n{bad}") from refusal
    columns = {column.heading: column.field for column in reading.columns}
    text = "\n".join(
        [
            "Columns:",
            *(f"  {heading}: {field or 'not used'}" for heading, field in columns.items()),
            "",
            staff_words.as_text(plan, arguments.show),
            "",
            "Done." if arguments.apply else NOTHING_CHANGED,
        ]
    )
    return Result(data={"columns": columns, **staff_words.as_json(plan)}, text=text)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.") from error


def _map(choices: list[str]) -> dict[str, str]:
    fields = {}
    for choice in choices:
        heading, equals, field = choice.rpartition("=")
        if not equals or not heading.strip():
            raise CommandFailed(f"--map {choice}: write HEADING=FIELD, such as “Payroll Ref=employee_number”.")
        if field and field not in FIELDS_BY_KEY:
            raise CommandFailed(
                f"--map {choice}: there is no field {field}. The fields are {', '.join(FIELDS_BY_KEY)}."
            )
        fields[plain_heading(heading)] = field
    return fields


def _must_be_understood(reading: Reading, wish: Wish) -> None:
    headings = {column.plain: column.heading for column in reading.columns}
    if unknown := set(wish.fields) - set(headings):
        raise CommandFailed(f"The file has no column “{min(unknown)}”. It has: {', '.join(sorted(headings.values()))}.")
    if reading.faults:
        shown = "\n".join(f"  {column.heading}: {column.field or 'not used'}" for column in reading.columns)
        raise CommandFailed("\n".join([*reading.faults, "Columns as understood:", shown, "Set them right with --map."]))
