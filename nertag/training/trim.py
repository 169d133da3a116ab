"""Gold entities without blanks at their ends, as the model can find them."""

from __future__ import annotations

from collections.abc import Sequence

from nertag.arrays import Bools
from nertag.formats import Oddity, Rule
from nertag.text import Sentence, Span, blank_tokens, spans, spans_to_tags, with_unknown


def trimmed(sentences: Sequence[Sentence]) -> tuple[list[Sentence], Oddity]:
    """Sentences whose entities begin and end with no blank, and how many were changed.

    An entity of blanks only is taken out.

    Parameters
    ----------
    sentences : sequence of Sentence
        Training sentences, tagged in legal BIO.
    """
    oddity = Oddity(Rule.TRIMMED_ENTITY)
    kept = []
    for sentence in sentences:
        blank = blank_tokens(sentence)
        found = spans(sentence.tags) if blank.any() else []
        bare = [_trimmed(span, blank) for span in found]
        changed = [span for span, other in zip(found, bare) if span != other]
        oddity.count += len(changed)
        oddity.lines += [sentence.line_of(start) for start, _, _ in changed]
        if changed:
            left = [span for span in bare if span[0] < span[1]]
            tags = with_unknown(spans_to_tags(left, len(sentence), "BIO"), sentence.tags)
            sentence = sentence.tagged(tuple(tags))
        kept.append(sentence)
    return kept, oddity


def _trimmed(span: Span, blank: Bools) -> Span:
    start, end, label = span
    while start < end and blank[start]:
        start += 1
    while start < end and blank[end - 1]:
        end -= 1
    return start, end, label
