import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_tools import sentence

from nertag.evaluation.gold import Gold
from nertag.evaluation.label_errors import doubted, find_label_errors, tag_probabilities
from nertag.evaluation.mistakes import find_mistakes
from nertag.text.tags import spans_to_tags, tag_set

TEXT = "abcdefghijkl"
TAGS = ("O", "B-X", "I-X")


def random(seed, tags=4, tokens=60):
    """Tags of some tokens, and their probabilities, which agree with most of them."""
    rng = np.random.default_rng(seed)
    given = rng.integers(0, tags, tokens).astype(np.int32)
    scores = rng.normal(0, 1, (tokens, tags))
    scores[np.arange(tokens), given] += 1.5
    likely = np.exp(scores)
    return given, likely / likely.sum(axis=1, keepdims=True)


@pytest.mark.slow
def test_doubted_tokens_and_their_order_are_those_of_cleanlab():
    from cleanlab.token_classification.filter import find_label_issues

    for seed in range(20):
        given, probabilities = random(seed)
        parts = [slice(0, 20), slice(20, 50), slice(50, 60)]
        expected = find_label_issues(
            [given[part].tolist() for part in parts],
            [probabilities[part] for part in parts],
            filter_by="confident_learning",
            n_jobs=1,
        )
        found = np.flatnonzero(doubted(given, probabilities))
        own = probabilities[found, given[found]]
        ranked = found[np.argsort(own, kind="stable")]
        starts = [part.start for part in parts]
        assert ranked.tolist() == [starts[i] + j for i, j in expected]
        assert len(expected)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(2, 6))
def test_doubted_tokens_are_those_of_the_definition(seed, tags):
    given, probabilities = random(seed, tags)
    means = [
        np.mean([row[tag] for row, own in zip(probabilities, given) if own == tag] or [2.0])
        for tag in range(tags)
    ]
    for own, row, doubt in zip(given, probabilities, doubted(given, probabilities)):
        confident = [tag for tag in range(tags) if row[tag] >= means[tag] - 1e-6]
        best = max(range(tags), key=lambda tag: row[tag])
        predicted = confident[0] if len(confident) == 1 else best
        assert doubt == (bool(confident) and predicted != own != best)


def test_a_tag_that_its_model_does_not_know_is_not_judged():
    given, probabilities = random(3)
    before = doubted(given, probabilities)
    token = int(np.flatnonzero(before)[0])
    probabilities[token, given[token]] = np.nan
    assert not doubted(given, probabilities)[token]


def test_probabilities_are_those_of_bio_and_of_all_labels():
    tags = tag_set(["X"], "BIOES")
    marginals = np.array([[0.1 * (number + 1) for number in range(len(tags))]])
    found = tag_probabilities(marginals, tags, ["W", "X"])
    by_name = dict(zip(tag_set(["W", "X"]), found[0]))
    of = dict(zip(tags, marginals[0]))
    assert by_name["B-X"] == pytest.approx(of["B-X"] + of["S-X"])
    assert by_name["I-X"] == pytest.approx(of["I-X"] + of["E-X"])
    assert by_name["O"] == pytest.approx(of["O"])
    assert np.isnan(by_name["B-W"])


def probabilities_of(rows, sure):
    """Probabilities of the tags of predicted spans, by how sure each sentence's model is."""
    found = []
    for spans, share in zip(rows, sure):
        tags = spans_to_tags(spans, len(TEXT), "BIO")
        likely = np.full((len(TEXT), len(TAGS)), (1 - share) / 2)
        likely[np.arange(len(TEXT)), [tag_set(["X"]).index(tag) for tag in tags]] = share
        found.append(likely)
    return found


def test_the_surest_disagreement_comes_first_and_an_unsure_one_is_not_listed():
    right = [[(2, 4, "X")]] * 8
    gold = [*right, [], [(0, 3, "X")], [(6, 8, "X")]]
    predicted = [*right, [(5, 7, "X")], [(0, 2, "X")], [(6, 8, "X"), (10, 11, "X")]]
    sure = [0.9] * 8 + [0.93, 0.99, 0.5]
    data = Gold("a.bio", "BIO", [sentence(spans, TEXT, line=n) for n, spans in enumerate(gold)])
    mistakes = find_mistakes(data.sentences, gold, predicted)
    found = find_label_errors(data, probabilities_of(predicted, sure), mistakes)
    assert [(one.line, one.kind) for one in found] == [(9, "boundary"), (8, "spurious")]


def test_nothing_is_found_in_nothing():
    data = Gold("a.bio", "BIO", [sentence([], "")])
    assert find_label_errors(data, [np.zeros((0, 1))], []) == []
