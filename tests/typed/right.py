"""A user's script with every public call, for mypy; nobody runs it."""

from pathlib import Path
from typing import Any

import nertag


class Told(nertag.Listener):
    """Every call that a listener can take."""

    def say(self, message: str) -> None:
        print(message)

    def warn(self, message: str) -> None:
        self.tell([])

    def start(self, epochs: int, tokens: int) -> None:
        print(epochs + tokens)

    def batch(self, tokens: int, loss: float) -> None:
        print(tokens * loss)

    def stop(self) -> None:
        print("stopped")


version: str = nertag.__version__
pairs = [(["Anna", "is", "here"], ["B-PER", "O", "O"])]
offsets = [("Anna is here", [(0, 4, "PER")])]

# Labelled data
sentences = nertag.read("a.bio", tokens="word", encoding="gb18030")
first: nertag.Sentence = sentences[0]
notes: tuple[str, ...] = sentences.notes
tags: tuple[str, ...] = first.tags
words: list[str] = first.words
line: int = first.line_of(0)
start: int = first.tokens[0].start
found: nertag.Entity = first.entity(0, 1, "PER", 0.5)
made = nertag.Sentence.from_words(words)
retagged: nertag.Sentence = made.tagged(("B-PER", "O"))
marked = nertag.Sentence.from_spans("Anna is here", [(0, 4, "PER")], tokens="word")
report = nertag.check(pairs, sentences, scheme="BIO")
errors: int = report.count("error")
for finding in report.findings:
    place: tuple[str, tuple[int, ...]] = (finding.path, finding.lines)
plain: dict[str, Any] = report.to_dict()
train, dev, test = nertag.split(offsets, dev=0.2, by="document", seed=2, tokens="char")
written: int = nertag.convert(iter(pairs), Path("a.jsonl"), to="doccano", overlap="first").sentences
nertag.convert("a.jsonl", "a.bio", to_scheme="BIOES", offset_unit="utf16")

# Training
settings = nertag.Settings()
everything: dict[str, Any] = settings.to_dict()
tagger: nertag.Tagger = nertag.train(
    train, dev, output="m", epochs=2, dropout=0.5, text=("a.txt",), listener=Told()
)
nertag.train(sample="en", preset="small", config="a.toml", resume=True)
nertag.train(pairs, init="m", output=Path("n"), tokens="word")
validated = nertag.cross_validate(pairs, folds=3, by="document", epochs=1, tokens="word")
spread: float = validated.spread

# Tagging
tagger = nertag.load("m", device="cpu", engine="onnx", precision="int8", raw_scores=True)
tagger = nertag.load(tokenizer=str.split)
tagged: nertag.TaggedText = tagger.tag("text", scores=True, n_best=2, min_score=0.5)
for one in tagger.tag_many(["text", made], scores=True):
    label: str = one.entities[0].label
several: list[nertag.TaggedText] = tagger.tag_texts(["text", made])
again: list[nertag.TaggedText] = tagger.tag_sentences([made])
shape: tuple[int, ...] = tagger.marginals("text").shape
columns = tagger.to_frame(iter(["text"]), scores=True).columns
nlp: Any = None
document = tagged.to_spacy(nlp)
look = tagger.look([made])
tagger.save("n")
labels: list[str] = tagger.labels
score: float | None = tagged.entities[0].score
as_json: dict[str, Any] = tagged.to_dict()
probability: float = tagged.readings[0].probability

# Scores
scores: nertag.Scores = nertag.evaluate(pairs, tagger, tokens="word")
f1: float = scores.strict.types["PER"].f1 + scores.f1
nertag.evaluate("a.bio", predicted="b.bio", scheme="BIO")
nertag.evaluate("a.bio", "m", device="cpu", engine="onnx", precision="int8")
p: float = nertag.compare("a.bio", pairs, "c.bio", tokens="word").difference.p

# The estimator
classifier = nertag.NertagClassifier(units=64, preset="small")
classifier.fit(words, [[(0, 4, "PER")]], words, [[(0, 4, "PER")]])
predicted: list[list[str]] = classifier.predict([["Anna"], "Anna"])
spans: list[list[tuple[int, int, str]]] = classifier.predict_spans([["Anna"]])
marginals: list[list[dict[str, float]]] = classifier.predict_marginals([["Anna"]])
strict: float = classifier.score([["Anna"]], [["B-PER"]])
classes: list[str] = classifier.classes_

try:
    nertag.load("m")
except nertag.NertagError as error:
    code: int = error.exit_code
