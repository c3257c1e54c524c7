"""分别 and parallel lists: labels, places or times in order to figures in order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from extract import context
from extract.kinds.phrase_words import openings
from extract.kinds.tidy import tidy
from extract.link.completing import LEVEL_OF
from extract.link.measure import YEARLY_END, head_of, is_measure
from extract.link.rows import Row
from extract.records import Link
from extract.text import original
from extract.words import part_of_speech

if TYPE_CHECKING:
    from extract.kinds.indicator import Phrases
    from extract.link.sentence import SentenceLinker



def distribute(sentence: SentenceLinker, cue_start: int, cue_end: int, before: list[Row]) -> list[Row]:
    """Cross labels, places or times before one 分别 with the figures behind it, which come back;
    `before` are those of the 分别 before, whose labels hold on when none are said."""
    clean = sentence.clean
    rows = _figures_behind(sentence, cue_end)
    if len(rows) < 2:
        return before
    start = max(clean.rfind(mark, sentence.body, cue_start) for mark in "；。：\n") + 1
    start = max(start, sentence.body, _open_bracket(clean, sentence.body, cue_start))
    earlier = [row.figure.end for row in sentence.rows if row.figure.end <= cue_start and not _is_threshold(sentence, row)
               and not (row.figure.kind == "count" and row.figure.value == len(rows) and "、" in clean[start:row.figure.start])]
    start = max([start, *earlier])
    places = [p for p in sentence.places if start <= p.start < cue_start]
    ends = {p.start for p in places}
    places = [p for p in places if p.end not in ends]  # 松林坡乡|箐营村 is one place
    times = [t for t in sentence.times if start <= t.start < cue_start and sentence.linker.resolve(t)]
    labels = _labels(sentence, start, cue_start, len(rows))
    yearly = "年均" if clean.startswith("年均", cue_start - 2) or clean.startswith("年均", cue_end) else ""
    matched = False
    if len(times) == len(rows):
        for row, time in zip(rows, times):
            row.period = Link(sentence.linker.resolve(time), "list", time.start, time.end, 0.95)
        matched = True
    if len(places) == len(rows):
        for row, place in zip(rows, places):
            row.place, row.place_is = Link(place.name, "list", place.start, place.end, 0.95), place
        matched = True
    elif not places and len(before) == len(rows) and len(labels) < 2 and all(row.place.how == "list" for row in before):
        for row, earlier in zip(rows, before):  # 优良天数分别为…，优良率分别为…
            row.place, row.place_is = earlier.place, earlier.place_is
        matched = True
    if len(labels) == len(rows) and len(labels) > 1:
        _name(sentence, rows, labels, 0.95)
        matched = True
    elif not labels and len(names := _names_of_growth(sentence, cue_start)) == len(rows):
        for row, name in zip(rows, names):  # 财政收入和税收年均增长8%，分别达到7亿元和3亿元
            row.indicator = name
    elif not labels and len(levels := _levels_before(sentence, cue_start)) == len(rows):
        for row, level in zip(rows, levels):  # 接待游客764万人次，实现收入38亿元，分别增长64%、63%
            row.indicator, row.place, row.place_is = _over(level.indicator, yearly), level.place, level.place_is
    elif len(before) == len(rows) and not labels:
        for row, earlier in zip(rows, before):
            row.indicator = _over(earlier.indicator, yearly)
    elif matched or len(labels) == 1:
        first = rows[0].indicator
        for row in rows[1:]:
            if row.relation == rows[0].relation:
                row.indicator = replace(first, how="list")
    elif len(labels) > 1:
        for row in rows:  # as many labels as figures are not there: nothing is crossed over
            row.indicator = Link(confidence=0.3)
    for row in rows[1:]:
        row.relation = rows[0].relation
        row.base = row.base or rows[0].base
    return rows


def spread(sentence: SentenceLinker, rows: list[Row]) -> None:
    """`财政收入和税收增长[13%]和[12%]`: as many labels as joined figures behind them go in order without 分别 too."""
    first = rows[0]
    start = max([sentence._clause_start(first.figure.start), *(row.figure.end for row in sentence.rows if row.figure.end <= first.figure.start)])
    labels = _labels(sentence, start, first.figure.start, len(rows))
    if len(labels) == len(rows):
        _name(sentence, rows, labels, 0.85)


def _name(sentence: SentenceLinker, rows: list[Row], labels: list[tuple[str, tuple[int, int]]], sure: float) -> None:
    """Give each row the label at its place in the list."""
    for row, (value, span) in zip(rows, labels):
        row.indicator = Link(sentence.measured(row, value), "list", span[0], span[1], sure)


def _over(named: Link, yearly: str) -> Link:
    """What figures before are called, for changes of it, by the year or in all."""
    return replace(named, value=named.value + yearly if not named.value.endswith("年均") else named.value, how="list")


def _open_bracket(clean: str, low: int, high: int) -> int:
    """Behind the last bracket that opens before `high` and has not closed."""
    closed = 0
    for index in range(high - 1, low - 1, -1):
        closed += (clean[index] == "）") - (clean[index] == "（")
        if closed < 0:
            return index + 1
    return low


def _figures_behind(sentence: SentenceLinker, position: int) -> list[Row]:
    """The rows of the coordinated figures right behind 分别."""
    found: list[Row] = []
    for row in sentence.rows:
        if row.figure.start < position:
            continue
        between = sentence.clean[(found[-1].figure.end if found else position):row.figure.start]
        if found and between.strip(" ") not in ("、", "和", "，", "与", "及"):
            break
        found.append(row)
    return found


def _names_of_growth(sentence: SentenceLinker, cue_start: int) -> list[Link]:
    """The names joined in that of the growth right before a 分别; none when something else stands there."""
    row = next((row for row in reversed(sentence.rows) if row.figure.end <= cue_start), None)
    if row is None or row.relation == "level" or sentence.clean[row.figure.end:cue_start] != "，":
        return []
    return [replace(row.indicator, value=name, how="list") for name in re.split("[、和与及]", YEARLY_END.sub("", row.indicator.value))]


def _levels_before(sentence: SentenceLinker, cue_start: int) -> list[Row]:
    """The levels between the ； before a 分别 and it, each of a name of its own; none when something else is among them."""
    start = max(sentence.body, *(sentence.clean.rfind(mark, sentence.body, cue_start) for mark in "；。"))
    found = [row for row in sentence.rows if start <= row.figure.start < cue_start and not _is_threshold(sentence, row)]
    changed = max((index for index, row in enumerate(found, 1) if row.relation != "level"), default=0)
    found = found[changed:]  # 参保1200万人，增长2%，其中，职工900万人，离退休300万人，分别增长
    alike = len({row.indicator.value for row in found}) < len(found)
    return [] if alike else found


def _is_threshold(sentence: SentenceLinker, row: Row) -> bool:
    """Whether a figure bounds what the noun behind it counts: 过10亿元|企业."""
    figure = row.figure
    return figure.qualifier in ("over", "under", "at_least", "at_most", "range") and sentence.clean[figure.end] not in "，。；、：（）分"


_TREND = re.compile("[均都也]?(?:有所|呈|明显|持续|略有|不同程度)?(?:下降|上升|增长|提高|改善|减少|增加)(?:趋势)?$")  # A、B均有所下降，降幅分别为
# 索具、汽车、装备三大主导产业; 汽车、电池、机器人等产品产量: what sums the labels up is none of them.
_SUMMED_UP = re.compile(r"(?:等)?(?:[一二两三四五六七八九十]|\d{1,2})[大个类项种家地]|等")

_SECTORS = re.compile("(第?)一二三次?(产业?.*)")  # 一二三产增加值|分别
# 实现“双下降”，|分别下降: what happened to both is said before the figures.
_BOTH = re.compile(r"(?:(?:近年来?)?(?:首次)?均?(?:实现|保持|呈现?|出现))?了?“?(?:双双?|两)[^，。；、“”]{1,4}”?，(?=分别|[比较同][^，。；]{1,6}$|$)")


def _labels(sentence: SentenceLinker, low: int, high: int, wanted: int) -> list[tuple[str, tuple[int, int]]]:
    """The coordinated labels before 分别; what stands between them and it of a yearly rate belongs to each: 产值、利润年均|分别."""
    yearly = YEARLY_END.search(sentence.clean, low, high)
    labels = _coordinated(sentence, low, yearly.start() if yearly else high, wanted)
    return [(value + yearly.group(), span) for value, span in labels] if yearly else labels


def _coordinated(sentence: SentenceLinker, low: int, high: int, wanted: int) -> list[tuple[str, tuple[int, int]]]:
    """The coordinated labels before 分别, each with its span, as many as there are figures if 、 and 和
    can be read so; shared heads and modifiers are not split."""
    clean = sentence.clean
    both = _BOTH.search(clean, low, high)
    end = context.read(clean, low, both.start() if both else high, "percentage", "%").phrase_end
    if trend := _TREND.search(clean, low, end):
        end = trend.start()
    _, end = context.comparison(clean, low, end)  # 较“十三五”同期|分别
    comma = clean.rfind("，", low, end - 1)
    if comma > low and sentence.linker.phrases.before(comma + 1, end) is None:
        end, comma = comma, clean.rfind("，", low, comma - 1)  # 甲收入和乙收入，2000年|分别
    last = max(comma, low - 1) + 1 if "、" in clean[low:end] else low
    start = last if "、" in clean[last:end] or "和" in clean[last:end] or last > low and _names_all(sentence, last, end) else low
    first = clean.find("、", start, end)
    summed_up = _SUMMED_UP.search(clean, first, end) if first >= 0 else None
    stop = summed_up.start() if summed_up else end
    choices = [_split(sentence, start, stop, joints) for joints in ("、和与及", "、和", "、")]
    found = next((labels for labels in choices if len(labels) == wanted), choices[0])
    if wanted == 3 and len(found) == 1 and (sectors := _SECTORS.fullmatch(found[0][0])):
        return [(sectors.group(1) + sector + sectors.group(2), found[0][1]) for sector in "一二三"]
    if summed_up and found and (head := head_of(sentence._say((summed_up.end(), end))) or _behind(sentence, high)):
        return [(label if is_measure(label) else label + head, span) for label, span in found]
    return found if summed_up else _with_shared_end(sentence, found)


def _names_all(sentence: SentenceLinker, low: int, high: int) -> bool:
    """`甲、乙等项目投产，吸收内外资|分别`: whether a clause without a list of its own names what all figures are of."""
    span = sentence.linker.phrases.before(low, high)
    return span is not None and span[1] == high and high - span[0] > 3 and not is_measure(sentence._say(span))


def _behind(sentence: SentenceLinker, cue_start: int) -> str:
    """The measure between 分别 and the first figure: 分别实现[年产值]80亿元."""
    row = next((row for row in sentence.rows if row.figure.start > cue_start), None)
    span = sentence.linker.phrases.before(cue_start + 2, context.strip_links(sentence.clean, cue_start + 2, row.figure.start)) if row else None
    return sentence._say(span) if span and is_measure(sentence._say(span)) else ""


def _split(sentence: SentenceLinker, start: int, end: int, joints: str) -> list[tuple[str, tuple[int, int]]]:
    """The labels in a stretch, split at the joints outside brackets and words."""
    clean = sentence.clean
    pieces, position, depth = [], start, 0
    for index in range(start, end):
        character = clean[index]
        depth += (character == "（") - (character == "）")
        if depth == 0 and clean[index:index + 2] == "”“":
            pieces.append((position, index + 1))  # “甲”“乙”分别
            position = index + 1
        elif depth == 0 and (character == "、" or character in joints and not _in_word(sentence, index)):
            pieces.append((position, index))
            position = index + 1
    pieces.append((position, end))
    found = []
    for low, high in pieces:
        bound = next((row.figure.start for row in sentence.rows if low <= row.figure.start < high), None)
        span = sentence.linker.phrases.before(low, high)
        if bound is not None:
            label = sentence.linker.phrases.before(low, bound)
            span = (label[0] if label else bound, high)
        if span:
            found.append((sentence._say(span), span))
    return found


_TRADE = re.compile("(?:进出口|出口|进口)$")
_BRACKETED = re.compile("（[^（）]*）")


def _with_shared_end(sentence: SentenceLinker, labels: list[tuple[str, tuple[int, int]]]):
    """`一产、二产、三产增加值`: what only the last label says belongs to all of them."""
    if len(labels) < 2:
        return labels
    value, (start, end) = labels[-1]
    if any(label.startswith(openings("keep")) for label, _ in labels[:-1]) and not value.startswith(openings("keep")):
        return labels  # 接待游客、旅游总花费
    phrases = sentence.linker.phrases
    if (level := LEVEL_OF.match(value)) and all(LEVEL_OF.fullmatch(label) or label == "中央" for label, _ in labels[:-1]):
        return [(label + value[level.end():], span) for label, span in labels[:-1]] + labels[-1:]  # 国家级、省级创新平台
    if len(labels[-2][0]) == 1 and is_measure(value) and not is_measure(labels[-2][0]):
        if phrases.text[start - 2:start - 1] in ("、", "和") and phrases.text[start - 1].isalpha():
            start -= 1  # 肉、奶|产量: the segmenter takes the one character for no word
        value = sentence._say((start, end))
        return [(label + value[1:], span) for label, span in labels[:-1]] + [(value, (start, end))]  # 存、贷款余额
    second = bisect_right(phrases.starts, start)
    if second >= len(phrases.starts) or phrases.starts[second] >= end:
        return labels
    cut = phrases.starts[second]
    if cut - start == 4 and part_of_speech(phrases.text[start:start + 2])[:1] == "n" and min(len(_BRACKETED.sub("", label)) for label, _ in labels[:-1]) == 2:
        cut -= 2  # 医疗、失业、工伤|保险人数
    cut = _behind_like_words(phrases, [span for _, span in labels]) or cut
    shared = tidy(original(sentence.linker.text, cut, end))
    trade = _TRADE.search(value)
    head = trade.group() if trade else head_of(value)
    whole = len(value) - len(head)
    if head and all(label[-1:] == value[whole - 1:whole] or "的" not in value and whole - 1 <= len(label) > 3 for label, _ in labels[:-1]):
        shared = head  # 住宿和餐饮业、租赁和商务服务业|增加值: the labels are whole but for the measure
    if value.endswith("贷款余额") and all(label.endswith(("存款", "贷款")) for label, _ in labels[:-1]):
        shared = "余额"  # 存款、贷款|余额: measures themselves, but of what flows
    elif not (trade or is_measure(value)) or any(is_measure(label) or _TRADE.search(label) for label, _ in labels[:-1]):
        return labels
    return [(label + shared, span) for label, span in labels[:-1]] + labels[-1:]


def _behind_like_words(phrases: Phrases, spans: list[tuple[int, int]]) -> int:
    """`美丽河湖、美丽海湾|达标率`, `甲类医院、乙类医院|使用率`: where labels of as many words, the first or the last of them the
    same, end in the last one; 0 for others."""
    rows = [[phrases.text[max(start, phrases.starts[i]):phrases.words.ends[i]] for i in range(bisect_right(phrases.starts, start) - 1, bisect_left(phrases.starts, end))]
            for start, end in spans]
    first, last = rows[0], rows[-1]
    count = len(first)
    alike = 2 <= count < len(last) and all(len(row) == count for row in rows[:-1]) and any(all(row[at] == last[at] for row in rows[:-1]) for at in (0, count - 1))
    return spans[-1][0] + sum(map(len, last[:count])) if alike else 0


def _in_word(sentence: SentenceLinker, position: int) -> bool:
    """Whether a character is inside a longer word."""
    return sentence.linker.phrases._inside_word(position)
