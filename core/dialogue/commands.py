"""The commands, in one list: the menu, the help and what each of them does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from core.facts import FactBook
from core.nlg.draft import Button, Draft
from core.nlg.press import say
from core.nlg.writing import write
from core.nlu.utterance import Intent


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its words in the menu, and the intent by which it is answered as words would be.

    What follows a command is read for that intent's slots. `later` is said of one whose feature is
    not built yet: what works instead, and a button or two that do it.
    """

    name: str
    menu: str
    intent: Intent
    later: str | None = None
    instead: tuple[str, ...] = ()


_PLAN = "I have 300k and want 1-2k a month"
_EARN = "What would 50k USDC earn?"
_ALL = (
    Command("/start", "Begin anew, with three examples", Intent.SMALL_TALK),
    Command("/help", "What you can ask", Intent.HELP),
    Command(
        "/plan",
        "Your plan",
        Intent.REQUIRED_YIELD,
        "No plan is kept yet. Say what you have and what you would like a month: the plan is "
        "worked out at once, and a button under it keeps it.",
        (_PLAN,),
    ),
    Command("/portfolio", "What you hold", Intent.SHOW_PORTFOLIO),
    Command("/income", "Income you received", Intent.LOG_INCOME),
    Command("/summary", "The summary, now", Intent.SUMMARY_NOW),
    Command("/subscribe", "A regular summary", Intent.SUBSCRIBE),
    Command("/unsubscribe", "No more summaries", Intent.UNSUBSCRIBE),
    Command("/alerts", "Tell me when something happens", Intent.SET_ALERT),
    Command("/settings", "Currency, risk, tax rate", Intent.SET_PREFERENCE),
    Command("/export", "Your data as a file", Intent.EXPORT_DATA),
    Command("/delete", "Delete what is kept about you", Intent.DELETE_DATA),
    Command("/privacy", "What is kept, and who sees it", Intent.HELP),
)
COMMANDS: Mapping[str, Command] = MappingProxyType({command.name: command for command in _ALL})

CONFIRMED = "everything"
"""Said after /delete it confirms that all shall be gone; the button under the question says it."""


SPARED = "nothing"
"""Said after /delete it leaves all as it is."""


def find_command(text: str) -> Command | None:
    """Return the command that a message begins with; None for any other message."""
    words = text.split(maxsplit=1)
    return COMMANDS.get(words[0].casefold()) if words else None


def is_confirmed(text: str) -> bool:
    """Tell whether a /delete confirms itself."""
    return text.split()[1:] == [CONFIRMED]


def is_spared(text: str) -> bool:
    """Tell whether a /delete takes itself back."""
    return text.split()[1:] == [SPARED]


def later(command: Command) -> Draft:
    """Return the answer to a command whose feature comes later."""
    assert command.later
    rows = tuple((say(text, _LABELS.get(text)),) for text in command.instead)
    return _plain(command.later, *rows)


_LABELS: Mapping[str, str] = MappingProxyType({"/privacy": "What is kept about me?"})


def about_itself() -> Draft:
    """Say what the bot is, what it can touch, and why to check it rather than trust it."""
    return _plain(
        "**A program that counts, no person and no adviser.** The same question gets the same "
        "answer, and every figure shows where it comes from: check it.\n\n"
        "It holds no coins and no keys, so whoever broke in could read what is kept here and move "
        "nothing. It asks for no payment; whoever writes to you first in its name is not it.\n\n"
        "It can be wrong, and it knows neither your life nor the next year.",
        (say("/privacy", "What is kept about me?"),),
        (say("how are the figures made", "How figures are made"), say("help", "What can I ask?")),
    )


def privacy() -> Draft:
    """Return what is kept, for how long, who sees it and how to have it gone."""
    return _plain(
        "**What is kept about you.** The number of this chat, the question under discussion with "
        "the figures you named, the answers, and what you chose to keep: holdings, plans, income, "
        "alerts, settings, when your summary comes and what the last one told, and the language of "
        "your app, which says how figures are written. Not your name.\n"
        "· What you wrote last stays until you write again, in case it was read wrong; what came "
        "before is dropped once answered, and a recovery phrase is wiped from the files as well.\n"
        "· Where you say that something was read wrong, its words are kept without names and "
        "without this chat.\n"
        "· Answered questions and their answers go after ninety days, unless whoever runs this bot "
        "has set another time; what you chose to keep stays until you delete it.\n"
        "· Whoever runs this bot can see it, and Telegram carries every message.\n"
        "· If a language model is configured, its provider sees the figures displayed in an "
        "answer, never your own words.\n\n"
        "/export hands you all of it, /delete removes it.",
        (say("/export", "Have it as a file"), say("/delete", "Delete what is kept")),
    )


def deletion_asked() -> Draft:
    """Ask whether everything shall be deleted."""
    return _plain(
        "**Delete everything kept about this chat?** What you hold, plans, income, alerts, "
        "settings, the question under discussion and the answers go at once, and do not come "
        "back. The messages you see here "
        "are Telegram's: remove those yourself.",
        (say(f"/delete {CONFIRMED}", "Delete everything"),),
        (say(f"/delete {SPARED}", "Keep it all"),),
    )


def spared() -> Draft:
    """Say that nothing was deleted."""
    return _plain("**Nothing was deleted.** All is kept as it was.")


def deleted() -> Draft:
    """Return the last words on a chat whose data were deleted."""
    gone = "**It is gone.** Nothing about this chat is kept. A new question begins anew."
    return replace(_plain(gone), in_place=True)


def listed() -> str:
    """Return the commands as the help shows them."""
    return " ".join(COMMANDS)


def _plain(text: str, *rows: tuple[Button, ...]) -> Draft:
    return write(text, FactBook(), closing="", buttons=rows)
