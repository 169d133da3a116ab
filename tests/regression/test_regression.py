"""Inputs that failed while fuzzing, each under the name of its target: none fails again."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))

from fuzz_targets import targets  # noqa: E402


@pytest.fixture(scope="module")
def all_targets():
    return targets()


def test_every_target_takes_what_its_inputs_are_made_of(all_targets):
    for target in all_targets.values():
        for seed in target.seeds:
            target.check(seed)


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(HERE.iterdir()) if path.is_file() and path.suffix != ".py"],
    ids=lambda path: path.name,
)
def test_an_input_that_failed_fails_no_more(all_targets, path):
    all_targets[path.stem].check(path.read_bytes())
