"""What a message says beside its main slots: how a rate is quoted, a pool's shape, a wish."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.nlu.parser import understand
from core.nlu.utterance import Context, Intent, PoolShape, Quote, Rate, Slots, StakingWish

NOW = Context(datetime(2026, 11, 25, tzinfo=UTC))


def read(text: str) -> Slots:
    return understand(text, NOW).slots


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("what's 5% apr in apy compounded daily?", Quote("apr", Decimal(365))),
        ("12% APY to APR, monthly compounding", Quote("apy", Decimal(12))),
        ("which APY is 5% APR?", Quote("apr")),
        ("10% apr compounding every second", Quote("apr", Decimal(31_536_000))),
        ("convert 4% apr to apy weekly", Quote("apr", Decimal(52))),
        ("what does 6% with a 10% fee leave?", Quote(fee=Decimal("0.1"))),
        ("what is 8% after 25% tax", None),
        ("8% apr weekly", Quote("apr", Decimal(52))),
        ("20% apr paid hourly", Quote("apr", Decimal(8760))),
        ("what does 4% staking really pay with 3% dilution", Quote(dilution=Decimal("0.03"))),
        ("eth staking 3% with 0.6% issuance real yield?", Quote(dilution=Decimal("0.006"))),
        ("ATOM pays 18% but 14% dilution", Quote(dilution=Decimal("0.14"))),
        ("validator takes 8% of my 6% rewards", Quote(fee=Decimal("0.08"))),
        ("i get 4.5% apr, lido takes 10%", Quote("apr", fee=Decimal("0.1"))),
        ("6% after 1% management fee and 2% inflation", Quote(cost=Decimal("0.01"))),
        ("i want 5% net, tax is 26.375%, how much gross", Quote(net=True)),
        ("gross up 4% at 40% tax", Quote(net=True)),
    ],
)
def test_how_a_rate_is_quoted(text: str, quote: Quote | None) -> None:
    """What stands after the rate is its kind; the frequency stands by "compounding"."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.EXPLAIN
    assert utterance.slots.quote == quote


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("impermanent loss in an 80/20 ETH/USDC pool", PoolShape(weight=Decimal("0.8"))),
        ("70% ETH 30% USDC balancer pool, ETH doubles", PoolShape(weight=Decimal("0.7"))),
        (
            "impermanent loss ETH/USDC range 0.8 to 1.25 when ETH doubles",
            PoolShape(low=Decimal("0.8"), high=Decimal("1.25"), start=Decimal(1)),
        ),
        (
            "my ETH/USDC range is 20% below to 25% above, ETH falls 30%",
            PoolShape(low=Decimal("0.80"), high=Decimal("1.25"), start=Decimal(1)),
        ),
        (
            "concentrated ETH/USDC position, 10% either side, ETH falls 30%",
            PoolShape(low=Decimal("0.9"), high=Decimal("1.1"), start=Decimal(1)),
        ),
        (
            "uniswap ETH/USDC range $1,500-$2,500, ETH at 2000 drops 30%",
            PoolShape(low=Decimal(1500), high=Decimal(2500), start=Decimal(2000)),
        ),
        (
            "ETH/USDC concentrated between 1500 and 4000, price goes to 3500",
            PoolShape(low=Decimal(1500), high=Decimal(4000), end=Decimal(3500)),
        ),
        (
            "impermanent loss ETH/USDC range 2500 to 1500",
            PoolShape(low=Decimal(1500), high=Decimal(2500)),
        ),
        ("impermanent loss of ETH/USDC if ETH goes to 5000", PoolShape(end=Decimal(5000))),
        ("impermanent loss if ETH doubles", None),
    ],
)
def test_the_shape_of_a_pool(text: str, shape: PoolShape | None) -> None:
    """Weights, ranges in money or against today's price, and the price that is gone to."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.IMPERMANENT_LOSS
    assert utterance.slots.pool == shape
    assert utterance.slots.capital is None


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("how do I stake 5 ETH, I want to stay liquid", StakingWish(liquid=True)),
        ("how to stake SOL without lockup", StakingWish(liquid=True)),
        ("I want to run my own validator, how do I stake 40 ETH", StakingWish(skill=3)),
        ("simplest way to stake SOL", StakingWish(skill=1)),
        ("how do I stake DOT", None),
    ],
)
def test_what_a_staker_wants(text: str, wish: StakingWish | None) -> None:
    """A way out at once, or more or less work than a wallet."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.STAKING_ADVICE
    assert utterance.slots.wish == wish


def test_how_much_of_a_pool_is_lent_out() -> None:
    """One share, or two where it rises; it is no yield."""
    assert read("what if utilization hits 99%").utilisation == Rate(
        Decimal("0.99"), Decimal("0.99")
    )
    rising = read("aave utilisation goes from 80 to 95%, what then")
    assert rising.utilisation == Rate(Decimal("0.80"), Decimal("0.95"))
    assert rising.yield_ is None


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("replay 2022 on an aggressive blend", "crash_year"),
        ("what if everything goes wrong at once", "together"),
        ("what if stETH trades at a discount", "staking_scare"),
        ("what if a stablecoin loses its peg", "depeg"),
        ("usdc depegs", "depeg"),
        ("what happens if usdc loses its peg", "depeg"),
        ("stETH loses its peg", "staking_scare"),
        ("what if the biggest protocol fails", "protocol_failure"),
        ("what if all yields halve", "yields_halve"),
        ("stress my plan", None),
    ],
)
def test_the_scenarios_of_the_house_have_names(text: str, scenario: str | None) -> None:
    """A scenario that is named is tried by itself; without a name all are."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.STRESS_TEST
    assert utterance.slots.scenario == scenario
