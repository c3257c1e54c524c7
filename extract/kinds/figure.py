"""Figures: numbers with their units, approximators, ranges and masks.

`find` goes over every numeral once. A numeral becomes a figure when a unit stands behind it and
nothing speaks against it; the contest between readings (a year or a duration, a document number or
a count) is decided by the spans that `blocked` holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extract import numeral, rules, units
from extract.kinds import figure_parts as parts, unit_elsewhere
from extract.records import Figure, Word
from extract.units import Unit
from extract.words import Words

# The approximators before and after a figure, longest first, with the qualifier each one gives.
BEFORE = {
    "大约": "about", "大概": "about", "将近": "about", "接近": "about", "约": "about", "近": "about",
    "超过": "over", "突破": "over", "高于": "over", "多于": "over", "大于": "over", "超": "over", "逾": "over",
    "不足": "under", "不到": "under", "未满": "under", "低于": "under", "少于": "under", "不满": "under", "未达": "under", "小于": "under",
    "不低于": "at_least", "不少于": "at_least", "至少": "at_least", "不小于": "at_least", "不短于": "at_least",
    "不超过": "at_most", "不高于": "at_most", "至多": "at_most", "不多于": "at_most", "不大于": "at_most",
    "过": "over", "上": "over", "成": "over", "几近": "about", "远超": "over", "不突破": "at_most",
    "最多": "at_most", "最少": "at_least", "小于等于": "at_most", "大于等于": "at_least",
}
AFTER = {
    "以上": "at_least", "及以上": "at_least", "（含）以上": "at_least", "或以上": "at_least", "或者以上": "at_least", "以下": "at_most", "及以下": "at_most",
    "（含）以下": "at_most", "以内": "at_most", "之内": "at_most", "左右": "about", "上下": "about", "以外": "over", "开外": "over",
}
_BLUR = {"多": "over", "余": "over", "来": "about", "几": "about"}
_BEFORE_ORDER = sorted(BEFORE, key=len, reverse=True)
_BEFORE_LAST = frozenset(word[-1] for word in BEFORE)
_AFTER = re.compile("|".join(sorted(AFTER, key=len, reverse=True)))
_NOT_ABOUT = frozenset("节预签合公履契制特条盟守违")  # 节约, 预约, 签约 ...: the 约 of a word
_LACKED = re.compile(r"(?:[动能劳]力|资金|技术|意识|文化|后劲|保障|水源|土地)不足\Z")
_WHO = re.compile(r"\d[\d,]*(?:户|人|名|个)")
_NOT_NEAR = frozenset("最附靠临邻亲远逼")  # 最近, 附近
_RANGE = re.compile(r"(?:（含）)? ?(?:-{1,2}|—{1,2}|~|至|到|――) ?")
_SCAN_MASK = r"(?:[×xX□■]{1,8}|\*{2,8}|_{2,8}|[○〇]{2,8})"
_PERCENT_WORDS = re.compile(r"(百|千|万)分之")
# What may not follow a unit, because it then is part of another word.
_NOT_AFTER = {
    "人": "民大员均口才力社事工物生家格际群们选文道防", "户": "籍数口型主外均用", "名": "录誉为牌称义单额优特词", "位": "于置列居数",
    "次": "性年日要序级品会全", "家": "庭人园乡长属用电具族禽畜境级", "个": "人体税性别案旧一二三四五六七八九十", "条": "例件理款文幅龙块",
    "年": "度级代龄产轻均初底末中报检迈货以来", "天": "然气津空地河桥", "项": "目", "成": "立员果本为功长都效交分熟品套绩型因就年才",
    "件": "", "场": "所地镇馆", "台": "风湾账商胞", "处": "理长于级置罚方分在", "口": "径粮岸感", "头": "脑等号", "套": "餐",
    "分": "", "度": "假过", "口人": "", "岁": "月末", "倍": "增", "级": "", "门": "", "点": "", "组": "织建成合团组长",
    "轮": "椅船车驳", "枝": "山", "领": "域", "户家": "庭", "队": "伍", "批": "准发评示复", "期": "间望末货刊限", "部": "分门署队长", "站": "点", "团": "队体", "所": "有以得谓需属在",
    "亩": "均产泉", "本": "级地科届年省市县区报月", "道": "路德县", "件套": "", "堂": "", "节": "约能目日假水省", "对": "口接比于外", "片": "区面", "路": "网灯面基", "米": "",
    "元": "旦", "斤": "", "块": "", "方": "面式法案便向位针", "类": "似型别", "种": "植养子类粮", "班": "子组", "群": "众体", "面": "积", "重": "点大要量", "款": "项", "起": "草来", "笔": "", "站次": "",
    "网": "", "列": "入为车出", "把": "握", "张": "", "批次": "", "窝": "", "桶": "", "根": "据本", "份": "", "双": "方边", "周": "边围期岁年转", "升": "级至到为", "担": "任保", "小时": "", "尺": "寸", "遍": "", "轮次": "", "座": "谈位", "支": "持部出付撑教", "里": "", "丈": "", "寸": "", "两": "", "个亿": "元级斤吨千", "封": "闭山城锁建面", "磅": "礴", "人民币": "业", "架": "构", "层": "次面级", "例": "如会", "册": "", "间": "", "石": "", "顷": "", "款项": "",
}
# Behind digits hardly any word begins with a unit: 312人均已脱贫 is 312人.
_NOT_AFTER_DIGITS = {
    "单": "元位独项方列体个一", "单位": "", "印张": "", "集": "中团聚群体约成镇市装资合束群贸",
    "项": "目", "部": "门", "人": "民", "元": "旦", "方": "面式法", "年": "度级代龄均", "期": "间末", "成": "立员果功", "天": "然", "班": "子", "级": "",
    "本": "地级", "对": "口", "点": "多", "路": "网", "网": "", "度": "假", "重": "点", "户家": "庭", "升": "级至到为", "里": "程", "米": "", "两": "会岸国制地年个次天", "个亿": "元级斤吨千", "打": "开造击算工", "磅": "礴", "封": "闭山城锁", "倍": "增", "口": "径岸", "台": "湾商",
    "群": "众体", "家": "庭", "户": "籍", "处": "级", "个": "体", "名": "牌", "场": "所", "次": "要", "片": "区", "组": "织", "批": "发", "类": "似", "种": "植", "面": "积",
}
# Units that stand behind Chinese numerals only before these characters: 八组 is a place, 四起 a verb,
# 二期 and 一本 are orders.
_ARABIC_ONLY = {"单": (), "单位": (), "集": (), "组": (), "起": ("案", "事"), "期": ("培", "班", "集"), "站": (), "把": (), "门": ("课", "功", "学"), "本": ("书",), "部": ("法", "影", "电", "作"),
                "里": ("路", "长", "外", "地", "，", "。", "；", "、", "）"), "封": ("信", "来", "邮", "电", "函", "公", "举", "感", "家", "，", "。", "；", "、"), "打": ("毛", "铅", "袜", "，", "。", "；"), "两": ("黄", "白", "银", "油", "酒", "肉", "米", "粮", "茶", "，", "。", "；", "、", "）")}
_DISCOUNT = re.compile(rf"(?:半|[{numeral.CHINESE}]点?[{numeral.CHINESE}]?|\d(?:\.\d|\d)?)折")
_SLASHED = re.compile(r"(?<![\d/.])\d{1,2}/\d{1,2}(?=的|以上|左右)")
_GLUED = frozenset("由有达至共从超增")  # what an unknown word of the segmenter may begin with, before a numeral
_ENTERPRISE = re.compile(r"企业|主体|个体|工商|商户|公司|机构|单位|店铺|门店|经营户|纳税")
_HOUSEHOLD = re.compile(r"农户|贫困|家庭|居民|群众|农民|人口|村民|住户|危房|搬迁|户均|低保|用户|移民|村|人|房|农村|脱贫|户主|五保")
_WITH_PERSONS = re.compile(r"[、，（]?(?:约|近)?\d[\d.,]*[万多余]*[人名]")
_AT_BLANK = re.compile(r"(?<=[\u4e00-\u9fff）”：])( {1,12})((?:约|近|余|多|万|亿){0,2})")
_BARE_OVER = re.compile(r"(?<=[\u4e00-\u9fff])[余多](?=(?:户|人|亩|名|元|个|公里|万元)[，。；、,;.])")
_NOT_BARE_OVER = frozenset("其剩业多盈节结残富课许很诸更冗空额工")


@lru_cache(maxsize=1)
def _scanner() -> re.Pattern[str]:
    """Where a figure may begin: an Arabic digit, a Chinese numeral with a unit behind it, a mask, a
    percentage in words, 翻番."""
    first = re.escape(units.first_characters())
    chinese = f"[{numeral.CHINESE}]"
    # The lookahead spares most characters the alternatives: four times faster.
    return re.compile(
        rf"(?=[{numeral.CHINESE}\d×xX□■*_○〇翻半])(?:"
        rf"(?P<words>[百千万]分之(?=[{numeral.CHINESE}\d]))"
        r"|(?P<digits>\d)"
        rf"|(?P<chinese>(?!数[^十百千万亿]){chinese}{{1,32}}(?:点{chinese}{{1,16}})?(?:[多余来几][万亿]){{0,3}}(?=[多余来几]?(?:[{first}折]|、[二三四五六七八九](?:[十百千万亿]|[年个天倍成])| ?[-—~至到] ?{chinese}|分之[{numeral.CHINESE}]|又[{numeral.CHINESE}\d]+分之)))"
        rf"|(?P<mask>{_SCAN_MASK})"
        r"|(?P<doubled>翻了?[一二两三四五六1-9]?番)"
        r"|(?P<half>(?<=[占近超过])一?半(?:以上|以下)?(?![年月径岛边天夜导成百数路途生])|半(?=年|个月|天|小时|亩|公里|成(?![品就员])))"
        r")"
    )


def find(text: str, words: Words, blocked: bytearray) -> list[Figure]:
    """All figures of the clean text in order; `blocked` marks the characters that belong to times and
    to what is no figure (one byte a character)."""
    found: list[Figure] = []
    position = 0
    for match in _scanner().finditer(text):
        start = match.start()
        if start < position or blocked[start]:
            continue
        figure = _read(text, match, blocked, words)
        if figure:
            if figure.start < position:
                figure = replace(figure, start=start)  # the approximator is the figure before: 三[成]百分之三十
            found.append(figure)
            position = figure.end
    found.extend(_blank_forms(text, blocked, found))
    if "打对折" in text:
        found.extend(_discount(match) for match in re.finditer("(?<=打)对折", text) if not blocked[match.start()])
    found.sort(key=lambda figure: figure.start)
    return [_settle_positions(text, _settle_households(text, figure)) for figure in _share_about(text, found)]


def _share_about(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """约110户120人: what touches an approximate figure of households is approximate too."""
    previous = None
    for figure in figures:
        if (previous and previous.end == figure.start and previous.qualifier == "about" and figure.qualifier == "exact"
                and (previous.kind, figure.kind) == ("households", "persons")):
            figure = replace(figure, qualifier="about")
        yield figure
        previous = figure


def _read(text: str, match: re.Match[str], blocked: bytearray, words: Words) -> Figure | None:
    """The figure that begins at a match of the scanner, or None."""
    group = match.lastgroup
    if group == "words":
        return _percent_words(text, match)
    if group == "doubled":
        times = match.group()[1:-1].removeprefix("了")
        power = int(times) if times.isdecimal() else numeral.DIGITS.get(times, 1) if times else 1
        return Figure(match.start(), match.end(), "multiple", "figure.doubled", 0.95, Decimal(2) ** power, None, "倍", "exact", match.span())
    if group == "half":
        return _half(text, match)
    if group == "mask":
        return _masked(text, match.start(), blocked)
    if match.start() and text[match.start() - 1] in "打按" and (discount := _DISCOUNT.match(text, match.start())):
        return _discount(discount)
    word = words.beginning(match.start()) if group == "chinese" else None
    if group == "chinese" and not _may_begin(text, match, word, words):
        return None
    if text.startswith("一遍", match.start()):
        return None
    figure = _numbered(text, match.start(), blocked, group == "chinese")
    if figure and word and word.tag != "m" and word.end > figure.end:
        return None  # 三门峡, 零部件: the numeral is part of a longer word
    return figure


def _may_begin(text: str, match: re.Match[str], word: Word | None, words: Words) -> bool:
    """Whether a Chinese numeral may begin here: at a word's edge, not behind another numeral or 第,
    and 一 not behind a word that points (每一个, 新一轮, 上一篇, 最大的一年)."""
    start = match.start()
    before = text[start - 1:start]
    said = match.group()
    if word is None and (sum(map(said.count, "十百千拾佰仟")) > 1 or "〇" in said or "零" in said[1:] or before in _GLUED and words.beginning(start - 1)):
        word = Word(start, match.end(), "m")  # 捐书|肆佰陆拾册, 由|三人: no word edge where the segmenter knows none
    bare = text[start] in "百千万亿" and before in ("近", "上", "超", "过", "逾", "约")
    if word is None and not bare or (before and (before in "第星初周.点" or before.isdecimal())):
        return False
    if text[start] == "一" and before and before in "每新又再这那各任同唯统单之某另哪上下":
        return False
    if text.startswith(("一年", "一天"), start) and before in ("的", "过"):
        return False
    if text[start] == "几" and text[start + 1:start + 2] not in numeral.MAGNITUDES:
        return False  # 几个方面 counts nothing definite
    return before not in ("好", "无", "总", "每") or text[start] not in "数百千万亿"


def _numbered(text: str, start: int, blocked: bytearray, chinese: bool) -> Figure | None:
    """A figure with a number: its unit, the far end of a range, the approximators around it."""
    number = numeral.read(text, start)
    if number is None or blocked[number.end - 1]:
        return None
    fraction = _fraction(text, start, number) if text.startswith("分之", number.end) else _slashed(text, start) if text.startswith("/", number.end) else None
    if fraction:
        return fraction
    blur, end = number.blur, number.end
    if text[end:end + 1] in _BLUR and text[end:end + 1]:
        blur, end = blur or _BLUR[text[end]], end + 1
    half_unit, stop = parts.half_more(text, end) if text.startswith("个半", end) else ("", end)
    if half_unit and number.value is not None:
        unit = units.table()[half_unit]
        return _finish(text, Figure(start, stop, unit.kind, "figure.half", 0.9, number.value + Decimal("0.5"), None, unit.canonical, blur or "exact", (start, end)))
    unit = _unit(text, end, blocked, chinese, number)
    masked = _masked_end(text, start, end + (len(unit.text) if unit else 0), blocked)
    if masked:
        return masked
    high, high_end = _range_end(text, end, unit, number, blocked)
    if high:
        return _ranged(text, start, number, unit, high, high_end, blocked)
    if unit is None:
        return _unitless(text, start, number, end, blur, blocked)
    stop = end + len(unit.text)
    return _assemble(text, start, stop, number, unit, blur, "figure.chinese" if chinese else "figure.number")


def _unit(text: str, end: int, blocked: bytearray, chinese: bool, number: numeral.Numeral) -> Unit | None:
    """The unit at `end`, unless it is the beginning of another word."""
    unit = units.at(text, end) or (units.table()["天"] if _DAYS.match(text, end) and "." in text[end - 3:end] else None)
    while unit is not None:
        stop = end + len(unit.text)
        after = text[stop:stop + 1]
        spoiled = (after and after in (_NOT_AFTER if chinese else _NOT_AFTER_DIGITS).get(unit.text, "")) or (unit.text.isascii() and unit.text.isalpha() and after.isascii() and after.isalnum())
        if not spoiled and not blocked[stop - 1]:
            break
        unit = units.table().get(unit.text[:-1]) if len(unit.text) > 1 else None
    if unit and unit.text == "成" and not (number.value is not None and 0 < number.value <= 10):
        return None
    if unit and chinese and unit.text in _ARABIC_ONLY and text[end + 1:end + 2] not in _ARABIC_ONLY[unit.text]:
        return None
    if unit and unit.text in ("度", "方", "分", "尺", "寸", "丈", "石", "升", "克", "担", "号") and chinese and number.multiplier == 1 and number.value is not None and number.value < 10:
        return unit if unit.text in "尺寸丈升克担" and text[end + 1:end + 2] in _CLAUSE_ENDS else None
    return unit


def _fraction(text: str, start: int, number: numeral.Numeral) -> Figure | None:
    """三分之二 as a percentage (66.67 %), from the denominator on."""
    if not number.value:
        return None
    upper = numeral.read(text, number.end + 2) if number.end + 2 < len(text) else None
    if upper is None or upper.value is None:
        return None
    value = (upper.value * 100 / number.value).quantize(Decimal("0.0001")).normalize()
    return _finish(text, Figure(start, upper.end, "percentage", "figure.fraction", 0.9, Decimal(f"{value:f}"), None, "%", "exact", (start, upper.end)))


def _slashed(text: str, start: int) -> Figure | None:
    """1/3 before 的 or 以上 as a percentage; None when it is no part of a whole (24/7)."""
    match = _SLASHED.match(text, start)
    upper, lower = map(Decimal, match.group().split("/")) if match else (Decimal(0), Decimal(0))
    if not match or not 0 < upper < lower:
        return None
    value = (upper * 100 / lower).quantize(Decimal("0.0001")).normalize()
    return _finish(text, Figure(*match.span(), "percentage", "figure.fraction", 0.9, Decimal(f"{value:f}"), None, "%", "exact", match.span()))


def _percent_words(text: str, match: re.Match[str]) -> Figure | None:
    """百分之三十, 千分之五, 百分之十到十五: the number behind the words."""
    unit, scale = {"百": ("%", 1), "千": ("‰", 1), "万": ("%", 100)}[text[match.start()]]
    number = numeral.read(text, match.end())
    if number is None or number.value is None:
        return None
    if text[match.end() - 3] == "百" and number.value > 10000:
        return None
    value, high, end = number.value / scale, number.high, number.end
    joint = _RANGE.match(text, end)
    if joint and high is None:
        again = _PERCENT_WORDS.match(text, joint.end())
        second = numeral.read(text, again.end() if again else joint.end())
        if second and second.value is not None and second.value > number.value and units.at(text, second.end) is None:
            high, end = second.value / scale, second.end
    blur = number.blur
    if text[end:end + 1] in ("多", "余"):
        blur, end = "over", end + 1
    qualifier = "range" if high is not None else blur or "exact"
    return _finish(text, Figure(match.start(), end, "percentage", "figure.percent_words", 0.98, value, high, unit, qualifier, (match.end(), end)))


def _half(text: str, match: re.Match[str]) -> Figure | None:
    """一半, 过半 as 50 %; 半年, 半小时 as a half of the unit."""
    start, end = match.span()
    unit = units.at(text, end)
    if unit and match.group() == "半":
        if start and text[start - 1] in "上下前后大多一过":
            return None
        return Figure(start, end + len(unit.text), unit.kind, "figure.half", 0.9, Decimal("0.5") * unit.scale, None, unit.canonical, "exact", (start, end))
    return _finish(text, Figure(start, text.index("半", start) + 1, "percentage", "figure.half", 0.85, Decimal(50), None, "%", "exact", (start, end)))


def _discount(match: re.Match[str]) -> Figure:
    """打九折, 打八五折, 打对折: the share of the price that is paid."""
    said = match.group()[:-1].replace("对", "五").replace("半", "五").replace("点", "")
    digits = "".join(str(numeral.DIGITS.get(c, 10 if c == "十" else c)) for c in said)
    value = Decimal(digits if "." in digits else digits[:1] + "." + digits[1:]) * 10
    return Figure(match.start(), match.end(), "percentage", "figure.discount", 0.9, value, None, "%", "exact", match.span())


def _range_end(text: str, end: int, unit: Unit | None, number: numeral.Numeral, blocked: bytearray):
    """The numeral at the far end of a range and the position behind its unit, or (None, 0)."""
    joint = _RANGE.match(text, end + (len(unit.text) if unit else 0))
    if not joint or number.value is None or number.high is not None:
        return None, 0
    far = joint.end()
    if far >= len(text) or blocked[far]:
        return None, 0
    if not (text[far].isdecimal() or text[far] in numeral.CHINESE):
        return None, 0
    second = numeral.read(text, far)
    if second is None or second.value is None or second.high is not None:
        return None, 0
    far_unit = _unit(text, second.end, blocked, False, second)
    if far_unit is None or (unit and unit.kind != far_unit.kind) or second.value <= 0:
        return None, 0
    return second, second.end + len(far_unit.text)


def _masked_end(text: str, start: int, end: int, blocked: bytearray) -> Figure | None:
    """`1200至XX米`: a range whose high end is blanked out is masked as a whole."""
    joint = _RANGE.match(text, end)
    mask = joint and _MASKED.match(text, joint.end())
    unit = mask and _unit(text, mask.end(), blocked, False, numeral.Numeral(end, Decimal(1)))
    return _masked_figure(text, start, mask.end(), unit, "figure.masked") if unit else None


def _ranged(text: str, start: int, number, unit: Unit | None, high, stop: int, blocked: bytearray) -> Figure | None:
    """A range: the low end takes the high end's unit and multiplier when it has none of its own."""
    far_unit = _unit(text, high.end, blocked, False, high)
    low, top = number.value, high.value
    if unit is None and number.multiplier < 10**4 <= high.multiplier and low < high.multiplier and low * high.multiplier <= top or (
            unit is None and number.multiplier == 1 < high.multiplier and low * high.multiplier <= top):
        low *= high.multiplier
    low *= (unit or far_unit).scale
    top *= far_unit.scale
    if low >= top and not (unit and far_unit.canonical == unit.canonical and low == top):
        return _assemble(text, start, number.end + len(unit.text), number, unit, number.blur, "figure.number") if unit else None
    per, stop = parts.per(text, stop)
    canonical = far_unit.canonical + per
    figure = Figure(start, stop, far_unit.kind, "figure.range", 0.97, low, top, canonical, "range", (start, high.end))
    return replace(_finish(text, figure), qualifier="range")


