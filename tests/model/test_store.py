import hashlib
import json
import os
from contextlib import contextmanager
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from power import traced

from nertag.errors import DataError, ModelFormatError
from nertag.model import store

OLD = {"weights.safetensors": b"old weights", "tags.txt": b"O\n", "history.csv": b"same"}
NEW = {"weights.safetensors": b"new weights", "tags.txt": b"O\nB-X\n", "history.csv": b"same"}


OWN = ("files", "format", "sum")


class Crash(BaseException):
    """The machine stops here."""


def files_of(directory):
    """The names in a directory and what they hold."""
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}


def crash_at(monkeypatch, step, *, half=False):
    """Let the `step`-th file never be put in place; its part is left if `half`."""
    real, count = store.replacing, 0

    @contextmanager
    def replacing(path):
        nonlocal count
        count += 1
        if count == step:
            if half:
                path.with_name(path.name + ".0123abcd.part").write_bytes(b"half")
            raise Crash
        with real(path) as stream:
            yield stream

    monkeypatch.setattr(store, "replacing", replacing)


@given(
    contents=st.dictionaries(
        st.sampled_from(sorted(store.CONTENTS)), st.binary(max_size=20), max_size=4
    ),
    facts=st.dictionaries(
        st.text(max_size=5).filter(lambda key: key not in OWN),
        st.integers() | st.text() | st.lists(st.booleans()),
        max_size=4,
    ),
)
def test_what_is_put_in_comes_out(tmp_path_factory, contents, facts):
    directory = tmp_path_factory.mktemp("store") / "a" / "模型"
    store.commit(directory, contents, facts)
    read, known = store.read_files(directory)
    assert read == contents
    assert {key: value for key, value in known.items() if key not in OWN} == facts
    assert store.read_facts(directory) == known


def test_names_hold_the_hash_and_the_manifest_says_so(tmp_path):
    store.commit(tmp_path, OLD, {"format": 1})
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    for name, content in OLD.items():
        digest = hashlib.sha256(content).hexdigest()
        entry = manifest["files"][name]
        assert entry["sha256"] == digest
        assert digest[:12] in entry["file"]
        assert entry["bytes"] == len(content)
        assert (tmp_path / entry["file"]).read_bytes() == content


def test_the_next_state_replaces_the_one_before_and_sweeps_it(tmp_path):
    store.commit(tmp_path, OLD, {"n": 1})
    store.commit(tmp_path, {**NEW, "words.txt": b"more"}, {"n": 2})
    contents, facts = store.read_files(tmp_path)
    assert (contents, facts["n"]) == ({**NEW, "words.txt": b"more"}, 2)
    assert len(os.listdir(tmp_path)) == 5
    store.commit(tmp_path, {"tags.txt": b"O\n"}, {"n": 3})
    assert len(os.listdir(tmp_path)) == 2


def test_an_unchanged_content_is_not_written_again(tmp_path):
    store.commit(tmp_path, OLD, {})
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("history*")}
    store.commit(tmp_path, NEW, {})
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("history*")} == before


def test_a_damaged_file_under_the_right_name_is_written_again(tmp_path):
    store.commit(tmp_path, OLD, {})
    next(tmp_path.glob("tags-*.txt")).write_bytes(b"rotten")
    store.commit(tmp_path, OLD, {})
    assert store.read_files(tmp_path)[0] == OLD


@pytest.mark.parametrize("half", [True, False])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_crash_at_any_point_leaves_the_old_state(tmp_path, monkeypatch, step, half):
    store.commit(tmp_path, OLD, {"n": 1})
    # Two new contents, then the manifest: three files are put in place.
    with monkeypatch.context() as patch:
        crash_at(patch, step, half=half)
        with pytest.raises(Crash):
            store.commit(tmp_path, NEW, {"n": 2})
    contents, facts = store.read_files(tmp_path)
    assert (contents, facts["n"]) == (OLD, 1)
    store.commit(tmp_path, NEW, {"n": 2})
    assert store.read_files(tmp_path)[0] == NEW
    assert len(os.listdir(tmp_path)) == 4


def test_a_crash_before_the_sweep_leaves_the_new_state(tmp_path, monkeypatch):
    store.commit(tmp_path, OLD, {"n": 1})
    with monkeypatch.context() as patch:
        patch.setattr(store.Path, "iterdir", lambda path: (_ for _ in ()).throw(Crash))
        with pytest.raises(Crash):
            store.commit(tmp_path, NEW, {"n": 2})
    contents, facts = store.read_files(tmp_path)
    assert (contents, facts["n"]) == (NEW, 2)


