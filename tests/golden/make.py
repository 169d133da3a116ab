"""Write the golden models of the stack this runs on: ``python tests/golden/make.py`` in a checkout.

A model once written stays: that later versions still read it and tag the same is the point.
``first`` was written when the network read the vectors of tokens alone.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tiny import DEFAULT, FAST, corpus, everything  # noqa: E402

import nertag  # noqa: E402

TEXTS = ["李雷在北京。", "昨天王芳到上海开会", "Ａ１赵敏和陈静", "今天下雨。", "西安西安", ""]
SMALL = {**FAST, "units": 8, "vector_size": 8, "epochs": 15}


def main() -> None:
    """Train on the tiny corpus, and keep what each model finds in some texts."""
    stack = "old" if sys.version_info < (3, 12) else "new"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # the manifest names no path of this machine
        train, dev = corpus(Path())
        for name, settings in {"default": DEFAULT, "everything": everything(Path())}.items():
            output = HERE / f"{stack}-{name}"
            tagger = nertag.train(train, dev, output=output, **{**SMALL, **settings})
            _keep_model_only(output)
            found = {text: list(tagger.tag(text).tags) for text in TEXTS}
            lines = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
            output.with_suffix(".json").write_text(lines, encoding="utf-8")


def _keep_model_only(folder: Path) -> None:
    """Remove the report, which loading does not read."""
    manifest = folder / "manifest.json"
    entries = json.loads(manifest.read_text(encoding="utf-8"))["files"].values()
    for path in set(folder.iterdir()) - {manifest, *(folder / entry["file"] for entry in entries)}:
        path.unlink()


if __name__ == "__main__":
    main()
