import numpy as np
import pytest
import tensorflow as tf

from nertag.nn.layers import ShapeError
from nertag.nn.shapes import builders as shapes

pytestmark = pytest.mark.slow

RNG = np.random.default_rng(0)


def normal(*shape):
    return RNG.normal(size=shape).astype("f")


LENGTHS = np.array([5, 9, 2, 7], np.int32)
VALUES = normal(4, 9, 4)
PADDED = np.arange(9) >= LENGTHS[:, None]
FILLINGS = [0.0, -3.0, 1e38, -1e38]

ROWS = {
    "one_to_one": (lambda: shapes.one_to_one(4, 2), normal(3, 1, 4), (3, 2)),
    "many_to_one": (lambda: shapes.many_to_one(3, features=4), VALUES, (4, 3)),
    "many_to_one of ids": (
        lambda: shapes.many_to_one(1, vocabulary=7, dropout=0.1, recurrent_dropout=0.1),
        RNG.integers(0, 7, (3, 5)),
        (3, 1),
    ),
    "one_to_many": (lambda: shapes.one_to_many(4, 5, 2), normal(3, 4), (3, 5, 2)),
    "one_to_many from a step": (
        lambda: shapes.one_to_many(10, 5, 10, from_step=True),
        normal(50, 1, 10),
        (50, 5, 10),
    ),
    "many_to_many": (lambda: shapes.many_to_many(10, 100), normal(50, 10, 10), (50, 10, 100)),
    "many_to_many, both ways": (
        lambda: shapes.many_to_many(4, 2, bidirectional=True, depth=2, skip=3),
        VALUES,
        (4, 6, 2),
    ),
    "many_to_many_resized": (
        lambda: shapes.many_to_many_resized(10, 20, 100),
        normal(50, 10, 10),
        (50, 20, 100),
    ),
    "encoder_decoder": (lambda: shapes.encoder_decoder(4, 6, units=(8, 5)), VALUES, (4, 6, 4)),
    "frames_to_one": (
        lambda: shapes.frames_to_one(4, 8, 6, 1, 10),
        normal(2, 4, 8, 6, 1),
        (2, 10),
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_outputs_have_their_shape_and_the_model_learns(name):
    build, inputs, shape = ROWS[name]
    tf.keras.utils.set_random_seed(1)
    model = build()
    assert tuple(model(inputs).shape) == shape
    model.compile(tf.keras.optimizers.Adam(0.01), "mse")
    targets = np.eye(shape[-1], dtype="f")[RNG.integers(0, shape[-1], shape[:-1])]
    losses = model.fit(inputs, targets, epochs=8, verbose=0).history["loss"]
    assert losses[-1] < losses[0]


def test_classes_are_probabilities():
    many = shapes.many_to_one(3, features=4)(VALUES).numpy()
    np.testing.assert_allclose(many.sum(-1), 1, atol=1e-6)
    yes = shapes.many_to_one(1, features=4)(VALUES).numpy()
    assert np.all((yes > 0) & (yes < 1))


def test_many_to_one_takes_values_or_ids():
    with pytest.raises(ShapeError, match="either features"):
        shapes.many_to_one(2)
    with pytest.raises(ShapeError, match="either features"):
        shapes.many_to_one(2, features=3, vocabulary=4)


# Padding

MASKED = {
    "many_to_one": lambda: shapes.many_to_one(3, features=4, masked=True),
    "many_to_many": lambda: shapes.many_to_many(4, 2, depth=2, masked=True),
    "many_to_many, both ways": lambda: shapes.many_to_many(4, 2, bidirectional=True, masked=True),
    "many_to_many_resized": lambda: shapes.many_to_many_resized(4, 6, 2, masked=True),
    "encoder_decoder": lambda: shapes.encoder_decoder(4, 6, masked=True),
}


def filled(values, filling):
    values = values.copy()
    values[PADDED] = filling
    return values


@pytest.mark.parametrize("name", MASKED)
def test_outputs_do_not_depend_on_the_padding(name):
    model = MASKED[name]()
    aligned = name.startswith("many_to_many") and "resized" not in name
    alone = [
        model([VALUES[i : i + 1, :length], LENGTHS[i : i + 1]]).numpy()[0]
        for i, length in enumerate(LENGTHS)
    ]
    for filling in FILLINGS:
        found = model([filled(VALUES, filling), LENGTHS]).numpy()
        for row, length, expected in zip(found, LENGTHS, alone):
            np.testing.assert_allclose(row[:length] if aligned else row, expected, atol=1e-6)


def test_ids_in_the_padding_do_not_matter():
    model = shapes.many_to_one(2, vocabulary=7, masked=True)
    ids = RNG.integers(0, 7, (4, 9))
    expected = model([ids, LENGTHS]).numpy()
    ids[PADDED] = 3
    np.testing.assert_array_equal(model([ids, LENGTHS]), expected)


def test_frames_in_the_padding_do_not_matter():
    model = shapes.frames_to_one(4, 4, 4, 1, 3, masked=True)
    frames, lengths = normal(2, 4, 4, 4, 1), np.array([2, 4])
    expected = model([frames, lengths]).numpy()
    for filling in FILLINGS:
        frames[0, 2:] = filling
        np.testing.assert_allclose(model([frames, lengths]), expected, atol=1e-6)


@pytest.mark.parametrize("skip", [0, 3])
def test_loss_metric_and_gradients_do_not_depend_on_the_padding(skip):
    """Whatever stands there, NaN among the targets too, and also when first steps are cropped."""
    targets = normal(4, 9, 2)
    tf.keras.utils.set_random_seed(1)
    model = shapes.many_to_many(4, 2, bidirectional=True, skip=skip, masked=True)
    model.compile(tf.keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
    start = model.get_weights()
    outputs = model([VALUES, LENGTHS]).numpy()
    errors = [
        outputs[i, : length - skip] - targets[i, skip:length]
        for i, length in enumerate(LENGTHS)
        if length > skip
    ]
    by_hand = np.concatenate(errors)
    trained = []
    for filling in [*FILLINGS, np.nan]:
        inputs = [filled(VALUES, np.nan_to_num(filling)), LENGTHS]
        wanted = filled(targets, filling)[:, skip:]
        model.set_weights(start)
        loss, error = model.evaluate(inputs, wanted, verbose=0)
        assert loss == pytest.approx(np.mean(by_hand**2), rel=1e-5)
        assert error == pytest.approx(np.mean(np.abs(by_hand)), rel=1e-5)
        model.fit(inputs, wanted, verbose=0)
        trained.append(np.concatenate([weights.ravel() for weights in model.get_weights()]))
    for weights in trained[1:]:
        np.testing.assert_allclose(weights, trained[0], atol=1e-7)
    assert np.isfinite(trained[0]).all()


def test_more_padding_changes_no_loss():
    model = shapes.many_to_many(4, 2, masked=True)
    model.compile("sgd", "mse")
    targets = normal(4, 9, 2)
    wider = [np.pad(array, ((0, 0), (0, 5), (0, 0))) for array in (VALUES, targets)]
    short = model.evaluate([VALUES, LENGTHS], targets, verbose=0)
    assert model.evaluate([wider[0], LENGTHS], wider[1], verbose=0) == pytest.approx(short)


def test_a_batch_of_padding_alone_has_no_loss():
    model = shapes.many_to_many(4, 2, masked=True)
    model.compile("sgd", "mse")
    assert model.evaluate([VALUES, 0 * LENGTHS], normal(4, 9, 2), verbose=0) == 0


def test_class_targets_of_padded_steps():
    model = shapes.many_to_many(4, 3, activation="softmax", masked=True)
    model.compile("sgd", "sparse_categorical_crossentropy")
    targets = RNG.integers(0, 3, (4, 9)).astype("f")
    expected = model.evaluate([VALUES, LENGTHS], targets, verbose=0)
    targets[PADDED] = np.nan
    assert model.evaluate([VALUES, LENGTHS], targets, verbose=0) == pytest.approx(expected)


# States that outlive a batch

STATEFUL = {
    "one_to_many": (lambda: shapes.one_to_many(4, 3, 2, from_step=True, stateful_batch=5), (1, 4)),
    "many_to_many": (lambda: shapes.many_to_many(4, 2, stateful_batch=5), (3, 4)),
    "many_to_many_resized": (
        lambda: shapes.many_to_many_resized(4, 6, 2, stateful_batch=5),
        (3, 4),
    ),
}


@pytest.mark.parametrize("name", STATEFUL)
def test_states_go_on_until_they_are_reset(name):
    build, shape = STATEFUL[name]
    model, inputs = build(), normal(5, *shape)
    first, second = (model.predict(inputs, verbose=0) for _ in range(2))
    assert not np.allclose(first, second)
    model.reset()
    np.testing.assert_allclose(model.predict(inputs, verbose=0), first, atol=1e-6)


def test_a_sequence_in_two_batches_is_one_sequence():
    model = shapes.many_to_many(4, 2, stateful_batch=5)
    whole = normal(5, 8, 4)
    expected = model.predict(whole, verbose=0)
    model.reset()
    parts = [model.predict(part, verbose=0) for part in (whole[:, :3], whole[:, 3:])]
    np.testing.assert_allclose(np.concatenate(parts, axis=1), expected, atol=1e-6)


@pytest.mark.parametrize("name", STATEFUL)
def test_another_batch_size_is_refused(name):
    build, shape = STATEFUL[name]
    model, rows = build(), normal(8, *shape)
    with pytest.raises(ShapeError, match=r"a batch of 8 rows; .* takes 5 at a time"):
        model(rows)
    with pytest.raises(ShapeError, match="8 rows cannot be cut into batches of 5"):
        model.predict(rows, verbose=0)
    with pytest.raises(ShapeError, match="a batch of 4 rows"):
        model.fit(rows[:5], rows[:5], batch_size=4)
    with pytest.raises(ShapeError, match="8 rows cannot"):
        model.evaluate(rows, rows)


def test_rows_that_go_on_are_not_shuffled():
    model, rows = shapes.many_to_many(4, 2, stateful_batch=5), normal(5, 3, 4)
    model.compile("sgd", "mse")
    model.fit(rows, rows[:, :, :2], shuffle=False, verbose=0)
    with pytest.raises(ShapeError, match="shuffle=False"):
        model.fit(rows, rows[:, :, :2], shuffle=True, verbose=0)


def test_rows_that_go_on_have_no_padding():
    with pytest.raises(ShapeError, match="masked or stateful_batch"):
        shapes.many_to_many(4, 2, masked=True, stateful_batch=5)


# Feeding back


@pytest.mark.parametrize("masked", [False, True])
def test_the_decoder_step_by_step_is_the_decoder(masked):
    model = shapes.encoder_decoder(4, 6, units=(8, 5), masked=masked)
    inputs = [VALUES, LENGTHS] if masked else VALUES
    states, outputs = model.start(inputs), []
    for _ in range(6):
        output, states = model.step(states)
        outputs.append(output)
    np.testing.assert_allclose(np.stack(outputs, axis=1), model(inputs), atol=1e-6)


def test_the_decoder_starts_from_the_last_given_step():
    model = shapes.encoder_decoder(4, 6)
    np.testing.assert_array_equal(model.start(VALUES)[0], VALUES[:, -1])
