"""Options side by side: what is compared, its figures, and that no winner is named."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.advice import CompareOptionsAdvice
from core.advice.options import MOST, Way
from core.catalogue import crash_returns
from core.finance.blends import middle_yield
from core.finance.market import bundled_snapshot
from core.nlg.folding import unfolded
from core.nlg.render import render
from core.nlu.utterance import Intent, Risk, Slots
from core.requests import Frame, MissingSlot, to_request
from tests.advice.questions import ASKED_ON, COMPARISONS, advice_of

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def compared(slots: Slots) -> CompareOptionsAdvice:
    advice = advice_of(Frame(Intent.COMPARE_OPTIONS, slots))
    assert isinstance(advice, CompareOptionsAdvice)
    return advice


def text_of(advice: CompareOptionsAdvice) -> str:
    return render(advice, 7, NOON).text


def number(advice: CompareOptionsAdvice, name: str) -> Decimal:
    value = advice.book[name].value
    assert isinstance(value, Decimal)
    return value


@pytest.mark.parametrize("frame", COMPARISONS)
def test_each_option_is_for_somebody(frame: Frame) -> None:
    """Every option that works says whom it is for; none is called better or best."""
    advice = advice_of(frame)
    assert isinstance(advice, CompareOptionsAdvice)
    working = [o for o in advice.options.shown if not (o.protocol and o.protocol.failed)]
    text = unfolded(render(advice, 7, NOON)).text
    whom = re.findall(r"^.*\b[Ff]or (?:someone|at most|a small part).*", text, re.MULTILINE)
    named = [one for one in working if any(one.name in line for line in whom)]
    assert named == working or len(whom) == len(working)
    assert not re.search(r"\b(?:better|best|safest|winner)\b", text)


@pytest.mark.parametrize("frame", COMPARISONS)
def test_at_most_four_stand_side_by_side(frame: Frame) -> None:
    """More options than a phone takes are named as left out, not dropped in silence."""
    advice = advice_of(frame)
    assert isinstance(advice, CompareOptionsAdvice)
    assert 1 <= len(advice.options.shown) <= MOST
    assert all(name in text_of(advice) for name in advice.options.left_out)


def test_house_and_live_stand_side_by_side() -> None:
    """X16: ETH staking shows 3–5 % beside the 2.212 % of stETH on 2 Sep 2026 (DefiLlama)."""
    text = text_of(compared(Slots(assets=("ETH", "SOL"))))
    assert "3–5 % a year (house range); 2.21 % now (STETH on Lido, Ethereum)" in text
    assert "live rates of 2 Sep 2026" in text


def test_the_crash_year_is_that_of_the_coin() -> None:
    """X17: a year like 2022 took 67 % of ETH; half of that where half is dollars."""
    advice = compared(Slots(assets=("ETH",), topic="staking-versus-liquidity"))
    assert number(advice, "eth.loss") == -crash_returns()["ETH"].value
    assert number(advice, "eth_liquidity.loss") == number(advice, "eth.loss") / 2


def test_levels_pay_what_their_blends_pay() -> None:
    """A level's middle is that of its blend: 6.35 % for moderate (X1), its target beside it."""
    advice = compared(COMPARISONS[1].slots)
    for option in advice.options.shown:
        assert option.blend
        assert number(advice, f"{option.key}.rate_mid") == middle_yield(option.blend)
    assert number(advice, "moderate.rate_mid") == Decimal("0.0635")
    assert "published 5–7 %" in text_of(advice)


def test_an_income_out_of_reach_is_said_for_the_whole() -> None:
    """E2: from 10 % on a whole portfolio cannot be planned on, whatever an option quotes."""
    text = text_of(compared(COMPARISONS[2].slots))
    assert "From 10 % a year on, no whole portfolio can be planned on" in text
    assert "covers your income" not in text


def test_an_income_names_its_sum() -> None:
    """A capital may come from an earlier question, so the sum behind an income is named."""
    assert "Incomes are before tax, on $10,000." in text_of(compared(COMPARISONS[6].slots))


def test_two_ways_on_one_coin() -> None:
    """ "Stake or lend my ETH" sets staking against lending ETH itself, not dollars."""
    advice = compared(COMPARISONS[8].slots)
    assert [(o.way, o.coin) for o in advice.options.shown] == [
        (Way.STAKED, "ETH"),
        (Way.LENT, "ETH"),
    ]


def test_staking_oneself_stands_beside_tokens() -> None:
    """ "Staking ETH myself, Lido or Rocket Pool" are three ways, the first with its routes."""
    beside = ("lido", "rocket-pool")
    advice = compared(Slots(assets=("ETH",), protocols=beside, method="staking"))
    assert [o.way for o in advice.options.shown] == [Way.STAKED, Way.LIQUID, Way.LIQUID]
    draft = render(advice, 7, NOON)
    assert draft.text.startswith("ETH staked yourself 3–5 %, Lido 3–5 %")
    assert "Routes to stake ETH" in {button.label for row in draft.buttons for button in row}
    tokens = compared(Slots(protocols=beside))
    assert [o.way for o in tokens.options.shown] == [Way.LIQUID, Way.LIQUID]


def test_a_stablecoin_that_nothing_is_known_of_is_not_called_steady() -> None:
    """TerraUSD ended in 2022: of a coin without a source the fall is unknown, not nothing."""
    text = text_of(compared(Slots(assets=("UST", "USDC"))))
    assert "What 2022 took is not known here." in text


def test_what_is_not_known_is_said() -> None:
    """A protocol that nothing is known of is named as such; a failed one says how it ended."""
    text = text_of(compared(Slots(protocols=("aave", "anchor", "nobody"))))
    assert "Nothing is known here of Nobody." in text
    assert "It failed on 9 May 2022" in text


def test_the_page_on_the_difference_stays_a_press_away() -> None:
    """Where a page is about the comparison, the figures come first and the page by a button."""
    draft = render(compared(COMPARISONS[0].slots), 7, NOON)
    presses = [button.press for row in draft.buttons for button in row]
    assert "do:7:explain:topic=staking-versus-lending" in presses


def test_nothing_named_is_asked_for() -> None:
    """A comparison of nothing asks what to set side by side."""
    frame = Frame(Intent.COMPARE_OPTIONS, Slots())
    missing = to_request(frame, None, bundled_snapshot(), ASKED_ON)
    assert missing == MissingSlot("options", Intent.COMPARE_OPTIONS)


def test_what_all_have_in_common_is_said_once() -> None:
    """A line that every block would repeat stands under them all."""
    text = text_of(compared(Slots(protocols=("aave", "compound"))))
    assert text.count("Main risk: the program or the peg failing") == 1
    assert "\n\nBoth:\n" in text


def test_why_the_bold_level_falls_less_is_said() -> None:
    """A crash of prices takes least from the bold blend: it holds fewer coins, and says so."""
    text = text_of(compared(Slots(risk=(Risk.CONSERVATIVE, Risk.AGGRESSIVE))))
    assert "Aggressive holds fewer coins, so it fell less; more of it can fail outright." in text
