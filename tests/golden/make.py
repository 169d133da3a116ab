"""Write the golden model of the stack this runs on: ``python tests/golden/make.py`` in a checkout.

A model once written stays: that later versions still read it and tag the same is the point.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tiny import FAST, corpus  # noqa: E402

import nertag  # noqa: E402

TEXTS = ["李雷在北京。", "昨天王芳到上海开会", "Ａ１赵敏和陈静", "今天下雨。", "西安西安", ""]


def main() -> None:
    """Train on the tiny corpus, and keep what the model finds in some texts."""
    name = "old" if sys.version_info < (3, 12) else "new"
    with tempfile.TemporaryDirectory() as folder:
        train, dev = corpus(Path(folder))
        settings = {**FAST, "units": 8, "vector_size": 8, "epochs": 15}
        tagger = nertag.train(train, dev, output=HERE / name, **settings)
    found = {text: list(tagger.tag(text).tags) for text in TEXTS}
    path = HERE / f"{name}.json"
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
