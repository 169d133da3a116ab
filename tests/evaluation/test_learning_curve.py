import numpy as np
import pytest
from report_tools import check_page

from nertag.evaluation.learning_curve import LearningCurve, PowerLaws
from nertag.report import learning_curve_page

SIZES = [100, 200, 400, 700, 1000]


def curve(shares, sentences=2000, seed=0):
    """A curve whose points have these shares of right entities, three entities a sentence."""
    draws = np.random.default_rng(seed).random((sentences, 3))
    counts = []
    for share in shares:
        right = (draws < share).sum(axis=1)
        counts.append(np.stack([right, np.full(sentences, 3), np.full(sentences, 3)], axis=1))
    return LearningCurve("a<b>.bio", SIZES, counts)


def test_a_power_law_is_found_again():
    sizes = np.array(SIZES)
    laws = [(0.9, 3.0, 0.5), (0.7, 2.0, 0.8), (0.8, 0.0, 1.0)]
    scores = np.array([limit - b * sizes**-c for limit, b, c in laws])
    found = PowerLaws.fit(SIZES, scores)
    assert found.at(SIZES) == pytest.approx(scores, abs=0.001)
    assert found.at([4000])[:, 0] == pytest.approx(
        [limit - b * 4000**-c for limit, b, c in laws], abs=0.01
    )


def test_a_curve_does_not_fall_nor_rise_above_1():
    scores = np.array([[0.9, 0.8, 0.7, 0.6, 0.5], [0.1, 0.3, 0.55, 0.8, 0.99]])
    found = PowerLaws.fit(SIZES, scores).at([100, 1000, 10**9])
    assert (np.diff(found, axis=1) >= 0).all()
    assert (found <= 1).all()
    assert found[0] == pytest.approx([0.7] * 3)


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ([0.3, 0.41, 0.52, 0.605, 0.655], "More data pays: "),
        ([0.80, 0.801, 0.8015, 0.802, 0.802], "More data hardly pays: "),
        ([0.5, 0.62, 0.56, 0.66, 0.60], "Whether more data pays is not clear: "),
        ([0.0] * 5, "No entity was found at any size"),
    ],
)
def test_the_verdict_is_that_of_the_curve(shares, verdict):
    found = curve(shares)
    assert found.verdict.startswith(verdict)
    assert found.verdict.endswith(".")
    assert found.gain.low <= found.gain.f1 <= found.gain.high
    points = found.to_dict()["points"]
    assert [one["sentences"] for one in points] == SIZES
    assert [one["f1"] for one in points] == pytest.approx(shares, abs=0.03)


def test_a_small_dev_set_says_less():
    shares = [0.3, 0.41, 0.52, 0.605, 0.655]
    small, large = curve(shares, 60).gain, curve(shares, 6000).gain
    assert small.high - small.low > 2 * (large.high - large.low)


def test_the_page_has_the_sentence_the_picture_and_the_numbers():
    found = curve([0.3, 0.41, 0.52, 0.605, 0.655])
    page = check_page(learning_curve_page(found))
    assert found.verdict in page.text
    assert page.tags["svg"] == 1
    assert page.tags["tr"] == 1 + len(SIZES) + 2
    assert "2,000, by the curve" in page.text
