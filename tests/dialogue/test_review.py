"""The quarterly review: what it looks at, what it asks to be decided, and when it is due."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest

from core.dialogue.person import Person, PlanLeg, PlanVersion
from core.dialogue.reviewing import review_of_quarter
from core.facts import FactBook
from core.finance.market import IncidentReading, MarketSnapshot, ProtocolReading
from core.finance.portfolio import Kind, Position
from core.nlg.draft import Draft
from core.nlu.utterance import Intent
from core.requests import Frame
from core.requests.preferences import Preferences
from tests.advice.test_facts import assert_recomputes
from tests.dialogue.test_weekly import AT, ETH, HOLDER, SNAPSHOT, talk

USDC = Position(2, "USDC", Decimal(20_000), "spark", Kind.LENT)
BILLION = Decimal(10**9)
PLAN = PlanVersion(
    3,
    date(2026, 11, 1),
    Frame(Intent.RECOMMEND_BLEND),
    (
        PlanLeg("large-cap-staking", Decimal("0.6")),
        PlanLeg("stablecoin-lending", Decimal("0.4")),
    ),
    "",
    FactBook(),
)


def review(person: Person, snapshot: MarketSnapshot = SNAPSHOT, *, whole: bool = False) -> Draft:
    draft = review_of_quarter(person, AT, snapshot, date(2027, 1, 4), whole=whole)
    assert draft
    for fact in draft.book:
        if fact.formula:
            assert_recomputes(fact, draft.book)
        else:
            assert fact.source, fact
    return draft


def with_places(**changes: str) -> MarketSnapshot:
    about = ("DefiLlama", SNAPSHOT.as_of)
    read = {
        slug: ProtocolReading(slug, 20 * BILLION, Decimal(change), BILLION, *about)
        for slug, change in changes.items()
    }
    return replace(SNAPSHOT, protocols=MappingProxyType(read))


def test_three_parts() -> None:
    """It tells of each place, of each yield beside others, and of the shares; then one step."""
    text = "".join(review(HOLDER, with_places(lido="-0.1"), whole=w).text for w in (False, True))
    assert "Lido: $20.0 bn lies there, 10 % less than a week before" in text
    assert "10 ETH staked with Lido: 2.21 %; nothing as sound pays clearly more" in text
    assert "The shares of it" in text or "To move, against a moderate blend" in text
    assert text.count("One step") <= 1
    assert "The next review comes on 4 Jan 2027." in text


def test_better_place() -> None:
    """A place that is as sound and pays clearly more is named, with what lies in it."""
    text = review(replace(HOLDER, holdings=(ETH, USDC))).text
    assert "20,000 USDC lent on Spark: 3.52 %; Jupiter pays 5.11 % for USDC" in text
    assert "a yield" in text.splitlines()[1]


def test_loss_within_the_quarter() -> None:
    """A place whose users lost money within the quarter is what has to be decided first."""
    about = ("DefiLlama", SNAPSHOT.as_of)
    lately = AT.date() - timedelta(days=20)
    lost = IncidentReading("lido", lately, 5 * BILLION, None, None, *about)
    text = review(HOLDER, replace(SNAPSHOT, incidents=(lost,))).text
    assert text.splitlines()[1].startswith("Worth acting on: Lido")
    assert "within this quarter" in text
    assert "One step: decide whether to stay there" in text


def test_against_the_own_plan() -> None:
    """Shares are set against the person's own plan where one is kept."""
    text = review(replace(HOLDER, plans=(PLAN,))).text
    assert "against your own plan" in text


def test_in_the_persons_currency() -> None:
    """All sums of it are in the currency of the person, the moves included."""
    euros = replace(HOLDER, preferences=Preferences(currency="EUR"))
    text = review(euros).text
    assert "€" in text
    moves = [line for line in text.splitlines() if " from " in line and line.startswith("·")]
    assert moves
    assert all("$" not in line for line in moves)


def test_without_a_price() -> None:
    """Coins without a price cost nobody the rest of the review."""
    text = review(Person(holdings=(Position(1, "XYZ", Decimal(5)),))).text
    assert "Nothing asks to be changed." in text


@pytest.mark.parametrize(
    "text",
    [
        "/summary review",
        "show me my quarterly review",
        "quarterly review",
        "when is my next quarterly review?",
        "I want a quarterly review",
    ],
)
def test_asked_for(text: str) -> None:
    """It can be had at any time."""
    turn, _ = talk(HOLDER, text)
    assert turn.draft.text.startswith("Your quarterly review of 25 Nov 2026")
    turn, _ = talk(Person(), text)
    assert "nothing to review yet" in turn.draft.text


def test_what_it_is_stays_a_question() -> None:
    """Who asks what a quarterly review is gets the page about it."""
    turn, _ = talk(HOLDER, "what is a quarterly review?")
    assert turn.utterance.intent is Intent.EXPLAIN
