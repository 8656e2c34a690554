"""What is said besides figures: greetings, questions back, refusals, explanations."""

from dataclasses import replace

from core.catalogue import Topic, topics
from core.facts import FactBook
from core.nlg.draft import Button, Draft, Kind, names_in
from core.nlg.press import do, doubt, say
from core.nlg.unread_words import INSTEAD, UNREAD
from core.nlg.writing import NOT_ADVICE, write
from core.nlu.utterance import Intent, Risk

EXAMPLES = (
    "I have 300k and want 1-2k a month",
    "What would 50k USDC earn?",
    "How much do I need for 3k a month?",
)
EMPTY = FactBook()


def _plain(text: str, *rows: tuple[Button, ...]) -> Draft:
    return write(text, EMPTY, closing="", buttons=rows)


def _examples() -> tuple[tuple[Button, ...], ...]:
    return tuple((say(text),) for text in EXAMPLES)


def greeting(opening: Button) -> Draft:
    """Return what a new person reads first; `opening` begins a first plan."""
    return _plain(
        "**Evenkeel works out what income your crypto could sustain.**\n"
        "Say what you have and what you would like a month: it answers with ranges, what could "
        "go wrong, and how each figure came about.\n"
        "It holds nothing, trades nothing and promises nothing. " + NOT_ADVICE,
        (opening,),
        *_examples(),
    )


def help_page(commands: str) -> Draft:
    """Return what can be asked, and the commands."""
    return _plain(
        "**Ask in your own words.** What works today:\n"
        "· which yield an income takes, and whether a sustainable blend pays it\n"
        "· how much capital, or how many coins, an income takes\n"
        "· what money or coins would earn\n"
        "· which blend suits you, its risks, and what a bad year would take\n"
        "· whether an offer, a rate or a protocol can be believed\n"
        "· how to stake a coin, what a pool loses, what something pays now\n"
        "· how coins, protocols, indices, risk levels or ways to earn compare\n"
        "· how long until you can live off it, how likely, and how to draw on it\n"
        "· whether to rebalance, and what to move\n"
        "· what a term means, and how any figure came about\n\n"
        "Then change anything: another sum, safer, bolder, after tax. /start begins anew.\n\n"
        f"Commands: {commands}",
        *_examples(),
    )


def small_talk() -> Draft:
    """Return a friendly line that keeps the way open."""
    return _plain(
        "Glad to help with income from crypto, its risks and your plan. "
        "Say what you have and what you would like a month.",
        *_examples(),
    )


def overheard() -> Draft:
    """Return the answer to what concerns one person, said where others read along."""
    return _plain(
        "**That is for a chat of your own.** In a group others read along, so nothing personal is "
        "kept or shown here. Open this bot's profile, write to it there, and say it again.",
        *_examples()[1:],
    )


def nothing_said() -> Draft:
    """Return the answer to a message without words."""
    return _plain(
        "There were no words in that. Write a question, or take one of these.", *_examples()
    )


def too_long() -> Draft:
    """Return the answer to a message longer than Telegram's own limit."""
    return _plain("That is longer than a message can be here. Send the question by itself.")


def out_of_scope(about: str | None, plan_in: int | None = None) -> Draft:
    """Return the answer to what this bot knows nothing of; `about` names what was not read.

    `plan_in` is the answer with the plan that is spoken of: who says something short then more
    likely means that than the weather.
    """
    if about in UNREAD:
        return _plain(UNREAD[about], (say(INSTEAD.get(about, EXAMPLES[0])),))
    if plan_in is not None:
        return _plain(
            "That was not understood, or it is about something else than income from crypto. "
            "Name what to change, or what to explain.",
            (
                say("In plain words"),
                do("Explain the risks", plan_in, Intent.EXPLAIN, topic="risks"),
            ),
            (say("Is it worth it?"), say("How do I begin?")),
        )
    return _plain(
        "That is outside what this bot knows: income from crypto, its risks and your plan. "
        "Take one of these, or ask in your own words.",
        *_examples(),
    )


def not_yet() -> Draft:
    """Return the answer to a question that is understood but not answered yet."""
    return _plain(
        "That question is understood, but answering it is not built yet. "
        "What works today is behind the button.",
        (say("help", "What can I ask?"),),
    )


_REFUSALS = {
    "guarantee": (
        "Nobody can promise that, and whoever does is selling something. What can be done: see "
        "what a bad year would take."
    ),
    "order": (
        "This bot never trades, stakes or moves anything: it has no access to your money, and "
        "nobody who asks for it in a chat should get it. It can work out what a step would mean."
    ),
    "secret": (
        "Never share a recovery phrase, a private key or a signature with anyone, this bot "
        "included. It needs none of them."
    ),
    "instructions": (
        "Its rules are not open to messages. Ask about income from crypto, its risks or your plan."
    ),
    "person": "What other people tell this bot stays with them.",
    "tax": (
        "Hiding income from the tax office is nothing this bot helps with. It can count your "
        "income after tax, if you name your rate."
    ),
}


