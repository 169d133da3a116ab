import json
from dataclasses import replace

import pytest
from format_tools import (
    JSON,
    marked,
    odd,
    read,
    read_all,
    read_or_refuse,
    refused,
)
from hypothesis import given
from hypothesis import strategies as st
from label_studio_tools import BEIJING, EXPECTED, TEXT, dumped, result, task_of

import nertag
from nertag.formats.json import label_studio
from nertag.formats.rules import Rule

UNMARKED = Rule.UNMARKED_TASK.told("'annotations' or 'predictions'")


@pytest.mark.parametrize("look", [{}, {"indent": 2}, {"ensure_ascii": False}])
def test_a_list_of_tasks(look):
    other = task_of({"start": 0, "end": 1, "labels": ["A"]}, text="好")
    first, second = read(label_studio, dumped(task_of(BEIJING), other, **look))
    assert first.entities == EXPECTED.entities
    assert [(e.label, e.text) for e in second.entities] == [("A", "好")]


def test_a_task_a_line():
    content = "\n".join(map(json.dumps, [task_of(BEIJING), task_of(), task_of(BEIJING)]))
    expected = [EXPECTED, marked(TEXT, [], 2), marked(TEXT, [(2, 4, "LOC")], 3)]
    assert read(label_studio, content) == expected


def test_json_min():
    task = {"id": 7, "text": TEXT, "label": [BEIJING], "annotator": 1, "created_at": "2024"}
    (found,) = read(label_studio, dumped(task))
    assert (found.text, found.entities, found.document) == (TEXT, EXPECTED.entities, "7")
    task = {"title": TEXT, "ner": [BEIJING], "created_at": "2024", "updated_at": "2025"}
    assert read(label_studio, dumped(task)) == [EXPECTED]
    found, source = read_all(label_studio, dumped({"text": TEXT}))
    assert found == [marked(TEXT, [])]
    assert odd(source) == {Rule.UNMARKED_TASK.told("'label'"): (1, [1])}


def test_json_min_counts_what_it_does_not_use():
    task = {"text": TEXT, "label": [BEIJING], "kind": [{"choices": ["x"]}], "tags": ["a", "b"]}
    found, source = read_all(label_studio, dumped(task))
    assert found == [EXPECTED]
    assert odd(source) == {
        "an object with the keys 'choices' is not read: it has no 'labels'": (1, [1]),
        Rule.ODD_ELEMENT: (2, [1, 1]),
    }


def test_several_labels_are_a_span_each():
    expected = marked(TEXT, [(2, 4, "GPE"), (2, 4, "LOC")])
    assert read(label_studio, dumped(task_of(BEIJING | {"labels": ["LOC", "GPE"]}))) == [expected]


def test_the_text_may_have_any_key():
    task = {"data": {"content": TEXT, "n": 1}, "annotations": [{"result": [result(BEIJING)]}]}
    assert read(label_studio, dumped(task)) == [replace(EXPECTED, record={"meta": {"n": 1}})]
    task["data"] = {"a": "x", "text": TEXT, "b": "y"}
    assert read(label_studio, dumped(task)) == [
        replace(EXPECTED, record={"meta": {"a": "x", "b": "y"}})
    ]


def test_the_first_annotation_that_was_not_cancelled():
    wrong = {"result": [result(BEIJING | {"labels": ["X"]})]}
    right = {"result": [result(BEIJING)]}
    task = {"data": {"text": TEXT}}
    task["annotations"] = [wrong | {"was_cancelled": True}, right, wrong, wrong]
    found, source = read_all(label_studio, "\n" + dumped(task))
    assert found == [marked(TEXT, [(2, 4, "LOC")], 2)]
    assert odd(source) == {Rule.CANCELLED_ANNOTATION: (1, [2]), Rule.SEVERAL_ANNOTATIONS: (1, [2])}


def test_a_task_that_was_skipped_is_left_out_and_counted():
    task = task_of(BEIJING, predictions=[{"result": [result(BEIJING)]}])
    task["annotations"][0]["was_cancelled"] = True
    found, source = read_all(label_studio, dumped(task))
    assert found == []
    assert odd(source) == {Rule.SKIPPED_TASK: (1, [1])}


UNKNOWN = {"start": 0, "end": 1, "text": "我", "labels": ["?"]}
REST = {"type": "choices", "from_name": "rest", "to_name": "text", "value": {"choices": ["?"]}}


def test_regions_that_nobody_has_labelled():
    found, source = read_all(label_studio, dumped(task_of(BEIJING, UNKNOWN)))
    assert found == [replace(EXPECTED, unlabelled=((0, 1),))]
    assert odd(source) == {Rule.UNLABELLED: (1, [1])}


