"""What a message says beside its main slots: how a rate is quoted, a pool's shape, a wish."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.nlu.described import LendingTerms, Loop, PoolShape, StakingWish, Told
from core.nlu.parser import understand
from core.nlu.utterance import Context, Intent, Quote, Rate, Shock, Slots

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
        ("4% after tax at 35% what gross", Quote(net=True)),
        ("what nominal rate gives me 7% effective monthly compounding", Quote("apy", Decimal(12))),
        ("effective annual yield of 6% nominal paid quarterly", Quote("apr", Decimal(4))),
        ("5% compounded daily for a year", Quote(compounded=Decimal(365))),
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
        (
            "impermanent loss eth/usdc in a 1500-3500 range at 2500",
            PoolShape(low=Decimal(1500), high=Decimal(3500), start=Decimal(2500)),
        ),
        (
            "concentrated liquidity 1500-3500 eth now 2500 il?",
            PoolShape(low=Decimal(1500), high=Decimal(3500), start=Decimal(2500)),
        ),
        (
            "range reversed 3500-1500 eth usdc at 2500 il",
            PoolShape(low=Decimal(1500), high=Decimal(3500), start=Decimal(2500)),
        ),
        (
            "my range is 1500/3500 and eth is 2500 now whats the il at 3200",
            PoolShape(
                low=Decimal(1500), high=Decimal(3500), start=Decimal(2500), end=Decimal(3200)
            ),
        ),
        (
            "impermanent loss if eth goes from 2500 to 4000 in 1500-3500 range",
            PoolShape(
                low=Decimal(1500), high=Decimal(3500), start=Decimal(2500), end=Decimal(4000)
            ),
        ),
        (
            "eth goes to 4000 from 2000 impermanent loss",
            PoolShape(start=Decimal(2000), end=Decimal(4000)),
        ),
        (
            "eth usdc clmm min 1500 max 3500 current 2500",
            PoolShape(low=Decimal(1500), high=Decimal(3500), start=Decimal(2500)),
        ),
        (
            "il for sol/usdc range 50-80, sol at 62",
            PoolShape(low=Decimal(50), high=Decimal(80), start=Decimal(62)),
        ),
        (
            "IL eth/usdc ±10% range if eth moves 8%",
            PoolShape(low=Decimal("0.9"), high=Decimal("1.1"), start=Decimal(1)),
        ),
        (
            "il in a -20%/+30% range if eth falls 25%",
            PoolShape(low=Decimal("0.8"), high=Decimal("1.3"), start=Decimal(1)),
        ),
        (
            "i entered eth/usdc lp at 2500, its 3500 now, what is my il",
            PoolShape(start=Decimal(2500), end=Decimal(3500)),
        ),
        (
            "impermanant loss calc: eth 3000->6000",
            PoolShape(start=Decimal(3000), end=Decimal(6000)),
        ),
        (
            "il btc/eth 0.03-0.05 price 0.04",
            PoolShape(low=Decimal("0.03"), high=Decimal("0.05"), start=Decimal("0.04")),
        ),
        ("impermanent loss if ETH doubles", None),
        ("what fee apr do I need to break even if sol goes up 150%", None),
    ],
)
def test_the_shape_of_a_pool(text: str, shape: PoolShape | None) -> None:
    """Weights, ranges in money or against today's price, and the price that is gone to."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.IMPERMANENT_LOSS
    assert utterance.slots.pool == shape
    assert utterance.slots.capital is None


@pytest.mark.parametrize(
    ("text", "capital", "prices", "years", "volatility"),
    [
        (
            "10k in an eth/usdc v3 position 2000-4000, eth now 3000, what if it hits 4500",
            10_000,
            (2000, 4000, 3000, 4500),
            None,
            None,
        ),
        (
            "il eth/usdc in a 1500-3500 range at 2500 if eth goes to 3200, 10k",
            10_000,
            (1500, 3500, 2500, 3200),
            None,
            None,
        ),
        (
            "i lp eth/usdc from 1500 to 3500, its at 2500 now, put in 5k. il if it goes to 1800",
            5_000,
            (1500, 3500, 2500, 1800),
            None,
            None,
        ),
        (
            "price range 1500 3500, im at 2500, eth/usdc, 20000 usd in, vol 70% for 3 months",
            20_000,
            (1500, 3500, 2500, None),
            "0.25",
            "0.7",
        ),
        (
            "uniswap v3 eth/usdc, 1500 to 3500, price 2500, 10k deposited, 60% volatility, 90 days",
            10_000,
            (1500, 3500, 2500, None),
            "0.2466",
            "0.6",
        ),
        (
            "eth/usdc v3 lower 2000 upper 3000 now 2500 deposit 5000 how much il at 2800",
            5_000,
            (2000, 3000, 2500, 2800),
            None,
            None,
        ),
        (
            "put 5000 into 1800-2600 eth/usdc at 2200",
            5_000,
            (1800, 2600, 2200, None),
            None,
            None,
        ),
    ],
)
def test_money_and_prices_of_a_pool_are_told_apart(
    text: str,
    capital: int,
    prices: tuple[int | None, ...],
    years: str | None,
    volatility: str | None,
) -> None:
    """Each amount is what the words beside it say, whatever its size."""
    utterance = understand(text, NOW)
    said = utterance.slots
    assert utterance.intent is Intent.IMPERMANENT_LOSS
    assert said.capital
    assert said.capital.amount == capital
    assert said.pool
    assert (said.pool.low, said.pool.high, said.pool.start, said.pool.end) == prices
    assert said.horizon_years == (Decimal(years) if years else None)
    assert said.volatility == (Decimal(volatility) if volatility else None)