def refusal(about: str | None, plan_in: int | None = None) -> Draft:
    """Return the answer to what is never done; `about` names the kind of request.

    Whoever wants a promise can try the plan of the answer `plan_in` in a bad year.
    """
    general = (
        "That is something this bot never does: it makes no promises, places no orders and "
        "holds no keys. It can work out what your money could sustain."
    )
    ways = _of_a_bad_year(plan_in) if about == "guarantee" else ()
    return _plain(_REFUSALS.get(about or "", general), *ways, (say("help", "What can I ask?"),))


def fear(plan_in: int | None) -> Draft:
    """Return the answer to the fear of losing money: how much it can be, and what lowers it."""
    return _plain(
        "**That fear has its reason: coin prices have more than halved within a year, and whole "
        "protocols have failed.** No yield makes up for that.\n\n"
        "It helps to know the loss before it comes, and to choose one that you can sit through: "
        "less in coins, several places, and what you need soon left outside. Nothing has to be "
        "decided today.",
        *_of_a_bad_year(plan_in),
    )


def _of_a_bad_year(plan_in: int | None) -> tuple[tuple[Button, ...], ...]:
    """Return the ways to what a bad year takes and to a safer plan: of the plan that there is."""
    if plan_in is None:
        return ((say(_BAD_YEAR, "What a bad year takes"), say(_SAFEST, "A safer plan")),)
    stress = do("Stress my plan", plan_in, Intent.STRESS_TEST)
    return ((stress, do("A safer plan", plan_in, Intent.WHAT_IF, risk="conservative")),)


_BAD_YEAR = "What would a year like 2022 do to 10k?"
_SAFEST = "What is the safest plan for 10k?"


def scolded(answer: int) -> Draft:
    """Return the answer to anger: the way to say that the last message was read wrong."""
    return _plain(
        "Then the answer missed what you need. See how your last message was read and say what was "
        "meant, or ask again in other words: one question, with its sums.",
        (Button("See how it was read", doubt(answer).press),),
        *_examples(),
    )


def secret_erased() -> Draft:
    """Return the answer to a recovery phrase or a private key."""
    return _plain(
        "**That looks like a wallet's recovery phrase or private key.** Delete the message, and "
        "treat that wallet as compromised: move what is in it to a new one.\n\n"
        "Nobody who is honest asks for it; this bot never will. It is erased here."
    )


def distress() -> Draft:
    """Return the answer to someone who sounds in distress: nothing is sold or computed."""
    return _plain(
        "**That sounds very hard, and the money can wait.** You do not have to carry it alone.\n\n"
        "If you might hurt yourself, call your local emergency number now. A crisis line is free "
        "and confidential: findahelpline.com lists one for almost every country. If it is not "
        "that, one person you trust, told today, is a good first step.\n\n"
        "Nothing about money has to be decided today. And beware of anyone who offers to recover "
        "lost coins for a fee."
    )


_QUESTIONS = {
    "capital": "How much money, or how many coins, is it about?",
    "income": "How much income would you like, and how often?",
    "horizon_years": "How many years should it last?",
    "holdings": (
        "What do you hold? Say each coin with how many there are, what it is worth, or its share."
    ),
    "assets": "Which coin is it about? Each has its own ways in and out.",
    "topic": "What would you like explained?",
    "options": (
        "Which things should stand side by side? Coins, protocols, indices, risk levels or ways "
        "to earn. For example:"
    ),
}
_COMPARISONS = ("Staking or lending?", "Conservative vs aggressive?", "Aave vs Compound?")


def ask_for(slot: str, number: int) -> Draft:
    """Ask for the one thing that is missing; a closed choice comes as buttons."""
    if slot == "risk":
        row = tuple(do(level.capitalize(), number, Intent.WHAT_IF, risk=level) for level in Risk)
        return _plain(
            "How much risk would you carry? A conservative blend keeps to staking and lending; an "
            "aggressive one adds more DeFi, which pays more and can fail altogether.",
            row,
        )
    if slot == "topic":
        row = tuple(
            do(topics()[name].title, number, Intent.EXPLAIN, topic=name)
            for name in ("risks", "staking", "lending")
        )
        return _plain(_QUESTIONS[slot], row)
    if slot == "options":
        return _plain(_QUESTIONS[slot], *((say(text),) for text in _COMPARISONS))
    if slot == "assets":
        coins = ("ETH", "SOL", "ADA", "DOT")
        return _plain(_QUESTIONS[slot], tuple(say(f"how do I stake {c}?", c) for c in coins))
    return _plain(_QUESTIONS[slot])