def test_a_task_of_which_only_the_entities_are_known():
    task = task_of(BEIJING)
    task["annotations"][0]["result"].append(REST)
    found, source = read_all(label_studio, dumped(task))
    assert found == [replace(EXPECTED, unlabelled=((0, 4),))]
    assert odd(source) == {Rule.UNLABELLED: (1, [1])}
    (sentence,) = nertag.read([task], format="label-studio")
    assert sentence.tags == ("?", "?", "B-LOC", "I-LOC")


def test_the_same_in_json_min():
    task = {"id": 1, "content": TEXT, "label": [BEIJING, UNKNOWN]}
    (found,), source = read_all(label_studio, dumped(task))
    assert (found.entities, found.unlabelled) == (EXPECTED.entities, ((0, 1),))
    assert odd(source) == {Rule.UNLABELLED: (1, [1])}
    (found,), _ = read_all(label_studio, dumped({**task, "rest": "?"}))
    assert found.unlabelled == ((0, 4),)


def test_a_choice_of_something_else_says_nothing():
    task = task_of(BEIJING)
    task["annotations"][0]["result"].append({**REST, "value": {"choices": ["good"]}})
    found, source = read_all(label_studio, dumped(task))
    assert found == [EXPECTED]
    assert odd(source) == {Rule.OTHER_RESULT.told("'choices'"): (1, [1])}


def test_predictions_where_there_is_no_annotation():
    task = {"data": {"text": TEXT}, "predictions": [{"result": [result(BEIJING)]}]}
    for annotations in ({}, {"annotations": []}, {"annotations": None}):
        found, source = read_all(label_studio, dumped(task | annotations))
        assert found == [EXPECTED]
        assert odd(source) == {Rule.PREDICTIONS_USED: (1, [1])}
    assert read(label_studio, dumped(task | task_of())) == [marked(TEXT, [])]


def test_a_text_without_anything():
    found, source = read_all(label_studio, dumped({"data": {"text": TEXT}}))
    assert found == [marked(TEXT, [])]
    assert odd(source) == {UNMARKED: (1, [1])}


def test_exports_of_old_versions():
    task = {"data": {"text": TEXT}, "completions": [{"result": [result(BEIJING)]}]}
    assert read(label_studio, dumped(task)) == [EXPECTED]


def test_results_of_other_kinds_and_spans_without_a_label():
    task = task_of(BEIJING, BEIJING | {"labels": []}, {"start": 0, "end": 1})
    others = [{"type": "choices", "value": {"choices": ["x"]}}, {"type": "relation"}]
    task["annotations"][0]["result"] += others
    found, source = read_all(label_studio, dumped(task))
    assert found == [EXPECTED]
    assert odd(source) == {
        "a result whose 'type' is 'choices' is not read: only 'labels' are": (1, [1]),
        "a result whose 'type' is 'relation' is not read: only 'labels' are": (1, [1]),
        Rule.SPAN_WITHOUT_LABELS: (2, [1, 1]),
    }


def test_a_span_without_a_character():
    found, source = read_all(label_studio, dumped(task_of({"start": 1, "end": 1, "labels": ["A"]})))
    assert found == [marked(TEXT, [])]
    assert odd(source) == {Rule.EMPTY_SPAN: (1, [1])}


def test_document_and_comments():
    first, second = read(
        label_studio,
        dumped(
            task_of(id=7), task_of(id=8) | {"data": {"id": "d", "text": "a", "comments": ["c"]}}
        ),
    )
    assert (first.document, first.comments) == ("7", ())
    assert (second.document, second.comments) == ("d", ("c",))


@pytest.mark.parametrize("mention", ["a\nb", "a\\nb", "a\r\nb", "a b", "ab", None, ["x"]])
@pytest.mark.parametrize("break_", ["\n", "\r\n", "\\n", "  "])
def test_texts_with_line_breaks(break_, mention):
    text = f"x{break_}a{break_}b{break_}"
    start, end = 1 + len(break_), 3 + 2 * len(break_)
    value = {"start": start, "end": end, "text": mention, "labels": ["A"]}
    (found,) = read(label_studio, dumped(task_of(value, text=text)))
    assert found == marked(text, [(start, end, "A")])


def test_offsets_of_utf16():
    content = dumped(task_of(BEIJING, text="😀北京好"))
    assert read(label_studio, content, offset_unit="utf16") == [marked("😀北京好", [(1, 3, "LOC")])]
    refused(label_studio, content, "covers '京好', expected '北京' .*see `offset_unit`", 1)


