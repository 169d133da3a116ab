"""A search for settings: trainings whose settings Optuna chooses by how earlier ones scored."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nertag.api import TrainSettings, train
from nertag.config import Settings, settings_from, to_toml
from nertag.errors import ConfigError, Interrupted, NertagError, needs
from nertag.formats import Data
from nertag.io import check_folder, only_writer, replacing
from nertag.selection.space import Dimension, space_of
from nertag.selection.study import (
    Trial,
    best_of,
    finished,
    importance_of,
    open_study,
    trials_of,
)
from nertag.training import Epoch, Listener, Listeners, read_training_data, usual_listener

if TYPE_CHECKING:
    from optuna import Study
    from optuna.trial import Trial as OptunaTrial
    from typing_extensions import Unpack

BEST = "best.toml"
"""The file in the folder of a search with the best settings."""


@dataclass(frozen=True)
class Search:
    """What a search found.

    Parameters
    ----------
    space : tuple of Range or Choice
        What it looked through.
    trials : list of Trial
        The trials, in order.
    best : Trial
        The best of them.
    settings : Settings
        All settings of the best one.
    importance : dict of str to float
        The share of the variance of F1 that each setting explains (fANOVA), the greatest first;
        empty for few trials.
    """

    space: tuple[Dimension, ...]
    trials: list[Trial]
    best: Trial
    settings: Settings
    importance: dict[str, float]


class _Pruning(Listener):
    """Cuts a trial short after an epoch with which it falls behind the median of the others."""

    def __init__(self, trial: OptunaTrial) -> None:
        self.trial = trial

    def epoch(self, epoch: Epoch) -> None:
        from optuna import TrialPruned

        self.trial.report(epoch.best_f1, epoch.number)
        if self.trial.should_prune():
            raise TrialPruned


def search(
    data: Data,
    dev: Data | None = None,
    *,
    trials: int = 30,
    minutes: float | None = None,
    output: str | Path = "search",
    listener: Listener | None = None,
    **settings: Unpack[TrainSettings],
) -> Search:
    """Look for settings with which training scores best on dev.

    The first trial has the values that the preset would have. A folder with the same search goes on
    with it.

    Parameters
    ----------
    data : path or iterable
        Labelled data, as `nertag.read` takes them.
    dev : path or iterable, optional
        Labelled data to score on; a share of `data` (`dev_fraction`) by default.
    trials : int
        Number of trials, those of an earlier run in `output` with them.
    minutes : float, optional
        After this time no trial is begun.
    output : path
        The folder of the search: its trials in ``study.db``, the best settings in ``best.toml``.
    listener : Listener, optional
        Hears how the trials go; as for `nertag.train` by default.
    **settings
        Settings of `nertag.Settings` that all trials have.

    Raises
    ------
    NertagError
        Data or settings are wrong, or the folder is that of another search.
    Interrupted
        The user stopped it; the trials that were done are kept.
    """
    with needs("search"):
        import optuna
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    listener = listener or usual_listener()
    checked = settings_from(settings)
    space = space_of(checked.preset, settings)
    if not space:
        raise ConfigError("all settings that a search looks through are given: leave some out")
    data, dev = _kept(data), None if dev is None else _kept(dev)
    read = read_training_data(data, dev, checked)
    listener.tell(read.notes)
    check_folder(output)
    study_of = open_study(Path(output), checked, space, read.fingerprint(checked))
    with only_writer(output), study_of as study:
        run = _Run(data, dev, dict(settings), space, listener, Path(output), trials)
        run.go_on(study, minutes)
        return run.found(study)


@dataclass(frozen=True)
class _Run:
    """What the trials of a search share."""

    data: Any
    dev: Any
    settings: Mapping[str, Any]
    space: Sequence[Dimension]
    listener: Listener
    output: Path
    count: int

    def go_on(self, study: Study, minutes: float | None) -> None:
        """Run the trials that are left."""
        left = self.count - len(trials_of(study))
        if left <= 0:
            return
        try:
            study.optimize(
                self.score,
                n_trials=left,
                timeout=None if minutes is None else 60 * minutes,
                callbacks=[lambda study, _: self.keep_best(study)],
            )
        except (KeyboardInterrupt, Interrupted):
            done = len(trials_of(study))
            raise Interrupted(
                f"stopped; {done:,} trials are kept in {self.output}: the same search goes on"
            ) from None

    def score(self, trial: OptunaTrial) -> float:
        """Dev F1 of a training."""
        from optuna import TrialPruned

        chosen = {one.name: one.suggest(trial) for one in self.space}
        told = ", ".join(f"{name} {value:.3g}" for name, value in chosen.items())
        self.listener.say(f"trial {trial.number + 1} of {self.count}: {told}")
        listener = Listeners([self.listener, _Pruning(trial)])
        with tempfile.TemporaryDirectory() as folder:
            where: dict[str, Any] = {"output": Path(folder) / "model", "listener": listener}
            try:
                tagger = train(self.data, self.dev, **where, **{**self.settings, **chosen})
            except Interrupted:
                raise
            except NertagError as error:  # settings with which training fails are bad ones
                self.listener.warn(str(error))
                raise TrialPruned from None
            except TrialPruned:
                self.listener.say("cut short: others were ahead after as many epochs")
                raise
        assert tagger.scores is not None
        return tagger.scores.f1

    def keep_best(self, study: Study) -> None:
        """Write the best settings so far."""
        whole = finished(study)
        if whole:
            with replacing(self.output / BEST) as stream:
                stream.write(to_toml(self._settings(best_of(whole))).encode())

    def _settings(self, trial: Trial) -> Settings:
        return settings_from({**self.settings, **trial.settings})

    def found(self, study: Study) -> Search:
        """What the search has found so far."""
        whole = finished(study)
        if not whole:
            raise NertagError("no trial was finished: give more `minutes`, or look at the warnings")
        best = best_of(whole)
        importance = importance_of(study, whole)
        return Search(tuple(self.space), trials_of(study), best, self._settings(best), importance)


def _kept(data: Data) -> Data:
    """The data, to be read again and again; an iterator ends after once."""
    return data if isinstance(data, (str, Path)) or not isinstance(data, Iterator) else list(data)
