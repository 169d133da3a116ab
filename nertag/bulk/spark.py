"""Spark: a transformer of `pyspark.ml` that adds the entities of a column, and a function for SQL.

A model works in the Python workers of the executors: loaded once in each, on its first batch,
never before a fork; one thread a worker, as many workers as tasks. Nothing is shuffled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from nertag.errors import ConfigError, needs

with needs("spark"):
    import pyarrow as pa
    from pyspark import keyword_only
    from pyspark.ml import Transformer
    from pyspark.ml.param import Param, Params, TypeConverters
    from pyspark.ml.param.shared import HasInputCol, HasOutputCol
    from pyspark.ml.util import DefaultParamsReadable, DefaultParamsWritable
    from pyspark.sql import DataFrame
    from pyspark.sql.types import (
        ArrayType,
        DataType,
        DoubleType,
        IntegerType,
        StringType,
        StructField,
        StructType,
    )

ENTITIES = ArrayType(
    StructType(
        [
            StructField("start", IntegerType()),
            StructField("end", IntegerType()),
            StructField("label", StringType()),
            StructField("text", StringType()),
            StructField("score", DoubleType()),
        ]
    )
)
"""The type of a column of entities."""
TEXTS = (StringType(), ArrayType(StringType(), True), ArrayType(StringType(), False))

Batches = Iterator["pa.RecordBatch"]


class NerTagger(
    Transformer, HasInputCol, HasOutputCol, DefaultParamsReadable, DefaultParamsWritable
):
    """Adds to a data frame, or to a stream, a column with the entities of its texts.

    It has the parameters, the getters and setters, and the way to be saved and loaded of all
    stages of a `pyspark.ml.Pipeline`; it works with Spark Connect too.

    Parameters
    ----------
    inputCol : str
        The column of the texts: strings, or arrays of words for a model of words.
    outputCol : str
        The column to add: ``array<struct<start, end, label, text, score>>``, with offsets in code
        points, null where the text is null.
    modelPath : str
        The model directory: a path that the executors see, or the name under which it was sent to
        them by ``spark.addArtifacts`` or ``spark-submit --archives``.
    scores : bool
        Give each entity its probability; otherwise the score is null.
    minScore : float
        Ignore entities that are less probable, from 0 to 1.
    errors : {"null", "raise"}
        What to do with a row that cannot be tagged: give null and count it in the log of the
        worker, or end the task.
    precision : {"float32", "int8"}
        Arithmetic of the model: ``int8`` is faster, and tags a little differently.
    """

    modelPath: Param[str] = Param(
        Params._dummy(), "modelPath", "the model directory", TypeConverters.toString
    )
    scores: Param[bool] = Param(
        Params._dummy(), "scores", "give probabilities", TypeConverters.toBoolean
    )
    minScore: Param[float] = Param(
        Params._dummy(), "minScore", "least probability of an entity", TypeConverters.toFloat
    )
    errors: Param[str] = Param(
        Params._dummy(), "errors", "null or raise: rows that fail", TypeConverters.toString
    )
    precision: Param[str] = Param(
        Params._dummy(), "precision", "float32 or int8", TypeConverters.toString
    )

    @keyword_only
    def __init__(
        self,
        *,
        inputCol: str | None = None,
        outputCol: str | None = None,
        modelPath: str | None = None,
        scores: bool = False,
        minScore: float = 0.0,
        errors: str = "null",
        precision: str = "float32",
    ) -> None:
        super().__init__()
        self._setDefault(
            outputCol="entities", scores=False, minScore=0.0, errors="null", precision="float32"
        )
        self._set(**self._input_kwargs)

    @keyword_only
    def setParams(
        self,
        *,
        inputCol: str | None = None,
        outputCol: str | None = None,
        modelPath: str | None = None,
        scores: bool = False,
        minScore: float = 0.0,
        errors: str = "null",
        precision: str = "float32",
    ) -> NerTagger:
        """Set some of the parameters of the class."""
        return self._set(**self._input_kwargs)

    def setInputCol(self, value: str) -> NerTagger:
        """Set `inputCol`."""
        return self._set(inputCol=value)

    def setOutputCol(self, value: str) -> NerTagger:
        """Set `outputCol`."""
        return self._set(outputCol=value)

    def setModelPath(self, value: str) -> NerTagger:
        """Set `modelPath`."""
        return self._set(modelPath=value)

    def getModelPath(self) -> str:
        """The value of `modelPath`."""
        return self.getOrDefault(self.modelPath)

    def setScores(self, value: bool) -> NerTagger:
        """Set `scores`."""
        return self._set(scores=value)

    def getScores(self) -> bool:
        """The value of `scores`."""
        return self.getOrDefault(self.scores)

    def setMinScore(self, value: float) -> NerTagger:
        """Set `minScore`."""
        return self._set(minScore=value)

    def getMinScore(self) -> float:
        """The value of `minScore`."""
        return self.getOrDefault(self.minScore)

    def setErrors(self, value: str) -> NerTagger:
        """Set `errors`."""
        return self._set(errors=value)

    def getErrors(self) -> str:
        """The value of `errors`."""
        return self.getOrDefault(self.errors)

    def setPrecision(self, value: str) -> NerTagger:
        """Set `precision`."""
        return self._set(precision=value)

    def getPrecision(self) -> str:
        """The value of `precision`."""
        return self.getOrDefault(self.precision)

    def transformSchema(self, schema: StructType) -> StructType:
        """The columns that a data frame has after `transform`.

        Parameters
        ----------
        schema : pyspark.sql.types.StructType
            Its columns.

        Raises
        ------
        ConfigError
            A parameter is missing, there is no such column, or it holds no texts.
        """
        for param in (self.inputCol, self.modelPath):
            if not self.isDefined(param):
                raise ConfigError(f"`{param.name}` is not set", setting=param.name)
        check_column(schema, self.getInputCol())
        if self.getOutputCol() in schema.names:
            what = f"there is a column {self.getOutputCol()!r} already: set `outputCol`"
            raise ConfigError(what, setting="outputCol")
        return StructType([*schema.fields, StructField(self.getOutputCol(), ENTITIES)])

    def _transform(self, dataset: DataFrame) -> DataFrame:
        how = {
            "output_column": self.getOutputCol(),
            "scores": self.getScores(),
            "min_score": self.getMinScore(),
            "errors": self.getErrors(),
        }
        schema = self.transformSchema(dataset.schema)
        model, precision = self.getModelPath(), self.getPrecision()
        function = in_worker(self.getInputCol(), model, precision, how)
        return dataset.mapInArrow(function, schema)


def check_column(schema: StructType, name: str) -> None:
    """Refuse a column that is not there, or that holds no texts.

    Parameters
    ----------
    schema : pyspark.sql.types.StructType
        The columns of a data frame.
    name : str
        The name of the column.

    Raises
    ------
    ConfigError
        It is not there, or it holds no texts.
    """
    kinds: list[DataType] = [field.dataType for field in schema.fields if field.name == name]
    if len(kinds) != 1:
        what = (
            f"`inputCol` {name!r} is {'not' if not kinds else 'more than once'} among the columns"
        )
        raise ConfigError(f"{what}: {', '.join(schema.names)}", setting="inputCol")
    if kinds[0] not in TEXTS:
        what = f"`inputCol` {name!r} holds {kinds[0].simpleString()}"
        raise ConfigError(f"{what}, expected string or array<string>", setting="inputCol")


def in_worker(
    column: str, model: str, precision: str, how: dict[str, Any]
) -> Callable[[Batches], Batches]:
    """What each Python worker does with its record batches.

    It is sent to the workers by value, so that it can say what is wrong where there is no nertag.

    Parameters
    ----------
    column : str
        The column of the texts.
    model : str
        The model directory.
    precision : str
        Arithmetic of the model.
    how : dict
        More arguments of `nertag.bulk.tag_batches`.
    """

    def tag(batches: Batches) -> Batches:
        try:
            from nertag.bulk.spark_worker import tag_in_worker
        except ModuleNotFoundError as error:
            import sys

            what = f"the Python of Spark's workers, {sys.executable}, has no {error.name}"
            remedy = "set PYSPARK_PYTHON to a Python in which nertag[spark] is installed"
            raise RuntimeError(f"{what}: {remedy}, before the session is made") from None
        return tag_in_worker(batches, column, model, precision, how)

    return tag


def entities_udf(modelPath: str, **how: Any) -> Any:
    """A function for SQL and for columns: texts to their entities. It needs pyspark 4.1.

    Parameters
    ----------
    modelPath : str
        The model directory, as of `NerTagger`.
    **how
        ``scores``, ``min_score`` and ``errors`` as of `nertag.bulk.tag_batches`.
    """
    from pyspark.sql.functions import arrow_udf

    tag = in_worker("text", modelPath, "float32", how)

    def entities(texts: Iterator[pa.Array]) -> Iterator[pa.Array]:
        batches = (pa.RecordBatch.from_arrays([one], ["text"]) for one in texts)
        for batch in tag(batches):
            yield batch.column(1)

    return arrow_udf(entities, ENTITIES)
