"""``nertag export``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from nertag.cli.console import console
from nertag.cli.notes import print_notes
from nertag.errors import ConfigError, DataError, needs
from nertag.evaluation import evaluate
from nertag.io import check_folder, only_writer, reading_pipes_again, replacing
from nertag.model import GRAPH_FILES, commit, load_bundle, read_files, read_manifest
from nertag.model.engines import (
    bfloat16_is_there,
    graph_of,
    importing_tensorflow,
    self_describing_graph,
)
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
        f1: dict[str, float] = {}
        for one in ("float32", *["int8"] * int8, *["bfloat16"] * bfloat16_is_there()):
            scores = evaluate(dev, Tagger.load(model, device="cpu", precision=one), **reading)
            if not f1:
                print_notes(scores.notes)
            f1[one] = scores.f1
            shown.print(f"{one}: F1 {scores.f1:.2%} on {dev}")
        _keep(model, f1)
    elif int8:
        shown.print("what int8 costs in F1 is not known: --dev FILE measures it")


def _keep(model: Path, f1: dict[str, float]) -> None:
    """Write into the manifest what the precisions cost, so that `auto` may take one."""
    exact = f1.pop("float32")
    found = {name: {"f1": own, "float32": exact} for name, own in f1.items()}
    with only_writer(model):
        contents, facts = read_files(model)
        commit(model, contents, {**facts, "precisions": facts.get("precisions", {}) | found})


def run_elsewhere(model: Path, onnx: Path | None, saved_model: Path | None, *, int8: bool) -> None:
    """Write a model for other programs; its directory stays as it is.

    Parameters
    ----------
    model : Path
        The model directory.
    onnx : Path, optional
        File to write the graph to.
    saved_model : Path, optional
        Folder to write a SavedModel to; nothing may be in it.
    int8 : bool
        Write the graph with weights of 8 bits.
    """
    shown = console(highlight=False)
    bundle = load_bundle(model)
    threshold = bundle.manifest.calibration.threshold
    if threshold:
        shown.print(
            f"nertag finds entities that are more than {threshold:.0%} likely in this model; other "
            "programs find those of the best sequence: train with --threshold 0 for the same"
        )
    if saved_model is not None:
        if int8 and onnx is None:
            raise ConfigError("`int8` is for ONNX: give `onnx`, or leave `int8` out")
        if saved_model.exists() and (not saved_model.is_dir() or any(saved_model.iterdir())):
            raise DataError(saved_model, 0, "there is something already", "give a new folder")
        with importing_tensorflow(), needs("train"):
            from nertag.model.engines.tensorflow import takes_texts, write_saved_model
        check_folder(saved_model)
        write_saved_model(bundle, saved_model)
        takes = "texts" if takes_texts(bundle) else "ids and features, since it looks up words"
        shown.print(f"{saved_model} is a SavedModel that takes {takes}")
    if onnx is not None:
        graph = self_describing_graph(bundle, "int8" if int8 else "float32")
        with replacing(onnx) as stream:
            stream.write(graph)
        shown.print(f"{onnx} has the graph, {len(graph) / 1e6:.1f} MB")
