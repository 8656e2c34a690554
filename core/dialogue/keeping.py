"""What the core does with what a person keeps: by intent, by button, and back again."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.dialogue import importing, income, plans, portfolio, reviewing, settings, trades, watching
from core.dialogue.data_file import data_file
from core.dialogue.effects import Remove
from core.dialogue.holdings import Change
from core.dialogue.scene import Reply, Scene
from core.dialogue.state import DialogueState
from core.dialogue.undoing import take_back
from core.nlg.press import ALL, Act, Deed
from core.nlg.render import holdings as holding_words
from core.nlg.render import income_log as income_words
from core.nlg.render import kept as words
from core.nlu.kept_words import INCOME
from core.nlu.utterance import Intent, Utterance


def _export_data(state: DialogueState, _: Utterance, scene: Scene) -> Reply:
    return Reply(state, words.exported(data_file(state, scene.person)))


def _show(state: DialogueState, utterance: Utterance, scene: Scene) -> Reply:
    """Show what is held; the records of income where those are asked for and there are any."""
    asks_income = (utterance.about or "").startswith(INCOME)
    if asks_income and (scene.person.receipts or not scene.person.holdings):
        return income.show_income(state, utterance, scene)
    if utterance.slots.preference and scene.person.holdings:
        return settings.set_preference(state, utterance, scene)
    return portfolio.show_portfolio(state, utterance, scene)


Step = Callable[[DialogueState, Utterance, Scene], Reply]
STEPS: Mapping[Intent, Step] = MappingProxyType(
    {
        Intent.SHOW_PORTFOLIO: _show,
        Intent.SET_HOLDINGS: trades.set_holdings,
        Intent.LOG_INCOME: income.log_income,
        Intent.TAX_SUMMARY: income.tax_summary,
        Intent.EXPORT_RECORDS: income.export_records,
        Intent.EXPORT_DATA: _export_data,
        Intent.SET_ALERT: watching.set_alert,
        Intent.SET_PREFERENCE: settings.set_preference,
    }
)
"""The intents that are about what a person keeps."""


Doing = Callable[[DialogueState, Deed, Scene], Reply]
_DEEDS: Mapping[Act, Doing] = MappingProxyType(
    {
        Act.SAVE_PLAN: plans.keep,
        Act.SHOW_PLAN: plans.show,
        Act.SHOW_HOLDINGS: portfolio.show_whole,
        Act.SHOW_INCOME: income.show_whole,
        Act.SHOW_REVIEW: reviewing.show_whole,
        Act.PAUSE: watching.paused,
        Act.RESUME: watching.paused,
        Act.KEEP: importing.keep,
        Act.DROP: importing.drop,
    }
)


def do_deed(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Do what a button says; what it names may be gone by now."""
    person = scene.person
    match deed.act:
        case done if done in _DEEDS:
            return _DEEDS[done](state, deed, scene)
        case Act.CHANGE_HOLDINGS:
            page = holding_words.change_page(person.holdings, scene.number)
            return Reply(state, page)
        case Act.CHANGE_INCOME:
            page = income_words.change_page(income.latest(person.receipts), scene.number)
            return Reply(state, page)
        case Act.UNDO:
            return take_back(state, deed, scene)
        case _:
            return _removal(state, deed, scene)


def _removal(state: DialogueState, deed: Deed, scene: Scene) -> Reply:
    """Remove holdings or records, or ask before."""
    asks = deed.act is Act.ASK_REMOVAL
    every = deed.numbers == (ALL,)
    held = tuple(one for one in scene.person.holdings if every or one.number in deed.numbers)
    if held and asks:
        return portfolio.ask_removal(state, held, scene)
    if held:
        return portfolio.change_holdings(state, Change(removed=held), scene)
    receipts = tuple(one for one in scene.person.receipts if one.number in deed.numbers)
    if receipts and asks:
        return Reply(state, income_words.removal_asked(receipts, scene.number))
    if receipts:
        gone = Remove(tuple(one.number for one in receipts))
        return Reply(state, income_words.removed(receipts, scene.number), effects=(gone,))
    alerts = tuple(one for one in scene.person.alerts if one.number in deed.numbers)
    if alerts:
        return watching.remove(state, alerts, scene)
    return Reply(state, words.gone_already())
