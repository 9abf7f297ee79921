"""What `holdfast import incidents` does."""

from __future__ import annotations

import getpass
import hashlib
from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.db import transaction

from holdfast.casework.incidents.operations.history import (
    NotAllGood,
    import_history,
    preview_history,
    remember_history_map,
)
from holdfast.casework.incidents.presenters.history_plan import as_json, as_text, word_line
from holdfast.casework.incidents.queries.history import Columns, Reading, columns_for, reading_for, table_for
from holdfast.casework.incidents.rules.history_columns import HISTORY
from holdfast.casework.incidents.rules.history_words import KINDS, VOCABULARIES, plain_word
from holdfast.foundation.audit.actors import Actor
from holdfast.foundation.organisation.models import Trust
from holdfast.foundation.organisation.queries.staff_file import Wish
from holdfast.foundation.organisation.queries.table_files import UnreadableTable, plain_heading
from holdfast.foundation.organisation.scope import scope
from holdfast.kernel.commands import CommandFailed, Result

NOTHING_CHANGED = "Nothing was changed. Add --apply to do it."


def whoever_types() -> Actor:
    """The person at the terminal, by the name under which the machine knows them."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "unknown"
    return Actor(name=f"{name} (command line)", identity=f"command:{name}", channel="import")


def import_incidents(arguments: Namespace) -> Result:
    """`holdfast import incidents`. Raises CommandFailed for a file, trust, map or word that cannot be used."""
    trust = Trust.objects.filter(code=arguments.trust.upper()).first()
    if trust is None:
        raise CommandFailed(f"There is no trust {arguments.trust}. Bring it in with `holdfast import ods` first.")
    if not 0 < len(arguments.source.strip()) <= 40:
        raise CommandFailed("--source: name the system in up to 40 characters, such as Datix.")
    wish = Wish(
        sheet=arguments.sheet,
        delimiter=arguments.delimiter,
        encoding=arguments.encoding,
        header_line=arguments.header,
        fields=_map(arguments.map),
    )
    words = _words(arguments.word)
    content = _content(arguments.file)
    with scope(trust):
        try:
            columns = columns_for(trust, table_for(trust, content, arguments.file.name, wish), wish)
        except UnreadableTable as error:
            raise CommandFailed(str(error)) from error
        _must_be_understood(columns, wish)
        reading = _with_others(trust, columns, words, arguments.other_kinds)
        if reading.faults:
            raise CommandFailed(_unknown(reading, arguments.show))
        by = whoever_types()
        told = {
            "file": reading.file,
            "trust": trust,
            "source": arguments.source.strip(),
            "meanings": reading.meanings,
        }
        try:
            if arguments.apply:
                with transaction.atomic():
                    sha256 = hashlib.sha256(content).hexdigest()
                    plan = import_history(by=by, sha256=sha256, all_or_nothing=arguments.all_or_nothing, **told)
                    remember_history_map(by=by, trust=trust, columns=columns.columns, words=reading.words, wish=wish)
            else:
                plan = preview_history(**told)
        except NotAllGood as refusal:
            raise CommandFailed(f"{refusal}\n{as_text(refusal.plan, arguments.show)}") from refusal
    headings = {column.heading: column.field for column in columns.columns}
    meant = {
        name: {word.text: word.meaning for word in reading.words if word.vocabulary == name} for name in VOCABULARIES
    }
    text = "\n".join(
        [
            "Columns:",
            *(f"  {heading}: {field or 'kept with the row'}" for heading, field in headings.items()),
            "Words:",
            *(f"  {word_line(word)}" for word in reading.words[: arguments.show]),
            *([f"  … and {len(reading.words) - arguments.show:,} more"] if len(reading.words) > arguments.show else []),
            "",
            as_text(plan, arguments.show),
            "",
            "Done." if arguments.apply else NOTHING_CHANGED,
        ]
    )
    return Result(data={"columns": headings, "words": meant, **as_json(plan)}, text=text)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}.") from error


def _map(choices: Iterable[str]) -> dict[str, str]:
    fields = {}
    for choice in choices:
        heading, equals, field = choice.rpartition("=")
        if not equals or not heading.strip():
            raise CommandFailed(f"--map {choice}: write HEADING=FIELD, such as “Our Ref=reference”.")
        if field and field not in HISTORY.by_key:
            raise CommandFailed(
                f"--map {choice}: there is no field {field}. The fields are {', '.join(HISTORY.by_key)}."
            )
        fields[plain_heading(heading)] = field
    return fields


def _words(choices: Iterable[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for choice in choices:
        said, equals, meaning = choice.rpartition("=")
        name, colon, word = said.partition(":")
        if not (equals and colon and word.strip()) or name not in VOCABULARIES:
            raise CommandFailed(
                f"--word {choice}: write FIELD:WORD=MEANING, such as “kind:Abuse › Other=verbal-abuse”. FIELD is one "
                f"of {', '.join(VOCABULARIES)}."
            )
        if meaning not in VOCABULARIES[name]:
            raise CommandFailed(f"--word {choice}: a {name} can mean {', '.join(VOCABULARIES[name])}.")
        found.setdefault(name, {})[plain_word(word)] = meaning
    return found


def _with_others(trust: Trust, columns: Columns, words: Mapping[str, Mapping[str, str]], others: str) -> Reading:
    """The reading, in which kinds that nobody knows mean `others` (when given)."""
    if others and others not in KINDS:
        raise CommandFailed(f"--other-kinds {others}: a kind can be {', '.join(KINDS)}.")
    reading = reading_for(trust, columns, words)
    if not others:
        return reading
    unknown = {word.plain: others for word in reading.words if word.vocabulary == "kind" and not word.meaning}
    return reading_for(trust, columns, {**words, "kind": {**unknown, **words.get("kind", {})}})


def _must_be_understood(columns: Columns, wish: Wish) -> None:
    headings = {column.plain: column.heading for column in columns.columns}
    if unknown := set(wish.fields) - set(headings):
        raise CommandFailed(f"The file has no column “{min(unknown)}”. It has: {', '.join(sorted(headings.values()))}.")
    if columns.faults:
        shown = "\n".join(f"  {column.heading}: {column.field or 'not used'}" for column in columns.columns)
        raise CommandFailed("\n".join([*columns.faults, "Columns as understood:", shown, "Set them right with --map."]))


def _unknown(reading: Reading, most: int) -> str:
    faults = reading.faults
    more = [f"… and {len(faults) - most:,} more"] if len(faults) > most else []
    return "\n".join(
        [
            *faults[:most],
            *more,
            "Use --word, such as --word “kind:THE WORD=verbal-abuse”, or --other-kinds left-out for all kinds that "
            "are not about security.",
        ]
    )
