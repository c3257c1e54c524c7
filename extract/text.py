"""Raw text → clean text, with the way back recorded while cleaning.

Cleaning folds one character to one (full-width digits, 萬 → 万, `,` → `，`) or leaves one out (a line
wrap inside a sentence, a blank inside a figure, an invisible mark); nothing else. So
`clean[i] == fold(raw)[at[i]]` holds for every clean character, and the way back is one array.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from extract.records import Source, Text
from extract.wraps import wraps

_PUNCTUATION = dict(zip(",:;!?()<>「」『』\u00a0\u3000\u2002\u2003－–‐−―～〜％．＃", "，：；！？（）〈〉“”“”    ----—~~%.#", strict=True))
# Characters that stand in figures and units of traditional texts; the rest is left as it stands.
_TRADITIONAL = dict(zip("戶萬億兩餘畝幾個點數歲噸過達約", "户万亿两余亩几个点数岁吨过达约", strict=True))

# Blanks strewn into one figure by a converter: 增长1 2.7 %, 比201 1 年, 40.8 2 亿元.
_STREWN = re.compile(
    r"(?:(?<=[\u4e00-\u9fff，。；、（：])|(?<=[\u4e00-\u9fff，。] )|(?<=\n))(?!\d{1,2} (?:19|20)\d\d ?年)\d++(?:(?: ?\. ?| )\d++)++(?= ?[年月日%‰万亿元户人亩吨个名家千公平倍])"
)
# Left over from web pages; each of its characters becomes a blank, so that positions stay.
_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|thinsp);", re.IGNORECASE)

# Scanners read the decimal point as a raised dot: 27 · 7％.
_RAISED_POINT = re.compile(r"(?<=\d) ?[·•] ?(?=\d)")


def _folds() -> dict[str, str]:
    """Every character that is folded, and to what; that itself is never folded further."""
    table = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    table |= dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")  # half characters, which no segmenter takes
    for character in map(chr, (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFAD9))):  # radicals and forms that PDFs print for hanzi
        folded = unicodedata.normalize("NFKC", character)
        if len(folded) == 1:
            table[character] = folded
    further = _PUNCTUATION | _TRADITIONAL
    table = {character: further.get(folded, folded) for character, folded in table.items()} | further
    return {character: folded for character, folded in table.items() if character != folded}


_FOLD = _folds()
_FOLDED = re.compile(f"[{re.escape(''.join(_FOLD))}]")
# The digits of other scripts: what `\d` and `int` take must be what the rules read.
_OTHER_DIGITS = re.compile(r"[^\x00-\x7f０-９\D]")
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad"


def fold(text: str) -> str:
    """The text with each character folded to its plain form; as long as before.

    >>> fold("投资３.９９萬元(约)")
    '投资3.99万元（约）'
    """
    if "·" in text or "•" in text:
        text = _RAISED_POINT.sub(lambda match: match.group().replace("·", ".").replace("•", "."), text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: " " * len(match.group()), text)
    for character in set(_FOLDED.findall(text)):  # `str.translate` takes five times as long
        text = text.replace(character, _FOLD[character])
    for digit in set(_OTHER_DIGITS.findall(text)):
        text = text.replace(digit, str(unicodedata.decimal(digit)))
    return text


# What a scanner takes for a digit or a decimal point, inside a number that has a digit of its own: 1O4户, l2.5%,
# 1。5个百分点. Only before a unit, and never beside other letters (PM2.5, CO2).
_MISREAD = re.compile(
    r"(?<![A-Za-z0-9.])(?=[OoIl.]*\d)[\dOoIl]+(?:[.。][\dOoIl]+)?(?=[万亿余多]{0,2}(?:[%‰元户人亩吨名岁]|个百分点|公里|公顷|平方))"
)
_AS_DIGIT = str.maketrans("OoIl。", "0011.")
# 位居第3。5个百分点…: a sentence may end with an order, a year or a date.
_ENDS_SENTENCE = re.compile(r"(?:第|[年月]|列|位|名)[\d ]*$|^(?:19|20)\d\d$")
_SUSPICIOUS = re.compile(r"\d[OoIl。]|[OoIl][\d.]")


def _repair(text: str) -> str:
    """The folded text with what a scanner misread in figures set right, where it can be read in one way only.

    >>> _repair("脱贫1O4户，增长1。5%，共l2.5万元，O2O平台有3。5个")
    '脱贫104户，增长1.5%，共12.5万元，O2O平台有3。5个'
    """
    return _MISREAD.sub(lambda match: _as_read(text, match), text) if _SUSPICIOUS.search(text) else text


def _as_read(text: str, match: re.Match[str]) -> str:
    """The characters of a number with letters as digits; as they are where 。 may end a sentence."""
    said = match.group()
    point = said.find("。")
    if point >= 0:
        behind = text[match.end():match.end() + 4]
        if not behind.startswith(("%", "‰", "个百分点", "万", "亿")) or _ENDS_SENTENCE.search(text[max(0, match.start() - 3):match.start()] + said[:point]):
            return said
    return said.translate(_AS_DIGIT)


def repaired(text: Text, start: int, end: int) -> bool:
    """Whether a clean span's characters were set right where a scanner had misread them."""
    first, last = text.raw_span(start, end)
    raw = text.raw[first:last]
    return not _MISREADABLE.isdisjoint(raw) and any(
        fold(a) in "OoIl。" and text.clean[i] in "01." for i, a in ((i, text.raw[text.raw_span(i, i + 1)[0]]) for i in range(start, end))
    )


