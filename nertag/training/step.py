"""One training step, compiled: gradients, clipping, AdamW, the average of the weights."""

from __future__ import annotations

from collections.abc import Callable

import tensorflow as tf

from nertag.config import TrainingSettings
from nertag.nn import Network
from nertag.training.average import Average
from nertag.training.objective import Batch, EntityShare, objective
from nertag.training.replicas import Replicas
from nertag.training.schedule import learning_rate

Step = Callable[[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor], tf.Tensor]


class LossScale(tf.Module):
    """Keeps float16 gradients from vanishing (Micikevicius et al. 2018); 1 in other precisions.

    A step whose gradients overflow counts as one whose gradients are 0, and halves the scale;
    after 1,000 good steps the scale doubles.

    Parameters
    ----------
    precision : str
        The precision of the network; only ``mixed_float16`` needs a scale.
    """

    def __init__(self, precision: str) -> None:
        super().__init__(name="loss_scale")
        self.used = precision == "mixed_float16"
        self.scale = tf.Variable(2.0**13 if self.used else 1.0)
        self.good = tf.Variable(0, dtype=tf.int32)

    def unscale(self, gradients: list[tf.Tensor]) -> list[tf.Tensor]:
        """The gradients of the loss itself; zeros if any of them overflowed.

        Parameters
        ----------
        gradients : list of tensors
            The gradients of the scaled loss.
        """
        if not self.used:
            return gradients
        gradients = [tf.convert_to_tensor(gradient) / self.scale for gradient in gradients]
        finite = tf.math.is_finite(tf.linalg.global_norm(gradients))
        self.good.assign(tf.where(finite, self.good + 1, 0))
        doubled = tf.where(self.good % 1000 == 999, self.scale * 2.0, self.scale)
        self.scale.assign(tf.where(finite, doubled, self.scale / 2.0))
        return [tf.where(finite, gradient, tf.zeros_like(gradient)) for gradient in gradients]


def make_step(
    network: Network,
    optimizer: tf.keras.optimizers.Optimizer,
    scale: LossScale,
    average: Average,
    settings: TrainingSettings,
    *,
    steps: int,
    consistency: float = 0.0,
    replicas: Replicas | None = None,
    entity_share: EntityShare | None = None,
) -> Step:
    """The compiled step: ``(ids, features, tags, lengths)`` of a batch to its loss in nats.

    The learning rate and the dropout depend only on the settings and the number of the step.

    Parameters
    ----------
    network : Network
        The network to train.
    optimizer : tf.keras.optimizers.Optimizer
        Applies the gradients, and counts the steps.
    scale : LossScale
        Scales the loss.
    average : Average
        The running average of the weights.
    settings : TrainingSettings
        The learning rate, the seed, and the norm that gradients are clipped to.
    steps : int
        Number of steps of the whole run.
    consistency : float
        Weight of the divergence of two dropouts, see `nertag.training.objective`.
    replicas : Replicas, optional
        Compute the gradients together; by default one device does.
    entity_share : EntityShare, optional
        Given where the tags of some tokens are unknown, see `nertag.training.objective`.
    """
    replicas = replicas or Replicas.of(gpus=0)
    variables = network.trained
    matrix, row = tf.TensorSpec([None, None], tf.int32), tf.TensorSpec([None], tf.int32)
    cube = tf.TensorSpec([None, None, network.width])

    @tf.function(input_signature=[network.tokens, cube, matrix, row], autograph=False)
    def step(ids: tf.Tensor, features: tf.Tensor, tags: tf.Tensor, lengths: tf.Tensor) -> tf.Tensor:
        number = tf.cast(optimizer.iterations, tf.int32)
        optimizer.learning_rate.assign(learning_rate(settings.lr, number, steps))

        def part(batch: Batch, replica: tf.Tensor, share: tf.Tensor) -> list[tf.Tensor]:
            dropout = 2 * (number * replicas.count + replica)
            seeds = [tf.stack([settings.seed, dropout + half]) for half in range(2)]
            with tf.GradientTape() as tape:
                loss = share * objective(network, batch, seeds, consistency, entity_share)
                scaled = loss * scale.scale
            return [loss, *tape.gradient(scaled, variables)]

        loss, *gradients = replicas.sum(part, (ids, features, tags, lengths))
        gradients = scale.unscale(gradients)
        gradients, _ = tf.clip_by_global_norm(gradients, settings.clip)
        optimizer.apply_gradients(zip(gradients, variables))
        average.update(number)
        return loss

    return step
