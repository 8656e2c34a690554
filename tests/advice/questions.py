"""Complete questions to compute in tests: the worked cases and the corners around them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.advice import Advice, advise
from core.finance.market import bundled_snapshot
from core.money import Period
from core.nlu.described import LendingTerms, Loop, PoolShape, StakingWish, Told
from core.nlu.utterance import (
    Amount,
    Blow,
    Contribution,
    Holding,
    Income,
    Intent,
    Offer,
    Quote,
    Rate,
    Risk,
    Shock,
    Slots,
)
from core.requests import Frame, MissingSlot, Request, to_request
from core.slot_checks import InvalidSlot

ASKED_ON = date(2026, 11, 22)


def money(amount: int, currency: str | None = None) -> Amount:
    return Amount(Decimal(amount), currency)


def income(
    low: int, high: int | None = None, period: Period = Period.YEAR, currency: str | None = None
) -> Income:
    return Income(Decimal(low), Decimal(high or low), currency, period)


def rate(low: str, high: str | None = None) -> Rate:
    return Rate(Decimal(low), Decimal(high or low))


E1 = Frame(Intent.REQUIRED_YIELD, Slots(capital=money(1_000_000), income=income(50_000)))
E2 = Frame(Intent.REQUIRED_YIELD, Slots(capital=money(500_000), income=income(50_000)))
E3 = Frame(
    Intent.REQUIRED_YIELD,
    Slots(capital=money(300_000), income=income(1000, 2000, Period.MONTH), risk=(Risk.MODERATE,)),
)
E4 = Frame(
    Intent.REQUIRED_YIELD,
    Slots(
        capital=money(1_500_000),
        income=income(75_000),
        age=Decimal(50),
        horizon_years=Decimal(5),
        risk=(Risk.MODERATE, Risk.AGGRESSIVE),
    ),
)
E5 = Frame(
    Intent.RECOMMEND_BLEND,
    Slots(capital=money(750_000), income=income(100_000), age=Decimal(35)),
)
OTHERS = (
    Frame(
        Intent.REQUIRED_CAPITAL,
        Slots(income=income(2000, period=Period.MONTH), horizon_years=Decimal(10), lasting=True),
    ),
    Frame(
        Intent.INCOME_ESTIMATE,
        Slots(capital=money(300_000), real=True, tax_rate=Decimal("0.25")),
    ),
    *(
        Frame(Intent.INCOME_ESTIMATE, Slots(capital=money(100_000), protocols=(protocol,)))
        for protocol in ("aave", "lido", "uniswap", "yearn")
    ),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(
            capital=money(500_000),
            income=income(2000, period=Period.MONTH),
            contribution=Contribution(Decimal(500), None, Period.MONTH),
            yield_=rate("0.06"),
            growth=Decimal("0.03"),
            horizon_years=Decimal(20),
        ),
    ),
    Frame(Intent.RECOMMEND_BLEND, E3.slots),
    Frame(Intent.RECOMMEND_BLEND, E4.slots),
    Frame(
        Intent.RECOMMEND_BLEND,
        Slots(capital=money(300_000), income=income(1750, period=Period.MONTH)),
    ),
    Frame(
        Intent.RECOMMEND_BLEND,
        Slots(capital=money(300_000), income=income(2000, period=Period.MONTH)),
    ),
    Frame(Intent.RECOMMEND_BLEND, E2.slots),
    Frame(
        Intent.REQUIRED_YIELD,
        Slots(
            capital=money(500_000),
            income=income(3000, 4000, period=Period.MONTH),
            other_income=income(300, period=Period.WEEK, currency="EUR"),
            reserve=Amount(Decimal(40_000), "EUR"),
            tax_rate=Decimal("0.2"),
            inflation=Decimal("0.02"),
        ),
    ),
    Frame(
        Intent.REQUIRED_CAPITAL,
        Slots(
            income=income(3000, period=Period.MONTH),
            other_income=income(1000, period=Period.MONTH),
        ),
    ),
    Frame(
        Intent.RECOMMEND_BLEND,
        Slots(
            capital=money(100_000),
            income=income(550, period=Period.MONTH),
            risk=(Risk.CONSERVATIVE,),
        ),
    ),
    Frame(Intent.RECOMMEND_BLEND, Slots(risk=(Risk.CONSERVATIVE,))),
    Frame(Intent.RECOMMEND_BLEND, Slots(risk=(Risk.AGGRESSIVE,), capital=money(50_000, "EUR"))),
    Frame(
        Intent.REQUIRED_YIELD,
        Slots(
            capital=money(200_000, "EUR"),
            income=income(900, period=Period.MONTH, currency="USD"),
            tax_rate=Decimal("0.25"),
        ),
    ),
    Frame(
        Intent.REQUIRED_YIELD,
        Slots(holdings=(Holding("ETH", Decimal(20)),), income=income(100, period=Period.MONTH)),
    ),
    Frame(Intent.REQUIRED_YIELD, E5.slots),
    Frame(Intent.REQUIRED_YIELD, replace(E5.slots, risk=(Risk.AGGRESSIVE,))),
    Frame(Intent.REQUIRED_CAPITAL, Slots(income=income(4000, period=Period.MONTH))),
    *(
        Frame(Intent.CHECK_YIELD, slots)
        for slots in (
            Slots(assets=("UST",), protocols=("anchor",), yield_=rate("0.2")),
            Slots(venue="binance"),
            Slots(
                capital=money(50_000),
                assets=("USDC",),
                protocols=("aave", "ethena"),
                yield_=rate("0.12"),
                placed="aave",
            ),
        )
    ),
    *(
        Frame(Intent.STRESS_TEST, slots)
        for slots in (
            Slots(scenario="depeg", assets=("USDC",)),
            Slots(scenario="staking_scare", assets=("STETH",)),
            Slots(scenario="depeg", assets=("SOL", "USDT"), shock=Shock("SOL", Decimal("-0.9"))),
            Slots(shock=Shock("aave", Decimal(-1)), capital=money(100), placed="aave"),
            Slots(shock=Shock("ETH", Decimal(3)), holdings=(Holding("ETH", share=Decimal("0.6")),)),
        )
    ),
    Frame(
        Intent.INCOME_ESTIMATE,
        Slots(
            capital=money(250_000),
            holdings=(
                Holding("ETH", share=Decimal("0.6")),
                Holding("USDC", share=Decimal("0.3")),
            ),
        ),
    ),
    Frame(
        Intent.REQUIRED_CAPITAL,
        Slots(income=income(1000, 2000), yield_=Rate(Decimal("0.04"), Decimal("0.04"))),
    ),
    Frame(
        Intent.REQUIRED_CAPITAL,
        Slots(income=income(1, period=Period.DAY, currency="GBP"), assets=("ADA",)),
    ),
    Frame(Intent.REQUIRED_CAPITAL, Slots(income=income(30_000), real=True)),
    Frame(
        Intent.REQUIRED_CAPITAL,
        Slots(
            income=income(30_000),
            yield_=Rate(Decimal("0.03"), Decimal("0.03")),
            inflation=Decimal("0.04"),
        ),
    ),
    Frame(Intent.REQUIRED_YIELD, Slots(capital=money(300_000), income=income(18_000), real=True)),
    Frame(
        Intent.INCOME_ESTIMATE,
        Slots(holdings=(Holding("USDC", Decimal(50_000)), Holding("ETH", Decimal(10)))),
    ),
    Frame(
        Intent.INCOME_ESTIMATE,
        Slots(
            holdings=(
                Holding("ETH", Decimal(10), "lido", kind="staked"),
                Holding("SOL", Decimal(5), kind="lent"),
                Holding("USDC", Decimal(2000), kind="idle"),
            ),
            tax_rate=Decimal("0.25"),
        ),
    ),
    Frame(Intent.INCOME_ESTIMATE, Slots(holdings=(Holding("ADA", Decimal(900), kind="idle"),))),
    Frame(Intent.YIELD_LOOKUP, Slots(stable=True, chain="base")),
    Frame(Intent.CHECK_YIELD, Slots(assets=("STEAKUSDC",))),
    Frame(Intent.INCOME_ESTIMATE, Slots(capital=money(50_000))),
    Frame(Intent.INCOME_ESTIMATE, Slots(capital=money(50_000), assets=("ETH", "SOL", "DOGE"))),
    Frame(Intent.INCOME_ESTIMATE, Slots(capital=money(50_000), indices=("defi-yield",))),
    Frame(
        Intent.INCOME_ESTIMATE,
        Slots(capital=money(9_000, "EUR"), holdings=(Holding("ADA", Decimal(500)),)),
    ),
    Frame(Intent.REQUIRED_CAPITAL, Slots(income=income(900), assets=("BNB",))),
    Frame(
        Intent.INCOME_ESTIMATE,
        Slots(capital=money(50_000), yield_=Rate(Decimal("0.05"), Decimal("0.08"))),
    ),
    Frame(
        Intent.TIME_TO_GOAL,
        Slots(
            capital=money(200_000),
            income=income(3000, period=Period.MONTH),
            contribution=Contribution(Decimal(1500), "EUR", Period.MONTH),
            age=Decimal(40),
            target_age=Decimal(55),
        ),
    ),
    Frame(Intent.TIME_TO_GOAL, Slots(capital=money(10), target_capital=money(5))),
)
YEARS = (
    Frame(
        Intent.TIME_TO_GOAL,
        Slots(
            capital=money(200_000),
            income=income(3000, period=Period.MONTH),
            horizon_years=Decimal(20),
            inflation=Decimal("0.02"),
            tax_rate=Decimal("0.25"),
        ),
    ),
    Frame(
        Intent.TIME_TO_GOAL,
        Slots(
            capital=money(100_000),
            target_capital=money(150_000),
            horizon_years=Decimal(8),
            inflation=Decimal("0.02"),
            tax_rate=Decimal("0.25"),
            volatility=Decimal("0.4"),
            fee=Decimal("0.01"),
        ),
    ),
    Frame(
        Intent.TIME_TO_GOAL,
        Slots(
            capital=money(100_000, "EUR"),
            target_capital=money(200_000),
            yield_=Rate(Decimal("0.06"), Decimal("0.08")),
        ),
    ),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(capital=money(1_200_000), income=income(5000, period=Period.MONTH)),
    ),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(
            capital=money(500_000),
            income=income(20_000, 30_000),
            other_income=income(500, period=Period.MONTH),
            contribution=Contribution(Decimal(500), "EUR", Period.MONTH),
            frequency=Period.QUARTER,
            tax_rate=Decimal("0.2"),
            horizon_years=Decimal(20),
            risk=(Risk.CONSERVATIVE,),
        ),
    ),
    Frame(Intent.WITHDRAWAL_PLAN, Slots(capital=money(500_000), tax_rate=Decimal("0.2"))),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(
            capital=money(60_000, "EUR"),
            assets=("BNB", "ETH", "XRP"),
            income=income(500, period=Period.MONTH),
            horizon_years=Decimal(8),
        ),
    ),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(
            capital=money(300_000),
            income=income(1500, period=Period.MONTH),
            horizon_years=Decimal(10),
            volatility=Decimal("0.4"),
        ),
    ),
    Frame(
        Intent.TIME_TO_GOAL,
        Slots(
            capital=money(20_000),
            reserve=money(5000),
            holdings=(Holding("STETH", Decimal(10)), Holding("BTC", Decimal(1), kind="idle")),
            income=income(2000, period=Period.MONTH),
            horizon_years=Decimal(12),
            model="parametric",
        ),
    ),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(holdings=(Holding("ETH", Decimal(20)),), reinvest_share=Decimal("0.3")),
    ),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(capital=money(100_000), income=income(300_000), inflation=Decimal("0.1")),
    ),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(capital=money(200_000), income=income(24_000), indices=("stablecoin-lending",)),
    ),
    Frame(
        Intent.WITHDRAWAL_PLAN,
        Slots(
            capital=money(500_000),
            income=income(24_000),
            growth=Decimal("-0.05"),
            volatility=Decimal("0.4"),
            fee=Decimal("0.02"),
        ),
    ),
)
REBALANCES = (
    Frame(
        Intent.REBALANCE,
        Slots(
            holdings=(Holding("ETH", share=Decimal("0.65")), Holding("BTC", share=Decimal("0.35")))
        ),
    ),
    Frame(
        Intent.REBALANCE,
        Slots(
            holdings=(
                Holding("ETH", Decimal(12)),
                Holding("USDC", value=Amount(Decimal(20_000), "EUR")),
                Holding("ETH", Decimal(1), kind="pooled"),
            ),
            contribution=Contribution(Decimal(1500), None, Period.MONTH),
            risk=(Risk.AGGRESSIVE,),
        ),
    ),
    Frame(
        Intent.REBALANCE,
        Slots(
            capital=money(200_000, "GBP"),
            holdings=(
                Holding("SOL", share=Decimal("0.55")),
                Holding("USDC", share=Decimal("0.33")),
                Holding("USDT", share=Decimal("0.12"), kind="pooled"),
            ),
        ),
    ),
)
CHECKS = tuple(
    Frame(Intent.CHECK_YIELD, slots)
    for slots in (
        Slots(offer=Offer(Decimal("0.36"), Decimal(60)), assets=("BNB",)),
        Slots(offer=Offer(Decimal("0.02"), Decimal(1))),
        Slots(yield_=Rate(Decimal("0.05"), Decimal("0.08")), assets=("ETH",)),
        Slots(yield_=Rate(Decimal("0.07"), Decimal("0.07")), assets=("USDT",), protocols=("aave",)),
        Slots(protocols=("anchor",)),
        Slots(protocols=("yearn",)),
        Slots(protocols=("stakewise",)),
        Slots(method="staking"),
        Slots(),
    )
)
COMPARISONS = (
    Frame(Intent.COMPARE_OPTIONS, Slots(topic="staking-versus-lending", method="staking")),
    Frame(
        Intent.COMPARE_OPTIONS,
        Slots(risk=tuple(Risk), capital=money(300_000), income=income(1500, period=Period.MONTH)),
    ),
    Frame(
        Intent.COMPARE_OPTIONS,
        Slots(
            risk=(Risk.CONSERVATIVE, Risk.AGGRESSIVE),
            capital=money(200_000, "EUR"),
            income=income(40_000, currency="USD"),
            tax_rate=Decimal("0.25"),
        ),
    ),
    Frame(Intent.COMPARE_OPTIONS, Slots(assets=("ETH", "SOL"), method="staking")),
    Frame(Intent.COMPARE_OPTIONS, Slots(assets=("BTC", "USDC", "DOGE", "BNB", "ADA"))),
    Frame(Intent.COMPARE_OPTIONS, Slots(protocols=("aave", "compound", "anchor", "nobody"))),
    Frame(Intent.COMPARE_OPTIONS, Slots(protocols=("lido", "uniswap"), capital=money(10_000))),
    Frame(
        Intent.COMPARE_OPTIONS,
        Slots(indices=("large-cap-staking", "stablecoin-lending", "aggressive-growth")),
    ),
    Frame(
        Intent.COMPARE_OPTIONS,
        Slots(
            assets=("ETH",),
            holdings=(Holding("ETH", Decimal(10)),),
            topic="staking-versus-lending",
        ),
    ),
    Frame(Intent.COMPARE_OPTIONS, Slots(method="liquidity")),
    Frame(Intent.COMPARE_OPTIONS, Slots(topic="staking-versus-farming", method="staking")),
    Frame(
        Intent.COMPARE_OPTIONS,
        Slots(
            assets=("ETH",),
            protocols=("lido", "rocket-pool"),
            method="staking",
            capital=money(10_000),
        ),
    ),
)
STRESSES = tuple(
    Frame(Intent.STRESS_TEST, slots)
    for slots in (
        Slots(),
        E3.slots,
        replace(E4.slots, risk=(Risk.AGGRESSIVE,)),
        E5.slots,
        Slots(capital=money(300_000), income=income(1800, period=Period.MONTH)),
        Slots(capital=money(300_000), shock=Shock("ETH", Decimal("-0.6"))),
        Slots(shock=Shock("USDT", Decimal("-0.13"))),
        Slots(
            blows=(
                Blow("market", Decimal("-0.5")),
                Blow("ETH", None, Decimal(1000)),
                Blow("STETH", None),
                Blow("stablecoin", None),
                Blow("rocket-pool", Decimal(-1)),
                Blow("lido", Decimal(-1)),
                Blow("yields", Decimal("-0.5")),
            )
        ),
        Slots(
            blows=(Blow("USDC", Decimal("-0.1")), Blow("aave", Decimal(-1))), scenario="crash_year"
        ),
        Slots(shock=Shock("aave", Decimal(-1)), risk=(Risk.AGGRESSIVE,)),
        Slots(shock=Shock("yields", Decimal("-0.5"))),
        Slots(shock=Shock("market", Decimal(1)), indices=("defi-yield",)),
        Slots(holdings=(Holding("ETH", Decimal(10)), Holding("USDC", Decimal(20_000)))),
        Slots(holdings=(Holding("STETH", Decimal(2)), Holding("BTC", Decimal(1)))),
        Slots(capital=money(50_000), assets=("SOL", "BTC")),
    )
)
POOLS = tuple(
    Frame(Intent.IMPERMANENT_LOSS, slots)
    for slots in (
        Slots(),
        Slots(
            assets=("ETH", "BTC"),
            blows=(Blow("ETH", Decimal("-0.5")), Blow("BTC", Decimal("0.2"))),
            capital=money(10_000),
        ),
        Slots(
            assets=("ETH", "BTC"),
            blows=(Blow("ETH", Decimal("-0.5")), Blow("BTC", Decimal("-0.5"))),
        ),
        Slots(assets=("ETH", "BTC"), blows=(Blow("ETH", Decimal(-1)), Blow("BTC", Decimal("0.2")))),
        Slots(assets=("ETH",), shock=Shock("ETH", Decimal(1))),
        Slots(
            assets=("ETH", "USDC"),
            shock=Shock("ETH", Decimal("-0.5")),
            capital=money(10_000),
            yield_=Rate(Decimal("0.1"), Decimal("0.15")),
        ),
        Slots(assets=("USDC", "USDT")),
        Slots(assets=("ETH", "STETH"), shock=Shock("ETH", Decimal("0.25"))),
        Slots(assets=("SOL",), shock=Shock("SOL", Decimal(-1))),
        Slots(holdings=(Holding("ETH", Decimal(1)), Holding("USDC", Decimal(3000)))),
        Slots(
            assets=("ETH", "USDC"),
            shock=Shock("USDC", Decimal("0.25")),
            pool=PoolShape(weight=Decimal("0.8")),
            capital=money(5_000, "EUR"),
        ),
        Slots(
            assets=("ETH", "USDC"),
            shock=Shock("ETH", Decimal(1)),
            pool=PoolShape(low=Decimal("0.8"), high=Decimal("1.25"), start=Decimal(1)),
            capital=money(10_000),
        ),
        Slots(
            assets=("ETH", "USDC"),
            shock=Shock("USDC", Decimal("-0.2")),
            pool=PoolShape(low=Decimal("0.5"), high=Decimal(4), start=Decimal(1)),
            horizon_years=Decimal(3),
        ),
        Slots(
            assets=("ETH",),
            pool=PoolShape(low=Decimal(1500), high=Decimal(4500), end=Decimal(5000)),
        ),
        Slots(
            assets=("ETH",),
            pool=PoolShape(low=Decimal(15), high=Decimal(45), end=Decimal(50)),
        ),
        Slots(assets=("ETH", "SOL"), horizon_years=Decimal("0.5")),
        Slots(
            assets=("ETH", "SOL"),
            pool=PoolShape(low=Decimal(15), high=Decimal(45), end=Decimal(40)),
        ),
        Slots(
            assets=("ETH", "BTC"),
            pool=PoolShape(low=Decimal("0.03"), high=Decimal("0.05"), start=Decimal("0.04")),
        ),
        Slots(assets=("SOL",), pool=PoolShape(weight=Decimal("0.6")), horizon_years=Decimal(2)),
    )
)
RATES = tuple(
    Frame(Intent.EXPLAIN, slots)
    for slots in (
        Slots(topic="apr-vs-apy", yield_=rate("0.05")),
        Slots(topic="apr-vs-apy", yield_=rate("0.05", "0.08"), quote=Quote("apy", Decimal(12))),
        Slots(topic="apr-vs-apy", yield_=rate("90")),
        Slots(
            topic="utilisation",
            utilisation=rate("0.92"),
            lending=LendingTerms(kink=Decimal("0.8"), reserve=Decimal("0.2")),
        ),
        Slots(
            topic="utilisation",
            utilisation=rate("0.8", "0.95"),
            yield_=rate("0.04"),
            capital=money(20_000),
            assets=("USDT",),
            protocols=("aave",),
        ),
        Slots(topic="utilisation", utilisation=rate("0.95"), yield_=rate("0.04")),
        Slots(
            topic="utilisation",
            utilisation=rate("0.8"),
            lending=LendingTerms(borrow=Decimal("0.06")),
        ),
        Slots(topic="utilisation", lending=LendingTerms(run=True), protocols=("aave",)),
        Slots(topic="utilisation", utilisation=rate("0.5"), protocols=("sky",), assets=("ETH",)),
        Slots(
            topic="what-is-left-out",
            yield_=rate("0.08"),
            tax_rate=Decimal("0.25"),
            inflation=Decimal("0.03"),
        ),
        Slots(
            topic="what-is-left-out",
            yield_=rate("0.02", "0.06"),
            tax_rate=Decimal("0.3"),
            quote=Quote("apr", Decimal(365), Decimal("0.1")),
        ),
        Slots(topic="real-yield", yield_=rate("0.04"), quote=Quote(dilution=Decimal("0.03"))),
        Slots(
            topic="real-yield",
            yield_=rate("0.02", "0.05"),
            tax_rate=Decimal("0.2"),
            inflation=Decimal("0.02"),
            quote=Quote(fee=Decimal("0.1"), cost=Decimal("0.01"), dilution=Decimal("0.06")),
        ),
        Slots(
            topic="what-is-left-out",
            yield_=rate("0.05", "0.06"),
            tax_rate=Decimal("0.25"),
            quote=Quote(fee=Decimal("0.1"), cost=Decimal("0.01"), net=True),
        ),
        Slots(
            topic="what-is-left-out",
            yield_=rate("0.05"),
            inflation=Decimal("0.02"),
            quote=Quote(net=True, dilution=Decimal("0.03")),
        ),
        Slots(
            topic="apr-vs-apy",
            yield_=rate("0.2"),
            tax_rate=Decimal("0.2"),
            quote=Quote("apr", Decimal(8760), cost=Decimal("0.3")),
        ),
        Slots(topic="inflation", yield_=rate("0.01")),
        Slots(topic="utilisation", utilisation=rate("0.8", "0.95")),
        Slots(topic="utilisation", utilisation=rate("1")),
        Slots(topic="utilisation", utilisation=rate("0.5")),
    )
)
STAKINGS = tuple(
    Frame(Intent.STAKING_ADVICE, slots)
    for slots in (
        Slots(holdings=(Holding("ETH", Decimal(40)),)),
        Slots(assets=("SOL",), horizon_years=Decimal("0.5")),
        Slots(assets=("DOT",)),
        Slots(holdings=(Holding("AVAX", Decimal(10)),)),
        Slots(assets=("BTC",)),
        Slots(assets=("USDC",)),
        Slots(assets=("STETH",)),
        Slots(holdings=(Holding("ETH", Decimal(40)),), wish=StakingWish(skill=3)),
        Slots(assets=("ETH",), wish=StakingWish(liquid=True)),
        Slots(assets=("DOT", "ATOM", "ADA"), wish=StakingWish(about="out")),
        Slots(assets=("AVAX",), wish=StakingWish(liquid=True, about="lost")),
        Slots(assets=("ETH",), capital=money(10_000), wish=StakingWish(about="least")),
        Slots(assets=("ATOM",), wish=StakingWish(about="fee")),
    )
)
STACKS = tuple(
    Frame(Intent.YIELD_STACK, slots)
    for slots in (
        Slots(),
        Slots(assets=("STETH",), capital=money(10_000)),
        Slots(assets=("SOL",)),
        Slots(assets=("STETH",), protocols=("lido", "aave", "pendle")),
        Slots(assets=("STETH",), protocols=("pendle",), yield_=rate("0.05"), capital=money(1_000)),
        Slots(
            assets=("STETH",),
            protocols=("aave",),
            capital=money(10_000),
            loop=Loop(multiple=Decimal(3), cost=Decimal("0.018")),
        ),
        Slots(assets=("STETH",), loop=Loop(multiple=Decimal(3), cost=Decimal("0.025"))),
        Slots(assets=("STETH",), loop=Loop(multiple=Decimal(3))),
        Slots(assets=("STETH",), loop=Loop(share=Decimal("0.7"), cost=Decimal("0.02"))),
        Slots(
            assets=("STETH",),
            loop=Loop(repeats=False, share=Decimal("0.5"), cost=Decimal("0.05")),
        ),
        Slots(
            assets=("USDC", "ETH"),
            yield_=rate("0.08"),
            loop=Loop(repeats=False, cost=Decimal("0.05")),
        ),
        Slots(assets=("USDC",), protocols=("aave",), loop=Loop(multiple=Decimal(5))),
        Slots(assets=("USDC", "ETH"), loop=Loop(repeats=False, cost=Decimal("0.05"))),
    )
)
LOOKUPS = tuple(
    Frame(Intent.YIELD_LOOKUP, slots)
    for slots in (
        Slots(),
        Slots(assets=("USDT",), protocols=("aave",), capital=money(10_000)),
        Slots(assets=("ADA", "BTC", "SHIB")),
        Slots(method="lending"),
        Slots(method="liquidity", chain="base"),
        Slots(protocols=("ethena",)),
        Slots(assets=("SOL",), method="staking"),
        Slots(assets=("DOT",)),
        Slots(assets=("ETH",), capital=money(5_000)),
        Slots(assets=("SUSDE",)),
        Slots(chain="solana"),
    )
)
PEGS = tuple(
    Frame(Intent.CHECK_YIELD, Slots(assets=(coin,)))
    for coin in ("USDC", "USDT", "USDY", "USDX", "EURC", "USDF")
)
PLACES = tuple(
    Frame(Intent.CHECK_YIELD, slots)
    for slots in (
        Slots(protocols=("maple",)),
        Slots(
            yield_=rate("0.09"),
            assets=("USDC",),
            protocols=("kamino",),
            told=Told(Decimal(20_000_000), Decimal(90), audited=False),
        ),
        Slots(yield_=rate("0.12"), told=Told(base=Decimal("0.02"), reward=Decimal("0.1"))),
        Slots(protocols=("curve",)),
        Slots(protocols=("euler",), assets=("USDC",)),
        Slots(protocols=("morpho",), assets=("USDE",)),
    )
)
ALL = (
    E1,
    E2,
    E3,
    E4,
    E5,
    *OTHERS,
    *YEARS,
    *REBALANCES,
    *CHECKS,
    *STRESSES,
    *POOLS,
    *STAKINGS,
    *STACKS,
    *LOOKUPS,
    *PEGS,
    *PLACES,
    *COMPARISONS,
    *RATES,
)


def request_of(frame: Frame) -> Request:
    request = to_request(frame, None, bundled_snapshot(), ASKED_ON)
    assert not isinstance(request, MissingSlot | InvalidSlot), request
    return request


def advice_of(frame: Frame) -> Advice:
    return advise(request_of(frame), bundled_snapshot())