_READINGS = {
    Intent.REQUIRED_YIELD: "Which yield it takes",
    Intent.REQUIRED_CAPITAL: "How much capital it takes",
    Intent.INCOME_ESTIMATE: "What it would pay",
    Intent.TIME_TO_GOAL: "How long it takes",
    Intent.RECOMMEND_BLEND: "What to hold",
    Intent.WITHDRAWAL_PLAN: "How to draw from it",
    Intent.COMPARE_OPTIONS: "Compare them",
    Intent.STRESS_TEST: "What a crash would do",
    Intent.YIELD_LOOKUP: "What it pays now",
    Intent.CHECK_YIELD: "Whether it is sound",
    Intent.STAKING_ADVICE: "How to stake it",
    Intent.YIELD_STACK: "Several yields on it",
    Intent.IMPERMANENT_LOSS: "Impermanent loss",
    Intent.REBALANCE: "Whether to rebalance",
    Intent.SHOW_PORTFOLIO: "What I hold",
    Intent.SUMMARY_NOW: "What changed",
    Intent.TAX_SUMMARY: "Tax on it",
    Intent.EXPLAIN: "Explain it",
    Intent.HELP: "What can I ask?",
}


def unclear(readings: tuple[Intent, ...], number: int) -> Draft:
    """Ask which of two readings was meant."""
    known = [intent for intent in readings if intent in _READINGS][:2]
    if not known:
        return _plain(
            "That could be read in several ways. Say it differently, or try:", *_examples()
        )
    row = tuple(do(_READINGS[intent], number, intent) for intent in known)
    return _plain("That can be read in two ways. Which did you mean?", row)


def no_question_yet() -> Draft:
    """Return the answer to a follow-up when nothing is under discussion."""
    return _plain(
        "There is no answer yet to change or explain. Start with a question:", *_examples()
    )


def no_such_figure(number: int) -> Draft:
    """Return the answer to a question about a figure that the last answer did not show."""
    return _plain(
        "The last answer did not show that figure. The button shows how its own came about.",
        (do("Show working", number, Intent.SHOW_WORKING),),
    )


def pay_first(number: int) -> Draft:
    """Return the answer where somebody wants to be paid before money is paid out."""
    return _plain(
        "**Do not pay: asking for money to release money is part of the scam.**\n"
        "A fee, a tax or a deposit before a payout is how such schemes take a last sum. After it "
        "comes the next one, and no payout. A real cost is taken out of what is paid.\n"
        "What was put in is most likely gone. Send nothing more, give nobody your recovery phrase, "
        "keep every message and address, and report it to the police and to the exchange the money "
        "was sent from. Whoever offers to get it back for a fee is the same kind of fraud.",
        (
            do("The usual traps", number, Intent.EXPLAIN, topic="pitfalls"),
            do("How I judge yields", number, Intent.EXPLAIN, topic="sustainable-yield"),
        ),
    )


def nothing_changed(*, already: bool) -> Draft:
    """Return the answer to a change that the last answer does not depend on, or had already."""
    if already:
        return _plain("That is how the last answer was counted already.", *_examples())
    return _plain(
        "That changes nothing in the last answer, because it does not rest on it. "
        "Ask it as a question of its own.",
        *_examples(),
    )


def not_simulated(answer: int) -> Draft:
    """Return the answer to an assumption on prices or costs where only what is paid is counted."""
    return _plain(
        "That answer counts what is paid and not what prices do, so growth, swings and costs "
        "change nothing in it. How long the money lasts rests on them: your assumption is kept "
        "for that.",
        (do("Will it last?", answer, Intent.WITHDRAWAL_PLAN),),
    )


def stale_button() -> Draft:
    """Return the answer to a button whose question is no longer kept."""
    return _plain("That button belongs to a question that is no longer kept. Ask it again.")


_MOST_RELATED = 3
"""More ways on than this do not fit a phone beside the page."""


def _row(buttons: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    return (buttons,) if buttons else ()


def topic_page(topic: Topic, book: FactBook, number: int, *, long: bool) -> Draft:
    """Explain a topic: short with a way to more, or the whole page."""
    related = tuple(
        do(topics()[name].title, number, Intent.EXPLAIN, topic=name)
        for name in topic.related[:_MOST_RELATED]
    )
    text = f"**{topic.title}**\n{topic.short}" + (f"\n\n{topic.long}" if long else "")
    more = () if long else ((do("More", number, Intent.EXPLAIN, topic=f"{topic.id}+"),),)
    used = book.behind(names_in(text))
    buttons = (*more, related[:2], *_row(related[2:]))
    draft = write(text, used, closing=NOT_ADVICE, buttons=buttons, kind=Kind.EXPLANATION)
    return replace(draft, in_place=long)
