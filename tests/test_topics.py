"""The pages of the knowledge base: what they may say and how they hang together."""

import re
import tomllib
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest

from core.catalogue import figures, indices
from core.knowledge import find_topic, topic_facts
from core.nlg import asides
from core.nlg.press import read_press
from core.nlu.parser import understand
from core.nlu.utterance import Context, Intent
from core.nlu.words import OF_AN_ANSWER
from tests.dialogue.talk import Talk

PAGES: dict[str, dict[str, Any]] = {
    path.name.removesuffix(".toml"): tomllib.loads(path.read_text("utf-8"))
    for path in sorted(files("core.data").joinpath("topics").iterdir(), key=lambda path: path.name)
    if path.name.endswith(".toml")
}
KEYS = {"title", "aliases", "short", "long", "related", "sources"}
BRIEF_LINE = re.compile(r"[A-FX]\d{1,2}|G")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SENTENCE_END = re.compile(r"[.?](?=\s|$)")
NUMBER_WORDS = re.compile(
    r"\b(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty"
    r"|forty|fifty|hundreds?|thousands?|millions?|billions?|half|halves|thirds?|quarters?|double"
    r"|twice|triple|twofold|tenfold|fivefold|per ?cent|%)\b",
    re.IGNORECASE,
)
HYPE = re.compile(
    r"\b(we|our|ours|us|amazing|incredible|exciting|huge|massive|best|easy|easily earn|safest"
    r"|no risk|without risk|cannot lose|can't lose|sure thing|free money|great question|simply)\b",
    re.IGNORECASE,
)
PROMISE = re.compile(r"guarante|risk[- ]free|certain\b|insur|promise", re.IGNORECASE)
DENIAL = re.compile(
    r"\b(no|not|never|neither|nor|nobody|nothing|whoever|ask|only)\b", re.IGNORECASE
)

every_page = pytest.mark.parametrize("name", PAGES)


def words_of(name: str) -> str:
    """Return what a person reads of a page, without its figures."""
    page = PAGES[name]
    return PLACEHOLDER.sub("", " ".join((page["title"], page["short"], page["long"])))


def sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE_END.split(text) if part.strip()]


@every_page
def test_has_every_part(name: str) -> None:
    """A page has a title, other names, a short and a long text, related pages and sources."""
    page = PAGES[name]
    assert page.keys() == KEYS
    assert all(page.values())


@every_page
def test_related_pages_exist(name: str) -> None:
    """A page leads on to two or three others, never to itself."""
    related = PAGES[name]["related"]
    assert 2 <= len(set(related)) == len(related) <= 3
    assert set(related) <= PAGES.keys() - {name}


def test_every_page_is_led_to() -> None:
    """Nearly every page can be reached from another; the exceptions are entrances."""
    entrances = {"risks", "staking-versus-lending", *OF_AN_ANSWER}
    reached = {other for page in PAGES.values() for other in page["related"]}
    assert PAGES.keys() - reached <= entrances


@every_page
def test_cites_the_brief(name: str) -> None:
    """A page names the lines of the domain brief it rests on."""
    assert all(BRIEF_LINE.fullmatch(source) for source in PAGES[name]["sources"])


@every_page
def test_states_no_figure_of_its_own(name: str) -> None:
    """A text holds no digit and no number word: a figure comes from a fact, by its name."""
    assert not re.search(r"\d", words_of(name))
    assert not NUMBER_WORDS.findall(words_of(name))


@every_page
def test_names_only_known_facts(name: str) -> None:
    """What stands in braces is a fact the knowledge base can fill in; no brace is stray."""
    page = PAGES[name]
    text = page["short"] + page["long"]
    assert all(fact in topic_facts() for fact in PLACEHOLDER.findall(text))
    assert not set(PLACEHOLDER.sub("", text)) & set("{}")


@every_page
def test_a_range_is_named_by_both_ends(name: str) -> None:
    """A low end is never said without its high end right after it."""
    text = PAGES[name]["short"] + PAGES[name]["long"]
    lows, ranges = (
        re.findall(r"\{(\w+)_low\}", text),
        re.findall(r"\{(\w+)_low\}–\{\1_high\}", text),
    )
    assert lows == ranges
    assert text.count("_high}") == len(ranges)


