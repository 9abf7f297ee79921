"""Code depends downwards, and so do foreign keys. import-linter holds imports to it (pyproject.toml, `make lint`)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.house import SOURCE, area_of, in_files, may_know, none_of, texts

PRIVATE = {"rules", "forms", "presenters", "views", "urls", "engine"}
SHARED_KITS = {"holdfast.foundation.pages"}  # its forms are the form kit that every area builds on

# A job that looks at all trusts at once goes round the one thing that keeps trusts apart. Each says why it must.
SEES_EVERY_TRUST = {
    "foundation/organisation/scope.py": "defines it",
    "foundation/records/operations/scanning.py": "the tick scans waiting files, whosever they are; it reads no record",
    "foundation/records/operations/sweeping.py": "a file that no row of any trust names has no trust to ask for",
    "foundation/notifications/operations/clearing.py": "old mail goes for all trusts in one pass of the tick",
    "foundation/notifications/operations/delivering.py": "one outbox, one mail server: mail goes out in order of need",
    "foundation/notifications/operations/digests.py": "the tick asks whose digest is due, then writes each alone",
    "doors/operating/ticking.py": "the tick serves every trust, job by job",
    "doors/operating/restoring.py": "checks every file that came back",
    "doors/operating/health.py": "counts what waits, whosever it is, and tells numbers only",
    "doors/demonstration/building.py": "makes five trusts at once, all of them invented",
}


def keys_that_point_up(all_models: Iterable[type[models.Model]]) -> list[str]:
    """Each relation from a model to one in an area that its own area may not know."""
    wrong = []
    for model in all_models:
        for field in model._meta.get_fields(include_hidden=True):
            target = getattr(field, "related_model", None)
            if field.auto_created or not isinstance(target, type) or not target.__module__.startswith("holdfast."):
                continue
            if not may_know(area_of(model.__module__), area_of(target.__module__)):
                wrong.append(f"{model.__module__}.{model.__name__}.{field.name} points at {target.__module__}")
    return wrong


def house_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("holdfast.")]


def test_it_lets_no_foreign_key_point_upwards() -> None:
    none_of(keys_that_point_up(house_models()))


@isolate_apps("holdfast.foundation.audit", "holdfast.casework.incidents")
def test_it_sees_a_foreign_key_that_points_upwards() -> None:
    def model(name: str, area: str, **fields: models.Field) -> type[models.Model]:
        meta = type("Meta", (), {"app_label": area.rpartition(".")[2]})
        return type(name, (models.Model,), {"__module__": f"holdfast.{area}.models", "Meta": meta, **fields})

    high = model("High", "casework.incidents")
    low = model("Low", "foundation.audit", high=models.ForeignKey(high, on_delete=models.CASCADE))
    assert len(keys_that_point_up([high, low])) == 1


@pytest.mark.parametrize(
    ("one", "other", "allowed"),
    [
        ("holdfast.casework.incidents", "holdfast.foundation.records", True),
        ("holdfast.foundation.records", "holdfast.casework.incidents", False),
        ("holdfast.foundation.records", "holdfast.foundation.audit", True),
        ("holdfast.foundation.audit", "holdfast.foundation.pages", False),  # neighbours
        ("holdfast.casework.violence", "holdfast.casework.sanctions", False),
        ("holdfast.casework.violence", "holdfast.casework.incidents", True),
    ],
)
def test_it_knows_the_order_of_the_house(one: str, other: str, allowed: bool) -> None:
    assert may_know(one, other) is allowed


def private_imports(imports: Iterable[tuple[str, str]]) -> list[str]:
    """Each import, of (importing module, imported module), that reaches into the private part of another area."""
    wrong = []
    for importer, imported in imports:
        parts = imported.split(".")
        if area_of(importer) == area_of(imported) or importer.startswith("holdfast.config"):
            continue
        if len(parts) > 3 and parts[3] in PRIVATE and area_of(imported) not in SHARED_KITS:
            wrong.append(f"{importer} imports {imported}")
    return wrong


def test_it_keeps_the_private_parts_of_an_area_private() -> None:
    """Other areas use an area's models (for keys), operations and queries; never its rules, forms or views."""
    graph = grimp.build_graph("holdfast", cache_dir=None)
    imports = [
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
    ]
    none_of(private_imports(imports), "Ask the other area's queries or operations.")


