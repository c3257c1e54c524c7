"""Plain text → `Source`: bytes in any of the encodings that Chinese archives hold.

The order is BOM, strict UTF-8, then whichever of GB18030, Big5 and UTF-16 decodes strictly and gives
the largest share of common hanzi. Of cuts from real reports that hold a hanzi (Big5: put into
traditional characters), the very text comes back from this many in a hundred:

    characters             6           12          30        100       1,000
    this module            98.6-99.9   99.9-100    99.9-100  100       100
    charset-normalizer 3.5 15-91       61-99       95-100    98-100    98-100
    chardet 7.7, UTF-16    17-20       25-40       45-58     48-52     58-63

(3,000 cuts an encoding up to 12 characters, 1,000 at 30, then 100 and 60; the others 300 and 60.) At 6
characters some bytes are good text in two encodings. No detector would add anything: there is none.
"""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from extract.read import Unreadable, unix
from extract.read.draft import damage
from extract.records import Mark, Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5", "utf-16le", "utf-16be")
_SAMPLE = 20_000  # characters that are counted; decoding is always of the whole
_ENOUGH = 0.5  # below this share of common characters a text is no Chinese report
_CONTROLS = 0.01  # above this share of control characters it is no text
_CONTROL = frozenset(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) - set("\t\n\v\f\r\x1a\x85")


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """The document in a text file; Unreadable for empty, binary and undecodable ones."""
    text, name = decode(data, path, encoding)
    if not text.strip():
        raise Unreadable(path, "holds nothing but white space")
    if _looks_binary(text):
        raise Unreadable(path, "is binary, not text; convert it to text first")
    text = unix(text)
    return Source(path.name, text, "text", name, hashlib.sha256(data).hexdigest(), _warnings(text), tuple(_marks(text)))


def _marks(text: str) -> Iterator[Mark]:
    """The number of each line that is not blank, which is a paragraph unless the text is wrapped, and its page
    where form feeds part pages."""
    paged, page, paragraph, position = "\f" in text, 1, 0, 0
    for line in text.split("\n"):
        page += paged and line[:1] == "\f"
        if line and not line.isspace():
            paragraph += 1
            yield Mark(position, page if paged else None, paragraph)
        page += paged and line[1:].count("\f")
        position += len(line) + 1


def decode(data: bytes, path: str | Path = "text", encoding: str = "") -> tuple[str, str]:
    """The text of the bytes and the encoding's name; with `encoding` that one and no other."""
    if encoding:
        return _decode_as(data, path, encoding), encoding
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decode_as(data, path, name), name
    try:
        text = data.decode("utf-8")
        if "\0" not in text:  # else UTF-16 of few hanzi and many digits
            return text, "utf-8"
    except UnicodeDecodeError:
        pass
    share, text, name = max(_readings(data), key=lambda reading: reading[0], default=(0.0, "", ""))
    if share < _ENOUGH:
        tried = "UTF-8, GB18030, Big5 or UTF-16"
        raise Unreadable(path, f"is not Chinese text in {tried}; if it is text, say in which encoding with --encoding")
    return text, name


def _decode_as(data: bytes, path: str | Path, name: str) -> str:
    """The text of the bytes in one encoding, strictly."""
    try:
        return data.decode(name)
    except LookupError:
        raise Unreadable(path, f"cannot be decoded, as no encoding is called {name!r}; try gb18030, big5 or utf-16") from None
    except UnicodeError as error:
        where = f" at byte {error.start:,}" if isinstance(error, UnicodeDecodeError) else ""
        raise Unreadable(path, f"is not whole {name} text (wrong{where}); repair it or give another --encoding") from None


def _readings(data: bytes):
    """(share of common characters, text, encoding) for each encoding that decodes the bytes."""
    for name in _CANDIDATES:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        yield common_share(text[:_SAMPLE]), text, name


def common_share(sample: str) -> float:
    """The share of common characters, of all or of those beyond ASCII, whichever is smaller.

    ASCII speaks for no encoding of it: a damaged UTF-8 table of many digits would pass for GB18030.

    >>> common_share("户数 3782"), round(common_share("鎴锋暟 3782"), 2)  # the second is 户数 in UTF-8, read as GB18030
    (1.0, 0.33)
    """
    beyond = [c for c in sample if c > "\x7f"]
    return min(sum(map(_common().__contains__, part)) / len(part) for part in (sample, beyond) if part)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The first-level hanzi of GB 2312 and of Big5 (3,755 and 5,401 in order of use), ASCII, full-width forms,
    punctuation and the lines of drawn tables."""
    levels = (("gb2312", range(0xB0, 0xD8)), ("big5", range(0xA4, 0xC7)))
    hanzi = (bytes((high, low)).decode(name, "ignore") for name, rows in levels for high in rows for low in range(0x40, 0xFF))
    others = map(chr, (*range(0x20, 0x7F), *range(0x2500, 0x2580), *range(0xFF01, 0xFF5F)))
    return frozenset("".join(hanzi)).union(others, "\t\r\n\u3000。、《》〈〉“”‘’「」—…·×〇○℃㎡㎞")


def _looks_binary(text: str) -> bool:
    """Whether the text holds a NUL or more than a few control characters.

    >>> _looks_binary("第一章\\f\\n"), _looks_binary("PK\\x03\\x04\\x00")
    (False, True)
    """
    sample = text[:_SAMPLE]
    controls = sum(map(_CONTROL.__contains__, sample))
    return "\0" in text or controls > _CONTROLS * len(sample)


def _warnings(text: str) -> tuple[str, ...]:
    """What a reader of the table should know about the text."""
    count = text.count("\ufffd")
    told = (f"{count} replacement characters (U+FFFD): the file was damaged before",) if count else ()
    return (*told, *damage(text.replace("\ufffd", "")))
