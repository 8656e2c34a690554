"""Several shocks in one message: each that is named is read, with its own size."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations

import pytest

from core.nlu.parser import understand
from core.nlu.utterance import Amount, Blow, Context, Holding, Intent, Shock

NOW = Context(datetime(2026, 11, 22, 12, tzinfo=UTC))

CLAUSES = {
    "ETH drops 60 %": ("ETH", "-0.6"),
    "btc falls by 40%": ("BTC", "-0.4"),
    "sol loses half": ("SOL", "-0.5"),
    "ada -70": ("ADA", "-0.7"),
    "usdc depegs": ("USDC", None),
    "usdt at 0.9": ("USDT", "-0.1"),
    "aave gets hacked": ("aave", "-1"),
    "lido fails": ("lido", "-1"),
    "yields halve": ("yields", "-0.5"),
}


@pytest.mark.parametrize("pair", [*permutations(CLAUSES, 2)], ids=" + ".join)
@pytest.mark.parametrize("joint", [" and ", ", "])
def test_two_clauses_are_two_shocks(pair: tuple[str, str], joint: str) -> None:
    """Whatever is named first, the other is not dropped."""
    read = understand(f"what if {joint.join(pair)}", NOW)
    said = {
        (blow.subject, str(blow.change) if blow.change is not None else None)
        for blow in read.slots.shocks
    }
    assert read.intent is Intent.STRESS_TEST
    assert said == {CLAUSES[clause] for clause in pair}


@pytest.mark.parametrize(
    ("text", "shocks"),
    [
        ("what if lido and aave both fail", "lido -1, aave -1"),
        ("aave/lido hacked, what do I lose", "aave -1, lido -1"),
        ("what if lido fails and aave too", "lido -1, aave -1"),
        ("if aave, compound and morpho all get hacked", "aave -1, compound -1, morpho -1"),
        ("what if sky and maple both get hacked", "sky -1, maple -1"),
        ("failure of aave and lido", "aave -1, lido -1"),
        ("binance and coinbase both go bankrupt", "binance -1, coinbase -1"),
        ("if BTC falls 40 % and ETH 70 %", "BTC -0.4, ETH -0.7"),
        ("what if btc drops 40, eth 70 and sol 90", "BTC -0.4, ETH -0.7, SOL -0.9"),
        ("btc down 40 eth 70 sol 90 what then", "BTC -0.4, ETH -0.7, SOL -0.9"),
        ("eth drops 50-60% and btc 40", "ETH -0.6, BTC -0.4"),
        ("a 50% drop in eth and 30% in btc, what happens", "ETH -0.5, BTC -0.3"),
        ("what if btc and eth both halve", "BTC -0.5, ETH -0.5"),
        ("eth -50, btc -30?", "ETH -0.5, BTC -0.3"),
        ("eth -50 btc -30 sol -60", "ETH -0.5, BTC -0.3, SOL -0.6"),
        ("ETH -50% and usdc depegs", "ETH -0.5, USDC"),
        ("crypto halves, usdc at 0.9 and aave hacked", "market -0.5, USDC -0.1, aave -1"),
        ("crypto -50, stables depeg, yields halve", "market -0.5, stablecoins, yields -0.5"),
        ("what if usdc and usdt go to 90 cents", "USDC -0.1, USDT -0.1"),
        ("what if a stablecoin depegs and eth drops 40%", "stablecoin, ETH -0.4"),
        ("what if steth depegs and eth halves", "STETH, ETH -0.5"),
        ("what if usdc loses its peg and lido is hacked", "USDC, lido -1"),
        ("what if sol goes to zero and eth drops 70%", "SOL -1, ETH -0.7"),
        ("what if eth doubles and btc halves", "ETH 1, BTC -0.5"),
        ("what if eth staking yields halve", "yields -0.5"),
    ],
)
def test_every_shock_is_read(text: str, shocks: str) -> None:
    """A movement left out, a shared one, and the terse style of a chat."""
    said = understand(text, NOW).slots.shocks
    assert ", ".join(f"{one.subject} {one.change or ''}".strip() for one in said) == shocks


def test_a_price_in_dollars_is_a_level() -> None:
    """What a fall to a price comes to is for the one who knows the price of today."""
    read = understand("what if eth goes to $1000 and btc to 40k", NOW)
    assert read.slots.blows == (
        Blow("ETH", None, Decimal(1000)),
        Blow("BTC", None, Decimal(40_000)),
    )


@pytest.mark.parametrize(
    "text",
    [
        "70% ETH 30% USDC, what if ETH drops 50%",
        "I have 10 ETH and 20k USDC, what if ETH halves",
        "what does 50k in USDC earn at 6 %",
        "compare ETH at 3% with USDC at 6%",
        "I have 300k in crypto, eth drops 50%",
        "100k in ETH, BTC drops 40%",
        "what if inflation doubles",
    ],
)
def test_what_is_held_or_paid_is_no_further_shock(text: str) -> None:
    """Shares, quantities and rates beside a shock stay what they are."""
    assert understand(text, NOW).slots.blows == ()


@pytest.mark.parametrize(
    "text",
    [
        "50k in ETH and 50k in SOL, eth -50 sol -80",
        "I hold 10 ETH and 20k USDC. ETH -50%, USDC at 0.9 and the yields halve",
    ],
)
def test_what_is_held_and_several_shocks_are_a_test(text: str) -> None:
    """Holdings that are told with shocks are tried, and not only kept."""
    read = understand(text, NOW)
    assert read.intent is Intent.STRESS_TEST
    assert len(read.slots.shocks) > 1
    assert all((one.quantity or 0) >= 0 for one in read.slots.holdings)


@pytest.mark.parametrize(
    "text",
    [
        "what if steth trades at a 10% discount",
        "what if steth trades at a discount of 10%",
        "what if stETH loses 10% against ETH",
        "10% discount on steth",
    ],
)
def test_a_discount_is_a_fall_against_the_coin(text: str) -> None:
    """A staking token under its coin is that scenario, of the size that was said."""
    read = understand(text, NOW)
    assert read.intent is Intent.STRESS_TEST
    assert read.slots.scenario == "staking_scare"
    assert read.slots.shock == Shock("STETH", Decimal("-0.1"))


def test_a_fall_against_another_coin_is_no_discount() -> None:
    """ETH is not tied to BTC."""
    read = understand("what if eth drops 30% against btc", NOW)
    assert (read.slots.scenario, read.slots.shock) == (None, Shock("ETH", Decimal("-0.3")))


@pytest.mark.parametrize(
    ("text", "subject", "change"),
    [
        ("staked eth trades 10 % below eth", "staking-tokens", "-0.1"),
        ("lst discount of 7%", "staking-tokens", "-0.07"),
        ("liquid staking tokens trade at 0.93 eth", "staking-tokens", "-0.07"),
        ("what if steth trades 8% under eth", "STETH", "-0.08"),
        ("steth at 0.93 eth", "STETH", "-0.07"),
    ],
)
def test_a_discount_is_told_in_many_ways(text: str, subject: str, change: str) -> None:
    """Of one token or of all, as a percentage or as what it trades for; no coin is held by that."""
    read = understand(text, NOW)
    assert (read.intent, read.slots.scenario) == (Intent.STRESS_TEST, "staking_scare")
    assert Blow(subject, Decimal(change)) in read.slots.shocks
    assert read.slots.holdings == ()


def test_what_is_held_is_tried_and_not_only_kept() -> None:
    """A shock that is supposed of what is told is the question."""
    read = understand("i hold 10 steth, what if it trades at a 10% discount", NOW)
    assert read.intent is Intent.STRESS_TEST
    assert read.slots.holdings == (Holding("STETH", Decimal(10)),)
    read = understand("10 eth staked with lido, 20k usdc lent on aave, lido hacked", NOW)
    assert (read.intent, read.slots.shock) == (Intent.STRESS_TEST, Shock("lido", Decimal(-1)))


@pytest.mark.parametrize(
    ("text", "blow"),
    [
        ("yields drop to 2%", Blow("yields", None, Decimal("0.02"))),
        ("what if rates fall to 2 %", Blow("yields", None, Decimal("0.02"))),
        ("yields go to zero", Blow("yields", Decimal(-1))),
        ("what if eth trades below 2000", Blow("ETH", None, Decimal(2000))),
        ("usdt at 87c", Blow("USDT", Decimal("-0.13"))),
        ("stablecoin at 87 cents", Blow("stablecoins", Decimal("-0.13"))),
        ("eth loses three quarters of its value", Blow("ETH", Decimal("-0.75"))),
        ("eth falls by 3 quarters", Blow("ETH", Decimal("-0.75"))),
        ("crypto -50%", Blow("market", Decimal("-0.5"))),
        ("market down 50", Blow("market", Decimal("-0.5"))),
        ("sol to zero", Blow("SOL", Decimal(-1))),
        ("eth drops 60", Blow("ETH", Decimal("-0.6"))),
        ("aave gets hacked", Blow("aave", Decimal(-1))),
    ],
)
def test_a_blow_in_few_words_is_a_question(text: str, blow: Blow) -> None:
    """What is thought of is told in the present, with the size in percent, parts or prices."""
    read = understand(text, NOW)
    assert read.intent is Intent.STRESS_TEST
    assert read.slots.shocks == (blow,)
    assert read.slots.capital is None


def test_what_is_held_does_not_fall_with_what_comes_beside_it() -> None:
    """Shares of a holding stand before "with", and the shocks behind it."""
    text = "stress test 60% eth 40% usdc with eth -70 and usdc at .95"
    read = understand(text, NOW)
    assert read.slots.shocks == (Blow("ETH", Decimal("-0.7")), Blow("USDC", Decimal("-0.05")))


@pytest.mark.parametrize("text", ["eth dropped 60% last year", "will eth drop 60%"])
def test_what_was_and_what_will_be_are_no_tests(text: str) -> None:
    """History and predictions stay outside."""
    assert understand(text, NOW).intent is Intent.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("biggest protocol gets hacked", "protocol_failure"),
        ("what could a protocol failure cost me", "protocol_failure"),
        ("my income halves", "yields_halve"),
        ("halve the yields", "yields_halve"),
        ("worst of all", "together"),
        ("rates get cut in half", "yields_halve"),
        ("steth discount", "staking_scare"),
        ("a stablecoin loses its peg", "depeg"),
        ("what would 2022 do to 100k", "crash_year"),
    ],
)
def test_a_scenario_is_named_in_few_words(text: str, scenario: str) -> None:
    """What the house has a scenario of is asked for by its name alone."""
    read = understand(text, NOW)
    assert (read.intent, read.slots.scenario) == (Intent.STRESS_TEST, scenario)


def test_several_kinds_come_together() -> None:
    """Every kind of shock of one message is tried, however it is told."""
    read = understand("market -50%, usdt 0.9, rates halved, steth 5% discount", NOW)
    assert [(one.subject, str(one.change)) for one in read.slots.shocks] == [
        ("market", "-0.5"),
        ("USDT", "-0.1"),
        ("yields", "-0.5"),
        ("STETH", "-0.05"),
    ]
    read = understand("2022 plus a stablecoin depeg", NOW)
    assert (read.slots.scenario, read.slots.shocks) == ("crash_year", (Blow("stablecoin", None),))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "what do i lose if usdc drops 13 percent and i hold 50k of it",
            Holding("USDC", value=Amount(Decimal(50_000))),
        ),
        ("i have 200k in eth, eth -50%", Holding("ETH", value=Amount(Decimal(200_000)))),
        ("depeg of usdc to 90c, i have 20 eth", Holding("ETH", quantity=Decimal(20))),
    ],
)
def test_what_is_told_beside_a_shock_is_what_it_hits(text: str, held: Holding) -> None:
    """A sum "of it" is in the coin that falls, and a fall below zero is no holding to keep."""
    read = understand(text, NOW)
    assert read.intent is Intent.STRESS_TEST
    assert read.slots.holdings == (held,)
