"""Wrong calls, for mypy, which must find each; nobody runs them.

A comment says what mypy must name.
"""

import nertag

tagger = nertag.load("m")
pairs = [(["Anna"], ["B-PER"])]

nertag.read("a.bio", units=3)  # units
nertag.read(5)  # int
nertag.read("a.bio", tokens=1)  # tokens
nertag.check("a.bio", epochs=1)  # epochs
nertag.check("a.bio", 5)  # int
nertag.split(pairs, dev="a tenth")  # dev
nertag.split(pairs, output="parts")  # output
nertag.convert(pairs)  # target
nertag.convert(pairs, 5)  # int
nertag.convert(pairs, "a.bio", to_scheme=None)  # to_scheme
nertag.train("a.bio", epochs="two")  # epochs
nertag.train("a.bio", epoch=2)  # epoch
nertag.train("a.bio", text="a.txt")  # text
nertag.train("a.bio", listener=print)  # listener
nertag.cross_validate("a.bio", folds="3")  # folds
nertag.cross_validate(pairs, batch="3")  # batch
nertag.load("m", device=0)  # device
nertag.load("m", tokenizer=5)  # tokenizer
tagger.tag(["text"])  # list[str]
tagger.tag("text", n_best="2")  # n_best
tagger.tag_many(5)  # int
tagger.tag_texts("a", score=True)  # score
tagger.tag_sentences(["a"])  # str
tagger.marginals(5)  # int
tagger.to_frame("text", n_best=1)  # n_best
tagger.tag("text").entities[0].labels  # labels
tagger.tag("text").to_dict(5)  # Too many
tagger.tag("text").to_spacy()  # nlp
nertag.Sentence.from_words("a", "b")  # Too many
nertag.Sentence.from_words([1])  # int
nertag.Sentence.from_spans("a", [(0, 1)])  # tuple[int, int]
nertag.Entity(0, 1, 5, "a")  # int
nertag.evaluate(3)  # int
nertag.evaluate("a.bio", tagger, epochs=3)  # epochs
nertag.evaluate("a.bio", tagger, tokens=3)  # tokens
nertag.evaluate("a.bio")["strict"]  # Scores
nertag.compare("a.bio", "b.bio")  # gold
nertag.compare("a.bio", "b.bio", "c.bio", format=1)  # format
nertag.NertagClassifier(units="many")  # units
nertag.NertagClassifier(unit=5)  # unit
nertag.NertagClassifier().fit([["a"]])  # y
nertag.NertagClassifier().predict(5)  # int
nertag.Settings(preset=5)  # int
nertag.nothing  # nothing
