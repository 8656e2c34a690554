"""What holds for any text at all: it is read, quickly, and the same way however it is disguised."""

from datetime import UTC, datetime
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.nlu.entities import LONGEST_MESSAGE, Kind, Sum, find_entities
from core.nlu.parser import understand
from core.nlu.reading import read
from core.nlu.utterance import Context, Intent

NOW = datetime(2026, 9, 2, tzinfo=UTC)
_PIECES = (
    "I have|300k|$2k|a month|1-2k|₹5 lakh|€|%|6%|in 60 days|ETH|10|.|?|by 2035|retire at 60|401k|"
    "½|①|²|٣|-|to|half a million|nan|1e999|what if|safer|stake|١٢٣|\u200b|\u202e|((|'|\n|🙂|é|ß|İ|ﬁ"
)
PIECES = _PIECES.split("|")
TEXTS = st.one_of(
    st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
)
CONTEXTS = st.builds(
    Context,
    at=st.just(NOW),
    asked_slot=st.sampled_from(
        [None, "capital", "income", "risk", "horizon_years", "topic", "assets", "yield_", "age"]
    ),
    last_intent=st.one_of(st.none(), st.sampled_from(Intent)),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS, CONTEXTS)
def test_any_text_is_understood_in_any_context(text: str, context: Context) -> None:
    """No text raises; a score is a share; the same text means the same again."""
    utterance = understand(text, context)
    assert 0 <= utterance.score <= 1
    assert utterance == understand(text, context)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_message(text: str) -> None:
    """Every span is a stretch of the message, and spans do not overlap."""
    end = 0
    for entity in find_entities(text, NOW):
        assert end <= entity.start < entity.end <= len(text)
        end = entity.end


@settings(max_examples=200, deadline=None)
@given(
    st.decimals(Decimal("0.01"), Decimal(999999999), places=2),
    st.sampled_from(["USD", "EUR", "GBP", "INR", "CHF"]),
    st.sampled_from(["{1} {0:f}", "{0:,f} {1}", "{0:f}{1}", "{1}{0:,f}"]),
)
def test_written_money_is_read_back(amount: Decimal, currency: str, form: str) -> None:
    """Money written with its code, grouped or not, before or behind, reads as itself."""
    (entity,) = find_entities(form.format(amount, currency), NOW)
    assert entity.value == Sum(amount, amount, currency)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES[:14]), max_size=20).map(" ".join), st.data())
def test_invisible_marks_change_nothing(text: str, data: st.DataObject) -> None:
    """Zero-width and direction marks anywhere leave the meaning as it was."""
    marks = st.sampled_from(["\u200b", "\u200d", "\u2060", "\u202e", "\ufeff", "\u00ad"])
    place = data.draw(st.integers(0, len(text)))
    marked = text[:place] + data.draw(marks) + text[place:]
    context = Context(at=NOW)
    assert understand(marked, context) == understand(text, context)


def test_homoglyphs_read_as_latin() -> None:
    """Cyrillic letters that look Latin are read as what they pretend to be; Russian stays."""
    assert read("stаke ЕТН").text == "stake ETH"
    assert read("Москва").text == "Москва"


@pytest.mark.parametrize("digits", ["5", "٥", "５", "५"])
def test_digits_of_any_script_count(digits: str) -> None:
    """A figure in the digits of another script has the same value."""
    (entity,) = find_entities(f"${digits}k", NOW)
    assert entity.value == Sum(Decimal(5000), Decimal(5000), "USD")


@pytest.mark.parametrize("text", ["9" * 400, "$" + "9" * 400, "9" * 400 + "%", "9" * 400 + " ETH"])
def test_figures_beyond_anyones_money_are_left_out(text: str) -> None:
    """A figure of more than fifteen digits is no amount of anything."""
    kinds = {entity.kind for entity in find_entities(text, NOW)}
    assert not kinds & {Kind.SUM, Kind.RATE, Kind.COINS, Kind.NUMBER}


@pytest.mark.parametrize(
    "piece",
    [
        "9", "1-", "1,", "1.", "$1 ", "1k (", "1,000,000 to ", "5% in ", "half a ", "a a ",
        "what how much ", "i want to earn ", "retire at ", "monthly of ", "5 years ", "i am ",
        "abandon ability ", "can you stake my eth ", "a\u200b", "авекмн ", "(((", "\n", " ", "🙂",
        "how much do i need to earn 2k a month from 300k of eth staked at 5% ",
    ],
)  # fmt: skip
def test_the_longest_message_is_read_at_once(piece: str) -> None:
    """4,096 characters of anything take a moment: no pattern works more than once over them."""
    text = (piece * LONGEST_MESSAGE)[:LONGEST_MESSAGE]
    context = Context(at=NOW)
    understand(text[:40], context)  # data files and patterns are read once
    started = process_time()
    understand(text, context)
    assert process_time() - started < 0.5
