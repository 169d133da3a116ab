import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from nertag.pages import render
from nertag.pages.render import _visible

ROOT = Path(str(files("nertag")))


def test_what_a_page_cannot_hold_is_shown():
    assert _visible("\x00\x0b\r\x1b\x7f\x85\ud800\t\n") == "␀␋␍␛␡␦\ufffd\t\n"


@given(st.text())
def test_a_title_is_text_that_a_file_can_hold(title):
    page = render("pages/base.html", title=title)
    page.encode()
    shown = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
    assert "<" not in shown
    assert page.count("<script") == 0


def test_a_value_that_is_missing_is_an_error():
    with pytest.raises(UndefinedError):
        render("pages/base.html")


OWN = ('<script src="page.js" defer></script>', '<link rel="icon" href="data:,">')
"""What the page of a service asks the service itself for, and what keeps it from asking more."""


def test_no_page_asks_for_anything():
    page = render("pages/base.html", title="")
    assert "default-src 'none'" in page
    for path in ROOT.rglob("templates/*"):
        content = path.read_text(encoding="utf-8")
        for own in OWN:
            content = content.replace(own, "")
        assert not re.search(r"https?:|@import|url\(|src=|<script|<link|\bon\w+=", content), path


def test_jinja_is_loaded_with_the_first_page():
    code = "import sys; import nertag.formats, nertag.pages; assert 'jinja2' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT.parent)
