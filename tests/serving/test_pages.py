def test_the_page_stands_alone(client):
    page = client.get("/").text
    assert "<option>tiny</option>" in page
    assert 'maxlength="2000"' in page
    assert "script-src 'self'" in page
    assert "http:" not in page
    assert "https:" not in page
    assert client.get("/page.js").headers["content-type"].startswith("text/javascript")


def test_the_operations_are_shown_with_what_to_send(client):
    page = client.get("/docs").text
    for path in client.get("/openapi.json").json()["paths"]:
        assert f" {path}</code>" in page
    assert "李雷在北京。" in page
    assert "http:" not in page
