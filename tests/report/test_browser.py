"""The page in a browser, where there is one."""

import subprocess

import matplotlib.image
import pytest
from browser_tools import BROWSER, needs_browser
from report_tools import page_of, results

pytestmark = [needs_browser, pytest.mark.slow]
LABELS = {"one": ("PER",), "many": tuple(f"类型-{n}" for n in range(20))}


@pytest.fixture(params=LABELS)
def opened(request, tmp_path):
    """Give a function that opens a page, with arguments for the browser."""
    path = tmp_path / "report.html"
    path.write_text(page_of(results(LABELS[request.param])), encoding="utf-8")

    def run(*arguments):
        # Root, as in a container, has no sandbox; no name of a host can be found.
        command = [BROWSER, "--headless", "--disable-gpu", "--no-sandbox", "--hide-scrollbars"]
        command += [f"--user-data-dir={tmp_path / 'profile'}", "--no-first-run", "--disable-sync"]
        command += ["--host-resolver-rules=MAP * ~NOTFOUND", *arguments, path.as_uri()]
        return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()

    return run


def test_the_page_is_taken_as_it_is_written(opened):
    found = opened("--dump-dom")
    assert found.count("<section") == 9
    assert found.rstrip().endswith("</html>")


@pytest.mark.parametrize("width", [390, 1100])
def test_the_page_is_drawn(opened, tmp_path, width):
    target = tmp_path / "page.png"
    opened(f"--window-size={width},3000", f"--screenshot={target}")
    values = matplotlib.image.imread(target)[..., :3]
    assert values.shape[:2] == (3000, width)
    for part in range(3):  # there is something on all of it
        assert values[1000 * part : 1000 * (part + 1)].std() > 0.03
    coloured = abs(values[..., 0] - values[..., 2]) > 0.2
    assert coloured.mean() > 0.002