def _unitless(text: str, start: int, number, end: int, blur: str, blocked: bytearray) -> Figure | None:
    """`493万贫困人口`, `参保人数增加1.4亿`: the unit left out, known from a noun beside it or from the number that follows."""
    currency, length = parts.sign_before(text, start)
    if currency and number.value is not None:
        return _finish(text, Figure(start - length, end, "amount", "figure.sign", 0.9, number.value, None, currency, blur or "exact", (start, number.end)))
    if number.value is None or not text[start].isdecimal():
        return None
    if shared := _of_the_next(text, start, number, end, blocked):
        return shared
    if number.multiplier < 10**4 or text[end:end + 1] and text[end] in "-—~至到":
        return None
    named = unit_elsewhere.named(text, start, end, number.multiplier)
    if not named:
        return None
    unit = units.table()[named]
    figure = Figure(start, end, unit.kind, "figure.unit_left_out", 0.8, number.value, None, unit.canonical, blur or "exact", (start, number.end))
    return _finish(text, figure)


def _of_the_next(text: str, start: int, number, end: int, blocked: bytearray) -> Figure | None:
    """A number of a list whose last one alone has the unit (分别高[4.2]和0.7个百分点), and its multiplier too
    (突破[70]和50亿元); None where none follows."""
    following = end == number.end and unit_elsewhere.next_number(text, start, number)
    unit = _unit(text, following.end, blocked, False, following) if following and not blocked[following.end - 1] else None
    if unit is None or unit.kind not in unit_elsewhere.SHARED and unit.text not in unit_elsewhere.SHARED_CLASSIFIERS:
        return None
    multiplier = following.multiplier if number.multiplier == 1 else 1
    return _finish(text, Figure(start, end, unit.kind, "figure.unit_shared", 0.85, number.value * multiplier * unit.scale, None, unit.canonical, "exact", (start, end)))