_MISREADABLE = frozenset("OoIl。ＯｏＩｌ｡")

# A blank that belongs to a figure: what stands before and after it decides.
_UNIT_START = "批元年月日户人名个亩吨公平立千米家所项条次张件万亿%‰位座处套台栋间口头只岁倍度辆场期份株斤克升担顷例支艘枚匹棵册幅幢"
_BLANKS = re.compile(
    rf" (?:(?<=\d ) ?(?=[余多]?[万亿]?[{_UNIT_START}])"  # 9859.38 万元, 370 多家
    rf"|(?<=[万亿] ) ?(?=[元{_UNIT_START}])"  # 3.2万 亩
    r"|(?<=\d )(?=\.\d)|(?<=\d\. )(?=\d+ ?[%万亿])"  # 6 .5 %
    r"|(?<=[年月] ) ?(?=\d{1,2} ?[年月日])"  # 2024 年 3 月 28 日
    r"|(?<=[万千] )(?=\d ?[千百])|(?<=\d )(?=[千百][\d人户])"  # 7 万 5 千 4 百人
    r"|(?<=百 )(?=分 ?之)|(?<=百分 )(?=之)|(?<=百 分 )(?=之)|(?<=分之 )(?=[\d一二三四五六七八九])|(?<=分 之 )(?=\d)"  # 百 分 之 30
    r"|(?<=分之[一二三四五六七八九] )(?=[十点])|(?<=[十百千] )(?=[余多] ?万)|(?<=[十百千] [余多] )(?=万)|(?<=\d )  ?(?= ?个百分点))"  # 百分之五 十; 十 余 万人
)
# Lines set wide letter by letter to fill a page: 本 年 收 入 合 计 2946.25 万 元.
_LETTERED = re.compile(r"^.*?[\u4e00-\u9fff](?: [\u4e00-\u9fff]){4}.*$", re.MULTILINE)
_BETWEEN_LETTERS = re.compile(r"(?<=[\u4e00-\u9fff，。；：、“”]) (?=[\u4e00-\u9fff，。；：、“”])")
_PARTED = re.compile(r" (?<=\d )[\d.]| (?<=\. )\d")
_SPACED_DIGITS = re.compile(r"(?<![\d.] )(?<![\d.])\d(?: \d)+(?= ?[年月日%.万亿])(?![\d])")
_GROUPED_DIGITS = re.compile(r"(?<![\d.] )(?<![\d.])\d{1,3}(?: \d{3})+(?=(?:\.\d+)? ?[万亿元户人亩吨个名家千公平%])")

def text_of(source: Source) -> Text:
    """The Text of a document, with what its reader knows of wraps and tables."""
    tables = [(table[0].start, table[-1].end) for table in source.tables if table]
    return clean(source.raw, source.gaps, source.joined, tables)


Spans = Sequence[tuple[int, int]]


def clean(raw: str, gaps: Spans = (), joined: bool = False, tables: Spans = ()) -> Text:
    """The Text of a document: folded, wraps and blanks inside sentences and figures left out.

    `gaps` are left out too; with `joined` they hold all wraps, and inside `tables` there are none.

    >>> clean("累计12 860.5万\\n元，惠及3\\n204户。").clean
    '累计12860.5万元，惠及3204户。'
    """
    folded = _repair(fold(raw))
    broken = () if joined else _outside(wraps(folded), tables)
    gaps = sorted({*gaps, *_invisible(folded), *broken, *_figure_blanks(folded)})
    if not gaps:
        return Text(raw, folded)
    pieces, at, position = [], array("I"), 0
    for start, end in gaps:
        if start > position:
            pieces.append(folded[position:start])
            at.extend(range(position, start))
        position = max(position, end)
    pieces.append(folded[position:])
    at.extend(range(position, len(folded)))
    words, lines = "".join(pieces), raw.count("\n")
    # Wrapped is a text of which more than one line end in six was joined.
    return Text(raw, words, at, not joined and lines > 8 and words.count("\n") < 0.85 * lines)


def _outside(spans: Iterable[tuple[int, int]], tables: Spans) -> Iterable[tuple[int, int]]:
    """The spans that do not begin inside a table."""
    if not tables:
        return spans
    starts = [start for start, _ in tables]
    return (span for span in spans if (at := bisect_right(starts, span[0])) == 0 or span[0] >= tables[at - 1][1])


def _invisible(text: str):
    """Spans of zero-width and direction marks."""
    return ((m.start(), m.end()) for m in re.finditer(rf"[{_INVISIBLE}]+", text)) if not text.isascii() else ()


def _figure_blanks(text: str):
    """Spans of the blanks inside figures and dates."""
    if " " not in text:
        return
    for match in _BLANKS.finditer(text):
        yield match.span()
    for line in _LETTERED.finditer(text):
        blanks = [match.span() for match in _BETWEEN_LETTERS.finditer(text, *line.span())]
        if len(blanks) >= 10 and "   " not in line.group().strip():
            yield from blanks
    if not _PARTED.search(text):
        return
    for pattern in (_SPACED_DIGITS, _GROUPED_DIGITS, _STREWN):
        for match in pattern.finditer(text):
            for offset in range(match.start(), match.end()):
                if text[offset] == " ":
                    yield offset, offset + 1


def original(text: Text, start: int, end: int) -> str:
    """The document's own characters of a clean span, without wraps and inner blanks."""
    if text.at is None:
        return text.raw[start:end]
    return "".join(text.raw[text.at[i]] for i in range(start, end))
