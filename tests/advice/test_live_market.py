"""Answers on a market as it is read: with histories, spikes, revenues, losses, a lost peg."""

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from core.advice import advise
from core.advice.blend_facts import live_facts
from core.advice.freshness import freshness
from core.advice.index_page import index_page
from core.catalogue import indices
from core.finance.glitches import believed
from core.finance.market import (
    IncidentReading,
    IndexReading,
    MarketSnapshot,
    ProtocolReading,
    bundled_snapshot,
)
from core.nlg.render import render
from core.nlg.render.freshness import render_freshness
from core.nlg.render.index_page import render_index_page
from core.nlu.utterance import Intent, Slots
from core.requests import Frame
from tests.advice.questions import ASKED_ON, LOOKUPS, PEGS, PLACES, request_of
from tests.advice.test_facts import assert_recomputes

CALM = (Decimal("0.033"),) * 40


def lively() -> MarketSnapshot:
    """Return the market that comes along, made as it looks after weeks of reading."""
    bundled = bundled_snapshot()
    yields = {name: replace(one, history=CALM, days=500) for name, one in bundled.yields.items()}
    spiked = replace(yields["aave-usdt"], rate=Decimal("0.66"))
    high = replace(yields["spark-usdc"], rate=Decimal("0.134"))
    aave = ProtocolReading(
        "aave", Decimal(3 * 10**10), Decimal("-0.1"), Decimal(10**9), "DefiLlama", bundled.as_of
    )
    day = bundled.as_of.date() - timedelta(days=3)
    lost = IncidentReading("aave", day, Decimal(10**7), None, None, "DefiLlama", bundled.as_of)
    off = replace(bundled.pegs["USDF"], price=Decimal("0.9"), second=Decimal("0.901"))
    return replace(
        bundled,
        yields={**yields, "aave-usdt": believed(spiked), "spark-usdc": high},
        protocols={"aave": aave},
        incidents=(lost,),
        pegs={**bundled.pegs, "USDF": off},
    )


def told(frame: Frame) -> str:
    """Return the answer, after checking that every figure of it can be computed again."""
    snapshot = lively()
    advice = advise(request_of(frame), snapshot)
    for fact in advice.book:
        if fact.formula and not re.search(r"\w\(", fact.formula):
            assert_recomputes(fact, advice.book)
    return render(advice, 1, snapshot.as_of).text


@pytest.mark.parametrize("frame", [*LOOKUPS, *PEGS, *PLACES])
def test_every_question_about_the_market_is_answered_from_what_is_read(frame: Frame) -> None:
    """Whatever is there or missing, the answer can be written and its figures computed again."""
    assert told(frame).endswith("Yields are never guaranteed.")


def test_a_plan_counts_on_what_is_usual() -> None:
    """A known failure: a plan on a one-week spike said 7.19 % where 5.18 % was true."""
    facts = live_facts(indices()["stablecoin-lending"], lively())
    assert facts is not None
    assert facts.book["aave_usdt.rate"].value == Decimal("0.033")


def test_what_is_not_believed_is_told() -> None:
    """The reading is named beside what is usual, and a high one that can be is put in its place."""
    words = told(Frame(Intent.YIELD_LOOKUP, Slots(assets=("USDT",), protocols=("aave",))))
    assert "66 % was read for USDT on Aave, which is not believed; 3.3 % is what it" in words
    words = told(Frame(Intent.YIELD_LOOKUP, Slots(assets=("USDC",), protocols=("spark",))))
    assert "USDC on Spark usually pays 3.3 %: count on that." in words


def test_a_coin_off_its_peg_is_called_so_when_two_sources_agree() -> None:
    """And what is said names both."""
    words = told(Frame(Intent.CHECK_YIELD, Slots(assets=("USDF",))))
    assert "USDF was off its dollar on 2 Sep 2026: two sources read 90 % of it." in words


def test_a_protocol_is_told_with_what_lies_in_it_and_was_lost() -> None:
    """Size, its change, what users pay, and the loss of last week before any older one."""
    words = told(Frame(Intent.CHECK_YIELD, Slots(protocols=("aave",))))
    assert "$30.0 bn lies in it, -10 % over a week; those who use it pay $1.0 bn a year" in words
    assert "Losses on record: 2, the latest on 30 Aug 2026 ($10.0 m)" in words
    assert "Users lost money there not long ago." in words


@pytest.mark.parametrize("name", ["stablecoin-lending", "defi-yield", "large-cap-staking"])
def test_an_index_says_what_its_parts_usually_pay(name: str) -> None:
    """The rates of the day, of a week before where known, and of a month."""
    snapshot = lively()
    page = index_page(indices()[name], snapshot, ASKED_ON)
    for fact in page.book:
        if fact.formula and not re.search(r"\w\(", fact.formula):
            assert_recomputes(fact, page.book)
    assert "as a rule over a month" in render_index_page(page, 1, snapshot.as_of).text


def test_an_index_of_a_provider_that_stands_for_ours_is_told() -> None:
    """How it moved in a week and what weighs most; its name is the provider's own."""
    bundled = bundled_snapshot()
    weights = {"ETH": Decimal("0.6"), "SOL": Decimal("0.3"), "ADA": Decimal("0.1")}
    theirs = IndexReading("Top Stakers", Decimal("0.021"), weights, "Token Metrics", bundled.as_of)
    snapshot = replace(bundled, indices={"large-cap-staking": theirs})
    page = index_page(indices()["large-cap-staking"], snapshot, ASKED_ON)
    words = render_index_page(page, 1, snapshot.as_of).text
    assert "Top Stakers stands for it there: 2.1 % over a week, mostly ETH and SOL." in words


def test_how_fresh_the_figures_are_is_told_by_kind() -> None:
    """Yields, stablecoins, prices and exchange rates each have a day of their own."""
    page = freshness(lively(), ASKED_ON)
    words = render_freshness(page, 1, lively().as_of).text
    assert "What pools and tokens pay was read on 2 Sep 2026." in words
    assert "Prices of coins are from 1 Jan 2026 to 2 Sep 2026." in words
