"""Where the noun phrase before a figure begins."""

from __future__ import annotations

import re
from bisect import bisect_left

from extract.kinds.phrase_words import (
    ADVERBS, AREAS, BARE_DIRECTION, BEGINS_NOUN, EVENTS, JOIN, MANNER, NOMINAL, NOUN_INITIALS, OWN, QUOTES, STOP_TAGS, SUFFIXES, WHICH, verbs,
)
from extract.words import part_of_speech

_KEPT = frozenset(("自然", "相对", "人均", "户均", "年均", "平均", "每", "各类", "其他", "其它", "新", "每个", "每名", "自", "总", "净", "全员", "非", "未", "未定", "无", "不", "再", "双", "单", "已", "各级", "全", "日均", "月均", "亩均", "村均", "次均", "例均", "床均", "件均", "各项"))
# Nouns that a verb before them names, together with what stands before the verb: 贫困学生|资助|资金.
_NAMED_BY_VERB = re.compile(r"(?:缺口|专项|配套|所需|到位)?(?:资金|金额|标准|补贴|补助|经费|费用?|比例|率|强度|面积|工程|设施|产品|能力|收入|人员|对象)")
# What makes a noun of the verb before it: 建成|率.
_RATES = frozenset("率额量值度费")
_EACH = frozenset("人户亩口次座名吨头只家村镇乡个所辆")
# 部门的基本建设投资总额: who owns a measure.
_OWNED = re.compile(r"(?:率|额|量|产值|收入|支出|投资|费用|成本|天数|水平)$")
_OWNER = re.compile(r"(?:企业|部门|单位|系统|机关|团体|居民|农民|职工|学校|行业|商业|工业|预算)$")
# X对Y的贡献率: both sides belong to the measure.
_EFFECT = re.compile(r"[^，。；]{2,12}的?(?:贡献率|拉动率?|依存度|弹性系数?|影响程度?)")
# Before what is counted, these make it what it is not: 尚未脱贫, 未完工.
_NOT_YET = re.compile(r"(?:尚|还|仍)?未$")
# 省级, 地（市）级: a level of administration that stands for what was named before.
_LEVEL = re.compile(r"(?:[省市县区乡镇村地州]|国家|中央){1,3}(?:（[^（）\d]{1,8}）)?级$")
# 村集体, 村卫生室, 县（市、区）数: what makes a word of such an area more than the report's own place.
_AREA_NOUN = re.compile(r"集体|级财|域经|卫生|医|级?数|（[市区旗、县级]+）")
# Nouns of one character that the tagger takes for particles; behind another word they are the end of its noun: 脱贫|村, 生源|地.
_NOUN_ENDS = frozenset("村地员园厂")
_NOUN_TAGS = ("n", "vn", "v", "an", "a", "b", "j", "l", "i", "nz", "ng", "ns", "nr", "z", "s")
# What tells a move or a worker apart: 同步|搬迁, 自主|创业.
_WAYS = frozenset(("同步", "自主", "自愿", "随迁", "就地", "就近", "异地"))
_CLOSERS = {"）": "（", "]": "[", "】": "【", "”": "“"}
# Adverbs that begin the name of an account: 全部财政收入, 实际利用外资.
_WHOLE_NAME = re.compile(r"全部(?=财政|工业)|实际(?=利用|到位|使用)")
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|要)")
# What a verb before them names: 支付|限额.
_MEASURES_OF_VERBS = frozenset(("程度", "率", "限额", "时限", "进度", "面积"))
_DONE_BY_SOME = frozenset(("设立", "建立", "开展", "参加", "拥有", "设置", "配备"))
_COUNTED_ONLY = frozenset(("人次", "人数", "次数", "户数"))
_QUOTED = 80  # characters that a name in quotation marks may have


