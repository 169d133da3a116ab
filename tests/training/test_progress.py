import io
import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from nertag.cli.progress import ConsoleListener
from nertag.evaluation.metrics.counts import Counts
from nertag.training.listeners import Epoch, Log
from nertag.training.progress import (
    ASCII_LEVELS,
    LEVELS,
    WIDTH,
    ProgressListener,
    sparkline,
    usual_listener,
)


def test_a_curve_goes_from_its_lowest_to_its_highest():
    assert sparkline([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]) == LEVELS
    assert sparkline([0.8, 0.1]) == LEVELS[-1] + LEVELS[0]
    assert sparkline([0.1, 0.8], ascii_only=True) == ASCII_LEVELS[0] + ASCII_LEVELS[-1]


def test_what_does_not_move_is_flat():
    assert sparkline([]) == ""
    assert sparkline([0.5]) == LEVELS[0]
    assert sparkline([0.5, 0.5]) == LEVELS[0] * 2


@given(st.lists(st.floats(0, 1), max_size=200))
def test_a_long_curve_is_drawn_in_parts(values):
    found = sparkline(values)
    assert len(found) == min(len(values), WIDTH)
    assert set(found) <= set(LEVELS)
    rising = sparkline(sorted(values))
    assert list(rising) == sorted(rising)


def epoch(number, f1):
    return Epoch(number, 3, 1.0, Counts(f1, 10, 10), number < 3, 0.95, 0.1, 100, 1.0, 1.0)


@pytest.mark.parametrize(("encoding", "levels"), [("utf-8", LEVELS), ("ascii", ASCII_LEVELS)])
def test_the_bar_shows_the_dev_curve_so_far(encoding, levels):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    console = Console(file=stream, force_terminal=True, width=140, legacy_windows=False)
    listener = ConsoleListener(console)
    listener.start(3, 100)
    for number, f1 in ((1, 2), (2, 9), (3, 6)):
        listener.epoch(epoch(number, f1))
        listener._bar.refresh()
    listener.stop()
    stream.flush()
    shown = stream.buffer.getvalue().decode(encoding)
    assert f"best F1 95.00% {levels[0]}{levels[-1]}{levels[4]}" in shown


def test_a_log_has_no_curve():
    stream = io.StringIO()
    listener = ConsoleListener(Console(file=stream, width=140))
    listener.start(3, 100)
    listener.epoch(epoch(1, 2))
    listener.epoch(epoch(2, 9))
    listener.stop()
    assert not set(stream.getvalue()) & set(LEVELS)
    assert stream.getvalue().count("\n") == 2


@pytest.mark.parametrize("width", [200, 100, 80, 60, 40])
def test_what_a_terminal_shows_fits_in_it(width):
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=True, width=width, legacy_windows=False)
    listener = ConsoleListener(console)
    listener.start(100, 10_000_000)
    for number in (1, 99):
        long = Epoch(number, 100, 1234.5, Counts(10, 10, 10), True, 1.0, 0.1, 10**8, 9.0, 1234.5)
        listener.epoch(long)
        listener._bar.refresh()
    listener.stop()
    shown = re.sub("\x1b[^a-zA-Z]*[a-zA-Z]", "", stream.getvalue())
    lines = [line.rstrip() for line in re.split("[\r\n]", shown)]
    assert max(map(len, lines)) <= width
    assert sum("F1 100.00% *" in line for line in lines) == 2


def test_a_log_has_whole_lines_unless_columns_are_given(monkeypatch):
    def logged():
        stream = io.StringIO()
        listener = ConsoleListener(Console(file=stream, soft_wrap=True))
        listener.epoch(epoch(1, 2))
        return stream.getvalue()

    monkeypatch.delenv("COLUMNS", raising=False)
    assert "tokens/s" in logged()
    monkeypatch.setenv("COLUMNS", "60")
    assert len(logged().rstrip()) <= 60


@pytest.mark.parametrize(("jupyter", "kind"), [(True, ProgressListener), (False, Log)])
def test_a_notebook_shows_progress_and_the_logger_hears_elsewhere(monkeypatch, jupyter, kind):
    console = SimpleNamespace(is_jupyter=jupyter)
    monkeypatch.setattr("nertag.training.progress.Console", lambda **how: console)
    assert type(usual_listener()) is kind


@pytest.mark.parametrize("widgets", [True, False])
def test_a_notebook_has_a_bar_where_rich_can_show_one(monkeypatch, widgets):
    found = object() if widgets else None
    monkeypatch.setattr("nertag.training.progress.find_spec", lambda name: found)
    console = Console(file=io.StringIO(), force_jupyter=False)
    console.is_jupyter = True
    assert ProgressListener(console)._is_live is widgets
