"""The verbs beside a noun: which belong to its name, and which go over to the next item of a list."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.kinds.phrase_words import EVENTS, MANNER, openings, verbs
from extract.link.completing import IS_EVENT, LEVEL_OF, SHARED_VERBS, TOTAL
from extract.link.rows import Row
from extract.records import Figure

# 新增 is part of these indicators' names; before anything else it makes the figure an increase.
NEW_BY_NAME = re.compile(r"^(?:耕地|“?四上|规上|登记|贷款|存款|社会融资|专项债|债券|财力|地方政府)")
_CHANGE_VERB = re.compile(r"净增加?|新增加?|调减|压减|减少|增加(?!值)|减(?![免排税负灾贫速缓])")
_LEADING = re.compile(r"^(?:全[省市县区](?=政府[性债采投])|加上|共计|合计|共|要|已|可|均|还|再|约|总共|总计(?=.))(?!吸|享|支配|回收|利用|再生|生能源|就业|生[水资]|同|青|建|产|性|以|行|有|收|束|定|谈|级|未)")
_JOINTS = "和、及与或"


@lru_cache(maxsize=1)
def _verbs_alone() -> re.Pattern[str]:
    """One or more verbs that may begin a name: 谋划实施, 新建、续建."""
    return re.compile(f"(?:{'|'.join(sorted(verbs('keep'), key=len, reverse=True))}|建设|续建|、|和)+")


# Verbs of building that the tagger takes for names, or that are seldom said of anything else.
_WORKS = frozenset(("扩建", "改建", "改扩建", "翻建", "翻新", "拓宽", "加宽", "维修", "修缮", "修复", "维护", "更换", "升级", "加固", "整修"))
_NEWLY = re.compile("新[打修挖栽植开添购]")
# 实施|帮扶项目, 投入|财政专项扶贫资金: these verbs go before a name of its own, and stay before a bare noun (实施项目, 投入资金).
_LIGHTLY = re.compile(r"(?:(?:谋划|组织|启动|重点|全面)?实施|谋划)(?=(?!项目)[^、和及率]{4})|(?:协调)?投入(?:各类)?(?=.{2,}(?:资金|物资|贷款|经费)$)")
# A noun that a verb before it names, rather than being its object: 种植面积, 建设项目.
_NAMED_WITH_VERB = re.compile(r"(?:项目|用地|任务|规模|工期|投资|面积|资金|金额|标准|补[贴助]|经费|费用?|比例|[率额量户]|村(?![内庄级组民屯寨道卫小集史])|工程|能力|收入|人[员口次]|大户|业|基地|专业|总[量数面]|活动|会)")


class Acting:
    """The part of a sentence's linker that weighs the verbs beside a noun."""

    def _without_opening(self, figure: Figure, value: str) -> str:
        """A name without adverbs at its beginning, and without verbs where its figure is only a bound: 新建|投资千万元以上项目."""
        if self._bounds_a_noun(figure):
            done = _verbs_alone().match(value)
            value = value[done.end():] if done and len(value) - done.end() > 1 else value
        return _LEADING.sub("", value) or value

    def _only_verb(self, span: tuple[int, int]) -> bool:
        """Whether the phrase before a figure is a verb alone (带动4万人就业)."""
        said = self.clean[span[0]:span[1]]
        return _verbs_alone().fullmatch(said[2:] if said[:2] in MANNER else said) is not None

    def _begins_with_verb(self, span: tuple[int, int]) -> bool:
        """Whether a phrase begins with a verb (改造|中学2所)."""
        return self.clean.startswith(openings("keep"), *span)

    def _without_verb(self, value: str) -> str:
        """`覆盖贫困户820户`, `带动就业300人`: a verb at the front that says how, not what, goes; one with a measure
        behind it (种植面积) is a name."""
        if light := _LIGHTLY.match(value):
            return value[light.end():]
        dropped = openings("drop") if value.startswith(openings("drop")) else ()
        verb = next((verb for verb in dropped if value.startswith(verb) and len(value) > len(verb) + 1), "")
        if verb and value[len(verb)] not in _JOINTS and not _NAMED_WITH_VERB.match(value, len(verb)):
            return value[len(verb):]
        return value[2:] if value.startswith("带动") and value[2:] in EVENTS else value  # 带动就业

    def _with_shared_verb(self, low: int, start: int, value: str) -> str:
        """`拆除村庄28个、房屋5100处`: the verb before the first item of a list counts for the next."""
        if not self.rows or self.clean[low - 1:low] != "、" or low < start <= self.rows[-1].figure.end + 4 and self.linker.phrases.verb_at(start) is not None:
            return value  # 新建水池56个、铺设|管网86公里
        first = self.rows[-1].indicator.value
        verb = next((verb for verb in SHARED_VERBS if first.startswith(verb)), "")
        if not verb or _verbs_alone().fullmatch(value) or value in _WORKS or value.startswith(SHARED_VERBS) or IS_EVENT.search(value) or value.startswith(openings("keep")):
            return value
        if LEVEL_OF.fullmatch(value):
            return verb + value + LEVEL_OF.sub("", first.removeprefix(verb), count=1)  # 培训县级骨干教师500名、市级60名
        return verb + value

    def _same_thing(self, figure: Figure, value: str) -> str:
        """`新建公厕7座、改造[1座]`: a verb alone is done to what a verb before named right before in the same unit."""
        before = self.rows[-1] if self.rows else None
        start = before.figure.end + 1 if before else 0
        if before is None or before.figure.unit != figure.unit or before.relation != "level" or self.clean[start - 1] not in "、，；" or figure.start - start != len(value):
            return value
        said = before.indicator.value
        done = _verbs_alone().match(said) or _NEWLY.match(said)
        item = max(self.body, *(self.clean.rfind(mark, self.body, before.figure.start) + 1 for mark in "，；、："))  # no further back: each look would cost the text before
        led = done or before.indicator.how == "clause" and self.linker.phrases.is_verb_at(item)
        again = _verbs_alone().fullmatch(value) or value in _WORKS or self.linker.phrases.is_plain_verb(start, figure.start)
        noun = said[done.end():] if done else said
        return value + noun if led and again and noun and value not in said and value not in EVENTS else value

    def _verb_and_noun(self, row: Row, low: int, left) -> None:
        """`减少贫困人口3.99万人`, `净增企业1065户`: a verb of change before the noun."""
        if left is None:
            return
        if self.added == len(self.rows) - 1 and self.rows and self.clean[low - 1:low] == "、" and left[0] - low <= 1 and not self._begins_with_verb(left) and not TOTAL.fullmatch(self.clean, *left):
            self.added += 1  # 新增幼儿园5所、小学3所
            row.relation = self.rows[-1].relation
            return
        match = _CHANGE_VERB.search(self.clean, max(low, left[0] - 3), left[0]) or _CHANGE_VERB.match(self.clean, left[0], left[1])
        if match is None or match.end() != left[0] and match.start() != left[0] or self._bounds_a_noun(row.figure):
            return
        verb = match.group()
        noun = self.clean[left[0]:left[1]].removeprefix(verb)
        if noun[:1] in tuple(_JOINTS):
            return  # 新增和改造绿地
        if verb.startswith("新增") and noun.startswith("就业") and match.start() > low:
            return  # 城镇新增就业: part of the name
        if verb.startswith("新增"):
            row.relation = "level" if NEW_BY_NAME.search(noun) else "increase"
            self.added = len(self.rows) if row.relation == "increase" else -1
        elif verb == "退出" or not noun:
            return
        else:
            row.relation = "increase" if verb[0] in "净增" else "decrease"
