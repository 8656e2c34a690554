"""From what a person did to what it means: a text is parsed, a button carries its meaning."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.catalogue import indices
from core.dialogue.commands import Command, find_command
from core.dialogue.continuing import continued
from core.dialogue.first_plan import Chosen, read_tap, utterance_of
from core.dialogue.picking import (
    answered_question,
    is_start_over,
    is_vague_removal,
    meant_deed,
    picked_button,
)
from core.dialogue.plan_link import SHARE, read_link
from core.dialogue.pointing import (
    alerts_told,
    all_of_them,
    corrected,
    is_shown,
    restated,
)
from core.dialogue.referring import asked_instead, compared_with_that, with_question_meant
from core.dialogue.state import DialogueState, Said
from core.dialogue.tables import Document, table_in
from core.facts import FactBook
from core.nlg import asides
from core.nlg.draft import Draft
from core.nlg.press import (
    READ_WRONG,
    Act,
    Deed,
    Doubt,
    doubt,
    read_act,
    read_doubt,
    read_more,
    read_press,
    said_text,
)
from core.nlu.about_itself import asks_about_itself, asks_who_sees
from core.nlu.currencies import currency_at_end
from core.nlu.feelings import demanded_rate, fears_loss, scolds
from core.nlu.kept_words import INCOME, currency_wished, order_about_kept, year_named
from core.nlu.moves import move_of
from core.nlu.own_words import ADDED, adds_to_it, asks_what_is_earned
from core.nlu.parser import understand
from core.nlu.payout_fees import asks_to_pay_first
from core.nlu.pictures import asks_for_picture
from core.nlu.plan_words import keeps_plan, plan_asked_of, shows_plan
from core.nlu.pointing import compares_all_indices, compares_that
from core.nlu.quiet_words import quiet_hours_wish
from core.nlu.received import income_said, paid_out
from core.nlu.secrets import holds_secret
from core.nlu.settings_asked import settings_wish
from core.nlu.several import further_questions, other_networks
from core.nlu.standing import Preference
from core.nlu.unasked_words import wish_about_unasked
from core.nlu.utterance import (
    Context,
    Intent,
    Slots,
    Unheeded,
    Utterance,
)
from core.requests import QUESTIONS, Frame

PAY_FIRST = "pay_first"
"""What an offer is asked about of which somebody wants to be paid before it pays out."""
OWN = "own"
"""What a question is about that asks for the income of what the person holds."""
ITSELF = "itself"
"""What help is asked for where the question is about the bot."""
FEAR = "fear"
"""What help is asked for where somebody fears for their money."""
SCOLDED = "scolded"
"""What is said where the bot is scolded."""
LONGEST = 4096
"""Telegram's limit for a message, in UTF-16 units."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message means, with the state it relates to."""

    utterance: Utterance
    state: DialogueState
    answer: int | None = None
    """The answer whose button was pressed."""
    stale: bool = False
    """The button's question is no longer kept, or the press is none of ours."""
    command: str = ""
    """The text, typed or behind a button, that begins with one of the commands."""
    chosen: Chosen | None = None
    """What the taps of a first plan have chosen so far."""
    shares: str | None = None
    """The payload of the plan that is to be shared."""
    deed: Deed | None = None
    """What a button does to what the person keeps."""
    further: tuple[str, ...] = ()
    """Further questions of the same message, in the person's words."""
    doubt: Doubt | None = None
    """What was read wrong."""
    plan_of: tuple[date, date] | None = None
    """The first and the last day of the time whose plan is asked for."""
    document: Document | None = None
    """The file that was sent, or the table that was pasted as a message."""
    whole: bool = False
    """Whether all of an answer is wanted, with what is behind "More"."""
    unread: Draft | None = None
    """What is answered to a message of which nothing is read."""

    @property
    def is_reading(self) -> bool:
        """Whether words, or a button that stands for some, were read: which can be wrong."""
        known = self.stale or self.command or self.chosen or self.shares or self.deed or self.doubt
        return not (known or self.plan_of or self.whole)


