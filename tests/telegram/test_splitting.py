"""Long replies: cut where it reads best, never too long, never broken markup, nothing lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.transports.telegram.splitting import split_html, split_text, units
from tests.peers.telegram_html import plain, utf16_length

WORDS = st.lists(
    st.sampled_from(["a", "word", "😀😀", "&amp;", "&lt;b&gt;", "\n", "\n\n", " ", "x" * 30]),
    max_size=60,
)
MARKUP = st.recursive(
    WORDS.map("".join),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(["b", "i", "code", 'a href="https://example.org/?a=1"']),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(MARKUP, st.integers(20, 200))
def test_any_markup(markup: str, longest: int) -> None:
    """Each part is readable by itself and fits; together they say the same."""
    parts = split_html(markup, longest)
    shown = [plain(part) for part in parts]
    assert squeezed("".join(shown)) == squeezed(plain(markup))
    assert all(utf16_length(text.strip()) <= longest for text in shown)


@given(st.text(max_size=300), st.integers(2, 60))
def test_any_text(text: str, longest: int) -> None:
    """The same holds for plain text, character for character but for the space between parts."""
    parts = split_text(text, longest)
    assert squeezed("".join(parts)) == squeezed(text)
    assert all(0 < units(part) <= longest for part in parts)
    assert all(units(part) == utf16_length(part) for part in parts)


def test_at_paragraphs() -> None:
    """A cut is made at a paragraph where there is one, then at a line, then at a word."""
    assert split_text("one two\n\nthree\nfour", 14) == ["one two", "three\nfour"]
    assert split_text("one two\nthree four", 11) == ["one two", "three four"]
    assert split_text("one two three", 9) == ["one two", "three"]
    assert split_text("o" * 10, 4) == ["oooo", "oooo", "oo"]


def test_short_ones_stay() -> None:
    """What fits is left as it is, to the letter; nothing at all is no part."""
    assert split_html("<b>a</b> &quot;b&quot;") == ["<b>a</b> &quot;b&quot;"]
    assert split_text("a") == ["a"]
    assert split_text(" \n") == []


def test_tags_over_a_cut() -> None:
    """A tag that is open at a cut is closed there and opened again."""
    assert split_html("<b>bold <i>both</i></b> none", 10) == ["<b>bold <i>both</i></b>", "none"]
    assert split_html("<b>first second</b>", 7) == ["<b>first</b>", "<b>second</b>"]
