"""The pieces of a page: text made safe, tables, lists of names and values, sections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from nertag.formats.markup import escaped

__all__ = ["bar", "facts", "name_of", "percent", "section", "table", "tag"]


def tag(name: str, content: str, **attributes: str) -> str:
    """An element; `content` is HTML, attributes are text, left out where empty.

    A name that ends in ``_`` is written without it, as ``class``; others with ``-`` for ``_``.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for key, value in attributes.items()
        if value
    )
    return f"<{name}{written}>{content}</{name}>"


def name_of(label: str) -> str:
    """What a label is called on a page, as HTML; there are tags without one."""
    return escaped(label) if label else "<i>no label</i>"


def percent(share: float) -> str:
    """A share as it stands in tables."""
    return f"{100 * share:.2f}"


def bar(share: float) -> str:
    """A cell with a share, behind it a bar as long."""
    return tag("td", percent(share), class_="bar", style=f"--share:{100 * share:.1f}%")


def table(
    caption: str, heads: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], class_: str = ""
) -> str:
    """A table that scrolls by itself where it is too wide.

    Parameters
    ----------
    caption : str
        Text.
    heads : sequence of str
        The columns' names, as HTML; the first is that of the rows' heads.
    rows : iterable of (head, cells)
        As HTML; a cell that is not an element yet becomes one.
    """
    top = "".join(tag("th", head, scope="col") for head in heads)
    lines = "\n".join(
        tag("tr", tag("th", head, scope="row") + "".join(map(_cell, cells))) for head, cells in rows
    )
    inner = f"<thead>{tag('tr', top)}</thead>\n<tbody>\n{lines}\n</tbody>"
    whole = tag("table", inner, class_=class_, aria_label=caption)
    # Outside of what scrolls, so that it can be read on a narrow screen.
    head = tag("p", escaped(caption), class_="caption")
    body = tag("div", whole, class_="wide", role="region", tabindex="0", aria_label=caption)
    return tag("div", head + body)


def _cell(cell: str) -> str:
    return cell if cell.startswith("<td") else tag("td", cell)


def facts(values: Mapping[str, str]) -> str:
    """A list of names and values, both text."""
    rows = (tag("div", tag("dt", escaped(k)) + tag("dd", escaped(v))) for k, v in values.items())
    return tag("dl", "\n".join(rows))


def section(name: str, title: str, *parts: str) -> str:
    """A section with a heading that can be linked to; nothing if it has no parts."""
    content = "\n".join(part for part in parts if part)
    if not content:
        return ""
    heading = tag("h2", escaped(title), id=f"{name}-title")
    return tag("section", f"{heading}\n{content}\n", id=name, aria_labelledby=f"{name}-title")
