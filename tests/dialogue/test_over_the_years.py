"""Plans over years, as a conversation: how long money lasts, how it is drawn, what is supposed."""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from unittest.mock import patch

import numpy_financial as npf
import pytest

from core.catalogue import indices
from core.finance.indices import price_share
from core.finance.outlook import Way, outlook
from core.nlu.utterance import Intent
from tests.dialogue.talk import Talk

DRAWN = "I have 500k and want 2k a month, how should I withdraw"


def answered(*said: str) -> str:
    """Return the last answer's text."""
    talk = Talk()
    return [talk.say(text).draft.text for text in said][-1]


@pytest.mark.parametrize("again", ["will it last 25 years", "and does that last for 25 years?"])
def test_the_income_stays(again: str) -> None:
    """Asked whether it lasts, the plan before keeps the income that was wanted of it."""
    for first in (DRAWN, "I have 500k and want 2k a month"):
        talk = Talk()
        talk.say(first)
        turn = talk.say(again)
        assert turn.utterance.intent is Intent.WITHDRAWAL_PLAN
        assert turn.draft.text.startswith("$2,000 a month for 25 years")


def test_how_long_all_in_one_thing_lasts() -> None:
    """In what does not swing the typical time is the time of nearly every future."""
    for text in (
        "how long does 200k last at 2k a month all in stablecoins",
        "how long does 200k in USDC last at 2k a month",
    ):
        draft = Talk().say(text).draft
        assert draft.text.startswith("$2,000 a month lasts about 9 years, in nearly every future")
        assert "large-cap" not in draft.text
        assert draft.book["stablecoin_lending.weight"].value == 1


def test_how_long_a_mix_lasts() -> None:
    """Of what swings the middle is told with both tenths, in their order."""
    book = Talk().say("how long will 300k last if I take 3k a month").draft.book
    least, middle = book["least_years"].value, book["middle_years"].value
    assert Decimal(0) < least < middle  # type: ignore[operator]


class TestCalendar:
    @pytest.fixture
    def talk(self) -> Talk:
        talk = Talk()
        assert (
            "drawn every month" in talk.say("draw 1k a month from 300k, show calendar").draft.text
        )
        return talk

    def test_there_and_back(self, talk: Talk) -> None:
        """From each frequency a button and a word lead to the others."""
        talk.press("Quarterly")
        assert "drawn once a year" in talk.press("Yearly").draft.text
        assert "drawn every month" in talk.press("Monthly").draft.text
        assert "drawn every quarter" in talk.say("quarterly").draft.text
        assert "drawn every month" in talk.say("back to monthly").draft.text

    def test_reinvested(self, talk: Talk) -> None:
        """A share to reinvest takes the place of the fixed sum, and is named."""
        draft = talk.say("reinvest half").draft
        assert draft.text.startswith("The next twelve months, drawn every month, 50 % reinvested")
        first = draft.book["m1.paid"].value, draft.book["m1.drawn"].value
        assert first[1].amount == first[0].amount / 2  # type: ignore[union-attr]

    def test_tax_set_aside(self, talk: Talk) -> None:
        """Tax set aside is a column, and less is left to pay the sum from."""
        assert "  tax  you draw" in talk.say("tax set aside 20%").draft.text

    def test_buffer(self, talk: Talk) -> None:
        """A buffer is a year's withdrawals, or the sum that is named, and earns nothing."""
        assert "$12,000 is kept out of this" in talk.say("keep a cash buffer").draft.text
        assert "$20,000 is kept out" in talk.say("keep a cash buffer of 20k").draft.text


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("assume 5% growth", "coin prices grow 5 % a year (yours)"),
        ("assume -5% growth", "coin prices grow -5 % a year (yours)"),
        ("assume 80% volatility", "swing 80 % a year (yours)"),
        ("with 1% fees", "costs take 1 % a year (yours)"),
        ("assume 4% inflation", "Sums rise with 4 % inflation"),
    ],
)
def test_assumptions_change_the_answer_and_are_named(said: str, shown: str) -> None:
    """What is supposed in words changes the chances, and the answer says that it is counted."""
    talk = Talk()
    before = talk.say("will 500k last 30 years at 2k a month").draft
    after = talk.say(said).draft
    assert shown in after.text
    chance = "lasting_chance_seen"
    assert before.book[chance].value != after.book[chance].value


LIVE = "I have 300k and want 4k a month, when can I live off it in 20 years?"
LAST = "will 500k last 30 years at 2k a month"


def of_all(way: Way) -> Decimal:
    """Return what prices and pay together grow a year at the middle of what each part pays."""
    paid = sum(
        (leg.weight * indices()[leg.index].house.middle for leg in way.legs), start=Decimal(0)
    )
    return round((1 + way.growth) * (1 + paid) - 1, 9)


