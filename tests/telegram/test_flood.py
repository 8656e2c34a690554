"""How much one person may write at once."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.transports.telegram import flood
from bot.transports.telegram.flood import MOST, WITHIN, Flood, Verdict

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_told_once() -> None:
    """The first message too many is told of, those after it are not, until it is calm."""
    judge = Flood().judge
    assert all(judge("7", NOW) is Verdict.ANSWERED for _ in range(MOST))
    assert judge("7", NOW) is Verdict.TOLD
    assert judge("7", NOW + SECOND) is Verdict.UNANSWERED
    assert judge("8", NOW) is Verdict.ANSWERED
    assert judge("7", NOW + WITHIN) is Verdict.ANSWERED
    for _ in range(MOST - 1):
        judge("7", NOW + WITHIN)
    assert judge("7", NOW + WITHIN) is Verdict.TOLD


def test_backlog_is_no_flood() -> None:
    """What was written over an hour and comes at once is answered."""
    judge = Flood().judge
    written = (NOW + timedelta(minutes=minute) for minute in range(10 * MOST))
    assert all(judge("7", at) is Verdict.ANSWERED for at in written)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 200)), max_size=300))
def test_never_more_than_allowed(moments: list[tuple[str, int]]) -> None:
    """In no stretch of time is one person answered more often than is allowed."""
    judge = Flood().judge
    answered: dict[str, list[datetime]] = {"a": [], "b": []}
    for person, second in sorted(moments, key=lambda one: one[1]):
        at = NOW + second * SECOND
        if judge(person, at) is Verdict.ANSWERED:
            answered[person].append(at)
    for times in answered.values():
        for at in times:
            assert sum(at - WITHIN < other <= at for other in times) <= MOST


def test_memory_does_not_grow() -> None:
    """Of more people than a few thousand the calmest are forgotten."""
    judged = Flood()
    for person in range(flood.MOST_PEOPLE + 50):
        judged.judge(str(person), NOW)
    assert len(judged._times) == flood.MOST_PEOPLE
