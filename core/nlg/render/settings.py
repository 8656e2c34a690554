"""Preferences in words: all of them with buttons to change each, and what was just set."""

from dataclasses import replace
from types import MappingProxyType

from babel.core import Locale
from babel.numbers import get_currency_name

from core.advice.lots import FIRST
from core.facts import YOU, FactBook, Unit, Working
from core.finance.income_records import LotMethod
from core.money import DEFAULT_CURRENCY
from core.nlg.draft import Button, Draft
from core.nlg.formats import LOCALE, display
from core.nlg.localising import known_locale
from core.nlg.press import do, say
from core.nlg.render.clock import clock_words
from core.nlg.render.parts import lines, paragraphs
from core.nlg.writing import write
from core.nlu.utterance import Intent, Risk
from core.requests.preferences import Preferences, QuietHours

LOTS = MappingProxyType(
    {
        LotMethod.FIFO: "oldest first (FIFO)",
        LotMethod.LIFO: "newest first (LIFO)",
        LotMethod.HIFO: "dearest first (HIFO)",
    }
)
"""The orders in which sales take lots, in words."""
Rows = tuple[tuple[Button, ...], ...]


def settings_page(preferences: Preferences, answer: int) -> Draft:
    """Show every preference, what holds where none was said, and how each is changed."""
    text = paragraphs(
        "**Your settings.** They hold for every answer, unless a question says otherwise.",
        lines(*(f"· {told}" for told in _told(preferences).values())),
        "Change one in words too: “my tax rate is twenty percent”, “quiet from ten to seven”.",
    )
    return write(text, _book(preferences), closing="", buttons=_rows(answer, preferences))


def with_tax_kept(draft: Draft) -> Draft:
    """Return an answer with the word that the tax rate it counts is kept; a fact of its book."""
    told = "Kept: your tax rate is {tax_rate}, and this counts it. /settings changes it."
    displays = {**draft.displays, "tax_rate": display(draft.book["tax_rate"])}
    return replace(draft, closing=lines(told, draft.closing), displays=displays)


def kept(name: str, preferences: Preferences, answer: int) -> Draft:
    """Say what was set, and what it changes."""
    told = _told(preferences)[name]
    changes = _CHANGES.get(name)
    if name == "quiet_hours":
        zone = None if preferences.zone else _ASK_ZONE
        changes = lines(changes, zone) if preferences.quiet else None
    text = paragraphs(f"**Kept. {told}.**", changes)
    row = [say("/settings", "All settings")]
    if name == "lot_method":
        row.insert(0, say("my capital gains", "My gains"))
    return write(text, _book(preferences), closing="", buttons=(tuple(row),))


_ASK_ZONE = "Where do you live? Until you say, they go by the clock of UTC."


_CHANGES = {
    "currency": "Sums that you name without a currency are in it, and so is what you hold.",
    "risk": "Plans take this level unless you name another.",
    "tax_rate": "Incomes you ask for are what is left after it, and estimates of tax use it.",
    "timezone": "Days and quiet hours go by its clock.",
    "lot_method": "A sale takes its coins in this order, and its gain is counted so.",
    "quiet_hours": "What would come unasked in between comes after.",
    "experience": "Explanations come along with an answer when you are new to this.",
    "language": "The words stay English: it is the only language here so far.",
}


def only_english() -> Draft:
    """Say that no other language is spoken here, so none is kept."""
    return _plain(
        "English is the only language here so far, and how figures are written in that one is not "
        "known. Sums, dates and rates are read as they are written in most countries.",
        ((say("/settings", "All settings"),),),
    )


def not_understood(name: str, answer: int) -> Draft:
    """Return the answer to a preference that makes no sense."""
    said = {
        "currency": "No exchange rate is at hand for that currency. Which other one would do?",
        "tax_rate": "A tax rate has to leave something over. Which share of income goes to tax?",
        "timezone": "That zone is not known here. Name a large city near you.",
    }
    return _plain(said.get(name, "That setting is not known here."), _rows(answer, Preferences()))


def _told(preferences: Preferences) -> dict[str, str]:
    """Return each preference in words, by its name."""
    currency = get_currency_name(preferences.currency or DEFAULT_CURRENCY, locale=LOCALE)
    unsaid = "" if preferences.currency else ", as none was named"
    return {
        "currency": f"Currency: {currency}{unsaid}",
        "risk": f"Risk: {preferences.risk or 'asked, or moderate'}",
        "tax_rate": "Tax rate: {tax_rate}"
        if preferences.tax_rate is not None
        else "Tax rate: not said, so nothing is counted after tax",
        "timezone": f"Time zone: {(preferences.zone or 'UTC').replace('_', ' ')}",
        "lot_method": f"Tax lots: {LOTS[preferences.lot_method or FIRST]}",
        "experience": f"Experience: {preferences.experience or 'not said'}",
        "language": _language(preferences),
        "quiet_hours": f"Quiet hours: {_quiet(Working(), preferences.quiet)}",
    }


def _quiet(working: Working, hours: QuietHours | None) -> str:
    """Say when it is quiet: "from 10 in the evening to 7 in the morning", its numbers facts."""
    if hours is None:
        return "none"
    begin = clock_words(working, "quiet_begin", hours.begin).removeprefix("at ")
    return f"from {begin} to {clock_words(working, 'quiet_end', hours.end).removeprefix('at ')}"


def _language(preferences: Preferences) -> str:
    """Say which language it is, and how figures are written."""
    locale = known_locale(preferences.written_as)
    if locale is None:
        return "Language: English"
    return f"Language: English, figures as in {_named(locale)}"


def _named(locale: str) -> str:
    return Locale.parse(locale).get_display_name(LOCALE) or locale


def _book(preferences: Preferences) -> FactBook:
    working = Working()
    _quiet(working, preferences.quiet)
    if preferences.tax_rate is not None:
        working.given("tax_rate", preferences.tax_rate, Unit.RATIO, YOU)
    return working.book


def _rows(answer: int, preferences: Preferences) -> Rows:
    def setting(label: str, value: str) -> Button:
        return do(label, answer, Intent.SET_PREFERENCE, preference=value)

    return (
        tuple(setting(code, f"currency.{code}") for code in ("USD", "EUR", "GBP", "CHF")),
        tuple(setting(level.capitalize(), f"risk.{level}") for level in Risk),
        (
            setting("Quiet at night", "quiet_hours.night"),
            setting("No quiet hours", "quiet_hours.none"),
        ),
        tuple(setting(method.upper(), f"lot_method.{method}") for method in LotMethod),
        (
            setting("New to this", "experience.beginner"),
            setting("Some experience", "experience.intermediate"),
            setting("Expert", "experience.expert"),
        ),
        *_figures(answer, preferences),
    )


def _figures(answer: int, preferences: Preferences) -> Rows:
    """Return the button that writes figures the other way, for whose app is not in English."""
    other = preferences.locale if preferences.language == "en" else "en"
    if not other or not (preferences.locale or known_locale(preferences.language)):
        return ()
    value = f"language.{other}"
    return (
        (do(f"Figures as in {_named(other)}", answer, Intent.SET_PREFERENCE, preference=value),),
    )


def _plain(text: str, rows: Rows) -> Draft:
    return write(text, FactBook(), closing="", buttons=rows)
