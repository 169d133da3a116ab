"""The page, in a browser."""

import json

import pytest
from browser_tools import BROWSER, needs_browser
from playwright.sync_api import expect, sync_playwright
from serving_tools import lines_of

pytestmark = [needs_browser, pytest.mark.slow]

TEXT = "😀李雷在北京。\n王芳去了上海吗？"


@pytest.fixture(scope="module")
def browser():
    # Root, as in a container, has no sandbox; no name of a host can be found.
    arguments = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(params=[(1100, "light"), (390, "dark")], ids=["wide", "narrow"])
def page(request, browser, client):
    """Give the page; what it asks for and what its script complains about are noted."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.on("console", lambda said: page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(str(client.base_url))
    yield page
    context.close()


def test_a_text_is_tagged_from_the_keyboard(page, client):
    page.keyboard.type(TEXT.replace("\n", " "))  # the text has the focus from the start
    page.keyboard.press("Control+Enter")
    answer = client.post("/v1/tag", json={"text": TEXT.replace("\n", " "), "scores": True}).json()
    expect(page.locator("#marked mark")).to_have_count(len(answer["entities"]))
    assert answer["entities"]
    for entity, mark in zip(answer["entities"], page.locator("#marked mark").all_inner_texts()):
        assert mark.startswith(entity["text"])
        assert mark.endswith(f"{entity['label']} {entity['score']:.2f}")
    expect(page.locator("#list li")).to_have_count(3)
    assert page.complaints == []
    assert all(url.startswith(("data:", str(client.base_url))) for url in page.asked)
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def test_the_threshold_hides_what_is_less_probable(page, client):
    page.fill("#text", TEXT)
    page.get_by_role("button", name="Tag").click()
    expect(page.locator("#marked mark").first).to_be_visible()
    found = client.post("/v1/tag", json={"text": TEXT, "scores": True}).json()["entities"]
    sure = [entity for entity in found if entity["score"] == 1]
    assert len(sure) < len(found)
    page.locator("#threshold").fill("1")
    expect(page.locator("#marked mark")).to_have_count(len(sure))
    page.click("#json")
    expect(page.locator("#copied")).to_have_text("Copied.")
    assert json.loads(page.evaluate("navigator.clipboard.readText()"))["entities"] == sure
    page.locator("#threshold").fill("0.5")
    page.click("#curl")
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('curl'))")
    command = page.evaluate("navigator.clipboard.readText()")
    assert command.startswith(f"curl {client.base_url}/v1/tag -H ")
    body = json.loads(command.split(" -d ")[1].strip("'"))
    assert body["min_score"] == 0.5
    assert client.post("/v1/tag", json=body).json()["entities"] == found


def test_a_file_is_tagged_and_given_back(page, client, tmp_path):
    lines = ["李雷在北京。", "", "😀王芳去了上海吗？"] * 150
    path = tmp_path / "text.txt"
    path.write_bytes("\r\n".join(lines).encode())
    page.set_input_files("#file", path)
    expect(page.locator("#progress")).to_have_text("450 lines of text.txt are tagged.")
    with page.expect_download() as download:
        page.click("#download")
    assert download.value.suggested_filename == "text.tagged.jsonl"
    written = download.value.path().read_text(encoding="utf-8")
    body = "".join(json.dumps({"text": line}) + "\n" for line in lines)
    answer = client.post("/v1/tag/stream", params={"scores": True}, content=body)
    assert [json.loads(line) for line in written.splitlines()] == lines_of(answer)


def test_an_error_is_shown(page):
    page.set_input_files("#file", {"name": "a.txt", "mimeType": "", "buffer": b"x" * 3000})
    expect(page.get_by_role("alert")).to_contain_text("3,000 characters, at most 2,000")
    page.set_input_files("#file", {"name": "b.txt", "mimeType": "", "buffer": b"\xff\xfe"})
    expect(page.get_by_role("alert")).to_contain_text("b.txt, after line 0")


def test_a_click_fixes_an_entity_and_the_rest_follows(page, client):
    page.fill("#text", TEXT)
    page.get_by_role("button", name="Tag").click()
    marks = page.locator("#marked mark")
    found = client.post("/v1/tag", json={"text": TEXT, "scores": True}).json()["entities"]
    expect(marks).to_have_count(len(found))
    piece = {key: found[0][key] for key in ("start", "end", "label")}
    marks.first.click()
    expect(page.locator("#marked mark.fixed")).to_have_count(1)
    expect(page.locator("#marked mark.fixed small")).to_have_text(f"{piece['label']} 1.00")
    body = {"text": TEXT, "scores": True, "known": [piece]}
    given = client.post("/v1/tag", json=body).json()["entities"]
    notes = [f"{one['label']} {one['score']:.2f}" for one in given]
    assert page.locator("#marked mark small").all_inner_texts() == notes
    marks.first.press("Enter")
    expect(page.locator("#marked mark.no")).to_have_count(1)
    body = {"text": TEXT, "scores": True, "forbidden": [{**piece, "label": ""}]}
    left = client.post("/v1/tag", json=body).json()["entities"]
    expect(marks).to_have_count(len(left) + 1)
    page.locator("#marked mark.no").press("Space")
    expect(page.locator("#marked mark.fixed, #marked mark.no")).to_have_count(0)
    expect(marks).to_have_count(len(found))
    assert page.complaints == []
