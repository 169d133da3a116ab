import json

import pytest
from serving_tools import TEXTS

KINDS = ("application/json", "application/json; charset=utf-8")
"""Two names of the same; the second one takes FastAPI's way."""


@pytest.mark.parametrize("asked", [{}, {"scores": True, "n_best": 2}, {"model": "x"}])
def test_it_gives_what_fastapi_gives(client, asked):
    for text in (*TEXTS, TEXTS, 5):
        body = json.dumps({"text": text, **asked})
        short, long = (
            client.post("/v1/tag", content=body, headers={"content-type": kind}) for kind in KINDS
        )
        assert (short.status_code, short.content) == (long.status_code, long.content)
        assert short.headers.keys() == long.headers.keys()


@pytest.mark.parametrize("body", ['{"text": "李雷在北京。"}', '{"text": 5}', "{", ""])
def test_a_body_may_come_in_parts(client, body):
    def parts():
        for byte in body.encode():
            yield bytes([byte])

    kind = {"content-type": "application/json"}
    whole = client.post("/v1/tag", content=body, headers=kind)
    found = client.post("/v1/tag", content=parts(), headers=kind)
    assert (found.status_code, found.content) == (whole.status_code, whole.content)
