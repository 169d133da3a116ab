"""``nertag export``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from nertag.cli.console import console
from nertag.cli.notes import print_notes
from nertag.evaluation import evaluate
from nertag.io import only_writer, reading_pipes_again
from nertag.model import GRAPH_FILES, commit, load_bundle, read_files, read_manifest
from nertag.model.engines import graph_of
from nertag.tagging import Tagger


@reading_pipes_again()
def run(model: Path, dev: Path | None, *, int8: bool, reading: dict[str, Any]) -> None:
    """Write the network of a model as ONNX into its directory, beside what is there.

    Parameters
    ----------
    model : Path
        The model directory.
    dev : Path, optional
        A labelled file to score the model on, before and after.
    int8 : bool
        Write weights of 8 bits.
    reading : dict
        Settings of reading by name.
    """
    shown = console(highlight=False)
    precision = "int8" if int8 else "float32"
    name = GRAPH_FILES[precision]
    read_manifest(model)  # there is one to write to
    with only_writer(model):
        graph = graph_of(replace(load_bundle(model), graphs={}), precision)
        contents, facts = read_files(model)
        commit(model, {**contents, name: graph}, facts)
    shown.print(f"{name} is in {model}, {len(graph) / 1e6:.1f} MB")
    if dev is not None:
        for one in dict.fromkeys(("float32", precision)):
            tagger = Tagger.load(model, engine="onnx", precision=one)
            scores = evaluate(dev, tagger, **reading)
            if one == "float32":
                print_notes(scores.notes)
            shown.print(f"{one}: F1 {scores.f1:.2%} on {dev}")
    elif int8:
        shown.print("what int8 costs in F1 is not known: --dev FILE measures it")