def hear(state: DialogueState, said: Said) -> Heard:
    """Return what was meant; of a recovery phrase or a key, nothing is read any further."""
    text = said.text or ""
    if holds_secret(text):
        return Heard(Utterance(Intent.REFUSE, secret=True), state)
    if is_too_long(text):
        return Heard(Utterance(Intent.UNCLEAR), state, unread=asides.too_long())
    document = said.document or _pasted(text)
    if document:
        return Heard(Utterance(Intent.LOG_INCOME), state, document=document)
    if said.press is None and not text.strip():
        return Heard(Utterance(Intent.SMALL_TALK), state, unread=asides.nothing_said())
    return _meant(state, said)


def _pasted(text: str) -> Document | None:
    """Return a table that was pasted as a message as the file it is."""
    return Document("pasted.csv", text.encode(errors="replace")) if table_in(text) else None


def _meant(state: DialogueState, said: Said) -> Heard:
    """Return what was meant. Typing a button's label does the same as pressing it."""
    press = said.press or _press_of_label(state, said.text or "")
    if press is None:
        said_so = said.text or ""
        press = answered_question(state, said_so) or picked_button(state, said_so)
    if press is None:
        return _heard(state, said.text or "", said.at)
    payload = press.removeprefix(SHARE)
    if payload != press and read_link(payload):
        return Heard(Utterance(Intent.HELP), state, shares=payload)
    tapped = read_tap(press)
    if tapped:
        return Heard(utterance_of(tapped), state, chosen=tapped)
    text = said_text(press)
    if text is not None:
        return _heard(state, text, said.at)
    doubted = read_doubt(press)
    if doubted:
        return Heard(Utterance(doubted.meant or Intent.UNCLEAR), state, doubt=doubted)
    return _pressed(state, press)


def _heard(state: DialogueState, text: str, at: datetime) -> Heard:
    """Return what words mean: the first that finds something in them says."""
    found = (read_as(state, text, at) for read_as in _READERS)
    return next(heard for heard in found if heard)


def _command(state: DialogueState, text: str, at: datetime) -> Heard | None:
    said = _as_command(text)
    command = find_command(said)
    if not command:
        return None
    more = "".join(said.split(maxsplit=1)[1:])
    linked = read_link(more) if command.name == "/start" else None
    if linked:
        return Heard(utterance_of(linked), state.anew())
    if not more:
        return Heard(Utterance(command.intent, about="list"), state, command=said)
    read = _understand(state, _read_with(command, more), at)
    about = read.about if read.intent is command.intent else None
    return Heard(Utterance(command.intent, read.slots, about=about), state, command=said)


def _wish_about_plan(state: DialogueState, text: str, at: datetime) -> Heard | None:
    deed = _about_plan(state, text)
    asked_of = plan_asked_of(text, at.date()) if deed and deed.act is Act.SHOW_PLAN else None
    if asked_of:
        return Heard(Utterance(Intent.SHOW_PORTFOLIO), state, plan_of=asked_of)
    return Heard(Utterance(Intent.SHOW_PORTFOLIO), state, deed.answer, deed=deed) if deed else None


def _wish_about_what_is_kept(state: DialogueState, text: str, _: datetime) -> Heard | None:
    meant = meant_deed(state, text)
    if meant:
        return Heard(Utterance(Intent.SET_HOLDINGS), state, meant.answer, deed=meant)
    vague = Utterance(Intent.SET_HOLDINGS, about="remove") if is_vague_removal(text) else None
    wish = vague or all_of_them(state, text)
    return Heard(wish, state) if wish else None


def _question_about_itself(state: DialogueState, text: str, _: datetime) -> Heard | None:
    asks = asks_about_itself(text)
    return Heard(Utterance(Intent.HELP, about=ITSELF), state) if asks else None


def _wish_for_currency(state: DialogueState, text: str, _: datetime) -> Heard | None:
    wish = currency_wished(text) if is_shown(state) else None
    return Heard(wish, state) if wish else None


