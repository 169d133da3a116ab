"""The trials of a search, as Optuna keeps them in a file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nertag.config import Settings
from nertag.errors import ConfigError, DataError
from nertag.selection.space import Dimension

if TYPE_CHECKING:
    from optuna import Study

STUDY = "study.db"
"""The file in the folder of a search with its trials."""
SQLITE = b"SQLite format 3\0"
"""How a file of SQLite begins."""
UNPRUNED_TRIALS, UNPRUNED_EPOCHS = 5, 4
"""Trials, and epochs of later trials, that are never cut short."""


@dataclass(frozen=True)
class Trial:
    """A training of a search.

    Parameters
    ----------
    number : int
        Its number, from 1.
    settings : dict of str to int or float
        The settings that were chosen.
    f1 : float
        Dev F1, from 0 to 1: that of the best epoch so far if it was cut short.
    pruned : bool
        Whether it was cut short, since it fell behind others.
    """

    number: int
    settings: dict[str, Any]
    f1: float
    pruned: bool


def trials_of(study: Study) -> list[Trial]:
    """The trials of a study that ended, in order.

    Parameters
    ----------
    study : Study
        The study.
    """
    found = []
    for one in study.get_trials(deepcopy=False):
        if one.state.name in ("COMPLETE", "PRUNED"):
            f1 = one.value if one.value is not None else 0.0
            pruned = one.state.name == "PRUNED"
            found.append(Trial(one.number + 1, dict(one.params), f1, pruned))
    return found


def finished(study: Study) -> list[Trial]:
    """The trials of a study that were not cut short, in order."""
    return [trial for trial in trials_of(study) if not trial.pruned]


def best_of(trials: Sequence[Trial]) -> Trial:
    """The trial with the highest F1; of equal ones the first."""
    return max(trials, key=lambda trial: trial.f1)


@contextmanager
def open_study(
    folder: Path, settings: Settings, space: Sequence[Dimension], fingerprint: str
) -> Iterator[Study]:
    """The study in a folder, or a new one; its file is closed at the end of the block."""
    import optuna

    told = json.dumps([fingerprint, *map(repr, space)])
    wanted = hashlib.sha256(told.encode()).hexdigest()
    path = folder / STUDY
    if path.exists() and not path.read_bytes().startswith(SQLITE):
        raise DataError(path, 0, "is no study of Optuna", "give another `output`")
    try:
        storage = optuna.storages.RDBStorage(f"sqlite:///{path}")
    except RuntimeError as error:  # another Optuna wrote it
        raise DataError(path, 0, f"cannot be read: {error}", "give another `output`") from None
    try:
        study = optuna.create_study(
            storage=storage,
            study_name="nertag",
            direction="maximize",
            load_if_exists=True,
            pruner=optuna.pruners.MedianPruner(UNPRUNED_TRIALS, UNPRUNED_EPOCHS),
        )
        known = study.user_attrs.get("fingerprint")
        if known is None:
            study.set_user_attr("fingerprint", wanted)
            study.enqueue_trial({one.name: one.usual for one in space})
        elif known != wanted:
            raise ConfigError(
                f"{path} is of a search with other settings or data: give another `output`",
                setting="output",
            )
        # A search that goes on must not draw again what was drawn.
        seed = settings.training.seed + len(study.get_trials(deepcopy=False))
        study.sampler = optuna.samplers.TPESampler(seed=seed)
        yield study
    finally:
        storage.remove_session()
        storage.engine.dispose()


def importance_of(study: Study, whole: Sequence[Trial]) -> dict[str, float]:
    """The share of the variance of F1 that each setting explains; empty for few trials."""
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances

    if len(whole) < UNPRUNED_TRIALS or len({trial.f1 for trial in whole}) < 2:
        return {}
    found = get_param_importances(study, evaluator=FanovaImportanceEvaluator(seed=1))
    return {name: float(share) for name, share in found.items()}
