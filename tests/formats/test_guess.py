import bz2
import gzip
import io
import json
import pickle

import pytest

from nertag.config import ReadingSettings
from nertag.errors import DataError
from nertag.formats.guess import guess, recognise
from nertag.formats.source import Source
from nertag.io import reading_pipes_again

TASK = {"id": 1, "data": {"text": "a"}, "annotations": []}
MINIMAL = {"text": "北京", "label": [{"start": 0, "end": 2, "text": "北京", "labels": ["LOC"]}]}
CONLLU = "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n2\tdog\tdog\tNOUN\tNN\t_\t0\troot\t_\t_\n"

FILES = {
    "columns of BIO": ("北\tB-LOC\n京\tI-LOC\n\n", "columns"),
    "columns with bare letters": ("北\tB\n京\tE\n\n", "columns"),
    "columns parted by blanks": ("北 B-LOC\n京 E-LOC\n\n", "columns"),
    "CoNLL-2003": ("-DOCSTART- -X- O O\n\nEU NNP I-NP I-ORG\nrejects VBZ I-VP O\n", "columns"),
    "columns with a wrong tag first": ("a\tX\nb\tO\nc\tB-X\n", "columns"),
    "columns whose tags are no BIO": ("a\tNOUN\nb\tVERB\n", "columns"),
    "CoNLL-U": ("# text = The dog\n" + CONLLU, "conllu"),
    "CoNLL-U without comments": (CONLLU, "conllu"),
    "CoNLL-U with ranges": ("1-2\tdu\t_\t_\t_\t_\t_\t_\t_\t_\n" + CONLLU, "conllu"),
    "GermEval": ("#\thttp://a [2009]\n1\tIn\tO\tO\n2\tUlm\tB-LOC\tO\n", "germeval"),
    "doccano": ('{"text": "北京", "label": [[0, 2, "LOC"]]}\n', "doccano"),
    "nertag tag": ('{"text": "北京", "entities": []}\n', "doccano"),
    "text alone": ('{"text": "北京"}\n', "doccano"),
    "spaCy": ('["北京", {"entities": [[0, 2, "LOC"]]}]\n', "spacy"),
    "spaCy, one list": ('[["北京", {"entities": []}], ["上海", {"entities": []}]]', "spacy"),
    "CLUENER": ('{"text": "北京", "label": {"address": {"北京": [[0, 1]]}}}\n', "cluener"),
    "Label Studio": (json.dumps([TASK]), "label-studio"),
    "Label Studio, minimal in one line": (
        json.dumps([MINIMAL | {"annotation_id": 1, "lead_time": 2, "note": "<START:a> b <END>"}]),
        "label-studio",
    ),
    "Label Studio, many lines": (json.dumps([TASK, TASK], indent=2), "label-studio"),
    "Label Studio, a long task": (
        json.dumps([TASK | {"annotations": [TASK] * 99}], indent=2),
        "label-studio",
    ),
    "Label Studio, minimal": (json.dumps([MINIMAL]), "label-studio"),
    "inline": ("我在[北京|LOC]开会\n没有\n", "inline"),
    "XML": ("我在<LOC>北京</LOC>开会\n没有\n", "xml"),
    "XML as in MUC": ('在<ENAMEX TYPE="LOC">北京</ENAMEX>\n', "xml"),
    "a token that is a bracket": ("[\tO\n{\tO\n北\tB-LOC\n", "columns"),
    "empty lines first": ("\n\n北\tB-LOC\n", "columns"),
}


