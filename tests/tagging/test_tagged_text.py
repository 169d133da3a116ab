import re

from nertag.tagging import TaggedText
from nertag.text import tokenise


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