def _wish_to_see(state: DialogueState, text: str, _: datetime) -> Heard | None:
    """Ask the question under discussion again: its answer comes with what is drawn of it."""
    if state.frame is None or state.frame.intent not in QUESTIONS or not asks_for_picture(text):
        return None
    return Heard(Utterance(state.frame.intent), state)


def _feeling(state: DialogueState, text: str, at: datetime) -> Heard | None:
    """Read fear for one's money, anger at the bot, and a demand as what helps then."""
    if fears_loss(text):
        return Heard(Utterance(Intent.HELP, about=FEAR), state)
    if scolds(text):
        return Heard(Utterance(Intent.SMALL_TALK, about=SCOLDED), state)
    demanded = demanded_rate(text)
    return (
        Heard(understand(f"is {demanded} a year real?", Context(at)), state) if demanded else None
    )


def _going_on(state: DialogueState, text: str, at: datetime) -> Heard | None:
    goes_on = continued(state, text, at)
    return Heard(goes_on, state) if goes_on else None


def _wish_about_unasked(state: DialogueState, text: str, at: datetime) -> Heard | None:
    told = alerts_told(state)
    wish = quiet_hours_wish(text) or settings_wish(text) or wish_about_unasked(text, at, told=told)
    return Heard(wish, state) if wish else None


def _question(state: DialogueState, text: str, at: datetime) -> Heard:
    utterance = _understand(state, text, at)
    if _asks_own_income(state, text):
        utterance = replace(utterance, about=OWN)
    if asks_to_pay_first(text):
        paying = replace(utterance, intent=Intent.CHECK_YIELD, slots=Slots(), about=PAY_FIRST)
        return Heard(paying, state)
    utterance = income_said(text, utterance, at)
    if utterance.intent is Intent.SET_HOLDINGS and not utterance.about and adds_to_it(text):
        utterance = replace(utterance, about=ADDED)
    year = year_named(text.lower(), at) if utterance.intent is Intent.TAX_SUMMARY else None
    if year:
        utterance = replace(utterance, about=f"{INCOME} {year}")
    code = currency_at_end(text.lower()) if utterance.intent is Intent.SHOW_PORTFOLIO else None
    if code:
        utterance = replace(utterance, slots=Slots(preference=Preference("currency", code)))
    further = further_questions(text, Context(at), utterance.intent)
    if Unheeded.NETWORKS in utterance.unheeded:
        further = other_networks(text, Context(at))
    utterance = asked_instead(state, utterance)
    if compares_all_indices(text):
        all_of_them = Slots(indices=tuple(indices()))
        utterance = replace(utterance, intent=Intent.COMPARE_OPTIONS, slots=all_of_them)
    if compares_that(text):
        utterance = compared_with_that(state, utterance)
    return Heard(utterance, with_question_meant(state, utterance), further=further)


def _order_about_kept(state: DialogueState, text: str, at: datetime) -> Heard | None:
    order = (
        order_about_kept(text, at)
        or move_of(text, at)
        or paid_out(text, at)
        or corrected(state, text, at)
        or restated(state, text, at)
    )
    return Heard(order, state) if order else None


_READERS: tuple[Callable[[DialogueState, str, datetime], Heard | None], ...] = (
    _command,
    _wish_about_plan,
    _wish_about_what_is_kept,
    _question_about_itself,
    _feeling,
    _wish_for_currency,
    _wish_to_see,
    _going_on,
    _order_about_kept,
    _wish_about_unasked,
    _question,
)
"""What words may be, the most certain first; the last always finds something."""


def _asks_own_income(state: DialogueState, text: str) -> bool:
    """Whether the income of what is kept is asked for: "it" is that where it was just shown."""
    whose = asks_what_is_earned(text)
    return whose == "own" or (whose == "pointed" and state.holdings_told)


