"""From the lines of a staff file to rows about people, each good or refused with its reasons. Plain Python."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .dates import read_date
from .shown_names import shown_person
from .staff_columns import Column
from .tables import Table

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]{0,39}")
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_JOB_OF_NUMBER = re.compile(r"(.+)-\d{1,3}")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s.,;<>\"]+")
_NOTHING = frozenset({"-", "--", "n/a", "na", "none", "null", "nil", "#n/a", "#ref!", "#value!", "unknown", "tbc", "."})
_NO_NAME = frozenset({"-", "--", "n/a", "#n/a", "."})  # Na, Nil and None are names of people
_SUM = re.compile(r"(grand |sub)?\s*totals?\b", re.IGNORECASE)
_TOTAL = re.compile(
    r"(grand |sub)?\s*totals?\b|(number|count|no\.?) of\b|\d[\d,]* (rows?|records?|employees|people|staff|jobs)\b|"
    r"end of (report|file|list)|(rows?|records?|report|run|printed|extract(ed)?|produced|confidential|official|page)\b",
    re.IGNORECASE,
)
_TITLES = frozenset(("mr", "mrs", "miss", "ms", "mx", "dr", "prof", "professor", "sir", "dame", "lady", "lord", "rev"))
_PARTICLES = frozenset(
    ("van", "von", "de", "da", "di", "du", "del", "della", "der", "den", "la", "le", "bin", "ibn", "al")
)
_PATH_PARTS = re.compile(r"\s*[>|›»\\]\s*")

LONGEST = {"given_name": 80, "family_name": 80, "position_title": 150, "staff_group": 100, "phone": 40, "email": 254}
LONGEST_UNIT = 150
DEEPEST = 12


@dataclass(frozen=True)
class StaffRow:
    """One job of one person as the file has it. Blank: the file says nothing of it."""

    line: int
    employee_number: str
    assignment_number: str
    given_name: str
    family_name: str
    email: str = ""
    phone: str = ""
    position_title: str = ""
    staff_group: str = ""
    primary: bool | None = None
    unit: tuple[str, ...] = ()
    location: str = ""
    supervisor_number: str = ""
    supervisor_name: str = ""
    started: date | None = None
    left: date | None = None

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.given_name} {self.family_name}"

    def ended_before(self, day: date) -> bool:
        """True when the last day of this job lies before `day`."""
        return self.left is not None and self.left < day


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken over: its line, whom it seems to be about, why, and all its cells."""

    line: int
    who: str
    employee_number: str
    reasons: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SkippedLine:
    """A line that is about nobody: a title, a total, the headings once more."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Note:
    """Something to know that kept no row out; `line` is the first of `times` lines it is true of."""

    line: int
    text: str
    times: int = 1


@dataclass(frozen=True)
class StaffFile:
    """What a staff file says; `fields` are the keys of the fields that its columns hold, `cells` all cells by line."""

    name: str
    headings: tuple[str, ...]
    fields: frozenset[str]
    rows: tuple[StaffRow, ...]
    cells: Mapping[int, tuple[str, ...]]
    refused: tuple[RefusedRow, ...]
    skipped: tuple[SkippedLine, ...]
    notes: tuple[Note, ...]


def read_staff(table: Table, header: int, columns: Sequence[Column]) -> StaffFile:
    """Read the lines below the headings (at position `header`) as the `columns` say."""
    fields = frozenset(column.field for column in columns if column.field)
    headings = table.lines[header].cells
    rows: list[StaffRow] = []
    refused: list[RefusedRow] = []
    notes: list[Note] = []
    skipped = [SkippedLine(line.number, _text(line.cells), "before the headings") for line in table.lines[:header]]
    for line in table.lines[header + 1 :]:
        values, path = _values(line.cells, columns)
        if why := _about_nobody(line.cells, headings, values):
            skipped.append(SkippedLine(line.number, _text(line.cells), why))
            continue
        row, reasons = _row(line.number, values, path, notes)
        if row is None:
            who = values.get("full_name") or f"{values.get('given_name', '')} {values.get('family_name', '')}".strip()
            number = values.get("employee_number") or number_of_person(values.get("assignment_number", ""))
            refused.append(RefusedRow(line.number, who, number, reasons, line.cells))
        else:
            rows.append(row)
    cells = {line.number: line.cells for line in table.lines[header + 1 :]}
    return StaffFile(table.name, headings, fields, tuple(rows), cells, tuple(refused), tuple(skipped), tuple(notes))


def split_name(whole: str) -> tuple[str, str]:
    """First and last name out of “Smith, Jane (Mrs)”, “Dr Jane Smith” or “Ludwig van Dyke”; ("", …) for one word.

    >>> split_name("O'Neill, Mrs Jane Ann"), split_name("Prof. Ludwig van Dyke")
    (('Jane Ann', "O'Neill"), ('Ludwig', 'van Dyke'))
    """
    plain = re.sub(r"\([^)]*\)", " ", whole)
    if "," in plain:
        family, _, given = plain.partition(",")
        return " ".join(_without_titles(given.split())), " ".join(_without_titles(family.split()))
    words = _without_titles(plain.split())
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[max(cut, 0) :])


def name_key(name: str) -> str:
    """A whole name, in whichever order it is written, as it is looked up: “SMITH, Mrs Jane” and “Jane Smith” agree."""
    given, family = split_name(name)
    return " ".join(re.findall(r"\w+", f"{given} {family}".casefold()))


def number_of_person(number: str) -> str:
    """The employee number in an employee or assignment number.

    >>> number_of_person("20554433-2"), number_of_person("20554433")
    ('20554433', '20554433')
    """
    match = _JOB_OF_NUMBER.fullmatch(number)
    return match[1] if match else number


def _without_titles(words: list[str]) -> list[str]:
    return [word for word in words if word.strip(".").lower() not in _TITLES]


def _text(cells: Sequence[str]) -> str:
    return " ".join(cell for cell in cells if cell)[:120]


def _about_nobody(cells: Sequence[str], headings: Sequence[str], values: Mapping[str, str]) -> str:
    """Why a line is about nobody, "" when it may be about someone: whoever has number and name is, also Mr Page."""
    if tuple(cells) == tuple(headings):
        return "the headings once more"
    given, family = values.get("given_name", ""), values.get("family_name", "")
    if not (given and family) and not _SUM.match(values.get("full_name", "")):
        given, family = split_name(values.get("full_name", ""))
    numbers = (values.get("employee_number", ""), values.get("assignment_number", ""))
    if given and family and any(_NUMBER.fullmatch(number) for number in numbers):
        return ""
    filled = [cell for cell in cells if cell]
    if len(filled) <= 3 and _TOTAL.match(filled[0]):
        return "a line of totals"
    if len(filled) == 1 and len(headings) >= 4:
        return "one cell only"
    return ""


def _values(cells: Sequence[str], columns: Sequence[Column]) -> tuple[dict[str, str], tuple[str, ...]]:
    values: dict[str, str] = {}
    path: list[str] = []
    for column in columns:
        if not column.field:
            continue
        value = cells[column.position] if column.position < len(cells) else ""
        if value.lower() in (_NO_NAME if "name" in column.field else _NOTHING):
            value = ""
        if column.field == "unit":
            path += [part for part in _PATH_PARTS.split(value) if part]
        else:
            values[column.field] = value
    # Payroll repeats a name where a level is not used: "Trust, Trust, Station 4".
    return values, tuple(part for place, part in enumerate(path) if not place or part != path[place - 1])


def _row(
    line: int, values: dict[str, str], path: tuple[str, ...], notes: list[Note]
) -> tuple[StaffRow | None, tuple[str, ...]]:
    reasons: list[str] = []
    assignment, employee = values.get("assignment_number", ""), values.get("employee_number", "")
    employee = employee or number_of_person(assignment)
    assignment = assignment or employee
    for number in dict.fromkeys((employee, assignment)):
        if _SHORTENED.fullmatch(number):
            reasons.append(f"“{number}”: Excel has shortened the number; format the column as text and save again")
        elif number and not _NUMBER.fullmatch(number):
            reasons.append(f"“{number[:40]}” is not an employee or assignment number")
    if not employee:
        reasons.append("no employee number")
    given, family = values.get("given_name", ""), values.get("family_name", "")
    if not (given and family) and values.get("full_name"):
        given, family = split_name(values["full_name"])
    if not given or not family:
        reasons.append("no first name" if family else "no last name" if given else "no name")
    email = values.get("email", "").lower().removeprefix("mailto:")
    if email and not _EMAIL.fullmatch(email):
        notes.append(Note(line, f"“{email[:60]}” is not an e-mail address and was left out."))
        email = ""
    days: dict[str, date | None] = {}
    for key, called in (("started", "start date"), ("left", "leaving date")):
        try:
            days[key] = read_date(values.get(key, ""))
        except ValueError as fault:
            reasons.append(f"{called}: {fault}")
    started, left = days.get("started"), days.get("left")
    if started and left and left < started:
        reasons.append(f"leaves ({left:%d/%m/%Y}) before starting ({started:%d/%m/%Y})")
    texts = {
        "given_name": shown_person(given),
        "family_name": shown_person(family),
        "email": email,
        **{key: values.get(key, "") for key in ("phone", "position_title", "staff_group")},
    }
    for key, longest in LONGEST.items():
        if len(texts[key]) > longest:
            reasons.append(f"the {key.replace('_', ' ')} is longer than {longest} characters")
    if any(len(part) > LONGEST_UNIT for part in path) or len(path) > DEEPEST:
        reasons.append(f"the organisation path is too long (at most {DEEPEST} levels of {LONGEST_UNIT} characters)")
    if reasons:
        return None, tuple(reasons)
    row = StaffRow(
        line=line,
        employee_number=employee,
        assignment_number=assignment,
        primary=_yes_or_no(values.get("primary", "")),
        unit=path,
        location=values.get("location", ""),
        supervisor_number=values.get("supervisor_number", ""),
        supervisor_name=values.get("supervisor_name", ""),
        started=started,
        left=left,
        **texts,
    )
    return row, ()


def _yes_or_no(text: str) -> bool | None:
    word = text.lower()
    if word in ("yes", "y", "true", "1", "primary", "main", "x"):
        return True
    return False if word in ("no", "n", "false", "0", "secondary", "non-primary", "non primary") else None
