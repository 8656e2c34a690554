"""Telegram's HTML, read as strictly as its server reads it."""

import re
from html import escape, unescape

TAGS = frozenset(
    (
        *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler"),
        *("a", "tg-emoji", "code", "pre", "blockquote"),
    )
)
_TOKEN = re.compile(r"<(?P<close>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9-]*)(?P<rest>[^<>]*)>|(?P<stray><)")
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)\w+;")


class UnreadableMarkupError(Exception):
    """What the server says it cannot parse."""


def plain(markup: str) -> str:
    """Return the text a person reads; raise for what Telegram would refuse."""
    if unknown := _ENTITY.search(markup):
        raise UnreadableMarkupError(f"unsupported entity {unknown[0]}")
    open_tags: list[str] = []
    for token in _TOKEN.finditer(markup):
        _check(token, open_tags)
    if open_tags:
        raise UnreadableMarkupError(
            f'can\'t find end tag corresponding to start tag "{open_tags[-1]}"'
        )
    return unescape(_TOKEN.sub("", markup))


def _check(token: re.Match[str], open_tags: list[str]) -> None:
    at = token.start()
    tag = (token["tag"] or "").lower()
    if token["stray"] or tag not in TAGS:
        raise UnreadableMarkupError(f'unsupported start tag "{tag}" at offset {at}')
    if not token["close"]:
        _check_attributes(tag, token["rest"])
        open_tags.append(tag)
    elif not open_tags or open_tags.pop() != tag:
        raise UnreadableMarkupError(f"unexpected end tag at offset {at}")


_NEEDED = {"span": 'class="tg-spoiler"', "tg-emoji": 'emoji-id="', "a": 'href="'}
_ATTRIBUTE = re.compile(r'\s+[a-z-]+(?:="[^"<>]*")?')


def _check_attributes(tag: str, rest: str) -> None:
    """Some tags mean nothing without an attribute, and what is no attribute is no tag."""
    if not re.fullmatch(f"(?:{_ATTRIBUTE.pattern})*\\s*", rest):
        raise UnreadableMarkupError(f'unexpected attributes of tag "{tag}"')
    if _NEEDED.get(tag, "") not in rest:
        raise UnreadableMarkupError(f'tag "{tag}" must have {_NEEDED[tag]}')


def bare(markup: str) -> str:
    """Return readable markup with nothing but bare tags in it, for a page to show."""

    def kept(token: re.Match[str]) -> str:
        return f"<{token['close']}{token['tag']}>" if token["tag"] in _SHOWN else ""

    parts = _TOKEN.split(markup)
    texts, tokens = parts[:: _TOKEN.groups + 1], [kept(t) for t in _TOKEN.finditer(markup)]
    escaped = [escape(unescape(text)) for text in texts]
    return "".join(part for pair in zip(escaped, [*tokens, ""], strict=True) for part in pair)


_SHOWN = frozenset(("b", "i", "u", "s", "code", "pre", "blockquote"))


def utf16_length(text: str) -> int:
    """Return a length as Telegram's clients count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
