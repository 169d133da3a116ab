"""The transformer of Spark tags as the tagger does, whatever happens to the workers.

`./scripts/test --spark` runs these, in an environment without TensorFlow.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import Row, SparkSession
from tiny import GOLDEN

from nertag.bulk.spark import NerTagger, entities_udf
from nertag.errors import ConfigError
from nertag.tagging import Tagger

pytestmark = pytest.mark.spark

MODEL = GOLDEN / "new-default"
TAGGER = Tagger.load(MODEL)
TEXTS = ["李雷在北京。", "王芳去了上海吗？", None, "今天下雨。", "", "😀西安\n李雷"]


@pytest.fixture(scope="module")
def spark():
    """One session, on two cores; a task may fail twice."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    how = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
    how["spark.driver.host"] = how["spark.driver.bindAddress"] = "127.0.0.1"
    session = SparkSession.builder.master("local[2,3]").config(map=how).getOrCreate()
    yield session
    session.stop()


def expected(text, **asked):
    if text is None:
        return None
    found = TAGGER.tag(text, **asked).entities
    return [(e.start, e.end, e.label, e.text, e.score and pytest.approx(e.score)) for e in found]


def entities(row):
    return None if row["entities"] is None else list(map(tuple, row["entities"]))


def tagger(**how):
    return NerTagger(inputCol="text", modelPath=str(MODEL), **how)


def test_a_data_frame_gets_the_entities_of_its_texts(spark):
    rows = [(n, text, {"a": n}, [1.5]) for n, text in enumerate(TEXTS * 5)]
    frame = spark.createDataFrame(rows, "id int, text string, m map<string,int>, x array<double>")
    for how, asked in ({}, {}), ({"scores": True, "minScore": 0.5}, {"scores": True}):
        tagged = tagger(**how).transform(frame)
        assert tagged.schema == tagger(**how).transformSchema(frame.schema)
        found = tagged.orderBy("id").collect()
        assert [tuple(row)[:4] for row in found] == rows
        assert [entities(row) for row in found] == [expected(text, **asked) for _, text, *_ in rows]


def test_it_is_a_stage_like_others(spark, tmp_path):
    stage = tagger(outputCol="who").setScores(True).setMinScore(0.25).setErrors("raise")
    values = stage.getScores(), stage.getMinScore(), stage.getErrors(), stage.getPrecision()
    assert values == (True, 0.25, "raise", "float32")
    assert (stage.getInputCol(), stage.getOutputCol()) == ("text", "who")
    frame = spark.createDataFrame([(text,) for text in TEXTS], "text string")
    model = Pipeline(stages=[stage]).fit(frame)
    model.write().save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    again = loaded.stages[0]
    assert {p.name: v for p, v in again.extractParamMap().items()} == {
        p.name: v for p, v in stage.extractParamMap().items()
    }
    assert loaded.transform(frame).collect() == model.transform(frame).collect()
    assert stage.copy({stage.outputCol: "x"}).getOutputCol() == "x"
    assert stage.setParams(modelPath="m").getModelPath() == "m"
    assert NerTagger().setModelPath("m").setPrecision("int8").getPrecision() == "int8"


def test_a_model_is_sent_to_the_workers(spark, tmp_path):
    shutil.make_archive(str(tmp_path / "sent"), "zip", MODEL)
    spark.addArtifacts(str(tmp_path / "sent.zip"), archive=True)
    frame = spark.createDataFrame([(TEXTS[0],)], "text string")
    [row] = tagger().setModelPath("sent.zip").transform(frame).collect()
    assert entities(row) == expected(TEXTS[0])


