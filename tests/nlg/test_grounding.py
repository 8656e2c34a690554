"""The gate: what a rewording may do, decided by a corpus and attacked by mutation."""

import re
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.catalogue import topics
from core.knowledge import topic_facts
from core.nlg import asides
from core.nlg.binding import SLOT, Bound, bind, unbound
from core.nlg.draft import Draft, names_in
from core.nlg.grounding import Refusal, refusal
from core.nlg.word_lists import word_lists
from tests.advice.questions import ALL
from tests.nlg.rewordings import draft_of, drafts, rewordings
from tests.nlg.test_replies import drawn

CORPUS = tuple(rewordings())
GOOD = tuple(entry for entry in CORPUS if entry.reason is None)
BAD = tuple(entry for entry in CORPUS if entry.reason)
PASSING = tuple(entry for entry in GOOD if refusal(entry.bound, entry.text) is None)


@cache
def real_drafts() -> tuple[Draft, ...]:
    pages = (asides.topic_page(page, topic_facts(), 1, long=True) for page in topics().values())
    return (*map(drawn, ALL), *pages, *drafts())


def test_every_bad_rewording_is_refused() -> None:
    """What the corpus calls bad never passes, and is refused for the reason that it names."""
    told = {entry.text: refusal(entry.bound, entry.text) for entry in BAD}
    assert [text for text, found in told.items() if found is None] == []
    assert [(e.reason, told[e.text], e.text) for e in BAD if told[e.text] != e.reason] == []


def test_good_rewordings_pass() -> None:
    """At least 95 % of what the corpus calls good passes."""
    assert len(CORPUS) >= 300
    assert len(PASSING) >= 0.95 * len(GOOD)


def test_every_reason_is_in_the_corpus() -> None:
    """Each reason to refuse has a text that is refused for it."""
    assert {entry.reason for entry in BAD} == set(Refusal)


def test_a_draft_passes_its_own_gate_and_comes_back_whole() -> None:
    """Any template is a rewording of itself; unbound, it is the draft's own to the letter."""
    for draft in real_drafts():
        bound = bind(draft)
        assert refusal(bound, bound.template) is None
        assert unbound(bound, bound.template) == draft.template


def test_a_passed_text_shows_the_figures_of_the_draft() -> None:
    """The facts' names stand in it as often and in the order of the draft's own template."""
    templates = {bind(draft).template: draft.template for draft in drafts()}
    for entry in PASSING:
        worded = unbound(entry.bound, entry.text)
        assert names_in(worded) == names_in(templates[entry.bound.template])


def test_what_qualifies_a_figure_is_a_part_of_it() -> None:
    """Ranges, qualifiers and periods, verdicts, names and lists are bound; plain words are not."""
    draft = draft_of(
        "About {low}–{high} a month: a stretch. Lido pays it.\n{share} staking · {low} cash",
        {"low": "1", "high": "2 %", "share": "3 %"},
    )
    bound = bind(draft)
    assert bound.template == "{low}: {verdict}. {lido} pays it.\n{list}"
    assert [slot.display for slot in bound.slots] == [
        "About 1–2 % a month",
        "a stretch",
        "Lido",
        "3 % staking · 1 cash",
    ]


def test_a_table_stays_as_it_is() -> None:
    """A table is one name, whatever stands in it, and comes back to the letter."""
    table = "```\nlow  {low} a year\nhigh {high}  about\n```"
    draft = draft_of(f"It pays:\n{table}\nNever certain.", {"low": "1 %", "high": "2 %"})
    bound = bind(draft)
    assert bound.template == "It pays:\n{table}\nNever certain."
    assert unbound(bound, bound.template) == draft.template


def test_bound_words_take_the_case_of_their_place() -> None:
    """A qualifier that began a sentence does not carry its capital into the middle of one."""
    bound = bind(draft_of("Before {tax} tax it is {sum}.", {"tax": "20 %", "sum": "$5"}))
    assert bound.template == "{tax} it is {sum}."
    assert unbound(bound, "It is, {tax}, {sum}.") == "It is, before {tax} tax, {sum}."