def test_the_text_that_was_selected_within_words_is_not_that_of_the_span():
    # granularity="word" widens the offsets to whole words and leaves the text.
    text = "Some simple text on the côte d’Azur"
    simple = {"start": 5, "end": 16, "text": "ple tex", "labels": ["A"]}
    azur = {"start": 24, "end": 35, "text": "te d’Az", "labels": ["B"]}
    found, source = read_all(label_studio, dumped(task_of(simple, azur, text=text)))
    assert [one.text for one in found[0].entities] == ["simple text", "côte d’Azur"]
    assert odd(source) == {Rule.PART_OF_WORDS: (2, [1, 1])}
    for shifted in ({"start": 4}, {"end": 17}, {"start": 0, "end": 16}, {"text": "ple  tex x"}):
        content = dumped(task_of(simple | shifted, text=text))
        refused(label_studio, content, "expected 'ple ", 1)


ODD_TASKS = [
    ([], "is not an object with a task.*`format`"),
    ({"data": TEXT}, "what stands under 'data' is not an object"),
    ({"data": {"a": "x", "b": "y"}}, "which of the keys holds the text is not clear: 'a', 'b'"),
    ({"data": {"a": 1}}, "which of the keys holds the text is not clear: 'a'"),
    ({"id": 1, "created_at": "x"}, "which of the keys holds the text is not clear: 'id'"),
    ({"data": {"text": ""}, "annotations": {}}, "what stands under 'annotations' is not a list"),
    ({"data": {"text": ""}, "annotations": [1]}, "under 'annotations' is not a list of objects"),
    ({"data": {"text": ""}, "predictions": [1]}, "under 'predictions' is not a list of objects"),
    ({"data": {"text": ""}, "annotations": [{"result": {}}]}, "'result' is not a list"),
    (task_of(None), "'value' of a result is not an object"),
    (task_of({"start": 0, "end": 1, "labels": "A"}), "what stands under 'labels' is not a list"),
    (task_of({"start": 0, "end": 1, "labels": [1]}), "has the label 1, expected a text"),
    (task_of({"start": 0.5, "end": 1, "labels": ["A"]}), "is not given by two whole numbers"),
    (task_of({"labels": ["A"]}), "a span has no 'start'"),
    (task_of({"start": 0, "end": 9, "labels": ["A"]}), "does not lie in the text of 4"),
    (
        task_of(BEIJING | {"text": "上海"}),
        "covers '北京', expected '上海' .offsets",
    ),
    ({"text": TEXT, "label": [{"labels": ["A"], "start": "/p"}]}, "a span has no 'end'"),
]


@pytest.mark.parametrize(("task", "message"), ODD_TASKS)
def test_errors_name_the_line(task, message):
    refused(label_studio, "[" + json.dumps(task_of()) + ",\n" + json.dumps(task) + "]", message, 2)


def test_errors_name_the_task():
    refused(label_studio, dumped(task_of(), {"id": 17, "data": 0}), "task 17: what stands", 1)
    refused(label_studio, dumped(task_of(), {"data": 0}), "task number 2: what stands", 1)


def test_two_labelled_texts_are_refused():
    task = task_of(BEIJING, id=7)
    task["annotations"][0]["result"].append(result(BEIJING, to_name="title"))
    refused(
        label_studio,
        dumped(task),
        "task 7: several texts are labelled, 'to_name' is text and title",
        1,
    )


values = JSON | st.fixed_dictionaries(
    {"start": JSON, "end": JSON, "labels": JSON}, optional={"text": JSON}
)
results = JSON | st.lists(
    JSON | st.fixed_dictionaries({"type": st.just("labels"), "value": values, "to_name": JSON})
)
annotations = JSON | st.lists(
    JSON | st.fixed_dictionaries({"result": results}, optional={"was_cancelled": JSON})
)


@given(
    st.fixed_dictionaries(
        {"data": JSON | st.fixed_dictionaries({"text": st.sampled_from(["", "ab", "a\n"])})},
        optional={"annotations": annotations, "predictions": annotations, "id": JSON},
    )
    | st.fixed_dictionaries({"text": st.just("ab"), "label": JSON | st.lists(values)})
)
def test_any_task_is_a_sentence_or_a_data_error(task):
    read_or_refuse(label_studio, json.dumps(task))


def test_a_file_of_other_results_is_refused():
    other = {"type": "rectanglelabels", "value": {"x": 1}}
    tasks = [{"data": {"text": TEXT}, "annotations": [{"result": [other]}]}]
    message = "no result is of the type 'labels', all are rectanglelabels"
    refused(label_studio, json.dumps(tasks), message, 0)
    tasks.append({"data": {"text": TEXT}, "annotations": [{"result": [result(BEIJING), other]}]})
    assert len(read_all(label_studio, json.dumps(tasks))[0]) == 2
