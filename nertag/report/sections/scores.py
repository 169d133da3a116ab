"""The sections of a page that hold figures: tables and drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nertag.evaluation import Results, calibration_error
from nertag.evaluation.metrics import LEVEL, SCHEMAS, Counts
from nertag.formats.markup import escaped
from nertag.report.elements import bar, name_of, percent, section, table, tag
from nertag.report.svg import Plot, figure, legend

FIGURES = ("precision", "recall", "F1")
TALL = 6
"""With more types than this the heads of the confusion's columns stand upright."""
CURVES = {"F1": "first", "precision": "second", "recall": "third"}


def headline(results: Results) -> str:
    """The scores of all entities."""
    total, interval = results.total, results.interval
    if not total.gold and not total.predicted:
        return tag("p", "There is no entity in the gold data, and none was predicted.")
    tiles = {
        "F1": (interval.f1, f"{LEVEL:.0%} interval {_bounds(results)}"),
        "precision": (total.precision, f"{total.correct:,} of {total.predicted:,} predicted"),
        "recall": (total.recall, f"{total.correct:,} of {total.gold:,} in gold"),
    }
    drawn = "\n".join(
        tag("div", tag("dt", name) + tag("dd", percent(value) + tag("small", note)))
        for name, (value, note) in tiles.items()
    )
    return tag("dl", drawn, class_="tiles") + tag(
        "p",
        "An entity is right if its boundaries and its label are. The interval is what chance in "
        f"the choice of these sentences leaves open: {LEVEL:.0%} of the intervals made so hold the "
        "F1 of all text of this kind.",
        class_="faint",
    )


def _bounds(results: Results) -> str:
    return f"{percent(results.interval.low)} to {percent(results.interval.high)}"


def types(results: Results) -> str:
    """Scores by type, and with partial credit."""
    if not results.types:
        return ""
    rows = [(name_of(label), _row(counts)) for label, counts in results.types.items()]
    if len(rows) > 1:
        rows.append(("all", _row(results.total)))
    heads = ("type", *FIGURES, "gold", "predicted", "right")
    drawn = table("Scores of each type, in percent", heads, rows, "total" if len(rows) > 1 else "")
    return section("types", "Types", drawn)


def partial(results: Results) -> str:
    """SemEval's four schemas."""
    if not results.types:
        return ""
    rows = [
        (name, (*map(bar, (row.precision, row.recall, row.f1)), _cell(SCHEMAS[name])))
        for name, row in results.schemas.items()
    ]
    caption = "The four schemas of SemEval 2013, in percent"
    heads = ("schema", *FIGURES, "what is right")
    return section("partial", "Partial credit", table(caption, heads, rows, "schemas"))


def _cell(text: str) -> str:
    return tag("td", escaped(text), class_="text")


def _row(counts: Counts) -> tuple[str, ...]:
    shares = (counts.precision, counts.recall, counts.f1)
    return (*map(bar, shares), *(f"{n:,}" for n in (counts.gold, counts.predicted, counts.correct)))


def groups(results: Results) -> str:
    """Scores by length, by novelty, by frequency of the type."""
    parts = [
        table(f"By {name}, in percent", ("entities", *FIGURES, "gold", "predicted", "right"), rows)
        for name, counts in results.groups.items()
        if (rows := [(escaped(group), _row(row)) for group, row in counts.items()])
    ]
    return section("groups", "Breakdowns", *parts)


def curves(results: Results) -> str:
    """Dev scores and loss of each epoch."""
    if not results.history:
        return ""
    epochs = [float(row["epoch"]) for row in results.history]
    ends = (epochs[0], epochs[-1])
    found = {
        name: list(zip(epochs, _column(results.history, f"dev_{name.lower()}"))) for name in CURVES
    }
    values = [y for points in found.values() for _, y in points]
    best = results.best_epoch
    kept = f" The weights of epoch {best} were kept." if best else ""
    drawings = []
    scores = Plot(
        f"Dev precision, recall and F1 over {len(epochs):,} epochs, best F1 "
        f"{max(y for _, y in found['F1']):.1%}",
        ends,
        (max(0.0, min(values) - 0.02), min(1.0, max(values) + 0.02)),
        ("epoch", "dev score"),
        shares="y",
    )
    for name, class_ in reversed(CURVES.items()):
        scores.line(found[name], class_)
    losses = _column(results.history, "loss")
    loss = Plot(
        f"Training loss, from {losses[0]:.3g} to {losses[-1]:.3g}",
        ends,
        (0.0, max(losses)),
        ("epoch", "training loss, nats"),
    )
    loss.line(list(zip(epochs, losses)), "first")
    if best:
        scores.upright(best, f"epoch {best}")
        loss.upright(best, f"epoch {best}", at_top=True)
    drawings = [
        figure(str(scores), "Scores on dev." + kept, legend(CURVES)),
        figure(str(loss), "Mean loss of a training sentence."),
    ]
    return section("curves", "Learning curves", tag("div", "\n".join(drawings), class_="pair"))


def _column(history: Sequence[Mapping[str, Any]], name: str) -> list[float]:
    return [float(row[name]) for row in history]


def confusion(results: Results) -> str:
    """Which type is taken for which."""
    labels, counts = results.confusion.labels, results.confusion.counts
    if not labels:
        return ""
    heads = [*map(name_of, labels), "<i>missed</i>"]
    rows = []
    for place, head in enumerate([*map(name_of, labels), "<i>spurious</i>"]):
        most = max(1, int(counts[place].sum()))
        cells = [
            _shaded(int(n), n / most, column == place) for column, n in enumerate(counts[place])
        ]
        rows.append((head, cells if place < len(labels) else [*cells[:-1], tag("td", "")]))
    drawn = table(
        "Entities by type: gold in the rows, predicted in the columns; shaded by share of the row",
        ("gold \u2193 predicted \u2192", *(tag("span", head) for head in heads)),
        rows,
        "matrix tall" if len(labels) > TALL else "matrix",
    )
    note = "Entities that share a token are paired, even where their boundaries differ."
    return section("confusion", "Confusion", drawn, tag("p", note, class_="faint"))


def _shaded(count: int, share: float, right: bool) -> str:
    if not count:
        return tag("td", '<span class="faint">·</span>')
    kind = "right" if right else "wrong"
    return tag("td", f"{count:,}", class_=kind, style=f"--share:{share:.3f}")


def reliability(results: Results) -> str:
    """Whether scores mean what they say."""
    bins = results.reliability
    if not bins:
        return ""
    most = max(one.count for one in bins)
    points = [(one.score, one.right) for one in bins]
    error = calibration_error(list(bins))
    title = f"Share of right entities against their score; expected calibration error {error:.1%}"
    plot = Plot(title, (0, 1), (0, 1), ("score", "right"), shares="xy")
    plot.line([(0, 0), (1, 1)], "aim")
    plot.line(points, "first")
    plot.dots(points, "first", [2 + 4 * (one.count / most) ** 0.5 for one in bins])
    rows = [
        (
            f"{percent(one.low)} to {percent(one.high)}",
            (percent(one.score), percent(one.right), f"{one.count:,}"),
        )
        for one in bins
    ]
    drawn = figure(str(plot), "On the dashed line scores are what they say; below it, too sure.")
    listed = table(
        "Predicted entities by score, in percent",
        ("score", "mean score", "right", "entities"),
        rows,
    )
    return section(
        "reliability",
        "Reliability of scores",
        tag("p", f"Expected calibration error: <b>{percent(error)}</b> points."),
        tag("div", drawn + "\n" + listed, class_="pair"),
    )