def _assemble(text: str, start: int, stop: int, number, unit: Unit, blur: str, rule: str) -> Figure | None:
    """A single figure from number and unit, with denominators, small money and approximators."""
    value, canonical = number.value, unit.canonical
    bare = text[start] in "百千万亿" and number.end - start <= 2
    if value is not None:
        value *= unit.scale
    if unit.text in ("元", "块") and value is not None:
        small, behind = parts.small_money(text, stop, unit.text)
        if behind > stop and unit.text == "块":
            unit, canonical = units.table()["元"], "元"
        value, stop = value + small, behind
        canonical = parts.currency_before(text, start) or canonical if unit.text == "元" else canonical
    elif unit.text == "米" and value is not None:
        more, stop = parts.centimetres(text, stop)
        value += more
    if text.startswith("/", stop):
        per, stop = parts.per(text, stop)
        canonical += per
    if unit.text == "年" and text[stop:stop + 1] == "多" or (text[stop:stop + 1] == "多" and unit.kind in ("amount", "age", "duration", "multiple", "length", "area", "mass") and not blur):
        blur, stop = "over", stop + 1
    if value is not None and text.startswith("半", stop) and (behind := parts.half(text, stop, unit.kind)) > stop:
        value, stop = value + Decimal("0.5") * unit.scale, behind
    if unit.text == "成" and value is not None and text[stop:stop + 1] in numeral.DIGITS or unit.text == "成" and text[stop:stop + 1] == "半":
        value += 5 if text[stop] == "半" else numeral.DIGITS[text[stop]]  # 七成半, 八成五
        stop += 1
    high = number.high * unit.scale if number.high is not None else None
    qualifier = "range" if high is not None else blur or "exact"
    figure = Figure(start, stop, unit.kind, rule, 0.97 if rule == "figure.number" else 0.9, value, high, canonical, qualifier, (start, number.end))
    figure = _finish(text, figure)
    if bare and not blur and figure.start == start and figure.end == stop:
        return figure if unit.kind in ("households", "persons", "area") and text[start] in "百千万" and stop - start > 2 else None
    return figure