def of_coins(way: Way) -> Decimal:
    """Return what coin prices grow a year."""
    moving = sum(
        (leg.weight * price_share(indices()[leg.index]) for leg in way.legs), start=Decimal(0)
    )
    return round(way.growth / moving, 9)


@pytest.mark.parametrize("asked", [LIVE, LAST])
@pytest.mark.parametrize(
    ("said", "figure", "value", "told"),
    [
        (
            "assume growth of 6%",
            of_coins,
            "0.06",
            "Growth: coin prices 6 % a year in the middle of all futures (you)",
        ),
        (
            "assume growth of 0%",
            of_coins,
            "0",
            "Growth: coin prices 0 % a year in the middle of all futures (you)",
        ),
        (
            "if prices fall 3% a year",
            of_coins,
            "-0.03",
            "Growth: coin prices -3 % a year in the middle of all futures (you)",
        ),
        ("at 6% a year", of_all, "0.06", "Growth: 6 % a year (you), prices and pay together"),
        ("a return of 5%", of_all, "0.05", "Growth: 5 % a year (you), prices and pay together"),
        ("if it grows 7% a year", of_all, "0.07", "Growth: 7 % a year (you), prices and pay"),
        ("assume 5% inflation", attrgetter("inflation"), "0.05", "Inflation: 5 % a year (you)"),
        (
            "assume 80% volatility",
            attrgetter("volatility"),
            "0.8",
            "Swings: 80 % a year on the whole (you)",
        ),
        ("with 2% fees", attrgetter("fee"), "0.02", "Costs: 2 % a year (you)"),
        ("assume 25% tax", attrgetter("tax"), "0.25", "Tax: 25 % of what is paid (you)"),
    ],
)
def test_what_is_supposed_is_what_is_simulated(
    asked: str, said: str, figure: Callable[[Way], Decimal], value: str, told: str
) -> None:
    """The page of assumptions names the person's own figure, and what is simulated has it."""
    talk = Talk()
    talk.say(asked)
    with patch("core.advice.likelihood.outlook", wraps=outlook) as simulated:
        book = talk.say(said).draft.book
    ways = [call.args[0] for call in simulated.call_args_list]
    main = [way for way in ways if way.growth == book["price_growth"].value and len(way.legs) > 1]
    assert {figure(way) for way in main} == {Decimal(value)}
    page = talk.say("assumptions").draft.text
    assert told in page


def test_the_last_word_on_growth_counts() -> None:
    """A return takes in the growth of prices named before it, and the other way round."""
    talk = Talk()
    talk.say(LIVE)
    assert "coin_growth" not in talk.say("at 8% a year").draft.book
    assert "rate_low" not in talk.say("assume growth of 3%").draft.book
    both = talk.say("at 8% a year with coin growth of 3%").draft.text
    assert "together grow 8 % a year (yours), which leaves prices -0.18 %, not 3 %" in both


@pytest.mark.parametrize("asked", [LIVE, LAST])
def test_more_growth_is_never_less_likely(asked: str) -> None:
    """A higher growth of prices, or a higher return, never lowers the chance."""
    for said in ("assume growth of {}%", "at {}% a year"):
        talk = Talk()
        talk.say(asked)
        books = [talk.say(said.format(size)).draft.book for size in (1, 6, 12)]
        name = "horizon_chance" if asked is LIVE else "lasting_chance_seen"
        chances = [book[name].value for book in books]
        assert chances == sorted(chances)  # type: ignore[type-var]
        assert chances[0] < chances[-1]  # type: ignore[operator]


@pytest.mark.parametrize(
    "said", ["with a return of 6%", "at 6%", "if it earns 6% a year", "at 6% a year"]
)
def test_a_return_beside_a_sum_to_draw_is_counted(said: str) -> None:
    """It is no share to draw, and it is never passed over in silence."""
    draft = Talk().say(f"will 1.2m last 30 years at 5k a month {said}").draft
    assert "prices and pay together grow 6 % a year (yours)" in draft.text


def test_assumptions_on_a_later_income() -> None:
    """An income wanted later is told with the person's own assumptions, too."""
    text = answered("I'm 50, 1.5m, want 75k a year in five years", "assume 80% volatility")
    assert "Counted with swings of 80 % a year, as you said." in text


def test_an_assumption_waits_for_a_simulation() -> None:
    """Where no prices are counted it is said so, and kept for the question that counts them."""
    talk = Talk()
    talk.say("I have 300k and want 1.5k a month")
    assert "counts what is paid and not what prices do" in talk.say("assume 5% growth").draft.text
    assert "grow 5 % a year (yours)" in talk.press("Will it last?").draft.text


