from serving_tools import TEXTS


def test_a_text_gives_its_labels(client, tagger):
    for text in TEXTS:
        answer = client.post("/doccano", json={"text": text})
        assert answer.json() == [
            {"label": one.label, "start_offset": one.start, "end_offset": one.end}
            for one in tagger.tag(text).entities
        ]


def test_another_model_may_be_named(client):
    asked = {"text": TEXTS[0]}
    assert client.post("/doccano", params={"model": "other"}, json=asked).status_code == 200
    assert client.post("/doccano", params={"model": "x"}, json=asked).status_code == 404


def test_a_body_that_doccano_does_not_send_is_refused(client):
    assert client.post("/doccano", json={"text": 1}).json()["error"].startswith("text: ")
    assert client.post("/doccano", json=["a"]).status_code == 422