def _finish(text: str, figure: Figure) -> Figure:
    """The figure with the approximators that touch it, and a sign before it."""
    start, end, qualifier = figure.start, figure.end, figure.qualifier
    after = _AFTER.match(text, end)
    if after:
        end = after.end()
        if qualifier in ("exact", "over", "about"):
            qualifier = AFTER[after.group()]
    blank = 1 if start > 1 and text[start - 1] == " " and text[start - 2] in _BEFORE_LAST else 0
    word = _before(text, start - blank)
    if word:
        start -= len(word) + blank
        if qualifier != "masked":
            qualifier = BEFORE[word] if qualifier != "range" else "range"
    elif qualifier == "exact" and _ABOUT_VERB.search(text, max(0, start - 4), start):
        qualifier = "about"
    elif start and text[start - 1] in "-负" and figure.value is not None and qualifier != "range" and parts.minus_before(text, start):
        start -= 1
        figure = replace(figure, value=-figure.value)
    if (start, end, qualifier) == (figure.start, figure.end, figure.qualifier):
        return figure
    return replace(figure, start=start, end=end, qualifier="masked" if figure.qualifier == "masked" else qualifier)


_DAYS = re.compile("日(?=[，。；、：（ \n]|$)")  # 平均住院日8.6日: no date has a decimal
_MONEY = re.compile(r"\d[\d.]*[百千万亿]+元")
_ABOUT_VERB = re.compile(r"(?<![节预签合公履契])约(?:需要?|有|为|占|达|计|合|共|要|可)$")


