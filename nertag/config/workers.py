"""The workers of a training over several machines, as ``TF_CONFIG`` names them."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any

from nertag.errors import ConfigError

EXPECTED = '{"cluster": {"worker": ["host:port", ...]}, "task": {"type": "worker", "index": 0}}'


@dataclass(frozen=True)
class Workers:
    """How many workers train together, and which of them this process is.

    Parameters
    ----------
    number : int
        The number of this worker, from 0; worker 0 is the chief, who scores and writes.
    count : int
        How many workers there are.
    """

    number: int = 0
    count: int = 1

    @property
    def is_chief(self) -> bool:
        """Whether this worker scores on dev and writes the model."""
        return self.number == 0

    @classmethod
    def from_environment(cls) -> Workers:
        """The workers that ``TF_CONFIG`` names.

        Raises
        ------
        ConfigError
            The variable is missing, or says no cluster of workers that this process is one of.
        """
        text = os.environ.get("TF_CONFIG", "")
        try:
            known = json.loads(text)
            jobs, task = known["cluster"], known["task"]
            number, count = _place(jobs, task["type"], int(task["index"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            found = repr(text) if text else "not set"
            raise ConfigError(
                f"`workers_from_environment`: TF_CONFIG is {found}, expected {EXPECTED}",
                setting="workers_from_environment",
            ) from None
        return cls(number, count)


def _place(jobs: dict[str, Any], job: str, index: int) -> tuple[int, int]:
    """The number of a task among the chief and the workers, and how many these are."""
    everyone = [
        (name, place) for name in ("chief", "worker") for place in range(len(jobs.get(name, ())))
    ]
    return everyone.index((job, index)), len(everyone)
