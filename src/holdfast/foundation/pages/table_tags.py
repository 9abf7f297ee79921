"""The tags {% table %}, {% tr %} and {% td %}: a table that folds into cards on a phone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from holdfast.foundation.pages.tables import Column


def _arguments(parser: Parser, token: Token) -> tuple[list[FilterExpression], dict[str, FilterExpression]]:
    name, *bits = token.split_contents()
    positional: list[FilterExpression] = []
    named: dict[str, FilterExpression] = {}
    for bit in bits:
        if given := token_kwargs([bit], parser):
            named |= given
        elif named:
            raise TemplateSyntaxError(f"{name}: {bit} must stand before the named arguments")
        else:
            positional.append(parser.compile_filter(bit))
    return positional, named


def _inside(parser: Parser, end: str) -> NodeList:
    inside = parser.parse((end,))
    parser.delete_first_token()
    return inside


class TableNode(Node):
    """{% table "Caption" columns dense=True caption_hidden=True %} rows {% endtable %}"""

    def __init__(
        self, caption: FilterExpression, columns: FilterExpression, named: dict[str, FilterExpression], rows: NodeList
    ) -> None:
        self.caption, self.columns, self.named, self.nodelist = caption, columns, named, rows

    def render(self, context: Context) -> SafeString:
        columns = [c if isinstance(c, Column) else Column(str(c)) for c in self.columns.resolve(context)]
        named = {name: value.resolve(context) for name, value in self.named.items()}
        with context.push(table_columns=columns):
            rows = self.nodelist.render(context)
        return format_html(
            '<table class="nhsuk-table nhsuk-table--responsive{}{}" role="table">'
            '<caption class="{}">{}</caption>'
            '<thead class="nhsuk-table__head" role="rowgroup"><tr class="nhsuk-table__row" role="row">{}</tr></thead>'
            '<tbody class="nhsuk-table__body" role="rowgroup">{}</tbody></table>',
            " hf-table--dense" if named.get("dense") else "",
            " nhsuk-table--sortable" if any(c.sort for c in columns) else "",
            "nhsuk-u-visually-hidden"
            if named.get("caption_hidden")
            else "nhsuk-table__caption nhsuk-table__caption--s",
            self.caption.resolve(context),
            format_html_join("", "{}", ((_heading(c, context),) for c in columns)),
            rows,
        )


def _heading(column: Column, context: Context) -> SafeString:
    classes = "nhsuk-table__header" + (" nhsuk-table__header--numeric" if column.numeric else "")
    if column.hidden:
        return format_html(
            '<th class="{}" scope="col" role="columnheader"><span class="nhsuk-u-visually-hidden">{}</span></th>',
            classes,
            column.title,
        )
    if not column.sort:
        return format_html('<th class="{}" scope="col" role="columnheader">{}</th>', classes, column.title)
    current = str(context.get("sort") or "")
    order = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(current, "")
    return format_html(
        '<th class="{}" scope="col" role="columnheader" data-sort{}><a class="nhsuk-link" href="?{}">{}</a></th>',
        classes,
        format_html(' aria-sort="{}"', order) if order else "",
        _sorted_query(context, f"-{column.sort}" if order == "ascending" else column.sort),
        column.title,
    )


def _sorted_query(context: Context, sort: str) -> str:
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for page in ("before", "after"):
        query.pop(page, None)  # a new order begins on its first page
    query["sort"] = sort
    return str(query.urlencode())


class RowNode(Node):
    """{% tr %} cells {% endtr %}, with `highlight=True` for a row that needs looking at."""

    def __init__(self, named: dict[str, FilterExpression], cells: NodeList) -> None:
        self.named, self.nodelist = named, cells

    def render(self, context: Context) -> SafeString:
        marked = bool(self.named["highlight"].resolve(context)) if "highlight" in self.named else False
        with context.push(table_remaining=list(context.get("table_columns") or ())):
            cells = self.nodelist.render(context)
        return format_html(
            '<tr class="nhsuk-table__row{}" role="row">{}</tr>', " hf-row--marked" if marked else "", cells
        )


class CellNode(Node):
    """{% td %} anything {% endtd %}; `header=True` for the cell that names its row."""

    def __init__(self, named: dict[str, FilterExpression], inside: NodeList) -> None:
        self.named, self.nodelist = named, inside

    def render(self, context: Context) -> SafeString:
        remaining: list[Column] = context.get("table_remaining") or []
        column = remaining.pop(0) if remaining else Column("")
        inside = mark_safe(self.nodelist.render(context))  # noqa: S308  rendered by the template, escaped there
        header = bool(self.named["header"].resolve(context)) if "header" in self.named else False
        return format_html(
            '<{} class="nhsuk-table__{}{}" role="{}"{}>{}<span>{}</span></{}>',
            *(("th", "header") if header else ("td", "cell")),
            f" nhsuk-table__{'header' if header else 'cell'}--numeric" if column.numeric else "",
            "rowheader" if header else "cell",
            mark_safe(' scope="row"') if header else "",
            ""
            if not column.title
            else format_html('<span class="nhsuk-table__heading" aria-hidden="true">{} </span>', column.title),
            inside,
            "th" if header else "td",
        )


def table_tag(parser: Parser, token: Token) -> TableNode:
    """Compiles {% table caption columns %}."""
    positional, named = _arguments(parser, token)
    if len(positional) != 2:
        raise TemplateSyntaxError("table needs a caption and its columns")
    return TableNode(positional[0], positional[1], named, _inside(parser, "endtable"))


def row_tag(parser: Parser, token: Token) -> RowNode:
    """Compiles {% tr %}."""
    return RowNode(_arguments(parser, token)[1], _inside(parser, "endtr"))


def cell_tag(parser: Parser, token: Token) -> CellNode:
    """Compiles {% td %}."""
    return CellNode(_arguments(parser, token)[1], _inside(parser, "endtd"))


def columns_of(*titles: str | Column) -> Sequence[Column]:
    """Columns from titles, for a presenter: columns_of("Reference", Column("Opened", sort="opened"))."""
    return [title if isinstance(title, Column) else Column(title) for title in titles]


TAGS: dict[str, Any] = {"table": table_tag, "tr": row_tag, "td": cell_tag}