def test_a_model_that_changes_is_loaded_again(spark, tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(MODEL, folder)
    frame = spark.createDataFrame([(TEXTS[0],)], "text string")
    stage = tagger(scores=True).setModelPath(str(folder))
    for name in ("new-default", "old-everything"):
        shutil.rmtree(folder)
        shutil.copytree(GOLDEN / name, folder)
        [row] = stage.transform(frame).collect()
        own = Tagger.load(folder).tag(TEXTS[0], scores=True).entities
        assert [e["score"] for e in row["entities"]] == pytest.approx([e.score for e in own])


def test_parquet_that_nertag_tagged_is_read_whole(spark, tmp_path):
    frame = spark.createDataFrame([(text,) for text in TEXTS], "text string").coalesce(1)
    frame.write.parquet(str(tmp_path / "in"))
    command = [sys.executable, "-m", "nertag", "tag", tmp_path / "in", "--column", "text"]
    command += ["-m", MODEL, "-o", tmp_path / "out"]
    subprocess.run(list(map(str, command)), check=True)
    by_nertag = spark.read.parquet(str(tmp_path / "out")).collect()
    assert by_nertag == tagger().transform(spark.read.parquet(str(tmp_path / "in"))).collect()


def test_a_stream_in_a_stream_out(spark, tmp_path):
    (tmp_path / "in").mkdir()
    stream = spark.readStream.schema("text string").json(str(tmp_path / "in"))
    written = tagger().transform(stream).writeStream.format("parquet")
    written = written.option("checkpointLocation", str(tmp_path / "checkpoint"))
    for number in range(2):
        lines = [json.dumps({"text": text}) + "\n" for text in TEXTS]
        (tmp_path / f"in/{number}.json").write_text("".join(lines), encoding="utf-8")
        query = written.trigger(availableNow=True).start(str(tmp_path / "out"))
        assert query.awaitTermination(120)
        rows = spark.read.parquet(str(tmp_path / "out")).collect()
        assert len(rows) == len(TEXTS) * (number + 1)
        assert all(entities(row) == expected(row["text"]) for row in rows)


def test_a_function_of_sql(spark):
    spark.udf.register("entities", entities_udf(str(MODEL)))
    spark.createDataFrame([(t,) for t in TEXTS], "text string").createOrReplaceTempView("texts")
    rows = spark.sql("SELECT text, entities(text) AS entities FROM texts").collect()
    assert sorted(map(str, rows)) == sorted(
        str(Row(text=text, entities=found))
        for text, found in ((row["text"], row["entities"]) for row in rows)
    )
    assert {row["text"]: entities(row) for row in rows} == {t: expected(t) for t in TEXTS}


def test_rows_of_all_kinds_end_no_job(spark):
    random.seed(1)
    parts = ["李雷", "\0", "😀", "\ufeff", "\u202e", "\r\n", " ", "北京", "\uffff", "e\u0301", "𠀀"]
    texts = ["".join(random.choices(parts, k=random.randrange(30))) for _ in range(980)]
    texts += [None] * 10 + ["", " ", "\n", "今天下雨。" * 70_000, "李雷在北京。" * 60_000]
    rows = list(enumerate(texts))
    random.shuffle(rows)
    broken = "CAST(unhex('E69D8EFF80EDA080') AS STRING)"  # no UTF-8, and a lone surrogate in it
    frame = spark.createDataFrame(rows, "id int, text string").repartition(4)
    frame = frame.union(spark.range(1000, 1005).selectExpr("CAST(id AS INT)", broken))
    found = {row["id"]: row for row in tagger().transform(frame).collect()}
    assert sorted(found) == [*range(len(texts)), *range(1000, 1005)]
    for number, text in enumerate(texts[:-2]):
        assert entities(found[number]) == expected(text)
    assert [len(entities(found[len(texts) - end])) for end in (2, 1)] == [0, 120_000]
    assert [found[number]["entities"] for number in range(1000, 1005)] == [None] * 5


def test_a_worker_that_is_killed_loses_and_doubles_nothing(spark, tmp_path):
    texts = [f"{number}李雷在北京。" * 20 for number in range(3_000)]
    frame = spark.createDataFrame(list(enumerate(texts)), "id int, text string").repartition(2)
    frame.write.parquet(str(tmp_path / "in"))
    tagged = tagger().transform(spark.read.parquet(str(tmp_path / "in")))
    before = work_of_workers()
    job = threading.Thread(target=lambda: tagged.write.parquet(str(tmp_path / "out")))
    job.start()
    while not (busy := [n for n, work in work_of_workers().items() if work > before.get(n, 80)]):
        assert job.is_alive()
        time.sleep(0.01)
    os.kill(busy[0], signal.SIGKILL)
    assert job.is_alive()
    job.join()
    assert busy[0] not in work_of_workers()
    rows = pq.read_table(tmp_path / "out").sort_by("id").to_pylist()
    assert [row["text"] for row in rows] == texts
    for row in rows[::101]:
        found = [(one["start"], one["end"], one["label"]) for one in row["entities"]]
        assert found == [one[:3] for one in expected(row["text"])]


def work_of_workers():
    """The processor time, in ticks, of each Python worker with a model."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            is_worker = b"pyspark" in (process / "cmdline").read_bytes()
            if is_worker and "onnxruntime" in (process / "maps").read_text(encoding="utf-8"):
                fields = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                found[int(process.name)] = int(fields[11])
        except OSError:  # it has ended, or is of somebody else
            continue
    return found


CONNECT = """
from pyspark.ml import Pipeline, PipelineModel
from pyspark.sql import SparkSession
from pyspark.sql.connect.dataframe import DataFrame
from nertag.bulk.spark import NerTagger
import shutil, sys

model, folder = sys.argv[1:]
spark = SparkSession.builder.remote("local[2]").getOrCreate()
shutil.make_archive(folder + "/sent", "zip", model)
spark.addArtifacts(folder + "/sent.zip", archive=True)
frame = spark.createDataFrame([("李雷在北京。",), (None,)], "text string")
assert isinstance(frame, DataFrame)
for path in (model, "sent.zip"):
    stage = NerTagger(inputCol="text", modelPath=path)
    rows = stage.transform(frame).collect()
    print([row["entities"] and [one["text"] for one in row["entities"]] for row in rows])
stage.save(folder + "/stage")
print(NerTagger.load(folder + "/stage").getModelPath())
spark.stop()
"""


def test_spark_connect(tmp_path):
    """In a process of its own: there is one kind of session in each."""
    names = ("PYSPARK_GATEWAY_PORT", "PYSPARK_GATEWAY_SECRET")
    environment = {name: value for name, value in os.environ.items() if name not in names}
    command = [sys.executable, "-c", CONNECT, str(MODEL), str(tmp_path)]
    environment |= {"PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    found = "[['李雷', '北京'], None]\n"
    assert done.stdout == found * 2 + "sent.zip\n", done.stderr[-3000:]


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"inputCol": "body"}, "`inputCol` 'body' is not among the columns: text, id"),
        ({"inputCol": "id"}, "`inputCol` 'id' holds int, expected string or array<string>"),
        ({"outputCol": "id"}, "there is a column 'id' already: set `outputCol`"),
        ({"modelPath": None}, "`modelPath` is not set"),
    ],
)
def test_what_cannot_be_tagged_is_told_before_a_job_begins(spark, how, message):
    frame = spark.createDataFrame([("x", 1)], "text string, id int")
    how = {"inputCol": "text", "modelPath": "m", **how}
    stage = NerTagger(**{name: value for name, value in how.items() if value is not None})
    with pytest.raises(ConfigError, match=message):
        stage.transform(frame)


def test_a_model_that_is_not_there_is_told(spark):
    frame = spark.createDataFrame([("x",)], "text string")
    with pytest.raises(Exception, match="ModelFormatError: no-model"):
        tagger().setModelPath("no-model").transform(frame).collect()


def test_a_worker_without_nertag_says_what_to_set():
    """What is sent to it needs no nertag to be read."""
    code = """
import pickle, sys
class Missing:
    def find_spec(self, name, *_):
        if name.split(".")[0] == "nertag":
            raise ModuleNotFoundError(name=name)
sys.meta_path.insert(0, Missing())
tag = pickle.loads(sys.stdin.buffer.read())
try:
    tag(iter([]))
except RuntimeError as error:
    print(error)
"""
    from pyspark.cloudpickle import dumps

    from nertag.bulk.spark import in_worker

    sent = dumps(in_worker("text", "m", "float32", {}))
    done = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True)
    assert done.stdout.decode() == (
        f"the Python of Spark's workers, {sys.executable}, has no nertag: set PYSPARK_PYTHON to "
        "a Python in which nertag[spark] is installed, before the session is made\n"
    )
