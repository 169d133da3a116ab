import json
from pathlib import Path

from nertag.serving.page import operations

ROOT = Path(__file__).resolve().parents[2]


def test_the_schema_of_the_documentation_is_current(client):
    written = json.loads((ROOT / "docs/openapi.json").read_text(encoding="utf-8"))
    assert written == client.get("/openapi.json").json(), "./scripts/openapi writes it anew"


def test_every_operation_says_what_it_does_and_how_it_may_be_refused(client):
    schema = client.get("/openapi.json").json()
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            assert operation["description"].endswith("."), path
            assert "HTTPValidationError" not in json.dumps(operation), path
            if "requestBody" in operation:
                assert {"401", "422"} <= set(operation["responses"]), path
    for one in operations(schema):
        if one.method == "POST" and not one.path.endswith("/webhook"):
            assert one.example, one.path