class LeftEdge:
    """The part of the phrases of a text that looks to the left of a figure."""

    def before(self, low: int, high: int) -> tuple[int, int] | None:
        """The span of the noun phrase that ends at `high` and begins no earlier than `low`."""
        low = max(low, self._last_wall_end(low, high))
        text, position, start = self.text, high, high
        if text[high:high + 1] == "”" and 16 < high - (opening := text.rfind("“", low, high)) <= _QUOTED and opening >= 0 and "”" not in text[opening:high]:
            return opening + 1, high  # “一般公共服务支出（类）档案事务（款）档案馆（项）”30万元
        level = _LEVEL.search(text, low, high)
        if level:
            return level.span()
        index = bisect_left(self.starts, high) - 1
        while index >= 0 and position > low:
            begin, end = self.starts[index], self.words.ends[index]
            begin = begin if begin > low else low
            piece = text[begin:position]
            opening = self._opening(piece, low, position) if piece[-1:] in _CLOSERS else None
            if opening is not None:
                if text[opening] == "“":
                    start = opening
                position = opening
                index = bisect_left(self.starts, position) - 1
                continue
            if len(piece) > 3 and piece.startswith("发放"):
                start = begin + 2  # 发放贷款 is one word to the segmenter
                break
            tag = self.words.tag(index) if end <= position else part_of_speech(piece)  # 资助|率均: a word that runs on is none here
            verdict = self._left_verdict(piece, tag, begin, start, high)
            if verdict == "stop":
                break
            position = begin
            if verdict in ("take", "last"):
                start = begin
            if verdict == "last":
                break
            index -= 1
        if self.text[position - 1:position] == "的" and (owner := self._owner(low, position - 1, start, high)) is not None:
            start = owner
        if 0 < high - start <= 4 and (negated := _NOT_YET.search(text, low, start)):
            start = negated.start()
        return self._trim(start, high)

    def _owner(self, low: int, end: int, start: int, high: int) -> int | None:
        """Where the owner of a measure begins that `的` joins to it: 重点企业|的|全员劳动生产率."""
        if high - start <= 4 or end <= low or not _OWNED.search(self.text, start, high):
            return None
        span = self.before(low, end)
        return span[0] if span and span[1] == end and 4 <= span[1] - span[0] <= 12 and _OWNER.search(self.text, *span) and (
            span[0] == low or self.text[span[0] - 1] in "，。；：、 ）\n" or span[0] in self.wall_after or self.text[span[0] - 1] in "对") else None

    def verb_at(self, end: int) -> int | None:
        """Where the verb begins that ends at `end` and never names what is counted; None without one."""
        index = bisect_left(self.starts, end) - 1
        if index < 0 or self.words.ends[index] != end:
            return None
        return self.starts[index] if self.text[self.starts[index]:end] in verbs("stop") else None

    def _opening(self, piece: str, low: int, position: int) -> int | None:
        """Where a bracket or quotation that ends at `position` opens, or None."""
        opener = _CLOSERS[piece[-1]]
        opening = self.text.rfind(opener, low, position)
        return opening if opening >= 0 and position - opening <= 32 else None

    def _left_verdict(self, piece: str, tag: str, begin: int, start: int, high: int) -> str:
        """Whether a word on the left belongs to the phrase: take, skip (only if more follows) or stop."""
        if piece in QUOTES or piece == " ":
            return "skip"
        if piece in JOIN or piece == "等":
            return "skip" if start < high else "stop"
        if piece == "的":
            return "skip" if 0 < high - start <= 4 else "stop"
        if OWN.fullmatch(piece) and piece != "城乡" and not self.text.startswith("县域医", begin):
            return "stop"
        if piece == "他" and self.text.startswith("及其", begin - 2) or piece == "之":
            return "take" if start < high else "stop"  # 国有及其他, 儿童之家
        if piece == "之家":
            return "take"
        if piece == "基本" and start == high:
            return "stop"  # 开工5万套、基本|建成3万套
        if piece == "对" and _EFFECT.fullmatch(self.text, start, high):
            return "take"
        if piece == "因" and self.text[begin + 1:begin + 2] in tuple("病残学灾"):
            return "take"  # 因病致贫
        if piece == "还本" or piece == "还" and self.text[begin + 1:begin + 2] in tuple("本贷款"):
            return "take"  # 债务还本支出
        if piece == "累计" and self.text[start:high] == "结余":
            return "take"  # 基金累计结余
        if piece in AREAS and start < high and _AREA_NOUN.match(self.text, begin + 1):
            return "take"
        if start < high and piece[0] in NOUN_INITIALS and BEGINS_NOUN.match(self.text, begin):
            return "take"
        if piece in _NOUN_ENDS and self._ends_noun(begin):
            return "take"
        if piece == "村" and start == high and self.text[begin - 1] == "的":
            return "last"  # 收入10万元以上的|村
        if piece == "推进" and self.text.startswith("衔接", begin - 2):
            return "take"  # 衔接|推进|乡村振兴补助资金 is the name of a fund
        if piece in _WAYS and (self.text[start:high] in EVENTS or self.text.startswith(tuple(_WAYS), start, high)):
            return "take"
        if piece == "内":
            return "stop"  # 县域|内|住院报销比例
        if piece in ("其他", "其它") and start == high and (begin == 0 or self.text[begin - 1] in "、，：；（和及"):
            return "last"  # 其他19户
        if high - start == 1 and self.text[start] == "率" and tag in ("t", "d"):
            return "last"  # 逾期|率, 按期|率
        if tag in ("r", "zg") and self.text.startswith(("以上", "以下"), start):
            return "take"  # 本科及以上学历人员, 县以上文化事业费: the tagger errs
        if piece == "新增" and self.text.startswith("城镇", begin - 2):
            return "take"
        if piece == "支付" and self.text.startswith("转移", begin - 2):
            return "take"
        if piece[0] == "每" and len(piece) == 2 and piece[1] in _EACH:
            return "last" if start < high else "stop"  # 每人补助
        if piece == "可":
            return "skip" if start < high else "stop"
        if piece == "比" and start == high and self.text[begin - 1] in "贷销存出价":
            return "take"  # 存贷比
        if piece == "均" and self.text[begin - 1] in "亩户人村" and start < high:
            return "take"  # 亩|均|收入
        if piece[0] == "占" and self.text[begin + 1:begin + 2] == "比" or piece == "比" and self.text[begin - 1] == "占":
            return "take" if start < high else "skip"  # 占|比超
        if piece[0] in "全实" and _WHOLE_NAME.match(self.text, begin, high):
            return "last"
        if piece[-1] in "是要" and _ORDINAL.fullmatch(piece):
            return "stop"
        if piece in verbs("stop") and not (high - start == 1 and self.text[start] in _RATES):
            if self._noun_of_verb(begin, start, high):
                return "take"
            return "last" if self.text[start:high] in _COUNTED_ONLY else "stop"
        if piece in verbs("keep") and piece not in NOMINAL:
            return "last" if high - start >= 2 and not _NAMED_BY_VERB.match(self.text, start, high) else "take"
        if piece in ADVERBS or len(piece) == 4 and piece[:2] in MANNER and piece[2:] in verbs("stop"):
            return "stop"  # 累计, 积极争取
        if piece in _KEPT:
            return "take" if start < high else "stop"
        if piece in WHICH and (start < high or piece == "青年"):
            return "take"
        if tag == "d" and start == high and len(piece) > 1 and piece[-1] not in "向为对给从在由与把将":
            return "take"  # 形象进度: right before a figure the tagger errs
        if tag == "k" and piece in SUFFIXES and start < high:
            return "take"  # 护理|型|床位
        if tag in STOP_TAGS or (tag == "x" and not piece.isalnum()):
            return "stop"
        if tag == "f" and piece in BARE_DIRECTION:
            return "stop"
        return "take"

    def _noun_of_verb(self, begin: int, start: int, high: int) -> bool:
        """Whether a verb that else ends a phrase is part of a noun behind another noun: 指标|实现|程度, 合作|组织."""
        said = self.text[start:high]
        index = bisect_left(self.starts, begin) - 1
        of_doing = said.endswith("比例") and len(said) > 2 and self.text[begin:start] in _DONE_BY_SOME  # 企业|设立|研发机构比例
        if not (said in _MEASURES_OF_VERBS or of_doing or not said and self.text[begin:high] == "组织") or index < 0:
            return False
        word = self.words[index]
        return word.end == begin and word.tag[:1] in ("n", "l", "j") or word.tag in ("vn", "an", "b")

    def _ends_noun(self, begin: int) -> bool:
        """Whether a character that begins there is the end of the noun whose first part touches it: 空心|村."""
        index = bisect_left(self.starts, begin) - 1
        if index < 0 or self.words.ends[index] != begin or begin in self.wall_after:
            return False
        tag = self.words.tag(index)
        return tag in _NOUN_TAGS and (self.text[begin] != "地" or tag[0] == "n" or self.text[self.starts[index]:begin] in EVENTS)  # 搬迁|地, but 相应|地
