"""spaCy's documents as sentences."""

from __future__ import annotations

from typing import Any

from nertag.text import Sentence, join_tag


def document(doc: Any, tokens: str) -> Sentence | list[Any]:
    """A document of spaCy with its own tokens, or its text with offsets where those are characters.

    Tokens that are blanks are ignored. Tags are in BIO.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The document.
    tokens : {"char", "word"}
        What the tokens are to be.
    """
    if tokens == "char":
        spans = [[span.start_char, span.end_char, span.label_] for span in doc.ents]
        return [doc.text, {"entities": spans}]
    words = [token for token in doc if not token.text.isspace()]
    starts = tuple(token.idx for token in words)
    ends = tuple(token.idx + len(token.text) for token in words)
    tags = tuple(
        join_tag(token.ent_iob_, token.ent_type_) if token.ent_iob_ in ("B", "I") else "O"
        for token in words
    )
    return Sentence(doc.text, starts, ends, tags)
