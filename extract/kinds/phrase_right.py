"""Where the noun phrase behind a figure ends."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from extract.kinds.phrase_words import (
    ADVERBS, AREAS, BARE_DIRECTION, BEGINS_NOUN, EVENTS, JOIN, NOMINAL, NOUN_INITIALS, OWN, QUOTES, STOP_TAGS, SUFFIXES, WHICH, verbs,
)

# Adverbs at the end of a phrase, before the verb that they belong to: 4个项目|早日投产, 57个行业|全覆盖.
_HOW = frozenset("有序 早日 全 圆满 成功 严格 特别 积极 全面 基本 普遍 按时 按期 顺利 如期 同步 快速".split())
# What is carried out: an action, whose verb is part of its name (完成45处矿山修复|治理).
_CARRIES_OUT = frozenset("完成 启动 实施 开展 推进 应对 抓好 做好 谋划 加快".split())
_COMPLETION = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:(?:基本|全部|全面|陆续|顺利|加速|加快|相继|正在|即将|均已?|已)(?:完工|建成|竣工|建设|投产|完成|投用|推进|实施|开工|投运|建成投产)|建成投用|建成运行|投入(?:使用|运营|运行)|进展顺利|(?:扎实|有序|顺利|稳步)推进)$")
# What is said of those counted before they are named.
_WITH = re.compile(r"(?:具?有|拥有|符合|从事|来自|涉及|持有)[^，。；、的]{1,10}的(?=[\u4e00-\u9fff]{2})")
# An event at the end of its clause belongs to the noun before it: 10个贫困村|已按标准|出列.
_EVENT_BEHIND = re.compile(r"(?:已|均|全部|实现|如期|稳定|顺利|成功|高质量|按[^，。；、]{2,8}?标准)*+(?P<event>出列|摘帽|脱贫|退出贫困序列|结成[^，。；、]{0,4}对子)(?=[，。；、）\n]|$)")
_NOUNS = frozenset(("n", "nz", "nr", "ng", "nt", "vn", "an", "s", "l", "k", "j"))
# What those counted do or undergo, with no word for them: behind it and 的 they are named.
_DOING = re.compile(rf"(?<=.)(?:融合|共建|主导|参与)$|\A(?:{'|'.join(sorted(EVENTS))})+$")
_DUTY = re.compile(r"应([\u4e00-\u9fff])[必尽]\1")  # 535项应进必进|事项
_ABSTRACT = re.compile("目标|任务|要求|标准|经费|资金|费用|成果|成绩|情况|问题|工作|时间|条件|机会|方式|比例|速度")
# Measures that say nothing without the verb before them: 参加人次.
_ALL_KINDS = frozenset(("各类", "各级", "各种", "各族"))
# 没有一名学生|因贫辍学
_CAUSES = frozenset(("因", "因贫", "因病", "因残", "因学", "因灾", "因年"))
# What ends the name of a place of work behind a verb, or of who works there: 供水|站, 网格|员.
_PREMISES = frozenset("站池厂场楼馆塔井渠员")
# What a programme does, behind another verb of its name: 易地|扶贫|搬迁.
_UNDERTAKEN = frozenset(("搬迁", "就业", "创业", "培训", "务工"))
# What each of those counted has: 96户农户|户均增收.
_PER = frozenset(("年均", "户均", "人均", "亩均", "村均", "月均", "日均", "平均", "每年", "每户", "每人"))
_BARE_VERBS = frozenset("有是为达占比在可已被将按用到获含需要")
_TRANSITIVE = frozenset((
    "列入", "入选", "获评", "荣获", "入驻", "通过", "成为", "参与", "享受", "喝", "用上", "喝上", "拿到", "搬入", "住进", "获得", "得到", "接受", "受到", "签订",
    "领取", "进入", "走上", "纳入", "超过", "高于", "低于", "位于", "属于", "保持", "居", "位居", "有待于", "需要", "面临", "出现", "发生", "支持", "支撑", "结成", "具备", "联系", "签署", "造成", "利用", "介绍",
))


class RightEdge:
    """The part of the phrases of a text that looks to the right of a figure."""

    def carried_out(self, start: int) -> bool:
        """Whether a verb ends at `start` whose object is an action (完成, 实施)."""
        index = bisect_left(self.starts, start) - 1
        return index >= 0 and self.words.ends[index] == start and self.text[self.starts[index]:start] in _CARRIES_OUT

    def _ends_in_verbs(self, index: int, high: int) -> bool:
        """Whether a clause has only verbs from a word to its end, one or two of them."""
        for following in range(index, min(index + 2, len(self.words))):
            word = self.words[following]
            if word.tag not in ("v", "vn") or word.end > high:
                return False
            if self.text[word.end:word.end + 1] in ("", *"，。；、）\n"):
                return True
        return False

    def after(self, low: int, high: int, governed: bool = False) -> tuple[int, int] | None:
        """The span of the noun phrase that begins right at `low` and ends no later than `high`; `governed`
        says that a verb before the figure makes of it something that is carried out."""
        high = min(high, self._first_wall_start(low, high))
        text = self.text
        if clause := _WITH.match(text, low, high):
            low = clause.end()  # 5个|有一定规模的|服务组织
        position, end = low, low
        index = bisect_right(self.starts, low) - 1
        count = len(self.starts)
        while 0 <= index < count and position < high:
            stop = self.words.ends[index]
            stop = stop if stop < high else high
            piece = text[position:stop]
            if piece[:1] == "“":
                closing = text.find("”", position, min(high, position + 16))
                if closing < 0:
                    break
                position = end = closing + 1
                index = bisect_right(self.starts, position) - 1
                continue
            if piece[:1] == "应" and (duty := _DUTY.match(text, position, high)):
                position = end = duty.end()
                index = bisect_right(self.starts, position) - 1
                continue
            if piece[:1] == "（":
                closing = text.find("）", position, min(high, position + 12))
                if closing < 0 or not text[position + 1:closing].replace("、", "").isalpha() or end == low:
                    break
                position = end = closing + 1
                index = bisect_right(self.starts, position) - 1
                continue
            if end > low and (event := _EVENT_BEHIND.match(text, position, high)):
                end = event.end()  # 10个贫困村|出列: whatever words the segmenter makes of it
                break
            if piece[0] == "村" and piece != "村庄" and end > low and text[position - 2:position] == "重点":
                end = position + 1  # 重点|村为: the segmenter takes 村 for part of what follows
                break
            if piece == "基本" and self.is_verb_at(stop):
                break  # 12件实事|基本|完成
            tag = self.words.tag(index)
            verdict = self._right_verdict(piece, tag, position, end > low)
            if verdict == "stop" and position == low and len(piece) == 1 and tag in ("v", "vg") and piece not in _BARE_VERBS:
                verdict = "verb"  # 提|灌站: the segmenter parts a noun that it does not know
            if verdict == "verb":
                ends = end > low and (piece in NOMINAL and text[stop:stop + 1] in tuple("，。；、）\n") or governed and self._ends_in_verbs(index, high))
                verdict = "take" if ends or self._in_compound(index, high) else "stop"  # 518户电代煤|改造。
            if verdict == "stop" or position - low == 1 and end == position and tag == "v" and text[low] in AREAS and piece not in NOMINAL and piece not in EVENTS:
                break  # 三个村|集中种植
            position = stop
            if verdict == "take":
                end = stop
            index += 1
        last = self.starts[bisect_left(self.starts, end) - 1] if end > low else low
        if last > low and text[last:end] in _HOW and self.is_verb_at(end):
            end = last
        if end > low and (done := _COMPLETION.search(text, low, end)):
            end = done.start()  # 52间异位发酵舍基本完工
        if 0 <= (last := bisect_left(self.starts, end) - 1) < count - 1 and self.starts[last] > low and self.words.tag(last) in ("a", "ad") and (self.words.tag(last + 1)[0] == "v" or text[end:end + 2] in _TRANSITIVE):
            end = self.starts[last]  # 33所卫生室|顺利|通过验收
        if text[end - 1] == "未" and end - 1 > low:
            end -= 1  # 14户危房|未拆除
        if text.startswith("发展到", end - 2) and end - 2 > low:
            end -= 2  # 15人以上加工点|发展到
        if end > low and text[end:end + 1] == "的" and self.words.tag(bisect_left(self.starts, end) - 1) == "a":
            return self.after(end + 1, high) or self._trim(low, end)  # 100家实力强的|企业
        if end > low and text[end:end + 1] == "的" and _DOING.search(text[low:end]) and (noun := self.after(end + 1, high)) and not _ABSTRACT.match(text, *noun):
            end = noun[1]  # 50名返乡创业的|青年
        return self._trim(low, end) if end > low else None

    def _in_compound(self, index: int, high: int) -> bool:
        """Whether a verb is part of a compound noun, as 治理 in 专项治理工作: a noun follows it, or verbs
        and then a noun, and no object marker."""
        for following in range(index + 1, min(index + 4, len(self.words))):
            word = self.words[following]
            if word.start >= high or OWN.fullmatch(self.text, word.start, word.end):
                return False
            said = self.text[word.start:word.end]
            if word.tag in _NOUNS or said in AREAS or said in _UNDERTAKEN or said == "点":
                return True  # 20个改造|提升|点, 5万人易地|扶贫|搬迁
            if word.tag not in ("v", "b", "a"):
                return False
        return False

    def _right_verdict(self, piece: str, tag: str, position: int, begun: bool) -> str:
        """Whether a word on the right belongs to the phrase."""
        if piece in QUOTES or piece == " ":
            return "skip"
        if piece in JOIN:
            return "skip" if begun else "stop"
        if piece in _ALL_KINDS and not begun:
            return "skip"
        if begun and (piece in _CAUSES or piece[0] in "我该此" and OWN.fullmatch(piece)):
            return "stop"
        if piece == "建成" and begun and not self.text.startswith("小康", position + 2) and self.text[position + 2:position + 3] not in tuple("的后、，。；）\n"):
            return "stop"  # 3个乡镇|建成光伏电站
        if piece in EVENTS or begun and (piece in _PREMISES or piece == "组织" and self.text[position + 2:position + 3] in tuple("，。；、）\n")):
            return "take"
        if piece in ADVERBS and not (piece == "计划" and begun) or piece.startswith("发放"):
            return "stop"
        if piece in AREAS or piece[0] in NOUN_INITIALS and BEGINS_NOUN.match(self.text, position):
            return "take"
        if piece in verbs("stop") or (tag in STOP_TAGS and piece not in ("新", "非", "未", "偏远") and piece not in WHICH and not (begun and piece in SUFFIXES)):
            return "stop"
        if piece in NOMINAL:
            return "verb"
        if piece in verbs("keep") or piece in _TRANSITIVE or begun and piece in _PER:
            return "stop"
        if tag == "v":
            return "verb"
        if tag == "x" and not piece.isalnum():
            return "stop"
        if tag == "f" and piece in BARE_DIRECTION and not (begun and self.text[position - 1] in "规限"):
            return "stop"
        return "take"
