"""What a browser sent: which form it stands for, and letting the same form go ahead from what stands there now."""

from __future__ import annotations

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict


def sent_parts(request: HttpRequest, sender: int) -> list[tuple[str, str]]:
    """What makes a sent form the same as another: `sender` (a key of theirs), the address, and each name and value.

    Files count by name and size. The token against forgery is left out: it differs from page to page.
    """
    values = [(name, str(value)) for name, many in sorted(request.POST.lists()) for value in many]
    files = [(name, f"{file.name} {file.size}") for name, many in sorted(request.FILES.lists()) for file in many]
    who = [("person", str(sender)), ("path", request.path)]
    return [*who, *((name, value) for name, value in values if name != "csrfmiddlewaretoken"), *files]


def let_go_ahead(form: BaseForm, **hidden: str) -> None:
    """Let the next sending of `form` go ahead from what the page shows now: its `hidden` fields get these values."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    for name, value in hidden.items():
        data[form.add_prefix(name)] = value
    form.data = data