def _before(text: str, start: int) -> str:
    """The approximator that ends right before `start`, or ''."""
    if not start or text[start - 1] not in _BEFORE_LAST:
        return ""
    for word in _BEFORE_ORDER:
        if text.endswith(word, max(0, start - 4), start):
            lead = text[start - len(word) - 1:start - len(word)] or "\n"
            if word == "约" and lead in _NOT_ABOUT and not (lead == "条" and text[start - 3].isdecimal()) or word == "近" and lead in _NOT_NEAR:
                return ""
            if word == "不足" and _LACKED.search(text[max(0, start - 4):start]) and _WHO.match(text, start):
                return ""  # 发展动力不足6户: what they lack, not how few they are
            if word in ("上", "成") and (text[start] not in "百千万亿" or lead in "以加之完变"):
                return ""
            if word == "超" and lead in "赶反" or word == "过" and (lead in "通超经不越度过透" or not text.startswith(("亿", "百", "千", "万", "半"), start) and not _MONEY.match(text, start)):
                return ""
            return word
    return ""


_MASKED = re.compile(rf"{_SCAN_MASK}(?:\.{_SCAN_MASK})?(?:[多余])?(?:[十百千万亿]+)?(?:[多余])?")


def _masked(text: str, start: int, blocked: bytearray) -> Figure | None:
    """A figure whose digits are blanked out with × or X: `×万户`, `××.×%`, `XX—XX户`."""
    match = _MASKED.match(text, start)
    end = match.end()
    joint = _RANGE.match(text, end)
    if joint and (again := _MASKED.match(text, joint.end())):
        end = again.end()
    unit = _unit(text, end, blocked, False, numeral.Numeral(end, Decimal(1)))
    if unit is None or unit.text in ("年", "组", "路", "站", "点", "m", "g", "t", "L", "号", "m2", "道"):
        return None
    if text[start] in "xX×*" and start and text[start - 1].isdecimal():
        return None  # 3×5米 is a product
    return _masked_figure(text, start, end, unit, "figure.masked")


