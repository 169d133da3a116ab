"""How probable the parts of the output are: exact sums over all legal tag sequences.

The sums run forward and backward over a whole batch at once, in log space and float64; Rabiner
(1989) for the recursions. A temperature divides emissions and transitions, but not what the scheme
forbids. 1 means none. The best sequence is the same at any temperature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nertag.arrays import Doubles, Floats, Ints
from nertag.decoding.chain import log_sum, sums_before
from nertag.decoding.potentials import FORBIDDEN, Potentials
from nertag.text import join_tag


@dataclass(frozen=True)
class LogSums:
    """Sums over the legal sequences of each row, up to each tag and from it on, in nats.

    Parameters
    ----------
    emissions : ndarray of float64, shape (time, tags, batch)
        Emissions divided by the temperature; 0 after each row's length.
    transitions : ndarray of float64, shape (tags, tags)
        Scores from the row's tag to the column's, divided by the temperature.
    end : ndarray of float64, shape (tags,)
        Scores of the last token's tag, divided by the temperature.
    forward : ndarray of float64, shape (time, tags, batch)
        Log sum over what ends in a tag at a step, including the emission of that step.
    backward : ndarray of float64, shape (time, tags, batch)
        Log sum over what can follow a tag at a step, without the emission of that step.
    log_normaliser : ndarray of float64, shape (batch,)
        Log sum over all sequences; 0 for an empty row.
    lengths : ndarray of int32, shape (batch,)
        Real tokens of each row.
    """

    emissions: Doubles
    transitions: Doubles
    end: Doubles
    forward: Doubles
    backward: Doubles
    log_normaliser: Doubles
    lengths: Ints


def log_sums(
    emissions: Floats, lengths: Ints, potentials: Potentials, temperature: float = 1.0
) -> LogSums:
    """Sum forward and backward over all legal sequences.

    Parameters
    ----------
    emissions : ndarray of float32, shape (batch, time, tags)
        The network's scores of the tags of each token, in nats.
    lengths : ndarray of int32, shape (batch,)
        Real tokens of each row; what comes after them is ignored.
    potentials : Potentials
        Transitions, first and last scores, with what the scheme forbids.
    temperature : float
        Divides emissions and transitions; above 0. The higher it is, the less sure is the model.
    """
    steps = _steps(emissions, lengths, temperature)
    transitions, start, end = potentials.at(temperature)
    sums = sums_before(
        steps,
        np.stack([transitions.T, transitions]),
        np.stack([start, end]),
        np.stack([np.zeros_like(lengths), len(steps) - lengths]),
    )
    forward, backward = sums[:, 0] + steps, sums[::-1, 1]
    total = _total(forward, lengths, end)
    return LogSums(steps, transitions, end, forward, backward, total, lengths)


def log_normaliser(
    emissions: Floats, lengths: Ints, potentials: Potentials, temperature: float = 1.0
) -> Doubles:
    """Log of the sum over all legal sequences, shape ``(batch,)``, in nats; 0 for an empty row.

    The parameters are the same as for `log_sums`; it takes half the time.
    """
    steps = _steps(emissions, lengths, temperature)
    transitions, start, end = potentials.at(temperature)
    begin = np.zeros_like(lengths)[None]
    sums = sums_before(steps, transitions.T[None], start[None], begin)
    return _total(sums[:, 0] + steps, lengths, end)


def marginals(sums: LogSums) -> Floats:
    """The probability of each tag at each token.

    Parameters
    ----------
    sums : LogSums
        Forward and backward sums of the rows.

    Returns
    -------
    ndarray of float32, shape (batch, time, tags)
        Probabilities; 0 after each row's length.
    """
    inside = _inside(len(sums.forward), sums.lengths)
    logs = np.where(inside, sums.forward + sums.backward - sums.log_normaliser, -np.inf)
    return np.ascontiguousarray(np.exp(logs).transpose(2, 0, 1), np.float32)


def span_probabilities(
    sums: LogSums, spans: Sequence[tuple[int, int, int, str]], tags: Sequence[str]
) -> Doubles:
    """The probability that exactly this span with this label is in the output.

    In BIO that is B-X at its first token, I-X at its others, and then anything but I-X or the end
    of the row; see Culotta and McCallum (2004), https://aclanthology.org/N04-4028. In BIOES it is
    S-X, or all from B-X to E-X.

    Parameters
    ----------
    sums : LogSums
        Forward and backward sums of the rows.
    spans : sequence of (row, start, end, label)
        Index of the row, first token, token after the last, label. Each span lies within its row's
        length and has at least one token.
    tags : sequence of str
        The tag of each id, in BIO or BIOES.

    Returns
    -------
    ndarray of float64, shape (spans,)
        Probabilities; 0 for a label that is not among the tags.
    """
    ids = {tag: number for number, tag in enumerate(tags)}
    found = np.zeros(len(spans))
    known = [number for number, span in enumerate(spans) if join_tag("B", span[3]) in ids]
    if not known:
        return found
    row, start, end = np.array([spans[number][:3] for number in known]).T
    labels = [spans[number][3] for number in known]
    begin, inside = (np.array([ids[join_tag(a, label)] for label in labels]) for a in "BI")
    single, close = (
        np.array([ids.get(join_tag(a, label), ids[join_tag(b, label)]) for label in labels])
        for a, b in ("SB", "EI")
    )
    last, several = end - 1, end - start > 1
    begin = np.where(several, begin, single)
    tag = np.where(several, close, single)
    # The emissions inside a span are the difference of two running sums.
    run = np.cumsum(sums.emissions, axis=0)
    before = np.maximum(last - 1, start)
    within = run[before, inside, row] - run[start, inside, row] + sums.emissions[last, close, row]
    within += np.where(
        last - start > 1,
        sums.transitions[begin, inside]
        + (last - start - 2) * sums.transitions[inside, inside]
        + sums.transitions[inside, close],
        sums.transitions[begin, close],
    )
    final = end == sums.lengths[row]
    after = np.where(final, last, end)
    onward = sums.emissions[after, :, row] + sums.backward[after, :, row] + sums.transitions[tag]
    onward[np.arange(len(known)), inside] = -np.inf
    score = sums.forward[start, begin, row] + np.where(several, within, 0.0)
    score += np.where(final, sums.end[tag], log_sum(onward, axis=1))
    # Rounding may leave a little more than all.
    found[known] = np.exp(np.minimum(score - sums.log_normaliser[row], 0))
    return found


def _inside(time: int, lengths: Ints) -> NDArray[np.bool_]:
    return (np.arange(time)[:, None] < lengths)[:, None, :]


def _steps(emissions: Floats, lengths: Ints, temperature: float) -> Doubles:
    # Time leads and the batch comes last, so that every step works on whole contiguous blocks.
    steps = np.array(emissions.transpose(1, 2, 0), np.float64, order="C")
    steps[~np.broadcast_to(_inside(len(steps), lengths), steps.shape)] = 0
    np.divide(steps, temperature, out=steps, where=steps > FORBIDDEN)
    return steps


def _total(forward: Doubles, lengths: Ints, end: Doubles) -> Doubles:
    found = np.zeros(len(lengths))
    rows = np.flatnonzero(lengths)
    found[rows] = log_sum(forward[lengths[rows] - 1, :, rows] + end, axis=1)
    return found
