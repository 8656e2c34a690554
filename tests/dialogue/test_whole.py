"""A reply fits a phone's screen; what does not is behind "More"."""

from core.nlg.folding import SCREEN_LINES, folded, lines_of, unfolded
from core.nlg.writing import write
from tests.dialogue.talk import Talk

REBALANCE = "should I rebalance? 65% ETH and 35% BTC"


def test_more_shows_all_in_place() -> None:
    """The rest follows the same words, in the message that the button stands under."""
    talk = Talk()
    short = talk.say("conservative vs aggressive for 200k").draft
    assert short.buttons[0][0].label == "More"
    assert "For someone" not in short.text
    assert all(shown in short.text for shown in short.displays.values())
    whole = talk.press("More").draft
    assert whole.template.startswith(short.template) is whole.in_place
    assert "For someone" in whole.text
    assert not whole.charts
    assert "More" not in {button.label for row in whole.buttons for button in row}


def test_what_is_more_than_a_screen_is_two_messages() -> None:
    """Where all of it is too tall, the rest comes under its headline, and the first part stays."""
    talk = Talk()
    short = talk.say(REBALANCE).draft
    assert "target 60 %" not in short.text
    whole = talk.press("More").draft
    assert not whole.in_place
    assert whole.text.splitlines()[0] == short.text.splitlines()[0]
    assert "target 60 %" in whole.text
    assert lines_of(whole.text) <= SCREEN_LINES


def test_more_is_about_its_own_answer() -> None:
    """Said after another question, the button of an older answer still shows that one."""
    talk = Talk()
    press = talk.say(REBALANCE).draft.buttons[0][0].press
    talk.say("what would 50k USDC earn?")
    assert "target 60 %" in talk.press_raw(press).draft.text
    assert "no longer kept" in talk.press_raw("more:99").draft.text


def test_what_was_counted_is_told_with_all_of_it() -> None:
    """An answer counted on what is kept says so in its long form, too."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido and 20k USDC on Aave")
    assert "Counted on what you keep here." in talk.say("how should I withdraw").draft.text
    assert "Counted on what you keep here." in talk.press("More").draft.text


def test_nothing_to_fold() -> None:
    """A reply without a rest has no button for it."""
    draft = write("All of it.", Talk().say("hi").state.book)
    assert folded(draft, 1) == draft
    assert unfolded(draft).text == draft.text


def test_many_holdings() -> None:
    """A screen tells the largest holdings; "More" tells the others, and what lies idle."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido, 3,500 ADA, 20k USDT on Aave, 12 SOL, 500 DOT, 3 BNB")
    short = talk.say("show my portfolio").draft
    assert "behind “More”" in short.text
    hidden = [one for one in ("12 SOL", "3,500 ADA", "500 DOT") if one not in short.text]
    assert hidden
    whole = talk.press("More").draft
    assert all(one in whole.text for one in hidden)
    assert "lies idle" in whole.text
    assert lines_of(whole.text) <= SCREEN_LINES


def test_many_holdings_that_earn() -> None:
    """What many holdings pay is told with the largest; "More" tells the others in its place."""
    talk = Talk()
    talk.say("I hold 10 ETH staked with Lido, 3,500 ADA, 20k USDT on Aave, 12 SOL, 500 DOT, 3 BNB")
    short = talk.say("what do I earn").draft
    assert "behind “More”" in short.text
    assert "500 DOT" not in short.text
    assert lines_of(short.text) <= SCREEN_LINES
    whole = talk.press("More").draft
    assert "500 DOT" in whole.text
    assert "Counted on what you keep here, without BNB, which has no price." in whole.text


COINS = ("ETH", "SOL", "ATOM", "ADA", "DOT", "USDC")
YEAR = "date,asset,quantity,kind,worth,currency\n" + "".join(
    f"2026-02-0{day},{coin},10,bought,{1000 + day},USD\n2026-0{day}-25,{coin},6,sold,900,USD\n"
    f"2026-0{day}-15,{coin},1.5,reward,{90 + day},USD\n2025-05-0{day},{coin},1,reward,9,USD\n"
    for day, coin in enumerate(COINS, start=2)
)


def test_a_year_of_many_coins() -> None:
    """A year of many coins fits a screen with its sums and its tax; "More" has each coin."""
    talk = Talk()
    talk.send(YEAR)
    talk.press("Keep it")
    talk.say("my tax rate is 25%")
    short = talk.say("capital gains").draft
    assert "of income in 2026" in short.text
    assert lines_of(short.text) <= SCREEN_LINES
    press = talk.state.buttons[0].press
    whole = talk.press("More").draft
    for coin in COINS:
        told = short.text + whole.text
        assert f"{coin} rewards:" in told or f"{coin} interest:" in told
        assert f"{coin}: sold for" in told
    assert "in 2026" in talk.press_raw(press.replace("2026", "1")).draft.text
