"""What every reply keeps to, over all kinds of answer."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.commands import listed
from core.facts import FactBook
from core.nlg import asides
from core.nlg.draft import AllocationChart, Button, Draft, names_in
from core.nlg.press import LONGEST, read_press
from core.nlg.render import render
from core.nlg.troubles import trouble
from core.nlg.working import render_working
from core.nlg.writing import shown_in_order, write
from core.requests import Frame
from core.slot_checks import InvalidSlot, Problem
from tests.advice.questions import ALL, E3, E4, E5, advice_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DIGITS = re.compile(r"\d+")
FORBIDDEN = re.compile(
    r"!|risk-free|guaranteed return|cannot lose|will rise|buy now", re.IGNORECASE
)
ASIDES = {
    "greeting": asides.greeting(Button("begin", "say:begin")),
    "help": asides.help_page(listed()),
    "small_talk": asides.small_talk(),
    "nothing_said": asides.nothing_said(),
    "too_long": asides.too_long(),
    "out_of_scope": asides.out_of_scope(None),
    "out_of_scope_language": asides.out_of_scope("language"),
    "out_of_scope_crowns": asides.out_of_scope("crowns"),
    "out_of_scope_coin": asides.out_of_scope("coin"),
    "out_of_scope_time_before": asides.out_of_scope("time_before"),
    "out_of_scope_mix": asides.out_of_scope("mix"),
    "not_yet": asides.not_yet(),
    "refusal": asides.refusal(None),
    "secret_erased": asides.secret_erased(),
    "distress": asides.distress(),
    "no_question_yet": asides.no_question_yet(),
    "no_such_figure": asides.no_such_figure(1),
    "nothing_changed": asides.nothing_changed(already=False),
    "counted_already": asides.nothing_changed(already=True),
    "stale_button": asides.stale_button(),
    **{f"ask_{slot}": asides.ask_for(slot, 1) for slot in ("capital", "income", "risk")},
    **{
        f"refusal_{kind}": asides.refusal(kind)
        for kind in ("guarantee", "order", "secret", "instructions", "person", "tax")
    },
}
ANSWERS = {f"{i}_{frame.intent}": frame for i, frame in enumerate(ALL)}


def drawn(frame: Frame) -> Draft:
    return render(advice_of(frame), 7, NOON)


def everything() -> list[Draft]:
    return [drawn(frame) for frame in ALL] + list(ASIDES.values())


@pytest.mark.parametrize("name", ANSWERS)
def test_every_figure_in_a_text_is_a_displayed_fact(name: str) -> None:
    """Templates hold no digit; every display stands literally in the text."""
    draft = drawn(ANSWERS[name])
    words = re.sub(r"\{[a-z0-9_.]+\}", "", draft.template + draft.closing)
    assert not DIGITS.search(words)
    for fact_name in names_in(draft.template + draft.closing):
        assert draft.displays[fact_name] in draft.text


@pytest.mark.parametrize("name", ASIDES)
def test_asides_hold_no_figures_and_no_promises(name: str) -> None:
    """What is said besides figures has no digit, no hype and no promise."""
    draft = ASIDES[name]
    assert not DIGITS.search(draft.text)
    assert not FORBIDDEN.search(draft.text)


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_keep_the_voice(name: str) -> None:
    """No exclamation mark and no promise; educational and not advice, in every answer."""
    text = drawn(ANSWERS[name]).text
    assert not FORBIDDEN.search(text)
    assert "Educational, not advice. Yields are never guaranteed." in text
    assert len(text) < 1900


def test_buttons_fit_telegram_and_are_read_back() -> None:
    """A press fits 64 bytes; those of ours mean an intent again after any restart."""
    for draft in everything():
        for row in draft.buttons:
            for button in row:
                assert len(button.press.encode()) <= LONGEST
                assert button.press.startswith("say:") or read_press(button.press)


@given(st.text(max_size=80))
def test_a_forged_press_is_read_or_refused(press: str) -> None:
    """No press raises, whatever it holds."""
    read_press(press)
    read_press(f"do:1:what_if:{press}")


def test_html_and_text_say_the_same() -> None:
    """The two forms differ in bold alone; HTML of the text's own words is escaped."""
    for draft in everything():
        bare = re.sub(r"</?(b|pre)>", "", draft.html)
        assert bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == draft.text
        assert draft.html.count("<b>") == draft.html.count("</b>")


def test_a_range_with_equal_ends_is_one_figure() -> None:
    """5–5 % is written 5 %."""
    book = advice_of(E4).book
    draft = write("{inflation}–{inflation}", book, closing="")
    assert draft.text == "3 %"


@pytest.mark.parametrize(
    ("frame", "sentence"),
    [
        (E3, "Published: 5–7 %, $1,250–$1,750 a month."),
        (E3, "Computed: 3.5–9.2 %, middle 6.35 %; the published range leaves out the extremes"),
        (E3, "achievable at the low end, a stretch at the top"),
        (E3, "the house default holds 40–50 % in staking"),
        (E4, "top-of-range DeFi yields are not planned on"),
        (E4, "no capital need be drawn"),
        (E4, "By then 3 % inflation makes it $86,946"),
        (E4, "unlike the house default, no lending"),
        (E5, "33 years at 3 %, 17 years at 6 %, 13 years at 8 %, 10 years at 10 %"),
        (E5, "unlike the house default, no lending"),
    ],
)
def test_contradictions_are_said_openly(frame: Frame, sentence: str) -> None:
    """X1 to X5 and X19 stand in a sentence each where they apply."""
    assert sentence in drawn(frame).text


@pytest.mark.parametrize("name", ANSWERS)
def test_working_can_be_shown_for_every_answer(name: str) -> None:
    """The tree of a figure is words and facts too, and ends in what it rests on."""
    draft = drawn(ANSWERS[name])
    for fact_name, _ in shown_in_order(draft):
        if not draft.book[fact_name].inputs:
            continue
        working = render_working(draft.book, ((fact_name, ""),), None)
        assert working is not None
        bare = re.sub(r"\{[a-z0-9_.]+\}", "", working.template)
        assert not DIGITS.search(bare), bare


def test_a_simulation_is_worked_out_in_words() -> None:
    """A calculation of many figures says what it is; each of its figures stands by its name."""
    draft = drawn(E5)
    working = render_working(draft.book, (("growth_good_chance", ""),), None)
    assert working
    first, *others = working.text.splitlines()
    assert (
        "share of the futures that hold $2,000,000 after 13 years, from the figures below" in first
    )
    assert "4,000: simulated paths (house figure)" in others
    assert all(": " in line or " = " in line for line in others)


def test_every_problem_of_a_slot_has_a_kind_answer() -> None:
    """Whatever slot and problem meet, there is something to say."""
    for problem in Problem:
        for slot in ("capital", "income", "yield_", "horizon_years", "tax_rate", "holdings"):
            assert trouble(InvalidSlot(slot, problem)).text


def test_a_picture_says_in_words_what_it_shows() -> None:
    """The alt text names every leg with its share."""
    (chart,) = drawn(E3).charts
    assert chart.alt == (
        "Allocation of the blend: 60 % Large-cap staking, 30 % Stablecoin lending, "
        "10 % Conservative DeFi."
    )
    assert isinstance(chart, AllocationChart)
    assert sum(part.share for part in chart.slices) == 1


def test_an_empty_book_writes_plain_words() -> None:
    """A draft without figures is its template."""
    assert write("Hello.", FactBook(), closing="").text == "Hello."