def test_a_fact_carries_its_label_unit_and_direction() -> None:
    """A slot says what it is, in which unit, and which way it points."""
    slots = {slot.name: slot for draft in map(drawn, ALL) for slot in bind(draft).slots}
    assert (slots["crash_loss"].label, slots["crash_loss"].direction) == ("crash loss", "down")
    assert slots["required_yield"].unit == "share or rate"
    assert slots["income"].unit == "money"


DIGITS = st.sampled_from("0123456789٣४๗½²Ⅳ①𝟗")
NUMBERS = st.sampled_from(["two", "half", "tenfold", "twice", "ninety", "percent", "a third"])
CLAIMS = st.sampled_from(
    ["guaranteed", "risk-free", "always", "safely", "certainly", "cannot lose"]
)
STRANGERS = st.sampled_from(["Pendle", "dogecoin", "on Curve", "bitcoin", "http://x.example"])
ORDERS = st.sampled_from(["buy now", "you should sell", "consider leverage", "withdraw it"])
TURNS = st.sampled_from(["not", "never", "no", "more", "less", "below", "above", "isn't"])


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_can_be_put_in(data: st.DataObject) -> None:
    """A digit, number, claim, stranger, order or turn put between any two words is refused."""
    entry = data.draw(st.sampled_from(PASSING))
    added = data.draw(st.one_of(DIGITS, NUMBERS, CLAIMS, STRANGERS, ORDERS, TURNS))
    gaps = [match.start() for match in re.finditer(r" ", entry.text)]
    assume(gaps)
    at = data.draw(st.sampled_from(gaps))
    text = f"{entry.text[:at]} {added}{entry.text[at:]}"
    assert refusal(entry.bound, text), text


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_names_can_be_neither_swapped_nor_lost(data: st.DataObject) -> None:
    """Two names changed about, one dropped or one said twice is refused."""
    entry = data.draw(st.sampled_from([e for e in PASSING if len(set(_names(e.text))) > 1]))
    spans = [match.span() for match in SLOT.finditer(entry.text)]
    one, other = sorted(data.draw(st.permutations(range(len(spans))))[:2])
    first, second = (entry.text[slice(*spans[at])] for at in (one, other))
    assume(first != second)
    (a, b), (c, d) = spans[one], spans[other]
    swapped = entry.text[:a] + second + entry.text[b:c] + first + entry.text[d:]
    assert refusal(entry.bound, swapped) is Refusal.NAMES
    assert refusal(entry.bound, entry.text[:a] + "it" + entry.text[b:]) is Refusal.NAMES
    assert refusal(entry.bound, entry.text[:b] + f" {first}" + entry.text[b:]) is Refusal.NAMES


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_no_marked_word_can_be_struck(data: st.DataObject) -> None:
    """A negation or a comparison struck from a passing text is refused."""
    entry = data.draw(st.sampled_from(PASSING))
    marked = [match.span() for match in re.finditer(r"\b(not|no|never|less|lower)\b", entry.text)]
    assume(marked)
    start, end = data.draw(st.sampled_from(marked))
    text = entry.text[:start].rstrip(" ") + entry.text[end:]
    assert refusal(entry.bound, text), text


@given(st.text(max_size=400))
def test_no_text_breaks_the_gate(text: str) -> None:
    """Any text at all is judged, and none that lacks the names passes."""
    assert refusal(GOOD[0].bound, text) is not None


@pytest.mark.parametrize("language", ["de", "ru", ""])
def test_only_languages_with_word_lists(language: str) -> None:
    """A language without word lists has no gate, and so no wording by a model."""
    with pytest.raises(KeyError):
        word_lists(language)


def _names(text: str) -> list[str]:
    return SLOT.findall(text)


def test_a_passed_text_is_safe_for_html() -> None:
    """No text that passes holds markup beside the bold of its template."""
    for entry in PASSING:
        assert not set("<>&[]`_") & set(SLOT.sub("", entry.text))
    hostile = Bound("Rates move.", ())
    for text in ("<b>Rates</b> move.", "Rates &lt; move.", "[Rates](x) move.", "`Rates` move."):
        assert refusal(hostile, text) is Refusal.MARKUP
