"""What a service counts, in the format of Prometheus."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence

import prometheus_client as prometheus
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from nertag.tagging import TaggedText

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Environment variable that names the folder in which several processes count together."""
SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
TEXTS = (1, 2, 4, 8, 16, 32, 64, 128)


class Metrics:
    """The counters of one service; their labels are bounded by the routes and the models."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        route, model = ("route",), ("model",)
        self._requests = prometheus.Counter(
            "nertag_requests", "Requests.", ("route", "status"), registry=registry
        )
        self._seconds = Histogram(
            "nertag_request_seconds",
            "Time of a request, in seconds.",
            route,
            buckets=SECONDS,
            registry=registry,
        )
        self._characters = prometheus.Counter(
            "nertag_characters", "Characters tagged.", model, registry=registry
        )
        self._entities = prometheus.Counter(
            "nertag_entities", "Entities found.", ("model", "label"), registry=registry
        )
        self._texts = Histogram(
            "nertag_batch_texts", "Texts of a batch.", model, buckets=TEXTS, registry=registry
        )
        self._trainings = prometheus.Counter(
            "nertag_trainings", "Trainings on annotations.", ("outcome",), registry=registry
        )
        self._annotations = Gauge(
            "nertag_waiting_annotations",
            "Annotations since the last training.",
            registry=registry,
        )
        self._waiting = Gauge(
            "nertag_waiting_characters",
            "Characters that wait to be tagged.",
            model,
            registry=registry,
            multiprocess_mode="livesum",
        )

    def count_request(self, route: str, status: int, seconds: float) -> None:
        """Count a request.

        Parameters
        ----------
        route : str
            The template of its path.
        status : int
            Status of the answer.
        seconds : float
            Time it took.
        """
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_training(self, outcome: str) -> None:
        """Count a training on annotations.

        Parameters
        ----------
        outcome : {"better", "lower", "failed"}
            What came of it.
        """
        self._trainings.labels(outcome).inc()

    def annotations_wait(self, count: int) -> None:
        """Show how many annotations wait for the next training.

        Parameters
        ----------
        count : int
            Their number.
        """
        self._annotations.set(count)

    def of_model(self, name: str) -> ModelMetrics:
        """The counters of a model.

        Parameters
        ----------
        name : str
            Name of the model.
        """
        return ModelMetrics(
            name,
            self._texts.labels(name),
            self._waiting.labels(name),
            self._characters.labels(name),
            self._entities,
        )

    def page(self) -> bytes:
        """All counters as Prometheus reads them, of all processes of the service."""
        registry = self._registry
        if SHARED_FOLDER in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


class ModelMetrics:
    """The counters of one model; a batcher tells it what happens.

    Parameters
    ----------
    name : str
        Name of the model.
    texts : Histogram
        Counts the texts of a batch.
    waiting : Gauge
        Shows the characters that wait.
    characters : Counter
        Counts the characters that were tagged.
    entities : Counter
        Counts the entities that were found, by model and label.
    """

    def __init__(
        self,
        name: str,
        texts: Histogram,
        waiting: Gauge,
        characters: prometheus.Counter,
        entities: prometheus.Counter,
    ) -> None:
        self.batch, self.waiting = texts.observe, waiting.set
        self._name, self._characters, self._entities = name, characters, entities

    def tagged(self, texts: Sequence[TaggedText]) -> None:
        """Count tagged texts.

        Parameters
        ----------
        texts : sequence of TaggedText
            The tagged texts.
        """
        self._characters.inc(sum(len(text.text) for text in texts))
        found = Counter(entity.label for text in texts for entity in text.entities)
        for label, count in found.items():
            self._entities.labels(self._name, label).inc(count)