def _read_with(command: Command, more: str) -> str:
    """Return what follows a command as it is read: a day or an hour alone says nothing of why."""
    return f"subscribe {more}" if command.intent is Intent.SUBSCRIBE else more


def _as_command(text: str) -> str:
    """Return words that say what a command does as that command, others as they are."""
    if is_start_over(text):
        return "/start"
    return "/privacy" if asks_who_sees(text) else text


def _about_plan(state: DialogueState, text: str) -> Deed | None:
    """Return what words about the person's own plan do: the same as a button."""
    if keeps_plan(text):
        return Deed(state.shown_in, Act.SAVE_PLAN, ())
    return Deed(state.shown_in, Act.SHOW_PLAN, ()) if shows_plan(text) else None


def is_too_long(text: str) -> bool:
    """Whether a text is longer than a message can be."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST


def _press_of_label(state: DialogueState, text: str) -> str | None:
    said = text.strip().casefold()
    if said == READ_WRONG.casefold():
        return doubt(state.turns).press
    return next((b.press for b in state.buttons if b.label.casefold() == said), None)


def _understand(state: DialogueState, text: str, at: datetime) -> Utterance:
    if state.asked_by:
        return understand(text, Context(at, state.asked, state.asked_by))
    if state.frame is None:
        return understand(text, Context(at, state.asked))
    frame = state.frame
    return understand(text, Context(at, state.asked, frame.intent, frame.slots))


_SAID_BY = {
    Act.PAUSE: Intent.SET_ALERT,
    Act.RESUME: Intent.SET_ALERT,
    Act.CHANGE_INCOME: Intent.LOG_INCOME,
    Act.KEEP: Intent.LOG_INCOME,
    Act.DROP: Intent.LOG_INCOME,
    Act.SAVE_PLAN: Intent.SHOW_PORTFOLIO,
    Act.SHOW_PLAN: Intent.SHOW_PORTFOLIO,
    Act.SHOW_HOLDINGS: Intent.SHOW_PORTFOLIO,
    Act.SHOW_REVIEW: Intent.SUMMARY_NOW,
}
"""What a button that does something would be if it were said; else it is about holdings."""


def _pressed(state: DialogueState, press: str) -> Heard:
    """Take up the question of the answer that the button stands under."""
    deed = read_act(press)
    if deed:
        about = _SAID_BY.get(deed.act, Intent.SET_HOLDINGS)
        return Heard(Utterance(about), state, deed.answer, deed=deed)
    number = read_more(press)
    if number is not None:
        return _whole(state, number)
    read = read_press(press)
    if read is None:
        return Heard(Utterance(Intent.UNCLEAR), state, stale=True)
    utterance = Utterance(read.intent, read.slots)
    frame = _frame_of(state, read.answer)
    about_answer = frame is not None and (read.slots.topic or "").startswith(
        ("risks", "assumptions")
    )
    is_free = read.intent is Intent.EXPLAIN and not about_answer
    if is_free or read.intent is Intent.SET_PREFERENCE:
        return Heard(utterance, state)
    if frame is None:
        is_last = read.intent is Intent.SHOW_WORKING and read.answer == state.shown_in
        return Heard(utterance, state, read.answer, stale=not is_last)
    state = replace(state, frame=frame, asked=None)
    if read.intent is Intent.WHAT_IF and read.answer != state.shown_in:
        state = replace(state, book=FactBook())  # what changes is not the last answer
    return Heard(utterance, state, read.answer)


def _whole(state: DialogueState, answer: int) -> Heard:
    """Ask the question of an answer again, to be told all of it."""
    frame = _frame_of(state, answer)
    if frame is None:
        return Heard(Utterance(Intent.UNCLEAR), state, stale=True)
    again = replace(state, frame=frame, asked=None)
    return Heard(Utterance(frame.intent), again, answer, whole=True)


def _frame_of(state: DialogueState, answer: int) -> Frame | None:
    """Return the question that an answer belongs to, as long as it is kept."""
    return next((one.frame for one in state.answers if one.number == answer), None)