@pytest.mark.parametrize(
    ("text", "shock"),
    [
        ("il if eth goes +10,000%", Shock("ETH", Decimal(100))),
        ("60/40 weighted btc eth pool, btc +50%", Shock("BTC", Decimal("0.5"))),
        ("IL when price changes by 40%", Shock("market", Decimal("0.4"))),
        ("il if sol 1.5x", Shock("SOL", Decimal("0.5"))),
        ("il eth 0.5x", Shock("ETH", Decimal("-0.5"))),
        ("il on 50/50 sol/usdc 5000$ sol to 0", Shock("SOL", Decimal(-1))),
        ("eth/usdc 0.3% pool il if eth +50%", Shock("ETH", Decimal("0.5"))),
    ],
)
def test_a_move_of_a_pool_needs_no_word_for_it(text: str, shock: Shock) -> None:
    """A coin beside a percentage, a multiple or nothing at all moves by that."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.IMPERMANENT_LOSS
    assert utterance.slots.shock == shock


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("how do I stake 5 ETH, I want to stay liquid", StakingWish(liquid=True)),
        ("how to stake SOL without lockup", StakingWish(liquid=True)),
        ("I want to run my own validator, how do I stake 40 ETH", StakingWish(skill=3)),
        ("simplest way to stake SOL", StakingWish(skill=1)),
        ("how do I stake DOT", None),
        ("unstake time for dot and atom", StakingWish(about="out")),
        ("how long is sol locked when staked", StakingWish(about="out")),
        ("minimum to stake eth", StakingWish(about="least")),
        ("what commission do cosmos validators take", StakingWish(about="fee")),
        ("can i lose my eth when staking", StakingWish(about="lost")),
        ("i have 40 eth, solo or lido", None),
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
    ("text", "utilisation", "terms"),
    [
        ("usdc pool at 92% utilization with kink 80", ("0.92", "0.92"), {"kink": "0.8"}),
        ("my usdc on aave at 4%, utilization from 80 to 90, new rate?", ("0.8", "0.9"), {}),
        ("lending pool util goes 70 -> 95 what does it do to my apy", ("0.7", "0.95"), {}),
        ("what if utilisation falls from 95 to 80", ("0.95", "0.8"), {}),
        ("usdc aave util 97% what do i earn", ("0.97", "0.97"), {}),
        ("aave rate at full utilisation", ("1", "1"), {}),
        ("rates on aave if 90% is borrowed", ("0.9", "0.9"), {}),
        ("morpho usdc market 100% utilized, stuck?", ("1", "1"), {}),
        (
            "reserve factor 10%, borrow rate 6%, util 80%, supply apy?",
            ("0.8", "0.8"),
            {"reserve": "0.1", "borrow": "0.06"},
        ),
        (
            "kink at 90, slope1 4%, slope2 60%, util 95%",
            ("0.95", "0.95"),
            {"kink": "0.9", "slope": "0.04", "steep": "0.6"},
        ),
        ("kink 120% utilisation 90", ("0.9", "0.9"), {"kink": "1.2"}),
        ("utilization -5%", ("-0.05", "-0.05"), {}),
        ("aave 4% with 85% util, whats it at 60", ("0.85", "0.6"), {}),
        ("if utilization drops to 40% what happens to my yield", ("0.4", "0.4"), {}),
    ],
)
def test_what_is_said_of_a_lending_pool(
    text: str, utilisation: tuple[str, str], terms: dict[str, str]
) -> None:
    """Shares lent out keep their order, and each part of a curve is its own."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.EXPLAIN
    assert utterance.slots.topic == "utilisation"
    assert utterance.slots.utilisation == Rate(*map(Decimal, utilisation))
    said = utterance.slots.lending or LendingTerms()
    named = {field: getattr(said, field) for field in said.__slots__ if getattr(said, field)}
    assert named == {name: Decimal(value) for name, value in terms.items()}


def test_a_rate_beside_a_share_lent_out_is_what_lenders_get() -> None:
    """The share is no yield, and the yield no share."""
    said = read("my usdc on aave at 4%, utilization from 80 to 90, new rate?")
    assert said.yield_ == Rate(Decimal("0.04"), Decimal("0.04"))