def _masked_figure(text: str, start: int, end: int, unit: Unit, rule: str) -> Figure:
    """A masked figure with unit and approximators."""
    per, stop = parts.per(text, end + len(unit.text))
    canonical = unit.canonical + per
    return _finish(text, Figure(start, stop, unit.kind, rule, 0.9, None, None, canonical, "masked", (start, end)))


def _blank_forms(text: str, blocked: bytearray, found: list[Figure]) -> Iterator[Figure]:
    """Forms whose figure was left blank: `总户数 户`, `发放金额    万元`, `总人口余人`."""
    taken, last = {figure.start for figure in found}, -1
    if " " in text:
        for match in _AT_BLANK.finditer(text):
            end = match.end()
            unit = units.at(text, end)
            if unit is None or unit.text not in _FORM_UNITS or blocked[end] or end in taken:
                continue
            stop = end + len(unit.text)
            if text[stop:stop + 1] not in _FORM_ENDS and not text[stop:stop + 2].startswith(("以上", "以下", "左右")):
                continue
            if match.start(1) != last and not _is_form(text, match.start(1), stop):
                continue
            last = stop
            yield _masked_figure(text, match.start(2), end, unit, "figure.blank")
    for match in _BARE_OVER.finditer(text):
        if text[match.start() - 1] not in _NOT_BARE_OVER and text[match.start() - 1] not in numeral.CHINESE and match.start() not in taken:
            unit = units.at(text, match.end())
            if unit:
                yield _masked_figure(text, match.start(), match.end(), unit, "figure.blank")