def test_another_currency_is_converted_or_named() -> None:
    """A contribution in another currency never carries a plan away in silence."""
    later = answered("I have 100k and want 2k a month", "what if I add 500 euros a month")
    assert "$2,000 a month" in later
    assert "Converted at" in later
    at_once = answered("I have 100k, add 500 euros a month, when can I live off 2k a month")
    assert "all are taken as euros" in at_once
    both = answered("I have 100k dollars, add 500 euros a month, when can I live off 2k a month")
    assert "You start from $100,000" in both


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("withdraw 500k from 100k", "is all there is, or more"),
        ("will 500k last 0 years at 2k a month", "from a month to a century"),
        ("will 500k last 200 years at 1k a month", "from a month to a century"),
        ("I'm 60 and want to retire at 50 with 500k and 2k a month", "not after the age you are"),
        ("will 500k last 30 years at 2k a month, assume 500% growth", "Which growth a year"),
    ],
)
def test_what_makes_no_sense_is_explained(text: str, said: str) -> None:
    """Horizons, rates, ages and sums that make no sense are asked about, and never counted."""
    draft = Talk().say(text).draft
    assert said in draft.text
    assert not draft.charts


def test_what_is_taken_out_is_no_part_of_the_rest() -> None:
    """A sum taken out at once leaves the rest to draw on."""
    draft = Talk().say("take 50k out of my 500k, how should I draw on the rest").draft
    assert draft.book["capital"].value.amount == 450_000  # type: ignore[union-attr]


def test_guardrails_stand_beside_a_fixed_sum() -> None:
    """A sum that is wanted is told as it lasts when it may bend, which is longer."""
    book = Talk().say("guardrails for 1m, 4k a month").draft.book
    bent, fixed = book["guarded.chance"].value, book["lasting_chance_seen"].value
    assert bent > fixed  # type: ignore[operator]


def test_what_is_saved_is_not_what_is_wanted() -> None:
    """Of two sums a month the one beside savings is added, and one retires on the other."""
    text = answered("I'm 30, 20k saved, 500 a month, retire at 55 on 3k a month, is that doable")
    assert "$3,000 a month takes" in text
    assert "You start from $20,000 and $500 a month" in text


def test_a_fan_that_is_cut_off_says_so() -> None:
    """Where the bands are higher than the picture a line under it says that they go on."""
    (fan,) = Talk().say("will 500k last 30 years at 2k a month").draft.charts
    assert "go on above the picture" in fan.source_line


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("300k and I add 500 a month", "You start from $300,000 and $500 a month"),
        ("I have 300k and I add 500 a month", "You start from $300,000 and $500 a month"),
        ("500 a month", "You start from $500 a month"),
        ("300k", "You start from $300,000."),
    ],
)
def test_a_reply_may_tell_more(reply: str, told: str) -> None:
    """What is told beside the figure that was asked for counts, and what recurs is no capital."""
    assert told in answered("when can I live off 3k a month?", reply)


def test_an_age_beside_the_reply_counts() -> None:
    """Who says an age with the capital is given the blend of that age."""
    talk = Talk()
    talk.say("when can I live off 3k a month?")
    turn = talk.say("I have 300k and I'm 30")
    assert turn.state.frame
    assert turn.state.frame.slots.age == 30


def test_an_age_is_no_time_to_last() -> None:
    """Asked for how many years, an age is not taken as them."""
    talk = Talk()
    talk.say("will 500k last 200 years at 1k a month")
    talk.say("I'm 50")
    assert "50 years" not in talk.say("show working").draft.text
    assert talk.state.frame
    assert talk.state.frame.slots.horizon_years is None


def test_holdings_asked_for_are_those_to_rebalance() -> None:
    """Shares that were asked for are rebalanced, and not kept as holdings without a size."""
    talk = Talk()
    talk.say("do I need to rebalance")
    assert talk.say("60% ETH 40% USDC").utterance.intent is Intent.REBALANCE


@pytest.mark.parametrize(
    "said",
    [
        ("will 500k last 30 years at 2k a month", "and I add 500 a month"),
        ("will 500k last 30 years at 2k a month if I add 500 a month",),
        ("draw 2k a month from 500k, show calendar", "and I add 500 a month"),
    ],
)
def test_what_is_added_is_named_beside_what_is_drawn(said: tuple[str, ...]) -> None:
    """A contribution to a plan to draw is counted at once, and the answer says how."""
    assert "You add $500 a month, so only $1,500 a month is drawn." in answered(*said)


