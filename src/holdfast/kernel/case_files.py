"""Files of cases that somebody holds against Holdfast's rules: `holdfast try …`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from holdfast.kernel.commands import CommandFailed


def read_cases(name: str) -> list[Any]:
    """The cases in the file `name`, or on standard input for "-": one case, a list, or {"cases": [...]}.

    Raises CommandFailed, which says what is wrong with the file.
    """
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandFailed(f"{name} cannot be read: {error.strerror or error}") from None
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair could be read, and never printed
    except UnicodeError:
        raise CommandFailed(f"{name} is not a text in UTF-8, as JSON must be") from None
    except json.JSONDecodeError as error:
        raise CommandFailed(f"{name} is not JSON: {error.msg} in line {error.lineno}, column {error.colno}") from None
    except (RecursionError, ValueError):
        raise CommandFailed(f"{name} is not JSON for cases: nested too deep, or with a number like NaN") from None
    if isinstance(found, dict) and "cases" in found:
        found = found["cases"]
        if not isinstance(found, list):
            raise CommandFailed(f'{name}: "cases" must be a list')
    if isinstance(found, dict):
        return [found]
    if not isinstance(found, list):
        raise CommandFailed(f'{name} holds neither a case, nor a list of cases, nor {{"cases": [...]}}')
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
