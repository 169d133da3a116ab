import json
import re

from nertag.tagging import TaggedText
from nertag.tagging.tagged_text import Reading
from nertag.tagging.writers import to_json
from nertag.text import Sentence, tokenise


def tagged(text, *spans):
    sentence = tokenise(text, "char")
    return TaggedText(text, sentence, tuple(sentence.entity(*span) for span in spans))


def test_its_repr_is_short_and_names_the_entities():
    found = tagged("李雷在北京。", (0, 2, "PER"), (3, 5, "LOC"))
    assert repr(found) == "<TaggedText '李雷在北京。': 李雷 PER, 北京 LOC>"
    assert repr(tagged("")) == "<TaggedText '': no entity>"
    assert len(repr(tagged("长" * 5000, *((n, n + 1, "X") for n in range(5000))))) < 400


def test_a_notebook_shows_entities_in_place():
    html = tagged("a<b 北京", (4, 6, "LOC"))._repr_html_()
    assert "a&lt;b <mark class=" in html
    assert re.search(r">北京<small>LOC</small></mark></div>$", html)
    (colour,) = re.findall(r'<mark class="(c\d+)"', html)
    assert f".nertag .{colour} {{ --hue:" in html
    assert "<script" not in html


def test_as_plain_values_it_is_a_line_of_json():
    sentence = Sentence("ab", range(2), range(1, 3), ("B-X", "O"))
    entity = sentence.entity(0, 1, "X", 0.123456)
    reading = Reading(0.5, ("B-X", "O"), (sentence.entity(0, 1, "X"),))
    found = TaggedText("ab", sentence, (entity,), (reading,))
    bare = {"start": 0, "end": 1, "label": "X", "text": "a"}
    assert found.to_dict() == {
        "text": "ab",
        "entities": [{**bare, "score": 0.1235}],
        "readings": [{"probability": 0.5, "entities": [bare]}],
    }
    assert json.loads(to_json(found, "f")) == {"file": "f", **found.to_dict()}