@every_page
def test_keeps_the_tone(name: str) -> None:
    """No shouting, no hype, no "we", no emoji, no mark-up: plain words in plain type."""
    text = words_of(name)
    assert "!" not in text
    assert not HYPE.findall(text)
    assert not re.search(r"[*_#<>`\N{EM DASH}]", text)
    assert text.isascii() or set(text) - set(map(chr, range(128))) <= {"–"}


@every_page
def test_promises_nothing(name: str) -> None:
    """Words of certainty stand only in sentences that deny it or say whom to ask."""
    said = sentences(words_of(name).removeprefix(PAGES[name]["title"]))
    assert [one for one in said if PROMISE.search(one) and not DENIAL.search(one)] == []


@every_page
def test_fits_a_phone(name: str) -> None:
    """The short text is a paragraph of two to four sentences, the long one of four to eight."""
    page = PAGES[name]
    assert len(page["short"]) <= 350
    assert 2 <= len(sentences(page["short"])) <= 4
    assert len(page["long"]) <= 1_000
    assert 4 <= len(sentences(page["long"])) <= 8


@every_page
def test_is_one_paragraph_of_whole_sentences(name: str) -> None:
    """A text has no line breaks or double spaces, begins with a capital and ends with a stop."""
    for text in (PAGES[name]["short"], PAGES[name]["long"]):
        assert text == " ".join(text.split())
        assert text[0].isupper()
        assert text.endswith((".", "?"))


@every_page
def test_sentences_are_short(name: str) -> None:
    """A sentence has at most forty words, so that it is read at a glance."""
    for text in (PAGES[name]["short"], PAGES[name]["long"]):
        assert max(len(sentence.split()) for sentence in sentences(text)) <= 40


@every_page
def test_is_found_by_its_own_name(name: str) -> None:
    """The words of a page's id are among the names people may use, all in lower case."""
    aliases = PAGES[name]["aliases"]
    assert name in aliases or name.replace("-", " ") in aliases
    assert all(alias == " ".join(alias.lower().split()) for alias in aliases)


def test_a_name_means_one_page() -> None:
    """No two pages claim the same name or carry the same title."""
    names = Counter(alias for page in PAGES.values() for alias in page["aliases"])
    assert [alias for alias, count in names.items() if count > 1] == []
    assert len({page["title"].lower() for page in PAGES.values()}) == len(PAGES)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("staking", "newly issued coins"),  # X7
        ("real-yield", "look at both rates"),  # X7
        ("guaranteed-yields", "steady is the right word, and certain is not"),  # X8
        ("balanced", "staking alone would fall well short"),  # X9
        ("sustainable-yield", "lies a wide gap which the house figures leave open"),  # X12
        ("lending", "is no market for any coin you like"),  # X13
        ("savings-rate", "So it is no market where you lend any coin you like"),  # X13
        ("three-cadences", "a quarterly review is for deciding"),  # X14
        ("house-ranges", "Some house ranges are higher than what is paid now"),  # X16
        ("what-is-left-out", "before tax, fees and rising prices"),  # X18
        ("income-allocation", "Published cases may leave the default bands"),  # X19
        ("stablecoin-lending", "has no published definition"),  # X15
        ("conservative-defi", "has no published definition"),  # X15
        ("aggressive-growth", "has no published definition"),  # X15
    ],
)
def test_says_openly_where_the_figures_do_not_fit(name: str, said: str) -> None:
    """A contradiction or gap of the published figures is told on the page it touches."""
    assert said in PAGES[name]["long"] + PAGES[name]["short"]


@pytest.mark.parametrize("name", ["stablecoin-lending", "conservative-defi", "aggressive-growth"])
def test_names_what_a_house_definition_holds(name: str) -> None:
    """The page of an index without a published definition names every asset it holds."""
    text = PAGES[name]["long"]
    assert [leg for leg in indices()[name].constituents if leg.asset not in text] == []


