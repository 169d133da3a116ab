"""One page that needs nothing but itself: no network, no script, no fonts."""

from __future__ import annotations

from collections.abc import Sequence

from nertag.evaluation import Results
from nertag.formats.markup import escaped
from nertag.report.elements import facts, section, tag
from nertag.report.sections import examples, scores
from nertag.report.style import STYLE

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p class="faint">{subtitle}</p>
{navigation}</header>
<main>
{content}
</main>
</body>
</html>
"""

_SECTIONS = (
    ("types", "Types", scores.types),
    ("partial", "Partial credit", scores.partial),
    ("curves", "Learning curves", scores.curves),
    ("confusion", "Confusion", scores.confusion),
    ("reliability", "Reliability", scores.reliability),
    ("groups", "Breakdowns", scores.groups),
    ("worst", "Worst sentences", examples.worst),
    ("mistakes", "Mistakes", examples.mistakes),
)


def page(results: Results) -> str:
    """The report as HTML; sections that there is nothing to show in are left out."""
    drawn = [(name, title, draw(results)) for name, title, draw in _SECTIONS]
    drawn.append(("about", "Data and settings", _about(results)))
    kept = [part for part in drawn if part[2]]
    subtitle = f"{results.sentences:,} sentences, {results.tokens:,} tokens, {results.scheme}"
    return assemble(
        f"Report on {results.path}",
        subtitle,
        [scores.headline(results), *(content for _, _, content in kept)],
        [(name, title) for name, title, _ in kept],
    )


def assemble(
    title: str, subtitle: str, parts: Sequence[str], links: Sequence[tuple[str, str]] = ()
) -> str:
    """A whole page: title and subtitle are text, parts are HTML, links name their sections."""
    items = "".join(tag("li", tag("a", escaped(text), href=f"#{name}")) for name, text in links)
    return _PAGE.format(
        title=escaped(title),
        subtitle=escaped(subtitle),
        style=STYLE,
        navigation=tag("nav", tag("ul", items), aria_label="Sections") + "\n" if items else "",
        content="\n".join(parts),
    )


def _about(results: Results) -> str:
    parts = [
        tag("h3", escaped(name)) + facts(values) for name, values in results.about.items() if values
    ]
    drawn = tag("div", "\n".join(parts), class_="facts") if parts else ""
    return section("about", "Data and settings", drawn)
