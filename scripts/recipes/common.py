"""What the recipes share: arguments, the picture, the look at the baseline."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from nertag.model.engines import importing_tensorflow

with importing_tensorflow():
    import tensorflow as tf

    from nertag.nn.device import configure


@dataclass(frozen=True)
class Options:
    """How a recipe shall run.

    Parameters
    ----------
    name : str
        The recipe's.
    quick : bool
        Small and short, for tests.
    output : Path
        The folder of its picture.
    """

    name: str
    quick: bool
    output: Path

    def size(self, full: int, quick: int) -> int:
        """One of two sizes."""
        return quick if self.quick else full


@dataclass(frozen=True)
class Result:
    """What was learned, next to what a naive baseline gets.

    Parameters
    ----------
    what : str
        What the two figures measure.
    learned, baseline : float
    naive : str
        What the baseline does.
    higher : bool
        Whether higher is better.
    bound : float, optional
        What the learned figure must reach besides.
    """

    what: str
    learned: float
    baseline: float
    naive: str
    higher: bool = False
    bound: float | None = None

    @property
    def good(self) -> bool:
        """Whether the baseline is beaten and the bound reached."""
        sign = 1 if self.higher else -1
        enough = self.bound is None or sign * (self.learned - self.bound) >= 0
        return sign * (self.learned - self.baseline) > 0 and enough

    def __str__(self) -> str:
        asked = "" if self.bound is None else f", asked for {self.bound:g}"
        return (
            f"{self.what}: learned {self.learned:.4f}, baseline {self.baseline:.4f} "
            f"({self.naive}){asked}: {'beaten' if self.good else 'NOT BEATEN'}"
        )


def begin(path: str, text: str, arguments: Sequence[str] | None) -> Options:
    """Read the arguments, choose the device (GPU memory grows with need) and fix the seed."""
    parser = argparse.ArgumentParser(prog=Path(path).name, description=text.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small and short, for tests")
    parser.add_argument(
        "--output", type=Path, default=Path("output/recipes"), help="folder of the picture"
    )
    options = Options(parser.prog, **vars(parser.parse_args(arguments)))
    configure()
    tf.get_logger().setLevel("ERROR")  # it warns of the tracing that many small models need
    tf.keras.backend.clear_session()
    tf.keras.utils.set_random_seed(1)
    print(f"== {options.name}: {text.splitlines()[0]}")
    return options


def finish(options: Options, figure: Figure, *results: Result) -> tuple[Result, ...]:
    """Keep the picture, say whether the baselines were beaten and return the results."""
    options.output.mkdir(parents=True, exist_ok=True)
    picture = options.output / f"{options.name}.png"
    figure.savefig(picture, dpi=100)
    for result in results:
        print(result)
    print(f"picture: {picture}", flush=True)
    return results


def table(axis, names: Sequence[str], true: np.ndarray, said: np.ndarray) -> None:
    """Draw how often each class was taken for each."""
    counts = np.zeros((len(names), len(names)))
    np.add.at(counts, (true, said), 1)
    shown = axis.imshow(counts, cmap="Blues", origin="lower")
    axis.figure.colorbar(shown, ax=axis, label="rows of the test")
    axis.set_xticks(range(len(names)), names)
    axis.set_yticks(range(len(names)), names)
    axis.set(xlabel="said", ylabel="true")


def leave(results: Sequence[Result]) -> None:
    """End the program: with exit code 1 if a baseline was not beaten."""
    sys.exit(0 if all(result.good for result in results) else 1)


def canvas(columns: int = 1, rows: int = 1, *, width: float = 5.5, height: float = 4.0, **sharing):
    """A figure and its axes."""
    figure = Figure(figsize=(width * columns, height * rows), layout="constrained")
    return figure, figure.subplots(rows, columns, **sharing)
