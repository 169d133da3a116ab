import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval import scheme as seqeval_schemes
from seqeval.metrics import classification_report as seqeval_report
from strategies import LABELS, rows_with_spans, spans, tag_sequences, tags

from nertag.evaluation.metrics.classification import READINGS, classification_report
from nertag.evaluation.metrics.counts import count
from nertag.text.tags import SCHEMES, spans_to_tags, split_tag, strict_spans
from nertag.text.tags import spans as read_spans

schemes = pytest.mark.parametrize("scheme", SCHEMES)
NOTHING = {"precision": 0.0, "recall": 0.0, "f1": 0.0, "support": 0}


def figures(row):
    return pytest.approx((row["precision"], row["recall"], row["f1"], row["support"]), abs=1e-12)


@st.composite
def gold_and_found(draw):
    """Gold tags as files have them, right or wrong, and found spans that partly agree."""
    gold, found = [], []
    for _ in range(draw(st.integers(1, 4))):
        row = draw(tag_sequences(max_size=6, labels=LABELS[:3]))
        gold.append(row)
        found.append(draw(spans(len(row), LABELS[:3]) | st.just(read_spans(row))))
    return gold, found


@schemes
@given(rows=gold_and_found())
def test_micro_means_are_the_counts_of_either_reading(scheme, rows):
    gold, found = rows
    scores = classification_report(gold, found, scheme)
    assert set(scores) == set(READINGS)
    right = {
        "strict": [strict_spans(row, scheme) for row in gold],
        "conlleval": [read_spans(row) for row in gold],
    }
    for reading, wanted in right.items():
        counts = count(wanted, found)
        micro = scores[reading]["micro"]
        assert figures(micro) == (counts.precision, counts.recall, counts.f1, counts.gold)
        for label, row in scores[reading]["types"].items():
            of_label = [
                [[span for span in spans if span[2] == label] for spans in side]
                for side in (wanted, found)
            ]
            counts = count(*of_label)
            assert figures(row) == (counts.precision, counts.recall, counts.f1, counts.gold)
        labels = {span[2] for row in (*wanted, *found) for span in row}
        assert list(scores[reading]["types"]) == sorted(labels)


def assert_seqeval_agrees(ours, gold, guess, **how):
    """Compare one reading with seqeval's table; it calls a label without a name ``_``."""
    if not ours["types"]:  # seqeval itself cannot do without an entity on either side
        return
    wanted = seqeval_report(gold, guess, output_dict=True, zero_division=0, **how)
    types = {label or "_": row for label, row in ours["types"].items()}
    rows = {**types, "micro avg": ours["micro"], "macro avg": ours["macro"]}
    assert rows.keys() | {"weighted avg"} == wanted.keys()
    for name, row in rows.items():
        assert figures(row) == tuple(wanted[name].values())


@given(
    st.lists(st.lists(tags(LABELS[:2], "BI", "-"), min_size=5, max_size=5), min_size=1, max_size=4),
    st.data(),
)
def test_the_figures_are_those_seqeval_has_for_the_tags_as_written(gold, data):
    found = [data.draw(spans(5, LABELS[:2])) for _ in gold]
    guess = [spans_to_tags(row, 5, "BIO") for row in found]
    scores = classification_report(gold, found, "BIO")
    strictly = {"mode": "strict", "scheme": seqeval_schemes.IOB2}
    assert_seqeval_agrees(scores["strict"], gold, guess, **strictly)
    assert_seqeval_agrees(scores["conlleval"], gold, guess)


@schemes
@given(rows=gold_and_found())
def test_the_figures_are_those_seqeval_has_for_the_same_spans(scheme, rows):
    gold, found = rows

    def as_bio(side):  # what seqeval reads in one way only
        return [spans_to_tags(row, len(tags), "BIO") for row, tags in zip(side, gold)]

    readings = {
        "strict": [strict_spans(row, scheme) for row in gold],
        "conlleval": [read_spans(row) for row in gold],
    }
    scores = classification_report(gold, found, scheme)
    for reading, wanted in readings.items():
        assert_seqeval_agrees(scores[reading], as_bio(wanted), as_bio(found))


@schemes
@given(row=rows_with_spans())
def test_what_is_found_whole_scores_one(scheme, row):
    length, found = row
    for scores in classification_report(
        [spans_to_tags(found, length, scheme)], [found], scheme
    ).values():
        if not found:
            assert scores == {"types": {}, "micro": NOTHING, "macro": NOTHING}
            continue
        for figures_of in (scores["micro"], scores["macro"], *scores["types"].values()):
            assert figures_of["precision"] == figures_of["recall"] == figures_of["f1"] == 1
        assert scores["micro"]["support"] == len(found)


@schemes
def test_all_o_and_no_sentence_at_all(scheme):
    nothing = {"types": {}, "micro": NOTHING, "macro": NOTHING}
    for gold in ([], [[]], [["O", "O"], []]):
        assert classification_report(gold, [[] for _ in gold], scheme) == dict.fromkeys(
            READINGS, nothing
        )


@schemes
def test_nothing_predicted(scheme):
    gold = [spans_to_tags([(0, 2, "X"), (3, 4, "Y")], 5, scheme)]
    for scores in classification_report(gold, [[]], scheme).values():
        assert scores["micro"] == {**NOTHING, "support": 2}
        assert scores["macro"] == {**NOTHING, "support": 2}
        assert list(scores["types"]) == ["X", "Y"]


def test_everything_predicted_is_made_up():
    for scores in classification_report([["O", "O"]], [[(0, 1, "X")]], "BIO").values():
        assert scores["micro"] == NOTHING
        assert scores["types"] == {"X": NOTHING}


def test_broken_gold_and_nothing_predicted():
    # Strictly there is nothing on either side.
    scores = classification_report([["I-X", "O"]], [[]], "BIO")
    assert scores["strict"] == {"types": {}, "micro": NOTHING, "macro": NOTHING}
    assert scores["conlleval"]["micro"]["support"] == 1


@pytest.mark.parametrize(
    ("scheme", "tag"),
    [("BIO", "E-X"), ("BIO", "M-X"), ("IOB1", "S-X"), ("BIOES", "M-X"), ("BMES", "U-X")],
)
def test_a_stray_letter_of_another_scheme_in_gold(scheme, tag):
    gold = [spans_to_tags([(0, 2, "Y")], 2, scheme), [tag, "O"]]
    scores = classification_report(gold, [[(0, 2, "Y")], [(0, 1, "X")]], scheme)
    assert scores["conlleval"]["micro"]["f1"] == 1
    assert scores["strict"]["micro"] == {**NOTHING, "precision": 0.5, "recall": 1, "f1": 2 / 3} | {
        "support": 1
    }


def test_tags_without_a_label():
    gold = [["B", "I", "B", "I"]]
    for scores in classification_report(gold, [[(0, 2, ""), (2, 3, "")]], "BIO").values():
        assert list(scores["types"]) == [""]
        assert scores["micro"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 2}


def test_labels_with_dots_hyphens_and_underscores():
    found = [(i, i + 1, label) for i, label in enumerate(LABELS)]
    gold = [[f"B{'-_'[i % 2]}{label}" for i, label in enumerate(LABELS)]]
    for scores in classification_report(gold, [found], "BIO").values():
        assert scores["micro"]["f1"] == 1
        assert list(scores["types"]) == sorted(LABELS)
        assert all(split_tag(f"B-{label}") == ("B", label) for label in scores["types"])