REFUSED = {
    "#FORMAT=WebAnno TSV 3.3\n": "WebAnno TSV",
    '<?xml version="1.0"?>\n<a/>\n': "an XML document",
    '<xmi:XMI xmlns:cas="a">\n': "an XML document",
    "#begin document (bc/cctv/00/cctv_0000); part 000\n": "CoNLL-2012",
    "10021369|t|Identification of APC2\n": "PubTator",
    '[{"id": 0, "paragraphs": [{"sentences": []}]}]': "spaCy's JSON",
    '{"text": "a", "denotations": [{"span": {"begin": 0, "end": 1}, "obj": "A"}]}': "PubAnnotation",
    '{"annotatable": {"parts": []}, "anncomplete": true, "entities": []}': "tagtog",
    '{"%TYPES": {}, "%FEATURE_STRUCTURES": []}': "UIMA CAS JSON",
    '[{"documentName": "a", "document": "b", "tokens": []}]': "UBIAI",
    '{"sourceText": "a", "nerData": []}': "ULCA",
    "T1\tLOC 0 2\tab\n": "brat's spans without the text",
    '{"source": "a", "infons": {}, "documents": [{"passages": []}], "text": "a"}': "BioC JSON",
    '{"rasa_nlu_data": {"common_examples": []}}': "Rasa",
    "-DOCSTART CONFIG FEATURES orth base ctag\nAnna\tAnna\tsubst\tB-nam\n": "iobber",
    "PMC12|t|Identification of APC2\n": "PubTator",
    "<DOC><DOCID>a</DOCID>\n": "SGML",
    "id\ttext\tlabel\tannotator\tannotation_id\tlead_time\n1\ta\t[]\t1\t2\t3\n": "Label Studio",
    "text,id,label,annotator,annotation_id,created_at,updated_at,lead_time\n": "Label Studio",
    "File,Line,Begin Offset,End Offset,Type\na.txt,0,0,13,PER\n": "Amazon Comprehend",
    "<START:person> Anna <END> is here .\n": "OpenNLP",
    "Anna/PERSON lives/O in/O Bern/LOCATION\n": "words with a slash",
    "当/o 希望/o 工程/o\n": "words with a slash",
    'TRAIN_DATA = [\n("Anna", {"entities": [(0, 4, "PER")]}),\n]\n': "Python",
    "[('Anna', 'B-PER'), ('lives', 'O')]\n": "Python",
    "## intent:find\n- in [Bern](city)\n": "Rasa",
    '{"Entities": [], "File": "a.txt", "Line": 0}': "Amazon Comprehend",
    '{"source": "Anna", "ner": {"annotations": {}}, "ner-metadata": {}}': "Ground Truth",
    '[{"ID": "a", "Labeled Data": "Anna", "Label": {"objects": []}}]': "Labelbox",
    '{"text_snippet": {"content": "Anna"}, "annotations": []}': "AutoML",
    '[{"tokenized_text": ["Anna"], "ner": [[0, 0, "PER"]]}]': "GLiNER",
    '[{"tokens": ["Anna"], "entities": [], "relations": [], "orig_id": 1}]': "SpERT",
    '{"doc_key": "a", "sentences": [["Anna"]], "ner": [[[0, 0, "PER"]]]}': "DyGIE",
    '{"text": "a", "tokens": ["a"], "annotation": [], "annotation_agent": "b"}': "Argilla",
    '{"source_text": "Anna", "privacy_mask": [{"value": "Anna"}]}': "ai4privacy",
    '[{"full_text": "Anna", "spans": [], "template_id": 1}]': "presidio",
    '{"examples": [{"content": "Anna", "annotations": []}]}': "LightTag",
}
PACKED = {
    "zip": (b"PK\x03\x04\x14\0", "an archive, .* which is not read .unpack it"),
    "tar": (b"a.conll".ljust(257, b"\0") + b"ustar\x0000" + b"a\tO\n", "a tar archive"),
    "tgz": (b"\x1f\x8b\x08\0", "packed by gzip"),
    "bz2": (bz2.compress(b"a\tO\n"), "packed by bzip2"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of Word or Excel"),
    "arrow": (b"\xff\xff\xff\xff\x10\0", "Arrow"),
    "pickle": (pickle.dumps([("a", "O")], 4), "a pickle"),
}


@pytest.mark.parametrize("content", REFUSED)
def test_formats_that_are_not_read_are_named(tmp_path, content):
    path = tmp_path / "in.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=f":1: is .*{REFUSED[content]}.* which is not read"):
        guess(Source(path))


@pytest.mark.parametrize("look", [guess, recognise])
@pytest.mark.parametrize("name", PACKED)
def test_packed_files_are_named(tmp_path, name, look):
    content, what = PACKED[name]
    path = tmp_path / f"in.{name}"
    path.write_bytes(content)
    with pytest.raises(DataError, match=f":1: is {what}"):
        look(Source(path))
    packed = tmp_path / f"in.{name}.gz"
    packed.write_bytes(gzip.compress(content))
    with pytest.raises(DataError, match="which is not read"):
        look(Source(packed))


def test_a_key_of_another_tool_beside_spans_is_no_format_of_its_own(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": "北京", "label": [[0, 2, "LOC"]], "source": "a", "orig_id": 1}\n')
    assert guess(Source(path)) == "doccano"


def test_another_encoding_is_named_where_the_format_cannot_be_told(tmp_path):
    path = tmp_path / "in.conll"
    path.write_bytes("Anna\tB-PER\nlives\tO\n\n".encode("utf-16"))
    with pytest.raises(DataError, match="`encoding=utf-16`"):
        guess(Source(path))


def test_json_of_another_form_is_named_with_its_keys(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text('{"text": ["北", "京"], "labels": ["B-LOC", "I-LOC"], "n": 1}\n')
    with pytest.raises(DataError, match=r"keys 'text' \(a list\), 'labels' \(a list\), 'n' \("):
        guess(Source(path))


@pytest.mark.parametrize("name", FILES)
def test_the_format_is_told_by_the_content(tmp_path, name):
    content, expected = FILES[name]
    path = tmp_path / "in.txt"
    path.write_text(content, encoding="utf-8")
    assert guess(Source(path)) == expected


def test_a_folder_and_a_pair_are_brat(tmp_path):
    (tmp_path / "a.txt").write_text("北京", encoding="utf-8")
    (tmp_path / "a.ann").write_text("T1\tLOC 0 2\t北京\n", encoding="utf-8")
    for path in (tmp_path, tmp_path / "a.txt", tmp_path / "a.ann"):
        assert guess(Source(path)) == "brat"


def test_plain_text_is_not_guessed_to_be_labelled(tmp_path):
    path = tmp_path / "in.txt"
    path.write_text("我在北京开会\n没有标注\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"cannot be told .*`format`"):
        guess(Source(path))


def test_an_empty_file(tmp_path):
    path = tmp_path / "in.txt"
    path.write_text("\n \n", encoding="utf-8")
    with pytest.raises(DataError, match="holds no sentence"):
        guess(Source(path))


def test_standard_input_can_be_read_after_guessing(monkeypatch):
    content = "北\tB-LOC\n京\tI-LOC\n".encode()
    monkeypatch.setattr(
        "sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(content)), "utf-8")
    )
    source = Source("-")
    with reading_pipes_again():
        assert guess(source) == "columns"
        assert list(source.lines()) == ["北\tB-LOC", "京\tI-LOC"]


def test_what_is_not_of_the_encoding_is_not_counted_twice(tmp_path):
    path = tmp_path / "in.bio"
    path.write_bytes(b"\xff\tO\nb\tO\n")
    source = Source(path, ReadingSettings(encoding_errors="replace"))
    guess(source)
    assert list(source.oddities) == []


@pytest.mark.parametrize("name", sorted(FILES.keys() - {"columns whose tags are no BIO"}))
def test_labelled_files_are_no_plain_text(tmp_path, name):
    content, expected = FILES[name]
    unsure = name == "columns parted by blanks"  # two lines alone, without an O
    path = tmp_path / ("in.conll" if unsure else "in.txt")
    path.write_text(content, encoding="utf-8")
    assert recognise(Source(path)).format == expected
