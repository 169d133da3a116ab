import pytest

from nertag.config import settings_from
from nertag.training.plan import MOST_EPOCHS, Plan, dropout_for, epochs_for


@pytest.mark.parametrize("kind", ["char", "word"])
def test_more_text_has_fewer_epochs(kind):
    found = [epochs_for(10**power, kind) for power in range(14)]
    assert found == sorted(found, reverse=True)
    assert (found[0], found[-1]) == (MOST_EPOCHS, 1)


@pytest.mark.parametrize(
    ("tokens", "kind", "epochs"),
    [
        (18_000, "char", 40),
        (120_000, "char", 28),
        (2_000_000, "char", 16),
        (2_000, "word", 40),
        (60_000, "word", 16),
        (120_000, "word", 13),
        (1_000_000, "word", 7),
    ],
)
def test_how_many_epochs_some_amounts_of_text_have(tokens, kind, epochs):
    assert epochs_for(tokens, kind) == epochs


@pytest.mark.parametrize(
    ("tokens", "normalised", "plain"),
    [
        (1, 0.5, 0.5),
        (80_000, 0.5, 0.5),
        (120_000, 0.433, 0.433),
        (360_000, 0.4, 0.25),
        (10**8, 0.4, 0.25),
    ],
)
def test_more_text_drops_less(tokens, normalised, plain):
    found = [dropout_for(tokens, normalised=which) for which in (True, False)]
    assert found == pytest.approx([normalised, plain], abs=0.001)


def test_each_epoch_less_is_of_more_text():
    """Twice the text takes longer, whatever its amount."""
    for tokens in range(40_000, 4_000_000, 10_000):
        settings = settings_from({})
        less, more = (Plan.of(settings, amount).epochs for amount in (tokens, 2 * tokens))
        assert more * 2 * tokens > less * tokens


@pytest.mark.parametrize(
    ("tokens", "plan"),
    [
        (80_000, "at most 30 epochs, batches of 16, dropout 0.50"),
        (400_000, "at most 22 epochs, batches of 16, dropout 0.40"),
        (1_000_000, "at most 12 epochs, batches of 32, dropout 0.40, consistency 2"),
        (2_000_000, "at most 11 epochs, batches of 32, dropout 0.40, consistency 2"),
    ],
)
def test_the_plan_follows_from_the_amount_of_text(tokens, plan):
    assert str(Plan.of(settings_from({}), tokens)) == plan


@pytest.mark.parametrize("tokens", [10, 10**7])
def test_what_the_user_says_is_done(tokens):
    said = {"epochs": 5, "batch_size": 7, "dropout": 0.1}
    said |= {"consistency": 0.5, "replace_mentions": 0.2}
    assert Plan.of(settings_from(said), tokens) == Plan(**said)


@pytest.mark.parametrize("said", [{"preset": "small"}, {"dropout": 0.0}, {"consistency": 0}])
def test_one_dropout_has_all_epochs(said):
    plan = Plan.of(settings_from(said), 2_000_000)
    assert (plan.consistency, plan.epochs) == (0.0, 16)