_FORM_UNITS = frozenset(
    "户 人 名 人次 元 亩 公顷 平方米 平方公里 公里 米 吨 公斤 % 百分点 个百分点 个 家 所 座 条 处 口 台 套 次 场 期 份 岁 项 间 栋 天 度 千瓦 斤".split()
)
_CLAUSE_ENDS = ("", "\n", "，", "。", "；", "、", "）")
_FORM_ENDS = (" ", "", "\n", "，", "。", "；", "、", "）", "（", ",", ";", ".")


def _is_form(text: str, blank: int, stop: int) -> bool:
    """Whether the unit behind a blank belongs to a form and not to letter-spaced or tabular words:
    two hanzi or more stand before the blank, and the line goes on like a sentence."""
    label = text[max(0, blank - 2):blank]
    if len(label) < 2 or not all("\u4e00" <= c <= "\u9fff" or c in "）”：" for c in label):
        return False
    after = text[stop:stop + 1]
    if after != " ":
        return True
    rest = text[stop:stop + 8].lstrip(" ")
    return bool(rest) and (units.at(rest, 0) is not None or not "\u4e00" <= rest[0] <= "\u9fff")


def _settle_households(text: str, figure: Figure) -> Figure:
    """Enterprises and the like are counted in 户 too; then the kind is count."""
    if figure.kind != "households":
        return figure
    after = text[figure.end:figure.end + 10].split("，")[0].split("。")[0].split("；")[0]
    if match := _ENTERPRISE.search(after):
        return replace(figure, kind="count") if not _HOUSEHOLD.search(after[:match.start()]) else figure
    if _HOUSEHOLD.match(after) or _WITH_PERSONS.match(text, figure.end):
        return figure
    clause = max(text.rfind(mark, max(0, figure.start - 60), figure.start) for mark in "。\n")
    before = text[max(clause + 1, figure.start - 60):figure.start]
    firms = [m.start() for m in _ENTERPRISE.finditer(before)]
    homes = [m.start() for m in _HOUSEHOLD.finditer(before)]
    return replace(figure, kind="count") if firms and (not homes or firms[-1] > homes[-1]) else figure


_MOVED = re.compile("(?:前进|前移|后移|上升|跃升|晋升|攀升|提升|提高|下降|下滑)了?$")


def _settle_positions(text: str, figure: Figure) -> Figure:
    """排名上升33位: positions in a list, not persons."""
    if figure.kind != "persons" or text[figure.end - 1] != "位" or not _MOVED.search(text, max(0, figure.start - 4), figure.start):
        return figure
    return replace(figure, kind="count", unit="位")


def block(text: str) -> bytearray:
    """One byte a character: 1 where `patterns/not_figure.toml` finds what is no figure."""
    blocked = bytearray(len(text) + 1)
    for match in rules.scanner("not_figure").finditer(text):
        start, end = match.span()
        blocked[start:end] = b"\x01" * (end - start)
    return blocked