def test_it_sees_an_import_of_private_parts() -> None:
    good = ("holdfast.oversight.assurance.measures.reports", "holdfast.casework.incidents.queries")
    bad = ("holdfast.oversight.assurance.measures.reports", "holdfast.casework.incidents.rules.triage")
    assert len(private_imports([good, bad])) == 1


def imports_of(source: str) -> set[str]:
    """The top-level names of everything that `source` imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            name = node.module or ""
            found.add("." if node.level else name if name.startswith("holdfast.") else name.partition(".")[0])
    return found


def beyond_plain_python(source: str) -> set[str]:
    """What `source`, a module of the kernel, imports beside the standard library and the kernel itself."""
    return {
        name
        for name in imports_of(source)
        if name not in sys.stdlib_module_names and name != "." and not name.startswith("holdfast.kernel")
    }


def test_it_keeps_the_kernel_to_plain_python() -> None:
    files = [path for path in texts(".py", under=SOURCE / "kernel") if "tests" not in path.parts]
    none_of(in_files(files, beyond_plain_python))


def test_it_sees_a_kernel_that_is_not_plain() -> None:
    source = "import re\nfrom holdfast.kernel import clock\nimport django\nfrom holdfast.foundation import audit\n"
    assert beyond_plain_python(source) == {"django", "holdfast.foundation"}


def test_it_goes_red_when_an_import_points_upwards(tmp_path: Path) -> None:
    """import-linter itself, on a house of two floors with one arrow the wrong way."""
    for folder in ("holdfast", "holdfast/casework", "holdfast/foundation"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text("")
    (tmp_path / "holdfast" / "foundation" / "audit.py").write_text("import holdfast.casework.incidents\n")
    (tmp_path / "holdfast" / "casework" / "incidents.py").write_text("")
    (tmp_path / "contracts.toml").write_text(
        '[tool.importlinter]\nroot_package = "holdfast"\n'
        '[[tool.importlinter.contracts]]\nname = "tiers"\ntype = "layers"\ncontainers = ["holdfast"]\n'
        'exhaustive = true\nlayers = ["casework", "foundation"]\n'
    )
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports; sys.exit(lint_imports("
    code += "config_filename='contracts.toml', no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "holdfast.foundation is not allowed to import holdfast.casework" in done.stdout


def asks_the_clock(source: str) -> list[str]:
    """Where `source` asks what time it is. Rules are told: what they decide must not depend on when they are asked."""
    return [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and node.attr in ("now", "today", "utcnow")
        and isinstance(node.value, ast.Name)
        and node.value.id in ("clock", "timezone", "datetime", "date")
    ]


def test_it_tells_rules_what_time_it_is() -> None:
    rules = [path for path in texts(".py", under=SOURCE) if {"rules", "engine", "rules.py"} & set(path.parts)]
    none_of(in_files([path for path in rules if "tests" not in path.parts], asks_the_clock), "Hand the moment in.")


def test_it_sees_a_rule_that_asks_the_clock() -> None:
    source = "limit = clock.now() + day\nfine = moment.astimezone(clock.LONDON)\ndefault = clock.today\n"
    assert len(asks_the_clock(source)) == 2


def places_that_see_every_trust(files: Iterable[Path]) -> set[str]:
    """The files, from src/holdfast, that open the scope of every trust."""
    return {str(path.relative_to(SOURCE)) for path in files if "EVERY_TRUST" in path.read_text()}


def test_it_lists_every_job_that_sees_all_trusts() -> None:
    files = [path for path in texts(".py", under=SOURCE) if "tests" not in path.parts]
    found = places_that_see_every_trust(files)
    none_of(found - set(SEES_EVERY_TRUST), "Open one trust's scope, or say in SEES_EVERY_TRUST why it must be all.")
    none_of(set(SEES_EVERY_TRUST) - found, "Listed in SEES_EVERY_TRUST, and no longer so.")