BY_LINE = {
    "A1": "ethereum-staking", "A2": "cardano-staking", "A3": "solana-staking",
    "A4": "polkadot-staking", "A5": "cosmos-staking", "A6": "staking", "A7": "lending",
    "A8": "liquidity-provision", "A9": "yield-aggregation", "A10": "yield-farming",
    "B1": "income-allocation", "B2": "yield-stacking", "B3": "sustainable-yield",
    "B4": "yield-screen", "B5": "principal-first", "B6": "diversification",
    "B7": "drawing-income", "B8": "quarterly-review",
    "C1": "smart-contract-risk", "C2": "counterparty-risk", "C3": "impermanent-loss",
    "C4": "tax-records", "C5": "lock-up", "C6": "concentration", "C7": "market-risk",
    "D1": "large-cap-staking", "D2": "defi-yield", "D3": "balanced", "D4": "stablecoin-lending",
    "D5": "conservative-defi", "D6": "aggressive-growth",
    "E6": "staking-routes",
    "F1": "staking-versus-lending", "F2": "guaranteed-yields", "F3": "income-risk",
    "F4": "tax-records", "F5": "sustainable-yield", "F6": "pitfalls",
    "X7": "real-yield", "X8": "guaranteed-yields", "X13": "savings-rate",
    "X14": "three-cadences", "X16": "house-ranges", "X18": "what-is-left-out",
}  # fmt: skip
"""The page that tells each line of the domain brief: sources, strategy, risks, indices, answers."""
NOW = Context(at=datetime(2026, 9, 2, tzinfo=UTC))
ASKED = ("what is {}?", "explain {}")


@pytest.mark.parametrize(("line", "name"), BY_LINE.items())
def test_every_line_of_the_brief_has_its_page(line: str, name: str) -> None:
    """Each source, strategy fact, risk, index and frequent question has a page that cites it."""
    assert line in PAGES[name]["sources"]


def found_by(name: str) -> set[str | None]:
    """Return the pages that asking for a name leads to."""
    said = [understand(form.format(name), NOW) for form in ASKED]
    return {u.slots.topic for u in said if u.intent in {Intent.EXPLAIN, Intent.COMPARE_OPTIONS}}


@every_page
def test_is_found_by_asking_for_it(name: str) -> None:
    """Asking what a page's title or any of its other names is leads to it and to no other."""
    called = (PAGES[name]["title"], *PAGES[name]["aliases"])
    astray = {alias: found_by(alias) - {None} for alias in called}
    assert {alias: found for alias, found in astray.items() if found != {name}} == {}


def test_a_page_is_not_heard_where_sums_are_named() -> None:
    """A message with amounts is a question about them, whatever terms it holds."""
    assert understand("what would 50k in staking pay a month?", NOW).slots.topic is None


@every_page
def test_leads_on_by_buttons(name: str) -> None:
    """Under a page stand at most three related ones, and pressing each opens that page."""
    page = find_topic(name)
    assert page
    for long in (False, True):
        rows = asides.topic_page(page, topic_facts(), 7, long=long).buttons
        presses = [read_press(b.press) for row in rows for b in row]
        opened = [press.slots.topic for press in presses if press]
        assert opened == [*([] if long else [f"{name}+"]), *PAGES[name]["related"]]
        assert all(len(row) <= 2 for row in rows)


def test_the_default_bands_are_those_of_the_brief() -> None:
    """The allocation page states B1: staking 40–50 %, lending 30–40 %, liquidity 10–20 %."""
    book, names = topic_facts(), ("staking_band", "lending_band", "liquidity_band")
    bands = [str(book[f"{name}_{end}"].value) for name in names for end in ("low", "high")]
    assert [float(band) for band in bands] == [0.4, 0.5, 0.3, 0.4, 0.1, 0.2]
    assert book["staking_band_low"].value == figures()["staking_band_low"].value


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("how diversified should i be", "Diversification"),
        ("should i spread over several protocols or just use aave", "Diversification"),
        ("is it smart to put everything in one defi protocol", "Concentration"),
        ("is it ok to keep all my money in one exchange", "Concentration"),
        ("do i have to sell coins to get paid", "Drawing an income"),
        ("how do i cash out monthly", "Drawing an income"),
    ],
)
def test_a_page_in_the_words_of_who_does_not_know_its_title(said: str, title: str) -> None:
    """Whether to spread, and how one is paid, is explained in whatever words it is asked."""
    assert Talk().say(said).draft.text.startswith(title)
