"""Cues beside a figure: plan or fact, change or level, share or gap, and what it is compared with.

The cues themselves are rules in `patterns/cue.toml`; here is their direction and reach.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from extract import rules


@lru_cache(maxsize=None)
def cue(name: str) -> re.Pattern[str]:
    """The compiled cue rule of that name."""
    return next(re.compile(rule.regex) for rule in rules.load("cue") if rule.id == name)


class Relation(NamedTuple):
    """What the words before a figure make of it: the relation, the base in clean coordinates (or
    None), and where the phrase that names the indicator has to end."""

    name: str
    base: tuple[int, int] | None
    phrase_end: int


# Words between an indicator and its figure that belong to neither.
_LINKS = (
    "相应地 至少 就应当 应当 已经 已 均 都 各 分别 共计 合计 总计 累计 共有 共 计 就 仅有 仅 只有 只 达到了 达到 达成 达 约为 为 是 有 约 大约 近 超过 超 突破了 突破 完成了 完成 实现了 实现 "
    "尚有 尚 仍有 稳定在 稳定 保持在 控制在 维持在 高达 多达 也 又 还 再 了 其中 ： : “ ” ， 、 到位 以 按照 按 在 于 等 等共 即 则 全部 大概 预计 累计达 的 将 可 要 应 计划 力争 确保 平均 始终保持 一直保持 "
    "始终 一直 保持 当年 全年 分布在 左右 率先 可达 平均达 均达 至 到 可比 同口径 可比口径 实际 名义 却 仍 依然 竟 创下 创 惠及 稳在 压到 压在 压至 降到 折合 约合 折算为 折算成 折算 兑 调整为 调整到 调整至").split()
_LINK = re.compile(rf"(?:{'|'.join(_LINKS)}|(?<=..)发展到了?)$")
# Words before a verb of change that say how it came about: 财政收入|稳步|增长.
_MANNERS = (
    "连续 大幅 大幅度 小幅 小幅度 稳步 同步 逐步 逐年 逐渐 逐月 逐季 明显 显著 持续 不断 首次 总体 整体 普遍 基本 一举 迅速 快速 略 略有 有所 平稳 继续 再次 全面 成功 较快 急剧 强劲 双双 "
    "第一次 逆势 同口径 恢复性 历史性 累计 稳定 强势 同时 进而 最终 陆续 竞相 单边 回暖 趋稳 止跌").split()
_MANNER = re.compile(rf"(?<=[\u4e00-\u9fff]{{2}})(?:{'|'.join(sorted(_MANNERS, key=len, reverse=True))})$")
# Their last characters, and those of notes' marks: where none stands, no pattern need be tried.
_MANNER_ENDS = frozenset(word[-1] for word in _MANNERS)
_LINK_ENDS = _MANNER_ENDS.union(word[-1] for word in _LINKS)
_NOTE_ENDS = frozenset("）〕】]")
# 年初预算为, 支出决算为: which figure of an item this is, not the item.
_BUDGET = re.compile(r"的?(?:年初预算|调整预算|全年预算|支出决算|收入决算|预算数|决算数|(?<!收入)(?<!支出)(?<!总)预算|(?<!收入)(?<!支出)决算)$")
_FROM = re.compile(r"(?:由|从)(?:[^，。；\d]{0,4}(?:\d{4}年|上年|去年|年初|年末|年底|同期)[^，。；\d]{0,4}|原来|过去|零|每[^，。；\d]{1,5})?的?$")
_RANK = re.compile(r"(?:[位均]?[居列]|排名?)?(?:全[国省市球]|世界|[中西东]+部(?:地区)?)?第[一二三四五六七八九十\d]{1,3}[位名]?$")
_RANK_ENDS = frozenset("位名一二三四五六七八九十0123456789")
_DEDUCTED = re.compile("(?:扣除|剔除)[^，。；]{2,8}(?:因素|影响)后?$")  # 扣除价格因素|实际增长
_CARRIED_OUT = re.compile(r"执行数?$")
_NOTE = re.compile(r"(?:（[A-Za-z]{1,8}）)?(?:[〔\[【（](?:\d{1,2}|注\d{0,2})[〕\]】）])+$|（[A-Za-z]{1,8}）$")
_COUNTS = re.compile("[约近超]?[\\d０-９一二两三四五六七八九十百千]")  # 帮扶计划3个: the plans are counted
_MARK = re.compile(r"[〔\[]\d{1,3}[〕\]]$")
# Words that end like a link: names, which stay, and verbs, which go as a whole.
_NAMES_LIKE_LINKS = frozenset("许可 认可 签约 节约 预约 条约 履约 违约 返还 偿还 归还 退还 交还 供应 响应 反应 效应 战略 策略 原则 规则 准则 细则 成就 设计 审计 统计 会计 报到 签到 附近 国有 公有 私有 自有 公共".split())
_VERBS_LIKE_LINKS = frozenset("拥有 具有 没有 持有 享有 含有 作为 称为 处于 位于 属于 做到 得到 看到 估计 存在 拟按 可以 即将".split())
_BARE_LINK = frozenset(("在", "以", "按", "将", "要", "可", "的", "平均", "至", "到", "全年", "当年", "即", "于", "实际", "左右", "等", "应当"))


def read(text: str, low: int, high: int, kind: str, unit: str) -> Relation:
    """The relation that the words in [low, high) right before a figure give it."""
    while high > low and text[high - 1] in " \t":
        high -= 1
    if mark := _MARK.search(text, low, high):
        high = mark.start()  # 增长[41]3.1%
    before = text[low:high]
    if kind in ("percentage", "persons", "households", "count", "amount", "area"):
        share = cue("share").search(before)
        if share and kind in ("percentage",) and not _SHARE_CHANGED.search(before) and not _HELD.search(before):
            return _share(text, low, share)
    if unit in ("百分点", "千分点", "%", "元", "倍"):
        gap = cue("gap").search(before)
        if gap and (unit in ("百分点", "千分点") or "全" in gap.group() or "平均" in gap.group()):
            other = gap.span("other")
            span = (low + other[0], low + other[1]) if other[1] > other[0] else None
            tail = re.match("平均水平|水平", before[other[1]:])
            if span and tail:
                span = (span[0], span[1] + tail.end())
            return Relation("gap", span, low + gap.start())
    if text.startswith("翻", high):
        base, end = comparison(text, low, high)
        return Relation("increase", base, strip_links(text, low, end)) if base else Relation("level", None, strip_links(text, low, high))
    found = _change(text, low, high, kind) or Relation("level", None, strip_links(text, low, high))
    part = _PART_IN.search(text, low, found.phrase_end) if found.name == "level" and unit == "%" else None
    return Relation("share", part.span("whole"), part.start()) if part else found


# 服务业在国内生产总值中的比重上升到: a share whose whole stands before the word for it.
_PART_IN = re.compile(r"在(?P<whole>[^，。；在]{2,16}?)[中里内]的?(?:所占的?)?(?:比重|比例|份额|占比)$")


# 占生产总值比重提高2个百分点: a change of a share.
_SHARE_CHANGED = re.compile(r"占[^，。；占]{1,16}(?:比重|比例|份额)[^，。；\d]{0,8}(?:提高|上升|增加|提升|扩大|下降|降低|减少|回落|缩小)了?(?:约|近|超过?)*$")
# 在总产值中所占的比重上升到: the whole stands before 占.
_HELD = re.compile(r"[中里内]所?占的?(?:比重|比例|份额)[^，。；占]*$")
_AMONG = re.compile(r"在([^，。；在]{2,16}?)[中里内]的?$")


def _share(text: str, low: int, share: re.Match[str]) -> Relation:
    """A share: its whole is what stands between 占 and the figure."""
    if share.group("held"):
        part = _AMONG.search(share.string, 0, share.start())
        whole = (low + part.start(1), low + part.end(1)) if part else None
        return Relation("share", whole, low + strip_links(share.string, 0, part.start() if part else share.start()))
    if share.group("named"):
        return Relation("share", None, low + share.end("named"))
    group = next((name for name in ("part", "budget") if share.group(name)), "whole")
    start, end = share.span(group)
    whole = share.group(group) or ""
    if whole in ("比", "地") or (share.start() > 0 and share.string[share.start() - 1] in "抢侵霸攻强独"):
        return Relation("level", None, low + len(share.string))
    base = (low + start, low + end) if whole else None
    since = _SINCE.search(share.string, 0, share.start()) if share.group().startswith("完成") and not whole else None
    if since:
        return Relation("share", (low + since.start("base"), low + since.end("base")), low + since.start())
    return Relation("share", base, strip_links(share.string, 0, share.start()) + low if share.start() else low)


# 规划服务较年初完成: what was to be done stands before the verb.
_SINCE = re.compile(r"[较比](?P<base>(?:年初|全年|年度)(?:预算|计划|预期|目标)?)$")

_VERB_AT_END = re.compile(
    r"(?:净(?=[增减下]))?(?P<verb>负增长|增长|增加|增幅|前进(?=了?$)|前移(?=了?$)|晋升(?=了?$)|后移(?=了?$)|(?<=[，；、])(?:[涨升降跌]幅|增速)|提高|上升|上涨|提升|跃升|(?<=[\u4e00-\u9fff]{2})(?<!累计|城镇|农村|全年|年内|预计|计划|共计|今年|年均)新增|扩大|多增|猛增|递增|回升|攀升|延长|拉长|加快|增产|升值|上调|上浮|增|升|涨|多"
    r"|下降|减少|降低|缩小|回落|下跌|下滑|压减|压缩|调减|缩短|削减|收窄|缩减|递减|减产|贬值|下调|裁减|减|降|少|跌)"
    r"(?P<to>到|至|为|达到?)?(?P<rest>（(?:增长|增加|下降|减少)）|了|出|约|近|超过?|幅度?|分别|各|均|高达|达|就|仅|也|为|，|逾|额)*$"
)
_COUNTED = frozenset(("households", "persons", "count"))
_DOWN = frozenset("降减缩落跌滑压少窄负贬后")
_BY_STEPS = re.compile("[\\d一二两三四五六七八九十]+(?:个(?:等级|位次|名次|档次)|位)")
_NOT_CHANGE = re.compile(r"(?:最|更|较|越|许|很|至|不|最|诸|众|新|将|增|加|绝大|大|过|为)(?:多|少)$")


def _change(text: str, low: int, high: int, kind: str) -> Relation | None:
    """A change, or the level at the end of one; None when the words before the figure say neither."""
    match = _VERB_AT_END.search(text, low, high)
    if match is None or _NOT_CHANGE.search(text, low, match.end("verb")):
        return None
    verb = match.group("verb")
    if kind == "duration" and verb in ("提高", "提升"):
        return None  # 能力提升三年行动
    if kind in _COUNTED and not match.group("to") and verb in ("提高", "提升", "上升", "延长", "拉长", "加快", "缩小", "压缩", "缩短") and not _BY_STEPS.match(text, high):
        return None  # 改善提升610户: those counted were bettered, not more
    if verb in ("多", "少") and text[low:high].endswith(verb + "出") and match.start() - low <= 12:
        pass
    elif verb in ("多", "少", "加快", "升", "涨", "增", "减", "降") and len(verb) == 1 and match.group("to") is None and not text[low:high].endswith((verb, verb + "了")):
        return None
    name = "decrease" if verb[-1] in _DOWN or verb[0] in _DOWN else "increase"
    end = match.start()
    base, end = comparison(text, low, end)
    if verb in ("多", "少") and base and not re.search(r"[年月季期]|\d", text[base[0]:base[1]]):
        return Relation("gap", base, strip_links(text, low, end))  # 比总数多出2人: two things at one time
    if match.group("to") in ("到", "至", "为", "达到") and match.group("to") and verb[-1] not in "幅速":
        return Relation("level", None, strip_links(text, low, end))
    return Relation(name, base, strip_links(text, low, end))


def comparison(text: str, low: int, high: int) -> tuple[tuple[int, int] | None, int]:
    """The base of a comparison that ends at `high`, and where the words before it end."""
    tail = text[low:high]
    for match in cue("compared").finditer(tail):
        if match.end() >= len(tail) - 6:
            group = "base" if match.group("base") else "with"
            span = match.span(group)
            base = (low + span[0], low + span[1]) if span[0] >= 0 else None
            return base, low + match.start()
    return None, high


def strip_links(text: str, low: int, high: int) -> int:
    """Where the phrase ends when linking words are taken from its end."""
    mark = _NOTE.search(text, low, high) if text[high - 1:high] in _NOTE_ENDS else None
    if mark:
        high = mark.start()
    start_of_change = _FROM.search(text, low, high) if text.find("由", low, high) >= 0 or text.find("从", low, high) >= 0 else None
    if start_of_change:
        high = start_of_change.start()
    while high > low and (last := text[high - 1]) in _LINK_ENDS:
        near = max(low, high - 4)
        match = _LINK.search(text, near, high) or (_MANNER.search(text, near, high) if last in _MANNER_ENDS else None)
        if match is None:
            break
        word = match.group()
        pair = text[match.start() - 1:match.end()] if len(word) == 1 else ""
        if pair in _NAMES_LIKE_LINKS:
            break
        if pair in _VERBS_LIKE_LINKS and match.start() - 1 > low:
            high = match.start() - 1
            continue
        if word in _BARE_LINK and high - low <= len(word):
            break
        if word == "要" and text[match.start() - 1:match.start()] in tuple("重主需必首摘"):
            break
        if word == "计划" and (text[match.start() - 1:match.start()] in tuple("年度原定产施的五") or match.start() <= low or _COUNTS.match(text, match.end())):
            break
        if word == "均达" and text[match.start() - 1:match.start()] in tuple("人户亩村"):
            high = match.start() + 1
            break
        if word == "均" and text[match.start() - 1:match.start()] in tuple("人户年日月亩村"):
            break
        if word == "为" and text[match.start() - 1:match.start()] == "行":
            break  # 违法行为120起
        if word in ("合计", "总计") and (text[high - 4:high - 2] in ("收入", "支出", "经费", "收支", "资产", "负债") or text[high - 4:high - 2] == "、支"):
            break
        high = match.start()
    if high > low and text[high - 1] in _RANK_ENDS and (rank := _RANK.search(text, max(low, high - 14), high)) and rank.start() > low:
        return strip_links(text, low, rank.start())  # 通车里程居全国第四、突破
    if high > low and text[high - 1] in "素后响" and (deducted := _DEDUCTED.search(text, low, high)):
        high = deducted.start()
    if high > low and text[high - 1] in "）〕】]" and _NOTE.search(text, low, high):
        return strip_links(text, low, high)  # 使用额〔注〕为
    if high > low and text[high - 1] in "行数" and (done := _CARRIED_OUT.search(text, low, high)) and text.startswith("执行数", done.start()):
        return strip_links(text, low, done.start())
    budget = _BUDGET.search(text, max(low, high - 7), high) if text[high - 1:high] in ("算", "数") else None
    return budget.start() if budget and not text[low:high].endswith(("部门预算", "单位预算", "公共预算")) else high


class Plans:
    """Where a stretch of text speaks of plans and where of what is done, for all of its figures: 计划, 力争
    make a plan of what follows; 已, 目前 and the like take it back."""

    def __init__(self, text: str, low: int, high: int) -> None:
        self.text, self.low, self.high = text, low, high
        self.plans = [(match.end(), False) for match in cue("planned").finditer(text, low, high)]
        self.cues: list[tuple[int, bool]] | None = None

    def _all(self) -> list[tuple[int, bool]]:
        """(end, whether done) of all cues in order: what takes a plan back may end where it ends (完成年度目标，), and outranks it."""
        if self.cues is None:
            self.cues = sorted([*self.plans, *((match.end(), True) for match in cue("done").finditer(self.text, self.low, self.high))])
        return self.cues

    def hold(self, position: int, behind: int, inherited: bool) -> bool:
        """Whether a figure is a plan, by the last cue before `position` and the words up to `behind`."""
        planned = inherited
        if inherited or self.plans:  # else there is nothing to take back
            cues = self._all()
            index = bisect_right(cues, (position, True)) - 1
            planned = not cues[index][1] if index >= 0 and position - cues[index][0] <= _REACH else inherited
            planned = planned or inherited and self._says_little(cues[index][0], position)
        return planned or _STANDARD.match(self.text, position, behind) is not None

    def _says_little(self, cue_end: int, position: int) -> bool:
        """Whether a word for the present state takes back no plan that a heading makes: of 在现有6个的基础上，再建3个
        it holds for the first figure alone."""
        state = _STATE.search(self.text, max(self.low, cue_end - 4), cue_end)
        return state is not None and (state.group("now") is None or self.text[cue_end] != "，" and "，" in self.text[cue_end:position])


_STATE = re.compile("(?:(?P<now>目前|现有)|共(?:完成|投入|建成|发放))$")
_STANDARD = re.compile(r".{0,24}?的(?:标准|要求|目标|比例要求|原则)")
_REACH = 400  # characters; a cue further back says nothing of the figure
