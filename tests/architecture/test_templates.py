"""Pages obey the content security policy, escape what people typed, and name only what exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from holdfast.foundation.organisation.terms import DEFAULT_TERMS
from tests.architecture.house import SOURCE, in_files, none_of, shown, templates, texts

INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\s(?:src=|type=.application/json))", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a script in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=|[\"']javascript:", re.IGNORECASE),
}
UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off|\b(?:mark_safe|SafeString)\(")
CONSTANT = re.compile(r"""\bmark_safe\((?:"[^"]*"|'[^']*')\)""")  # as its author wrote it: needs no reason
REASON = re.compile(r"(?:#|\{#).*\bsafe because\b|# noqa: S308\s+\w+")

INCLUDES = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
ADDRESSES = re.compile(r"{%\s*url\s+[\"']([^\"']+)[\"']")
FILES = re.compile(r"{%\s*static\s+[\"']([^\"']+)[\"']")
TERMS = re.compile(r"{%\s*term\s+[\"']([^\"']+)[\"']|\.term\([\"']([^\"']+)[\"']\)")
TEMPLATE_NAME = re.compile(r"^[\w-]+(/[\w-]+)+\.(html|txt|svg)$")
REVERSERS = {"reverse", "reverse_lazy", "redirect", "resolve_url"}


def inline(text: str) -> list[str]:
    """What in a template the content security policy would refuse to run."""
    return [what for what, pattern in INLINE.items() if pattern.search(text)]


def unescaped(text: str) -> list[str]:
    """The lines that print without escaping, and do not say on the line or the one before: "safe because …"."""
    before, found = "", []
    for number, line in enumerate(text.splitlines(), 1):
        if UNESCAPED.search(CONSTANT.sub("", line)) and not REASON.search(line) and not REASON.search(before):
            found.append(f"line {number}: {line.strip()}")
        before = line
    return found


def test_it_has_nothing_inline() -> None:
    none_of(in_files([path for path in templates() if path.suffix in (".html", ".svg")], inline))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<script type="module">go()</script>',
        '<p class="x" style="color: red">',
        "<style>p { color: red }</style>",
        '<button\n  onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_it_sees_what_is_inline(text: str) -> None:
    assert len(inline(text)) == 1


def test_it_lets_linked_scripts_and_data_be() -> None:
    text = '<script src="{% static \'a.js\' %}" defer></script><script type="application/json">{}</script><p on>'
    assert inline(text) == []


def test_it_escapes_everything_but_what_has_a_reason() -> None:
    python = [path for path in texts(".py", under=SOURCE) if "tests" not in path.parts]
    advice = 'Build it with format_html, or say "safe because ..." in a comment on the line or the one before.'
    none_of(in_files([*templates(), *python], unescaped), advice)


def test_it_sees_what_is_not_escaped() -> None:
    text = "{{ words|safe }}\n{% autoescape off %}\nmark_safe(words)\nmark_safe(f'{words}')\nmark_safe('<hr>')\n"
    assert len(unescaped(text)) == 4
    assert unescaped("{# safe because the chart is drawn by us from numbers #}\n{{ chart|safe }}") == []


def address_names(patterns: Iterable[Any], space: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from address_names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{space}{pattern.name}"


def template_is_missing(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return True
    except TemplateSyntaxError:
        return False  # test_it_has_templates_that_compile says it better
    return False


def unknown_names(text: str, addresses: set[str]) -> list[str]:
    """The templates, addresses, static files and terms that a template names and that do not exist."""
    terms = {first or second for first, second in TERMS.findall(text)}
    return [
        *(f"template {name}" for name in INCLUDES.findall(text) if template_is_missing(name)),
        *(f"address {name}" for name in ADDRESSES.findall(text) if name not in addresses),
        *(f"file {name}" for name in FILES.findall(text) if finders.find(name) is None),
        *(f"term {name}" for name in sorted(terms) if name not in DEFAULT_TERMS),
    ]


def unknown_names_in_code(source: str, addresses: set[str]) -> list[str]:
    """The templates and addresses that Python names and that do not exist."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TEMPLATE_NAME.match(node.value):
            if template_is_missing(node.value):
                found.append(f"line {node.lineno}: template {node.value}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REVERSERS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                name = first.value
                if name and "/" not in name and name not in addresses:
                    found.append(f"line {node.lineno}: address {name}")
    return found


def all_addresses() -> set[str]:
    """Those of every installation, and those that only a demonstration has."""
    in_a_demonstration = path("demo/", include("holdfast.doors.demonstration.urls"))
    return set(address_names([*get_resolver().url_patterns, in_a_demonstration]))


def test_it_has_templates_that_compile() -> None:
    wrong = []
    for file in templates():
        parts = file.parts
        name = "/".join(parts[len(parts) - parts[::-1].index("templates") :])
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as problem:
            wrong.append(f"{shown(file)}: {problem}")
    none_of(wrong)


def test_it_names_only_what_exists_in_templates() -> None:
    addresses = all_addresses()
    none_of(in_files(templates(), lambda text: unknown_names(text, addresses)), "Files: is build/static built?")


def test_it_names_only_what_exists_in_code() -> None:
    addresses = all_addresses()
    python = [path for path in texts(".py", under=SOURCE) if "tests" not in path.parts]
    none_of(in_files(python, lambda text: unknown_names_in_code(text, addresses)))


def test_it_sees_names_that_do_not_exist() -> None:
    text = '{% extends "no/such.html" %}{% url "no-such" %}{% static "no/such.css" %}{% term "no_such" %}'
    assert len(unknown_names(text, {"home"})) == 4
    code = 'render(request, "no/such.html")\nredirect("no-such")\nredirect("home")\nredirect("/there")\n'
    assert len(unknown_names_in_code(code, {"home"})) == 2


KEPT = re.compile(r"data-keep=[\"'](?!{{ keep_keys?\b)(?!style[\"'])")


def unkept(path: Any) -> list[str]:
    """The messages of a module that has a form with a keep key, which say "done" without saying which form."""
    text = path.read_text()
    if "keep_key" not in text:
        return []
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [
        f"{shown(path)}, line {call.lineno}: messages.success without extra_tags"
        for call in calls
        if ast.unparse(call.func) == "messages.success" and "extra_tags" not in {word.arg for word in call.keywords}
    ]


def test_it_says_of_every_form_whose_text_a_browser_keeps_that_it_has_arrived() -> None:
    """Else the next page puts the text back and calls it unsent, and people send it again."""
    modules = [path for path in texts(".py", under=SOURCE) if "views" in path.parts]
    none_of(line for path in modules for line in unkept(path))
    none_of(in_files(templates(), lambda text: ["data-keep with a key of its own"] if KEPT.search(text) else []))
