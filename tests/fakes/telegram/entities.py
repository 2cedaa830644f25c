"""HTML of a message to text and entities, with the errors of the real parser (td, MessageEntity.cpp)."""

import re
from typing import Any

from .errors import ApiError, bad_request

Entity = dict[str, Any]
_TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline"}
_TAGS |= {"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler"}
_TAGS |= {"span": "spoiler", "a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote"}
_TAGS |= {"tg-emoji": "custom_emoji"}
_CHARS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot));?")
_PIECE = re.compile(r"<(/?)([^\s>]*)")
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"'`]+)\s*(?:=\s*(\"[^\"]*(?:\"|\Z)|'[^']*(?:'|\Z)|[^\s>\"']+))?")
_AUTO = re.compile(
    r"(?P<url>https?://[^\s<>\"]+[^\s<>\".,;:!?)])|(?<![\w/])(?P<bot_command>/[a-zA-Z0-9_]{1,64}(?:@\w{3,32})?)(?!\w)"
    r"|(?<![\w@.])(?P<mention>@[a-zA-Z]\w{3,31})|(?<!\w)(?P<hashtag>#\w*[^\W\d]\w*)"
)


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _unescape(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return _CHARS[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 else match[0]


def _broken(text: str) -> ApiError:
    return bad_request(f"can't parse entities: {text}")


class _Html:
    """One pass over the text; `length` counts UTF-16 units written so far."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.out: list[str] = []
        self.length = 0
        self.open: list[tuple[str, int, dict[str, str]]] = []
        self.entities: list[Entity] = []

    def at(self, index: int) -> str:
        return f"at byte offset {len(self.html[:index].encode())}"

    def run(self) -> None:
        index = 0
        while (start := self.html.find("<", index)) >= 0:
            self._write(self.html[index:start])
            piece = _PIECE.match(self.html, start)
            assert piece is not None
            index = self._close(piece) if piece[1] else self._open(piece)
        self._write(self.html[index:])
        if self.open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')

    def _write(self, raw: str) -> None:
        text = _unescape(raw)
        self.out.append(text)
        self.length += utf16_length(text)

    def _open(self, piece: re.Match[str]) -> int:
        tag, start, index = piece[2].lower(), piece.start(), piece.end()
        if index >= len(self.html):
            raise _broken(f"Unclosed start tag {self.at(start)}")
        if tag not in _TAGS:
            raise _broken(f'Unsupported start tag "{tag}" {self.at(start)}')
        attributes: dict[str, str] = {}
        while self.html[index : index + 1].isspace() or self.html[index : index + 1] not in (">", ""):
            found = _ATTRIBUTE.match(self.html, index)
            if found is None:
                if self.html[index:].lstrip()[:1] == ">":
                    index = self.html.index(">", index)
                    break
                raise _broken(f'Empty attribute name in the tag "{tag}" {self.at(start)}')
            attributes[found[1].lower()] = _unescape((found[2] or "").strip("\"'"))
            index = found.end()
        if index >= len(self.html):
            raise _broken(f'Unclosed start tag "{tag}" {self.at(start)}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _broken(f'Tag "span" must have class "tg-spoiler" {self.at(start)}')
        self.open.append((tag, self.length, attributes))
        return index + 1

    def _close(self, piece: re.Match[str]) -> int:
        found, start = piece[2].lower(), piece.start()
        if not self.open:
            raise _broken(f"Unexpected end tag {self.at(start)}")
        end = self.html.find(">", piece.end())
        if end < 0 or self.html[piece.end() : end].strip():
            raise _broken(f"Unclosed end tag {self.at(start)}")
        tag, offset, attributes = self.open.pop()
        if found and found != tag:
            raise _broken(f'Unmatched end tag {self.at(start)}, expected "</{tag}>", found "</{found}>"')
        if self.length > offset:
            self._add(tag, offset, attributes)
        return end + 1

    def _add(self, tag: str, offset: int, attributes: dict[str, str]) -> None:
        entity: Entity = {"offset": offset, "length": self.length - offset, "type": _TAGS[tag]}
        if tag == "a":
            url = attributes.get("href") or "".join(self.out)[-entity["length"] :]
            if not url.startswith(("http://", "https://", "tg://", "mailto:", "tel:")):
                return
            entity["url"] = url
        elif tag == "code" and self.open and self.open[-1][0] == "pre" and "class" in attributes:
            self.open[-1][2]["language"] = attributes["class"].removeprefix("language-")
            return
        elif tag == "pre" and "language" in attributes:
            entity["language"] = attributes["language"]
        elif tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        self.entities.append(entity)


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """Return the plain text and the entities (UTF-16 offsets) of a message in HTML."""
    if "<" not in html:
        return _unescape(html), []
    parser = _Html(html)
    parser.run()
    parser.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return "".join(parser.out), parser.entities


def find_automatic(text: str) -> list[Entity]:
    """Return the entities that Telegram finds by itself: commands, links, mentions, hashtags."""
    if not ("/" in text or "@" in text or "#" in text):
        return []
    return [
        {
            "offset": utf16_length(text[: match.start()]),
            "length": utf16_length(match[0]),
            "type": str(match.lastgroup),
        }
        for match in _AUTO.finditer(text)
    ]


def trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at both ends, as the server does, and move the entities."""
    short = text.strip()
    if len(short) == len(text):
        return text, entities
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    size = utf16_length(short)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return short, kept