def test_facts_that_json_cannot_hold_leave_the_old_state(tmp_path):
    store.commit(tmp_path, OLD, {"n": 1})
    with pytest.raises(TypeError):
        store.commit(tmp_path, NEW, {"n": object()})
    assert store.read_files(tmp_path)[0] == OLD


def test_a_file_name_that_is_not_utf8_may_stand_in_the_facts(tmp_path):
    name = os.fsdecode(b"caf\xe9.bin")
    store.commit(tmp_path, OLD, {"vectors": name})
    assert store.read_facts(tmp_path)["vectors"] == name


def test_foreign_files_are_never_deleted(tmp_path):
    foreign = {
        "notes.txt": b"1",
        "weights.safetensors": b"2",
        "mine-0123456789ab.txt": b"3",
        "tags-notes.txt": b"4",
        "tags-0123456789ab.bak": b"5",
        "manifest.json.bak": b"6",
        ".gitignore": b"7",
    }
    for name, content in foreign.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "checkpoint").mkdir()
    (tmp_path / "tags-0123456789ab.txt").mkdir()
    store.commit(tmp_path, OLD, {})
    store.commit(tmp_path, NEW, {})
    assert foreign.items() <= files_of(tmp_path).items()
    assert (tmp_path / "checkpoint").is_dir()
    assert (tmp_path / "tags-0123456789ab.txt").is_dir()


def test_a_directory_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for directory in (tmp_path / "file", tmp_path / "file" / "model"):
        with pytest.raises(DataError, match="cannot be made"):
            store.commit(directory, OLD, {})


# Reading


def test_no_model_here(tmp_path):
    for directory in (tmp_path, tmp_path / "none"):
        with pytest.raises(ModelFormatError, match=r"no model here \(manifest\.json is missing"):
            store.read_files(directory)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b"[]", b"null", b"{}", b'{"files": []}', b"\xff\xfe\x00", b'"files"'],
)
def test_a_damaged_manifest_is_named(tmp_path, manifest):
    (tmp_path / "manifest.json").write_bytes(manifest)
    with pytest.raises(ModelFormatError, match=r"manifest\.json: damaged"):
        store.read_files(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"old weightz", b"old weights\n", b"old weight"])
