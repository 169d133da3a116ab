import json
import struct

import pytest
from serving_tools import TEXTS

from nertag.serving.protocols.tensors import pack, unpack
from nertag.tagging import WRITERS

INFER = "/v2/models/tiny/infer"


def tensor(texts, **more):
    return {"name": "text", "datatype": "BYTES", "shape": [len(texts)], "data": texts, **more}


def written(tagger, **asked):
    return [WRITERS["json"](tagger.tag(text, **asked), None).rstrip("\n") for text in TEXTS]


def test_texts_in_json_out(client, tagger):
    answer = client.post(INFER, json={"id": "7", "inputs": [tensor(TEXTS)]}).json()
    assert answer["model_name"] == "tiny"
    assert answer["id"] == "7"
    (output,) = answer["outputs"]
    assert output == {
        "name": "tagged",
        "datatype": "BYTES",
        "shape": [len(TEXTS)],
        "data": written(tagger),
    }


def test_parameters_ask_as_the_command_does(client, tagger):
    asked = {"scores": True, "n_best": 2, "min_score": 0.3}
    body = {"inputs": [tensor(TEXTS)], "parameters": {**asked, "priority": 1}}
    answer = client.post(INFER, json=body).json()
    assert "id" not in answer
    assert answer["outputs"][0]["data"] == written(tagger, **asked)


def test_a_column_of_texts_keeps_its_shape(client, tagger):
    column = tensor([[text] for text in TEXTS], shape=[len(TEXTS), 1])
    (output,) = client.post(INFER, json={"inputs": [column]}).json()["outputs"]
    assert output["shape"] == [len(TEXTS), 1]
    assert output["data"] == written(tagger)


@pytest.mark.parametrize("how", ["outputs", "parameters"])
def test_texts_may_come_and_go_after_the_json(client, tagger, how):
    packed = pack(TEXTS)
    given = tensor(TEXTS, parameters={"binary_data_size": len(packed)})
    del given["data"]
    head = {"inputs": [given]}
    if how == "outputs":
        head["outputs"] = [{"name": "tagged", "parameters": {"binary_data": True}}]
    else:
        head["parameters"] = {"binary_data_output": True}
    head = json.dumps(head).encode()
    headers = {"Inference-Header-Content-Length": str(len(head))}
    answer = client.post(INFER, content=head + packed, headers=headers)
    end = int(answer.headers["Inference-Header-Content-Length"])
    (output,) = json.loads(answer.content[:end])["outputs"]
    assert output["parameters"] == {"binary_data_size": len(answer.content) - end}
    assert "data" not in output
    assert unpack(answer.content[end:]) == written(tagger)


@pytest.mark.parametrize(
    ("inputs", "error"),
    [
        ([], "inputs: List should have at least 1 item"),
        ([tensor(["a"]), tensor(["a"])], "inputs: List should have at most 1 item"),
        ([tensor(["a"], name="x")], "inputs.0.name: Input should be 'text'"),
        ([tensor(["a"], datatype="FP32")], "inputs.0.datatype: Input should be 'BYTES'"),
        ([tensor(["a"], shape=[2])], "inputs.0.shape: is [2], but there are 1 texts"),
        ([tensor(["a"], shape=[-1])], "inputs.0.shape.0: Input should be greater"),
        ([tensor([1])], "inputs.0.data.0"),
    ],
)
def test_a_wrong_tensor_is_told_what_is_wrong(client, inputs, error):
    answer = client.post(INFER, json={"inputs": inputs})
    assert answer.status_code == 422
    assert error in answer.json()["error"]


@pytest.mark.parametrize(
    ("packed", "error"),
    [
        (b"\1\0\0", "the last text has no length"),
        (b"\2\0\0\0a", "the last text is cut off"),
        (struct.pack("<I", 1) + b"\xff", "text 0 is not UTF-8"),
    ],
)
def test_bytes_that_hold_no_texts_are_refused(client, packed, error):
    given = tensor([], parameters={"binary_data_size": len(packed)})
    head = json.dumps({"inputs": [given]}).encode()
    headers = {"Inference-Header-Content-Length": str(len(head))}
    answer = client.post(INFER, content=head + packed, headers=headers)
    assert answer.status_code == 422
    assert answer.json() == {"error": f"inputs.0: {error}"}


def test_server_and_models_describe_themselves(client):
    assert client.get("/v2").json()["name"] == "nertag"
    assert client.get("/v2/health/live").json() == {"live": True}
    assert client.get("/v2/health/ready").json() == {"ready": True}
    facts = client.get("/v2/models/tiny").json()
    assert facts["inputs"] == [{"name": "text", "datatype": "BYTES", "shape": [-1]}]
    assert facts["outputs"] == [{"name": "tagged", "datatype": "BYTES", "shape": [-1]}]
    (version,) = facts["versions"]
    for path in ("/v2/models/tiny/ready", f"/v2/models/tiny/versions/{version}/ready"):
        assert client.get(path).json() == {"ready": True, "name": "tiny"}
    assert client.get(f"/v2/models/tiny/versions/{version}").status_code == 200
    for path in ("/v2/models/x", "/v2/models/x/ready", "/v2/models/tiny/versions/x"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "there is no" in answer.json()["error"]
    assert client.post("/v2/models/x/infer", json={"inputs": [tensor(["a"])]}).status_code == 404
