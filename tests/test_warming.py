"""What is loaded before anybody writes."""

import gc
from collections.abc import Iterator

import pytest

from bot.warming import warm
from core.finance.market import bundled_snapshot


@pytest.fixture
def usual() -> Iterator[None]:
    """Give the collector back as it was."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("usual")
def test_what_stays_is_not_looked_through_again() -> None:
    """All that answers are made of is out of the collector's way once it is loaded."""
    warm(bundled_snapshot())
    assert gc.get_freeze_count() > 100_000
