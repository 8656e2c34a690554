"""Figures as they are written where the reader is; words stay English."""

from decimal import Decimal

import pytest
from babel.numbers import parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.money import Money
from core.nlg.draft import Draft
from core.nlg.formats import count, money
from core.nlg.localising import known_locale, localised
from tests.dialogue.talk import AT, Talk

PLAN = "I have 300k in crypto and want 1500 a month"


def answered(text: str, locale: str | None, person: Person | None = None) -> Turn:
    said = Said(AT, text=text, locale=locale)
    return take_turn(DialogueState(), person or Person(), said, bundled_snapshot())


@pytest.mark.parametrize(
    ("locale", "need", "paid"),
    [
        ("de", "300.000\xa0$", "1.250\xa0$–1.750\xa0$"),
        ("pt-br", "US$\xa0300.000", "US$\xa01.250–US$\xa01.750"),
        ("en-IN", "$3,00,000", "$1,250–$1,750"),
        ("he", "300,000\xa0$", "1,250\xa0$–1,750\xa0$"),
        ("en", "$300,000", "$1,250–$1,750"),
        ("xx", "$300,000", "$1,250–$1,750"),
        ("../../etc", "$300,000", "$1,250–$1,750"),
        (None, "$300,000", "$1,250–$1,750"),
    ],
)
def test_sums_as_the_app_has_them(locale: str | None, need: str, paid: str) -> None:
    """Grouping, decimal mark and the currency's place follow the app's language."""
    draft = answered(PLAN, locale).draft
    assert need in draft.text
    assert paid in draft.text


def test_words_stay() -> None:
    """Apart from its figures a reply reads the same in every locale, and so do dates."""
    german, english = answered(PLAN, "de").draft, answered(PLAN, "en").draft
    assert german.template == english.template
    assert german.closing == english.closing
    assert "2 Sep 2026" in german.text


def test_buttons_and_pictures_too() -> None:
    """A button and a picture write figures as the text does; a press says the same as before."""
    german, english = answered(PLAN, "de").draft, answered(PLAN, "en").draft
    buttons = {button.label: button.press for row in german.buttons for button in row}
    plain = {button.label: button.press for row in english.buttons for button in row}
    assert buttons["1.300\xa0$ a month"] == plain["$1,300 a month"]
    assert "6,35 %" in repr(german.charts)
    assert "6.35 %" in repr(english.charts)


def test_what_may_be_typed_is_not_rewritten() -> None:
    """A label that says what to type is read as it is written, so it stays."""
    draft = answered("what's the weather", "de").draft
    assert draft.buttons == answered("what's the weather", "en").draft.buttons


def test_a_table_stays_a_table() -> None:
    """Columns are set right for the sums as they are now written."""
    talk = Talk()
    talk._take(Said(AT, text="how should I withdraw from 500k", locale="de"))
    text = talk.press("Calendar").draft.text
    table = [line for line in text.splitlines() if line.endswith("\xa0$")]
    assert len(table) == 12
    assert len({len(line) for line in table}) == 1


def test_kept_for_what_is_sent_unasked() -> None:
    """The app's language is kept once, and a change of it again; US English is the default."""
    first = answered("hi", "fr")
    assert [effect.__class__.__name__ for effect in first.effects] == ["SavePreferences"]
    talk = Talk()
    for locale, kept in (("fr", "fr"), ("fr", "fr"), (None, "fr"), ("en-US", None)):
        talk._take(Said(AT, text="hi", locale=locale))
        assert talk.person.preferences.locale == kept


def test_the_language_that_was_set_comes_first() -> None:
    """“My language is German” sets how figures are written; a button sets them back and forth."""
    talk = Talk()
    talk.say("my language is German")
    assert "300.000\xa0$" in talk._take(Said(AT, text=PLAN, locale="de")).draft.text
    talk.say("/settings")
    talk.press("Figures as in English")
    assert "$300,000" in talk._take(Said(AT, text=PLAN, locale="de")).draft.text
    talk.say("/settings")
    talk.press("Figures as in German")
    assert "300.000\xa0$" in talk.say(PLAN).draft.text


@given(
    amount=st.decimals(Decimal(-10), Decimal(10) ** 11, places=2, allow_nan=False),
    locale=st.sampled_from(["de", "fr", "en_IN", "pt_BR", "de_CH", "uk", "tr", "he"]),
)
def test_a_figure_keeps_its_value(amount: Decimal, locale: str) -> None:
    """Read by the locale's own rules, a figure is what was written before."""
    for shown in (count(amount, exact=True), money(Money(amount, "CHF"))):
        written = localised(Draft("{sum}", displays={"sum": shown}), locale).text
        assert parse_decimal(bare(written), locale) == parse_decimal(bare(shown), "en_US")


def bare(shown: str) -> str:
    return shown.replace("CHF\xa0", "").replace("\xa0CHF", "").replace("CHF", "")


def test_unknown_tags() -> None:
    """What is no language tag is nobody's locale."""
    assert [known_locale(tag) for tag in ("", "e", "de\n", "_" * 99, "en_US", "nb-no")] == [
        *[None] * 5,
        "nb_NO",
    ]
