"""How a page looks: on a screen, light or dark, wide or narrow, and on paper."""

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --ink: #1b1c1e; --faint: #5c6066; --line: #d9dbdf;
  --panel: #f5f6f7; --first: #1a5fb4; --second: #a33b00; --third: #26734d; --good: 150 60% 30%;
  --bad: 18 90% 42%; --good-ink: #1c6b43; --bad-ink: #a33b00; --shade: .5 }
* { box-sizing: border-box }
body { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.3 }
h2 { margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line);
  font-size: 1.2rem }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem }
p { margin: .4rem 0; max-width: 46rem }
.faint, .caption, figcaption { color: var(--faint); font-size: .875rem }
a { color: var(--first) }
nav ul, .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin: .75rem 0 0;
  padding: 0; list-style: none; font-size: .875rem }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem;
  margin: 1.5rem 0 1rem }
.tiles div { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
  background: var(--panel) }
.tiles dt { color: var(--faint); font-size: .8rem }
.tiles dd { margin: 0; font-size: 1.6rem; line-height: 1.3; font-variant-numeric: tabular-nums }
.tiles small { display: block; color: var(--faint); font-size: .8rem }
.wide { overflow-x: auto; margin: .75rem 0 }
.wide:focus-visible { outline: 2px solid var(--first) }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums;
  overflow-wrap: normal }
.caption { margin: 1rem 0 -.25rem }
th, td { padding: .28rem .6rem; border-bottom: 1px solid var(--line); text-align: right;
  vertical-align: baseline }
th { font-weight: 600; text-align: left; white-space: nowrap }
thead th { color: var(--faint); font-size: .8rem; text-align: right }
thead th:first-child { text-align: left }
tbody th { position: sticky; left: 0; background: var(--paper) }
.total tbody tr:last-child > * { border-top: 2px solid var(--line); font-weight: 600 }
.bar { min-width: 6.5rem; background: linear-gradient(hsl(214 75% 45% / .22) 0 0) no-repeat
  0 .28rem / var(--share) 1.45em }
.texts td, .texts thead th, .schemas thead th:last-child, td.text { text-align: left }
.texts td { min-width: 4.5rem }
.texts td.text, td.text { min-width: 15rem }
.matrix { border-collapse: separate; border-spacing: 0 }
.matrix td { min-width: 2.4rem; text-align: center; border-left: 1px solid var(--line) }
.matrix thead th { text-align: center; vertical-align: bottom; border-left: 1px solid var(--line) }
.matrix.tall thead th + th > span { writing-mode: vertical-rl; text-orientation: sideways;
  transform: rotate(180deg); display: inline-block; max-height: 11rem }
.matrix.tall td, .matrix.tall th { padding: .22rem .4rem }
.right { background: hsl(var(--good) / calc(var(--share) * var(--shade))) }
.wrong { background: hsl(var(--bad) / calc(var(--share) * var(--shade))) }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr));
  gap: 1rem 2rem; align-items: start }
figure { margin: .75rem 0; max-width: 31rem }
svg { display: block; width: 100%; height: auto }
svg text { fill: var(--faint); font-size: 12px }
.grid { stroke: var(--line) }
.mark { stroke: var(--faint); stroke-dasharray: 2 3 }
.line { fill: none; stroke-width: 2; stroke-linejoin: round }
.dot { fill-opacity: .85 }
.first { stroke: var(--first) } .second { stroke: var(--second) } .third { stroke: var(--third) }
.second { stroke-dasharray: 7 3 } .third { stroke-dasharray: 2 3 }
.dot.first { fill: var(--first) } .dot.second { fill: var(--second) }
.dot.third { fill: var(--third) }
.aim { stroke: var(--faint); stroke-dasharray: 5 4; stroke-width: 1.25 }
.legend li { display: inline-flex; align-items: center; gap: .4rem }
.legend svg { width: 28px }
article { padding: .75rem 0; border-bottom: 1px solid var(--line) }
article dl { margin: .25rem 0 0 }
article div { display: grid; grid-template-columns: 5.5rem 1fr; column-gap: .5rem }
article dt { color: var(--faint); font-size: .8rem; line-height: 2.3 }
article dd { margin: 0; min-width: 0; line-height: 1.9; white-space: pre-wrap }
mark { padding: .08em .2em; border: 1px solid; border-radius: .25em; background: none;
  color: var(--good-ink); -webkit-box-decoration-break: clone; box-decoration-break: clone }
mark.bad { border-style: dashed; color: var(--bad-ink); background: hsl(var(--bad) / .1) }
mark small { margin-left: .3em; font-size: .72em; font-weight: 600 }
.facts dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr));
  gap: 0 2rem; margin: 0; font-size: .9rem }
.facts dl div { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem 0;
  border-bottom: 1px solid var(--line) }
.facts dt { color: var(--faint) }
.facts dd { margin: 0; text-align: right; min-width: 0 }
@media (max-width: 34rem) {
  th, td { padding: .28rem .35rem }
  table { font-size: .82rem }
  .bar { min-width: 3.9rem }
  article div { display: block }
  article dt { line-height: 1.6 }
}
@media screen and (prefers-color-scheme: dark) {
  :root { --paper: #17181a; --ink: #e8e8ea; --faint: #a3a7ae; --line: #36383d; --panel: #1f2124;
    --first: #78aeed; --second: #ff9d66; --third: #6fcf9d; --good: 150 55% 45%; --bad: 18 85% 52%;
    --good-ink: #6fcf9d; --bad-ink: #ff9d66; --shade: .6 }
  .bar { background-image: linear-gradient(hsl(212 75% 60% / .3) 0 0) }
}
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  body { max-width: none; padding: 0; font-size: 10pt }
  nav { display: none }
  .wide { overflow: visible }
  tbody th { position: static }
  tr, figure, article, .tiles div { break-inside: avoid }
  h2, h3, .caption { break-after: avoid }
}
"""