@pytest.mark.parametrize(
    ("text", "told", "rate"),
    [
        (
            "kamino usdc 9% tvl 20m 3 months old no audit",
            Told(Decimal(20_000_000), Decimal(90), audited=False),
            "0.09",
        ),
        (
            "protocol tvl 3m, audited by nobody, launched last week 90% apy",
            Told(Decimal(3_000_000), Decimal(7), audited=False),
            "0.9",
        ),
        (
            "curve 12% apr, 2% base 10% crv rewards, sustainable?",
            Told(base=Decimal("0.02"), reward=Decimal("0.1")),
            "0.12",
        ),
        (
            "new unaudited pool on base pays 35% in their own token",
            Told(audited=False, base=Decimal(0), reward=Decimal(1)),
            "0.35",
        ),
        (
            "usdc vault 8% tvl $500k, 2 years old, audited, legit?",
            Told(Decimal(500_000), Decimal(730), audited=True),
            "0.08",
        ),
    ],
)
def test_what_is_told_of_a_place(text: str, told: Told, rate: str) -> None:
    """Size, age, audits and what a rate is made of; a size is nobody's money."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.CHECK_YIELD
    assert utterance.slots.told == told
    assert utterance.slots.yield_ == Rate(Decimal(rate), Decimal(rate))
    assert utterance.slots.capital is None


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("is aave usdc 4% sustainable", "0.04"),
        ("morpho usdc 7% good or sus", "0.07"),
        ("aerodrome 45% usdc/aero lp ok?", "0.45"),
        ("binance flexible usdt 7%?", "0.07"),
    ],
)
def test_a_rate_beside_a_coin_is_what_it_pays(text: str, rate: str) -> None:
    """Alone it is no part of a whole."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.CHECK_YIELD
    assert utterance.slots.yield_ == Rate(Decimal(rate), Decimal(rate))


@pytest.mark.parametrize(
    ("text", "loop"),
    [
        ("loop steth on aave 3x", Loop(multiple=Decimal(3))),
        (
            "loop steth on aave 3x, borrow at 2.5%",
            Loop(multiple=Decimal(3), cost=Decimal("0.025")),
        ),
        (
            "borrow 50% against steth at 5% and buy more",
            Loop(repeats=False, share=Decimal("0.5"), cost=Decimal("0.05")),
        ),
        (
            "stETH on aave as collateral, borrow at 3%, loop to 70% ltv",
            Loop(share=Decimal("0.7"), cost=Decimal("0.03")),
        ),
        (
            "use steth as collateral, borrow eth at 2.4, restake",
            Loop(repeats=False, cost=Decimal("0.024")),
        ),
        ("leveraged staking 4x with wsteth on aave", Loop(multiple=Decimal(4))),
        (
            "looping usdc on morpho with 80% ltv borrow 4%",
            Loop(share=Decimal("0.8"), cost=Decimal("0.04")),
        ),
        (
            "borrow at -5% against steth and restake",
            Loop(repeats=False, cost=Decimal("-0.05")),
        ),
        ("recursive lending usdc on aave 5x", Loop(multiple=Decimal(5))),
        ("stack steth on aave, worth it?", None),
        ("how risky is it to stack lido and eigenlayer", None),
        ("stacking usdc: aave then yearn", None),
    ],
)
def test_what_is_borrowed_to_earn_again(text: str, loop: Loop | None) -> None:
    """How often over, how much of the pledge, at what cost; a stack borrows nothing."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.YIELD_STACK
    assert utterance.slots.loop == loop
    assert utterance.slots.yield_ is None


def test_stacking_alone_is_a_slip_of_staking() -> None:
    """Only what is staked already, or lies at a place that is not for staking, is stacked."""
    for text in ("how do i start stacking sol", "stacking eth on lido how"):
        assert understand(text, NOW).intent is Intent.STAKING_ADVICE


@pytest.mark.parametrize(
    "text",
    [
        "can i get my money out of aave in a bank run",
        "if everyone withdraws from compound can i still get out",
        "how liquid is my 50k usdc on aave",
        "is there enough liquidity to withdraw 2m from aave",
        "how fast can i withdraw from aave",
    ],
)
def test_whether_money_can_leave_a_lending_pool(text: str) -> None:
    """Who asks that wants to know what is left when all want to leave."""
    utterance = understand(text, NOW)
    assert utterance.intent is Intent.EXPLAIN
    assert utterance.slots.lending == LendingTerms(run=True)


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


@pytest.mark.parametrize("name", ["audits", "dilution", "drawdown", "liquidation", "restaking"])
def test_a_page_asked_for_in_simple_words_is_that_page(name: str) -> None:
    """How it is to be told is not what it is about."""
    utterance = understand(f"explain {name} like im five", NOW)
    assert utterance.intent is Intent.EXPLAIN
    assert utterance.slots.topic == name
