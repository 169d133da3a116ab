"""One HTML page that shows sentences with their entities; to look at, without scripts or links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from zlib import crc32

from nertag.formats.markup import pieces as markup
from nertag.formats.writing import Writing
from nertag.text import MarkedText

COLOURS = 16

_COLOURS = "\n".join(f".c{i} {{ --hue: {360 * i // COLOURS} }}" for i in range(COLOURS))

# The legend is known last and written last; by its order it is shown first.
_HEAD = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ --paper: #fff; --ink: #1a1a1a; --faint: #666; --line: #ddd }}
body {{ display: flex; flex-direction: column; max-width: 60rem; margin: 0 auto; padding: 1.5rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.9 system-ui, sans-serif }}
h1 {{ margin: 0; font-size: 1.25rem }}
header {{ order: -2 }}
footer {{ order: -1; padding: .5rem 0 1rem; border-bottom: 1px solid var(--line) }}
footer span {{ display: inline-block; margin-right: 1rem }}
article {{ display: grid; grid-template-columns: 5.5rem 1fr; column-gap: 1rem; padding: .3rem 0;
  border-bottom: 1px solid var(--line);
  content-visibility: auto; contain-intrinsic-size: auto 2.6rem }}
article > span {{ color: var(--faint); font-size: .75rem; line-height: 1.4; padding-top: .4rem }}
p {{ margin: 0; min-width: 0; white-space: pre-wrap; overflow-wrap: anywhere }}
mark {{ padding: .1em .2em; border-radius: .25em; color: inherit;
  border: 1px solid hsl(var(--hue) 60% 40%); background: hsl(var(--hue) 80% 88%);
  -webkit-box-decoration-break: clone; box-decoration-break: clone }}
small {{ margin-left: .35em; font-size: .7em; font-weight: 600; user-select: none }}
{colours}
@media screen and (prefers-color-scheme: dark) {{
  :root {{ --paper: #181818; --ink: #eee; --faint: #aaa; --line: #383838 }}
  mark {{ border-color: hsl(var(--hue) 50% 55%); background: hsl(var(--hue) 45% 22%) }}
}}
@media print {{
  body {{ display: block; max-width: none; padding: 0 }}
  article {{ break-inside: avoid; content-visibility: visible }}
}}
</style>
</head>
<body>
<header><h1>{title}</h1></header>
<main>
"""

# What a page cannot hold or show: control characters, CR (which would become LF), surrogates.
_SHOWN = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
_SHOWN |= {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0x2426)
_SHOWN |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def write(sentences: Iterable[MarkedText], writing: Writing) -> Iterator[tuple[str, ...]]:
    """Sentences with entities as one page, part by part; the entities do not overlap."""
    yield (_HEAD.format(title=escaped(str(writing.source.path)), colours=_COLOURS),)
    counts: Counter[str] = Counter()
    colours: dict[str, int] = {}
    number = 0
    for number, sentence in enumerate(sentences, 1):
        writing.leave_out(sentence)
        counts.update(entity.label for entity in sentence.entities)
        yield (_article(number, sentence, colours),)
    yield (_foot(number, counts, colours),)


def _article(number: int, sentence: MarkedText, colours: dict[str, int]) -> str:
    line = f"<br>line {sentence.line:,}" if sentence.line else ""
    text = "".join(
        escaped(piece) if label is None else _mark(piece, label, label, colours)
        for piece, label in markup.pieces_of(sentence.text, sentence.entities)
    )
    return f'<article><span>{number:,}{line}</span><p dir="auto">{text}</p></article>\n'


def _foot(sentences: int, counts: Counter[str], colours: dict[str, int]) -> str:
    total = f"sentences: {sentences:,}, entities: {sum(counts.values()):,}"
    legend = "".join(
        f"<span>{_mark(label or 'no label', label, f'{count:,}', colours)}</span>\n"
        for label, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    return f"</main>\n<footer>\n<span>{total}</span>\n{legend}</footer>\n</body>\n</html>\n"


def _mark(text: str, label: str, note: str, colours: dict[str, int]) -> str:
    """A text in the colour of a label, with a note behind it."""
    small = f"<small>{escaped(note)}</small>" if note else ""
    return f'<mark class="c{_colour(label, colours)}">{escaped(text)}{small}</mark>'


def _colour(label: str, colours: dict[str, int]) -> int:
    """The colour that a label's name gives it, or the next free one; noted in `colours`."""
    if label not in colours:
        taken = set(colours.values())
        colour = crc32(label.encode("utf-8", "surrogatepass")) % COLOURS
        while colour in taken and len(taken) < COLOURS:
            colour = (colour + 1) % COLOURS
        colours[label] = colour
    return colours[label]


def escaped(text: str) -> str:
    """A text as HTML, what a page cannot hold in it replaced by signs that stand for it."""
    return escape(text.translate(_SHOWN))