def test_a_damaged_file_is_named(tmp_path, damage):
    store.commit(tmp_path, OLD, {})
    path = next(tmp_path.glob("weights-*"))
    path.write_bytes(damage)
    with pytest.raises(ModelFormatError, match=f"{path.name}: damaged"):
        store.read_files(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    store.commit(tmp_path, OLD, {})
    next(tmp_path.glob("weights-*")).unlink()
    with pytest.raises(ModelFormatError, match=r"the file of weights\.safetensors is missing"):
        store.read_files(tmp_path)


ENTRY = {"file": f"tags-{'0' * 12}.txt", "bytes": 2, "sha256": "0" * 64}


@pytest.mark.parametrize(
    "entry",
    [
        None,
        [],
        "x",
        {},
        {**ENTRY, "file": 3},
        {**ENTRY, "file": ""},
        {**ENTRY, "file": "no\0name"},
        {**ENTRY, "file": "../secret.txt"},
        {**ENTRY, "file": "/etc/passwd"},
        {**ENTRY, "sha256": "0" * 63},
        {**ENTRY, "sha256": "../../../../" + "0" * 52},
        {**ENTRY, "bytes": -1},
        {**ENTRY, "bytes": 1 << 40},
        {**ENTRY, "bytes": 1.5},
    ],
)
def test_an_entry_that_is_no_entry(tmp_path, entry):
    manifest = json.dumps({"format": 1, "files": {"tags.txt": entry}})
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(ModelFormatError, match=r"manifest\.json: damaged or unreadable: "):
        store.read_files(tmp_path)


@pytest.mark.parametrize("name", ["/elsewhere/evil.pth", "../../x.txt", "x.txt", "tags", "", "."])
def test_a_name_that_is_none_of_a_model(tmp_path, name):
    """Such a name became the path of a file when the model was written again."""
    manifest = json.dumps({"format": 1, "files": {name: ENTRY}})
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(ModelFormatError, match="is none of a model"):
        store.read_files(tmp_path)
    with pytest.raises(ValueError, match="is no content of a model"):
        store.commit(tmp_path, {name: b""}, {})


def test_a_link_out_of_the_directory_is_refused(tmp_path):
    model = tmp_path / "model"
    store.commit(model, OLD, {})
    path = next(model.glob("tags-*"))
    path.rename(tmp_path / "tags")
    path.symlink_to(tmp_path / "tags")
    with pytest.raises(ModelFormatError, match="it is a link out of the directory"):
        store.read_files(model)
    path.unlink()
    (tmp_path / "tags").rename(model / "kept")
    path.symlink_to("kept")
    assert store.read_files(model)[0] == OLD
    (tmp_path / "link").symlink_to(model)
    assert store.read_files(tmp_path / "link")[0] == OLD


@pytest.mark.parametrize("name", ["tags-", "manifest"])
def test_pipes_devices_and_folders_are_refused(tmp_path, name):
    store.commit(tmp_path, OLD, {})
    path = next(tmp_path.glob(f"{name}*"))
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(ModelFormatError, match="it is no regular file"):
        store.read_files(tmp_path)
    path.unlink()
    path.symlink_to("/dev/zero")
    with pytest.raises(ModelFormatError, match="it is a link out of the directory"):
        store.read_files(tmp_path)
    path.unlink()
    path.mkdir()
    with pytest.raises(ModelFormatError, match="damaged or unreadable"):
        store.read_files(tmp_path)


def test_a_size_is_checked_before_the_file_is_read(tmp_path):
    store.commit(tmp_path, OLD, {})
    for name in ("tags-", "manifest"):
        path = next(tmp_path.glob(f"{name}*"))
        with open(path, "ab") as stream:
            stream.truncate(1 << 40)
        with pytest.raises(ModelFormatError, match=r"1,099,511,627,776 bytes, .* at most"):
            store.read_files(tmp_path)


@pytest.mark.slow
def test_no_flipped_bit_of_a_manifest_is_unnoticed(tmp_path):
    facts = {"calibration": {"temperature": 1.0}, "labels": ["LOC"], "n": 0, "dev": {"f1": 0.5}}
    store.commit(tmp_path, {"tags.txt": b"O\nB-LOC\n"}, facts)
    expected = store.read_facts(tmp_path)
    path = tmp_path / "manifest.json"
    content = path.read_bytes()
    for place in range(len(content)):
        for bit in range(8):
            flipped = bytearray(content)
            flipped[place] ^= 1 << bit
            path.write_bytes(flipped)
            try:
                found = store.read_facts(tmp_path)
            except ModelFormatError:
                continue
            assert found == expected


def test_a_manifest_of_the_first_format_needs_no_sum(tmp_path):
    store.commit(tmp_path, OLD, {"n": 1})
    path = tmp_path / "manifest.json"
    manifest = json.loads(path.read_bytes())
    del manifest["sum"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelFormatError, match="its sum is not that of what it says"):
        store.read_files(tmp_path)
    path.write_text(json.dumps({**manifest, "format": 1}), encoding="utf-8")
    assert store.read_files(tmp_path)[0] == OLD


@pytest.mark.parametrize(
    "said",
    ['"n": NaN', '"n": -Infinity', '"n": 1, "n": 1', '"n": ' + "9" * 5000, '"n": ' + "[" * 10**5],
)
def test_json_that_python_would_read_or_fail_on(tmp_path, said):
    (tmp_path / "manifest.json").write_text(f'{{"files": {{}}, {said}}}', encoding="utf-8")
    with pytest.raises(ModelFormatError, match=r"manifest\.json: damaged or unreadable"):
        store.read_facts(tmp_path)


def test_what_is_replaced_while_it_is_read_is_read_again(tmp_path, monkeypatch):
    store.commit(tmp_path, OLD, {"n": 1})
    real, count = store._read, 0

    def read(*arguments):
        nonlocal count
        count += 1
        if count == 1:
            store.commit(tmp_path, NEW, {"n": 2})
        return real(*arguments)

    monkeypatch.setattr(store, "_read", read)
    contents, facts = store.read_files(tmp_path)
    assert (contents, facts["n"]) == (NEW, 2)


def test_two_writers_at_once_leave_a_whole_state(tmp_path):
    """One swept the files of the other before its manifest named them."""
    store.commit(tmp_path, OLD, {"n": 1})

    def write(contents, number):
        for _ in range(10):
            store.commit(tmp_path, contents, {"n": number})

    threads = [Thread(target=write, args=args) for args in ((OLD, 1), (NEW, 2))]
    for thread in threads:
        thread.start()
    found = [store.read_files(tmp_path) for _ in range(20)]
    for thread in threads:
        thread.join()
    for contents, facts in [*found, store.read_files(tmp_path)]:
        assert contents == {1: OLD, 2: NEW}[facts["n"]]
    assert len(os.listdir(tmp_path)) == 4


def test_contents_are_synced_before_the_manifest_names_them(tmp_path, monkeypatch):
    done = traced(monkeypatch)
    store.commit(tmp_path, {"tags.txt": b"O\n"}, {})
    (tags,) = (path.name for path in tmp_path.glob("tags-*"))
    folder = f"sync {tmp_path.name}"
    before = [f"sync {tmp_path.parent.name}", f"sync {tags}", f"rename {tags}", folder]
    assert done == [*before, "sync manifest.json", "rename manifest.json", folder]
