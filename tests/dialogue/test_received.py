"""What a record of income says is recorded whole, for its own day, or not at all."""

from datetime import date
from decimal import Decimal

import pytest

from tests.dialogue.talk import AT, Talk


def recorded(talk: Talk) -> list[tuple[str, Decimal]]:
    return [(one.asset, one.quantity) for one in talk.person.receipts]


@pytest.mark.parametrize(
    ("text", "coins"),
    [
        ("I got 10 USDC and 5 ATOM rewards today", [("USDC", 10), ("ATOM", 5)]),
        (
            "received 0.5 ETH, 3 SOL and 7 DOT today",
            [("ETH", Decimal("0.5")), ("SOL", 3), ("DOT", 7)],
        ),
        ("my cosmos staking paid 5 ATOM today", [("ATOM", 5)]),
    ],
)
def test_every_coin_is_recorded(text: str, coins: list[tuple[str, Decimal]]) -> None:
    """None of several coins is dropped, and an undo takes all of them back."""
    talk = Talk()
    talk.say(text)
    assert recorded(talk) == coins
    assert {one.day for one in talk.person.receipts} == {AT.date()}
    talk.say("undo")
    assert not talk.person.receipts


def test_one_sum_for_several_is_not_parted() -> None:
    """What each of them was worth is nobody's guess."""
    talk = Talk()
    turn = talk.say("got 1 ETH and 3 SOL rewards worth $300")
    assert "by itself" in turn.draft.text
    assert not turn.effects


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("tomorrow", "still to come"),
        ("next friday", "still to come"),
        ("on 2026-02-30", "cannot be read for sure"),
        ("on 03/08/2026", "cannot be read for sure"),
    ],
)
def test_no_day_becomes_today(day: str, told: str) -> None:
    """A day that is still to come, is none or may be two is never taken for today."""
    talk = Talk()
    turn = talk.say(f"got 12.5 ATOM rewards {day}")
    assert told in turn.draft.text
    assert not talk.person.receipts


def test_a_day_that_is_one() -> None:
    """A day that can be read is the record's."""
    talk = Talk()
    talk.say("got 12.5 ATOM rewards on 13/08/2026")
    assert [one.day for one in talk.person.receipts] == [date(2026, 8, 13)]


@pytest.mark.parametrize("text", ["my landlord paid 500 today", "my ETH gave 5% last year"])
def test_no_income(text: str) -> None:
    """What names no coins that came in records nothing."""
    talk = Talk()
    talk.say(text)
    assert not talk.person.receipts
