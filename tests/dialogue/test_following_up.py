"""Follow-ups: what a short message changes, picks or points at, and what it leaves alone."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from core.dialogue.person import Person
from core.dialogue.state import DialogueState, Said, Turn
from core.dialogue.turn import take_turn
from core.finance.market import bundled_snapshot
from core.nlu.standing import Preference
from core.nlu.utterance import (
    Intent,
    Shock,
)
from tests.dialogue.talk import Talk

NOW = datetime(2026, 9, 2, 12, tzinfo=UTC)
SNAPSHOT = bundled_snapshot()


def talk(*texts: str) -> Turn:
    """Return the last turn of a conversation."""
    state = DialogueState()
    for text in texts:
        turn = take_turn(state, Person(), Said(NOW, text=text), SNAPSHOT)
        state = turn.state
    return turn


@pytest.mark.parametrize("correction", ["no, I meant euros", "in euros", "sorry, EUR"])
def test_a_currency_alone_is_a_correction(correction: str) -> None:
    """Sums that were said without a currency are meant in the one that is named."""
    turn = talk("I have 300k and want 1k a month", correction)
    frame = turn.state.frame
    assert frame
    assert frame.slots.capital
    assert frame.slots.income
    assert (frame.slots.capital.currency, frame.slots.income.currency) == ("EUR", "EUR")
    assert "€" in turn.draft.text


def test_another_currency_for_the_answers_is_a_setting() -> None:
    """Where dollars were said and are not taken back, "in euros" is about the answers."""
    turn = talk("I have $300k and want $1k a month", "in euros please")
    assert turn.utterance.intent is Intent.SET_PREFERENCE
    assert turn.utterance.slots.preference == Preference("currency", "EUR")


def test_a_bare_age_is_the_one_to_reach() -> None:
    """After ages were spoken of, "and at 60" is an age; the rest of the question stays."""
    turn = talk("I am 40 with $100k, retire at 65 on 2k a month", "and at 60?")
    assert turn.state.frame
    assert turn.state.frame.slots.target_age == Decimal(60)
    assert turn.state.frame.slots.age == Decimal(40)


def test_one_of_two_compared_things_is_picked() -> None:
    """ "The second one" is the second of what was compared."""
    turn = talk("ETH or SOL for staking?", "the second one")
    assert turn.utterance.slots.assets == ("SOL",)


def test_one_of_two_readings_is_picked() -> None:
    """After "which did you mean" an ordinal presses the button in its place."""
    asked = talk("ETH")
    assert asked.utterance.intent is Intent.UNCLEAR
    assert len(asked.state.buttons) == 2
    for text, place in (("the second one", 1), ("first", 0), ("both", 0)):
        turn = take_turn(asked.state, Person(), Said(NOW, text=text), SNAPSHOT)
        pressed = take_turn(
            asked.state, Person(), Said(NOW, press=asked.state.buttons[place].press), SNAPSHOT
        )
        assert turn.draft == pressed.draft


def test_it_is_what_was_named_before() -> None:
    """A question about "it" is about what the last one named."""
    turn = talk("what does SOL staking pay?", "is it safe?")
    assert turn.state.frame
    assert turn.state.frame.intent is Intent.CHECK_YIELD
    assert turn.state.frame.slots.assets == ("SOL",)


@pytest.mark.parametrize("text", ["start over", "let's start again", "Restart.", "new question"])
def test_starting_over_forgets_the_question(text: str) -> None:
    """What was under discussion is gone, and the greeting says how to go on."""
    turn = talk("I have 300k and want 1k a month", text)
    assert turn.state.frame is None
    assert turn.draft.buttons


def test_an_aside_keeps_the_thread() -> None:
    """After thanks, help and an explanation a change still finds its question."""
    turn = talk("I have 300k and want 1k a month", "thanks", "what is slashing?", "and with 2k?")
    assert turn.state.frame
    assert turn.state.frame.intent is Intent.REQUIRED_YIELD
    assert turn.state.frame.slots.income
    assert turn.state.frame.slots.income.high == Decimal(2000)


def test_a_second_question_is_a_button() -> None:
    """The main question is answered; the other is asked by a button, in its own words."""
    turn = talk("what would 10 ETH earn, and what is slashing?")
    assert turn.utterance.intent is Intent.INCOME_ESTIMATE
    assert turn.draft.buttons[-1][0].press == "say:what is slashing?"


PLAN = "I have 300k and want 1500 a month"


@pytest.mark.parametrize("side", ["is aave safe", "best usdc yield", "should I stake SOL"])
def test_a_side_question_leaves_the_plan_under_discussion(side: str) -> None:
    """What a side question does not rest on changes the plan that was spoken of before."""
    turn = talk(PLAN, side, "what if inflation is 5%")
    assert turn.state.frame
    assert turn.state.frame.intent is Intent.REQUIRED_YIELD
    assert turn.state.frame.slots.inflation == Decimal("0.05")


def test_is_that_safe_is_asked_of_the_plan() -> None:
    """After a plan its risks are told; after an offer it is the offer that is judged."""
    assert "largest risk" in talk(PLAN, "is that safe").draft.text
    after_offer = talk("is 12% on usdc safe", "is that safe").state.frame
    assert after_offer
    assert after_offer.intent is Intent.CHECK_YIELD


def test_a_question_after_the_holdings_is_about_them() -> None:
    """The worst case of what was just said to be held, not of the plan before."""
    conversation = Talk()
    conversation.say(PLAN)
    conversation.say("I hold 5 btc and 100k usdt")
    assert "BTC" in conversation.say("what's my worst case").draft.text


@pytest.mark.parametrize(
    ("who", "blend"),
    [
        ("I am 35, have 200k", "aggressive growth"),
        ("I am 58, have 200k", "balanced income and growth"),
        ("I have 200k", "balanced income and growth"),
    ],
)
def test_growth_first_is_for_who_has_time(who: str, blend: str) -> None:
    """Nobody is put into the boldest blend who is not known to have the years for it."""
    assert f"% {blend}" in talk(f"{who}, when can I live off it with 4k a month").draft.text


def test_the_wish_stays_from_one_question_of_the_plan_to_the_next() -> None:
    """Who said what income is wanted is not asked for it again."""
    turn = talk("I have 2k and want 500 a month", "how long until I can, I save 200 a month")
    assert turn.state.frame
    assert turn.state.frame.intent is Intent.TIME_TO_GOAL
    assert "$500 a month takes $120,000" in turn.draft.text


def test_an_answer_is_drawn_when_asked_for() -> None:
    """The picture of the answer under discussion comes with it again."""
    assert talk(PLAN, "and with 1600 a month", "can you show that as a chart?").draft.charts


def test_a_place_named_after_a_plan_is_asked_about() -> None:
    """No plan is made of one place by itself: its own page answers, and the next takes its turn."""
    assert "users have lost money there" in talk(PLAN, "what about aave").draft.text
    assert "Pendle" in talk("what's the catch with ethena", "and pendle?").draft.text


def test_a_supposition_of_which_nothing_is_read_is_not_taken_for_a_change() -> None:
    """It is said not to be understood, with what can be asked of the plan."""
    assert "not understood" in talk(PLAN, "what if my wife finds out").draft.text


def test_the_risks_of_a_blend_named_in_the_question_are_worked_out() -> None:
    """No plan before it is needed: the level and the sum of the question are what is held."""
    turn = talk("explain the risks of 250k aggressive")
    assert turn.draft.text.startswith(
        "Coin prices are the largest risk: a year like 2022 takes 41 %"
    )
    again = talk("explain the risks of 250k aggressive", "stress it")
    assert "an aggressive blend" in again.draft.text


def test_a_stress_test_stays_with_what_an_estimate_was_about() -> None:
    """After "what does 100k in USDC pay", the stress test is of USDC and of no blend."""
    turn = talk("100k in USDC what does it pay", "stress it")
    assert "Tried on 100 % USDC" in turn.draft.text


def test_a_bare_rate_after_a_shock_is_another_size() -> None:
    """After "what if ETH drops 50 %", "and 80 %" is the same fall, larger."""
    frame = talk("what if eth drops 50%", "and 80%?").state.frame
    assert frame
    assert frame.slots.shock == Shock("ETH", Decimal("-0.8"))


def test_it_is_what_fell_before() -> None:
    """After a fall of one coin, "what if it drops" is about that coin and not the market."""
    frame = talk("what if eth drops 50%", "what if it drops 80%").state.frame
    assert frame
    assert frame.slots.shock == Shock("ETH", Decimal("-0.8"))


def test_another_place_takes_the_place_of_the_first() -> None:
    """After Celsius, "and Aave?" is about Aave."""
    assert talk("is celsius safe", "and aave?").draft.text.startswith("Aave:")
    assert talk("is aave safe", "is celsius safe").draft.text.startswith("Celsius froze")


def test_shares_that_are_asked_for_again_answer_the_question() -> None:
    """Shares beyond the whole are asked for; the next ones are counted, and kept nowhere."""
    turn = talk("60% eth 60% usdc 100k what does it pay", "60% eth 40% usdc")
    assert "Split as you said: 60 % ETH · 40 % USDC." in turn.draft.text
    assert not turn.effects


def test_a_shock_that_is_added_comes_with_those_before() -> None:
    """ "And aave fails too" adds, "what if aave fails" asks anew; what is held stays."""
    added = talk("I have 300k and want 1k a month", "what if eth halves", "and aave fails too")
    assert "ETH falling by 50 % and losing all that lies in Aave" in added.draft.text
    anew = talk("I have 300k and want 1k a month", "what if eth halves", "what if aave fails")
    assert anew.draft.text.startswith("Losing all that lies in Aave would take 15 %")


def test_what_was_only_shocked_before_is_not_held() -> None:
    """After "what if eth halves", a failure is tried on the blend, and not on ETH alone."""
    turn = talk("what if eth halves", "and if aave fails")
    assert turn.draft.text.startswith("Losing all that lies in Aave would take 15 %")


def test_where_the_money_lies_is_kept_when_several_places_fail() -> None:
    """What lies on Aave is lost when Aave and Compound fail."""
    turn = talk("what would 100k USDC earn on aave", "what if aave and compound both fail")
    assert "would together take 100 % of the money" in turn.draft.text
    assert "Nothing here lies in Compound" in turn.draft.text


def test_a_name_alone_shares_the_shock_before() -> None:
    """ "And lido too" fails as well, "and with sol as well" falls as far as the coin before."""
    failed = talk("what if aave fails", "and lido too")
    assert "losing all that lies in Aave and Lido" in failed.draft.text.replace("Losing", "losing")
    fallen = talk("what if eth drops 60%", "and with sol as well")
    assert "ETH falling by 60 % and SOL falling by 60 %" in fallen.draft.text


def test_sums_at_several_places_fail_with_their_own() -> None:
    """Of two deposits the one whose place fails is lost, or both where "both" fail."""
    both = "I have 20k on binance and 30k on kraken, what if "
    assert "100 % of the money, $50,000" in talk(both + "both go bankrupt").draft.text
    assert "60 % of the money, $30,000" in talk(both + "kraken goes bankrupt").draft.text


def test_a_lost_peg_without_a_size_is_added_too() -> None:
    """ "And usdc depegs too" comes with the fall before; without "too" it is tried by itself."""
    added = talk("what if eth halves", "and usdc depegs too", "and lido too")
    assert "ETH falling by 50 %, USDC falling by 13 % and losing all that lies in Lido" in (
        added.draft.text
    )
    anew = talk("what if eth halves", "and if usdc depegs")
    assert anew.draft.text.startswith("A lost peg of USDC would take 0.6 % of the money")