def test_more_added_than_drawn() -> None:
    """Who adds more than is wanted draws nothing, and needs no cash for it."""
    text = answered("will 500k last 30 years at 2k a month", "and I add 3000 a month")
    assert "The $3,000 a month that you add covers it: nothing is drawn." in text
    assert "in cash" not in text


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        *(
            (f"what is {name}", "Tax lots: FIFO, LIFO and HIFO")
            for name in ("fifo", "lifo", "HIFO")
        ),
        ("fifo vs lifo", "Tax lots: FIFO, LIFO and HIFO"),
        ("what are guardrails", "Guardrails"),
        ("how do guardrails work?", "Guardrails"),
    ],
)
def test_lots_and_guardrails_are_explained(asked: str, title: str) -> None:
    """The words of the methods have pages, short and long."""
    talk = Talk()
    assert talk.say(asked).draft.text.startswith(title)
    assert len(talk.press("More").draft.text) > 400


@pytest.mark.parametrize(
    ("said", "figure"),
    [
        ("assume no inflation", "inflation"),
        ("without inflation", "inflation"),
        ("no fees", "holding_fee"),
        ("assume flat prices", "coin_growth"),
        ("assume no growth", "coin_growth"),
    ],
)
def test_what_is_supposed_to_be_nothing_is_counted_as_nothing(said: str, figure: str) -> None:
    """An assumption is ruled out in words as it is changed in words."""
    talk = Talk()
    talk.say(LAST)
    assert talk.say(said).draft.book[figure].value == 0


def test_an_income_for_a_time_takes_less() -> None:
    """An income for some years is that sum in cash, or an annuity at the middle yield (npf.pv)."""
    short = Talk().say("I need 3k a month for 6 months").draft
    assert short.text.startswith("$3,000 a month for 0.5 years takes $18,000, kept in cash.")
    book = Talk().say("how much capital for 2k a month for 10 years").draft.book
    rate = float(book["blend_yield_mid"].value)  # type: ignore[arg-type]
    monthly = (1 + rate) ** (1 / 12) - 1
    value = float(book["term_capital"].value.amount)  # type: ignore[union-attr]
    assert value == pytest.approx(-npf.pv(monthly, 120, 2000))


def test_an_income_for_a_time_from_a_capital_is_drawn() -> None:
    """With a capital it is asked whether that lasts so long, and not what it pays until then."""
    turn = Talk().say("I need 3k a month for 6 months from 300k")
    assert turn.utterance.intent is Intent.REQUIRED_YIELD
    assert turn.draft.text.startswith("$3,000 a month for 0.5 years: a chance of")


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("what does 300k earn at 5% with 3% inflation", "After 3 % inflation a year $485 a month"),
        ("what would 300k earn after inflation", "After 3 % inflation a year (assumed) $121 to"),
    ],
)
def test_an_income_after_inflation(asked: str, left: str) -> None:
    """What keeps the money's worth is taken off: (300,000 + 15,000) / 1.03 - 300,000 a year."""
    assert left in Talk().say(asked).draft.text


@pytest.mark.parametrize("asked", ["when can I live off 3k a month with 200k", LAST])
def test_an_absurd_rate_is_counted_with_a_warning(asked: str) -> None:
    """A rate that no whole portfolio can be planned on is never answered without saying so."""
    warning = "from 10 % a year on no whole portfolio can be planned on"
    assert warning in answered(asked, "at 5000% a year")
    assert warning not in answered(asked, "at 6% a year")


@pytest.mark.parametrize(
    "said",
    [
        ("rebalance 10 ETH and 20000 USDC, adding 5k",),
        ("rebalance 10 ETH and 20000 USDC", "with 5k new money"),
    ],
)
def test_new_money_is_put_in_first(said: tuple[str, ...]) -> None:
    """A sum that is put in once counts beside what is held, and takes the place of a sale."""
    talk = Talk()
    book = [talk.say(text).draft.book for text in said][-1]
    assert book["new_money"].value.amount == 5000  # type: ignore[union-attr]


def test_new_money_beside_shares_alone() -> None:
    """Without the size of the whole it cannot be put in, and that is said."""
    text = answered("rebalance 70% ETH 30% USDC with 10k new money, moderate")
    assert "Your new money is not counted" in text


def test_a_growth_that_is_supposed_shows_where_growth_is_the_way() -> None:
    """Who has to grow first is told the changed chances, also in a short answer (E5)."""
    talk = Talk()
    talk.say("I'm 35, 750k, want 100k a year")
    none = talk.say("assume growth of 0%").draft
    more = talk.say("assume growth of 10%").draft
    assert "Counted with coin prices that grow 10 % a year, as you said." in more.text
    name = "growth_steady_chance"
    assert none.displays[name] < more.displays[name]


def test_what_does_not_swing_grows_at_the_rate_named() -> None:
    """Of stablecoins at a rate it is not said that they swing."""
    text = answered("will 500k in stablecoins last 20 years at 3k a month at 5% a year")
    assert "Assumed: it grows 5 % a year (yours) in the middle." in text
