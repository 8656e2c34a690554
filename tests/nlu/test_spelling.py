"""Slips of the finger are set right, and courtesies left out, before anything is read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from core.nlu.courtesies import without_courtesies
from core.nlu.reading import as_written, read
from core.nlu.secrets import holds_secret
from core.nlu.spelling import slips

NAMES = ("assets.toml", "protocols.toml")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("what would staknig pay", "what would staking pay"),
        ("rebalancee my portfoliio", "rebalance my portfolio"),
        ("half a milloin dolalrs", "half a million dollars"),
        ("Recomend a blend", "recommend a blend"),
        ("is impermanint loss real", "is impermanent loss real"),
    ],
)
def test_a_slip_is_read_as_the_word_it_is_a_slip_of(written: str, meant: str) -> None:
    """A letter dropped, doubled, swapped or mistaken is set right."""
    assert read(written).text == meant


@pytest.mark.parametrize(
    "written",
    [
        "a steak for my breath",
        "taking it slow, making lists",
        "STAKNIG",
        "mail@stakng.io",
        "0xstaknig",
    ],
)
def test_a_word_that_is_none_of_ours_is_kept(written: str) -> None:
    """English words, symbols in capitals in prose and addresses stay as they are."""
    assert read(f"is it {written}").text == f"is it {written}"


def test_no_word_of_the_grammar_and_no_name_is_a_slip() -> None:
    """What patterns ask for and catalogues name is known; `make train` renews the list."""
    data = Path(core.__file__).parent / "data"
    files = (*(data / "grammar").glob("*.toml"), *(data / name for name in NAMES))
    texts = [file.read_text(encoding="utf-8").lower() for file in files]
    assert [meant for text in texts for meant in slips(text)] == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("hi guys, quick question: is lido safe? thanks in advance", "is lido safe?"),
        ("sorry if this was asked before - what is slashing", "what is slashing"),
        ("Hey, noob question but how do I stake ADA? Any thoughts?", "how do I stake ADA?"),
        ("ok so with 2k?", "with 2k?"),
        ("so far so good", "so far so good"),
        ("30k in stables, thoughts?", "30k in stables, thoughts?"),
        ("hello there", "hello there"),
        ("thanks, bye", "thanks, bye"),
        ("no thanks", "no thanks"),
    ],
)
def test_courtesies_are_left_out_where_a_question_is_left(written: str, said: str) -> None:
    """A message that is nothing else is kept whole."""
    assert read(written).text.strip() == said


@given(st.text(max_size=200))
def test_every_letter_of_a_reading_stands_in_the_message(text: str) -> None:
    """Places never go back, and the whole reading lies within the message."""
    reading = read(text)
    places = list(reading.places)
    assert len(places) == len(reading.text) + 1
    assert len(reading.lower) == len(reading.text)
    assert places == sorted(places)
    assert 0 <= places[0] <= places[-1] <= len(text)


@given(st.from_regex(re.compile(r"(hi|thanks|so|any|, |\. | |\n|help|what){0,12}"), fullmatch=True))
def test_courtesies_leave_something(text: str) -> None:
    """What is left out never is all that is said."""
    begin, end = without_courtesies(text)
    assert 0 <= begin <= end <= len(text)
    assert not text.strip() or text[begin:end].strip()


def test_a_phrase_is_kept_secret_as_it_is_written() -> None:
    """Recovery phrases are looked for in what was typed, whatever it would be read as."""
    phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
    assert as_written(phrase).text == phrase
    assert holds_secret(phrase)
    assert holds_secret(f"hi, quick question: {phrase} thanks")
