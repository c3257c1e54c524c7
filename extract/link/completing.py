"""What a name leaves out: the measure that a list says once, and the thing that a bare measure is of."""

from __future__ import annotations

import re

from extract.kinds.phrase_words import EVENTS, verbs
from extract.link.measure import BARE_MEASURE, YEARLY_END, fits, head_of, is_measure, joined, stem
from extract.link.rows import Row
from extract.records import Figure

_SUBGROUP = re.compile(r"(?:其中)?(?:未|已)脱贫|(?:其中)?(?:一般|未脱贫|已脱贫|建档立卡|非)?贫困(?:户|人口|群众|劳动力|家庭)|建档立卡(?:贫困户|贫困人口|户|人口)|脱贫(?:户|人口)|非贫困户|低保户|五保户")
_CLASS = re.compile(r"（[类款项]）$")  # 卫生健康支出（类）
_IN_LETTERS = re.compile(r"（[A-Za-z][\w.]*）$")
_PARTS = frozenset(("城市", "农村", "城镇", "乡村", "男性", "女性", "市区", "县域"))
_AGE = re.compile(r"平均[^，。平均]?龄")
_ACCOUNT = re.compile(r".(?:收入|支出|结余)$")
_OTHER_SIDE = frozenset(("收入", "支出", "结余", "滚存结余", "当年结余", "年末滚存结余"))
_EVENT_STEM = re.compile(r"(?:总人口|人口|群众|人员|人数|户数|工程|总数|总户数)$")
# What may be said of a part of what was measured: 修通, 建成.
_STATES = frozenset(("修通", "完工", "未完工", "竣工", "开工", "通车", "建成", "完成", "动工", "验收", "硬化", "缺口"))
_LENGTH_END = re.compile(r"(?<=..)(?:全长|总长度?|总里程|总数|共计|总计)$")
_MEMBERS = frozenset(("从业人员", "在校生", "在校学生", "招生", "毕业生", "专任教师", "床位", "人员", "卫生人员", "卫生技术人员", "观众", "演出"))
_INSTITUTION = re.compile(r"校|[大中小]学|[初高]中|教育|[院园馆站所场室]|中心|机构|团体|企业|公司|单位|业(?:$|个体)")
_OF_ALL_LEVELS = re.compile(r"^各级|(?:累计)?总[数量]$")  # 各级实验室总数277家，其中省级14家
_LONGEST_BARE = 8  # characters: 卫生技术人员
_CHANGING = ("净增加", "净增", "调减", "压减", "减少", "增加")
_HERD = re.compile(r"年?(?:出栏|存栏)(?P<kind>.{1,6})")
_SECTOR = re.compile(r"第[一二三]产业")
_OF_YEAR = re.compile("(?:当年|本年|年度|年内|今年|全年)(?:计划|完成)?$")
_PROJECT = re.compile(r"(?:项目|工程|基地|园区|景区)$")
# 新增企业12家、总数达到90家: all of what was named right before.
TOTAL = re.compile("(?:累计)?总[量数]")
_TRADE = re.compile("(?:进出口|出口|进口)(?:总值|总额|额)?$")
LEVEL_OF = re.compile(r"(?:[省市县区乡镇村地州]|国家|中央){1,3}(?:[（(][^（）()\d]{1,8}[）)])?级")
_LEVEL_AND_UP = re.compile(rf"{LEVEL_OF.pattern}(?:及?以上)?的?")  # 市级以上龙头企业12家，其中省级4家
SHARED_VERBS = ("带动", "走访", "拆除", "新建", "改造", "培训", "救助", "安置", "资助", "慰问", "帮扶")
IS_EVENT = re.compile(r"搬迁|签订|入住|培训|改造|资助|就业|务工|参保|贷款|签约|受灾|补助|救助|流转|入股|帮扶|签|住进|享受|领取|参加|参与|受益|惠及|名单")


class Completing:
    """The part of a sentence's linker that completes a name from the words around its own."""

    def _complete(self, row: Row, value: str) -> str:
        """Add what a list says once, and what a bare measure leaves out."""
        if row.relation != "level" and value.startswith(_CHANGING):
            verb = next(verb for verb in _CHANGING if value.startswith(verb))
            value = value[len(verb):] or value
        if row.relation == "increase" and value.startswith("新增") and len(value) > 2:
            value = value[2:]
        subject = YEARLY_END.sub("", self.subject.value) if self.subject else ""
        if value in ("比重", "占比", "所占比重") and self.rows and self.rows[-1].relation == "share":
            return f"{self.rows[-1].indicator.value}占{self.rows[-1].base}比重"
        if part := self._like_whole(value, row.figure) or self._counterpart(value, subject):
            return part
        if (said := self.measured(row, value)) != value:
            return said
        if len(value) == 3 and value[2] == "率" and 1 < (echoed := subject.find(value[:2])) < len(subject) - 2:
            return _IN_LETTERS.sub("", subject[:echoed]) + value  # 土地流转面积9.6万亩，流转率: both are of 土地
        if value in _STATES and row.figure.kind in ("length", "area"):
            return self._with_counted(row, value)
        if value in ("年均", "平均每年", "年平均") and subject:
            return subject + value
        if value[-1:] == "级" and LEVEL_OF.fullmatch(value) and (self.parent or subject):
            return value + _OF_ALL_LEVELS.sub("", _LEVEL_AND_UP.sub("", self.parent or subject, count=1))
        if value[:1] == "第" and _SECTOR.fullmatch(value) and (head := re.search(r"(?:生产总值|增加值)$", subject or self._before_sentence())):
            return value + head.group()
        if (whole := self._other_side_of_account(value)) != value:
            return whole
        if value in SHARED_VERBS and subject.endswith(value) and not subject.startswith("每") and row.relation == "level":
            return subject  # 厕所改造266万元，改造1640户
        if subject and value[:2] in ("平均", "亩均") and (_AGE.fullmatch(value) or value[0] == "亩" and self.rows and self.rows[-1].figure.unit == "亩") and stem(subject) not in EVENTS:
            return stem(subject) + value
        if subject and len(value) <= _LONGEST_BARE and BARE_MEASURE.fullmatch(value) and not (value.endswith("收入") and self._bounds_a_noun(row.figure)) and self._measures(value, subject, row.figure):
            whole = stem(subject)
            done = value == "投资" and re.search("(?:实际)?完成$", self.clean[max(0, row.figure.start - 8):self.clean.rfind(value, 0, row.figure.start)])
            return joined(whole + (done.group() if done and _PROJECT.search(whole) else ""), value)
        if self.parent and _SUBGROUP.fullmatch(value) and (event := _EVENT_STEM.sub("", self.parent)) != value and IS_EVENT.search(event) and event not in value:
            return event + value
        if row.relation == "level" or row.figure.kind != "percentage":
            return value
        head = head_of(subject)
        of_stated_whole = row.relation == "share" and self.clean[row.figure.start - 1] != "占"
        if not of_stated_whole and head and not is_measure(_CLASS.sub("", value)) and not _TRADE.search(value) and "、" not in subject:
            return joined(value, head)
        return value

    def measured(self, row: Row, value: str) -> str:
        """A name with the measure that its list says once: 零售额中，饮料类 is 饮料类零售额."""
        suits = self.head and not self._holds(row.figure) and (fits(self.head, row.figure.kind) or self.led and row.figure.kind in ("count", "power", "length"))
        return joined(value, self.head) if suits and not is_measure(_CLASS.sub("", value)) else value

    def _other_side_of_account(self, value: str) -> str:
        """`社会保险基金收入12亿元，支出[11亿元]`: both are the fund's."""
        subject = self.subject.value if self.subject else ""
        return subject[:-2] + value if value in _OTHER_SIDE and _ACCOUNT.search(subject) and not subject.endswith(value) else value

    def _like_whole(self, value: str, figure: Figure) -> str:
        """`医院病床使用率78.8%，其中：公立医院[84.8%]`: the part of a whole that begins as the part ends has its measure;
        a rate's 城市 and 农村 are its own."""
        subject = self.subject.value if self.subject else ""
        if value in ("存栏", "出栏") and (herd := _HERD.fullmatch(subject)):
            return herd["kind"] + value  # 年出栏生猪3200头，存栏1800头
        whole = self.whole
        if not whole:
            return ""
        if whole.endswith("率") and figure.kind == "percentage" and value in _PARTS:
            return value + whole
        if whole.endswith("率") and figure.kind != "percentage":
            return ""  # 上线率72%；其中本科上线325人
        size = next((size for size in (4, 3, 2) if len(value) > size and whole.startswith(value[-size:])), 0)
        return value + whole[size:] if size and whole[size:size + 1] != "总" and is_measure(whole) and not is_measure(value) else ""

    def _with_counted(self, row: Row, value: str) -> str:
        """`通村公路全长18公里，修通[14公里]`: a bare verb says how many of what was counted before in this unit."""
        previous = self.rows[-1] if self.rows else None
        if previous is None or previous.figure.unit != row.figure.unit or previous.relation != "level" or row.relation != "level":
            return value
        said = _LENGTH_END.sub("", previous.indicator.value)
        alone = not said or said in EVENTS or said in verbs("keep") or said in value or value in said
        return value if alone or self.clean[previous.figure.end:previous.figure.end + 1] not in "，、；（" else said + value

    def _before_sentence(self) -> str:
        """The indicator of the last figure before this sentence."""
        return self.linker.previous.indicator.value if self.linker.previous else ""

    def _measures(self, value: str, subject: str, figure: Figure) -> bool:
        """Whether a bare measure belongs to the subject before it; items joined with 、 stand alone."""
        if BARE_MEASURE.fullmatch(subject) or value.endswith("利润率") and subject.endswith("率"):
            return False  # 货运量9万吨，客运量3万人
        if TOTAL.fullmatch(value) and self.rows and self.rows[-1].figure.unit == figure.unit and self.rows[-1].indicator.value == subject:
            return True
        of_year = value == "投资" and _OF_YEAR.search(self.clean, self.body, self.clean.rfind(value, 0, figure.start))
        if (of_year or value in ("总投资", "完成投资")) and _PROJECT.search(subject):
            return True  # 引进项目31个、总投资873亿元
        if subject.endswith(value) and not subject.endswith("总投资") or self.clean[self._low(self.rows[-1].figure if self.rows else None, figure) - 1] == "、":
            return False
        if subject.startswith(("投资", "投入")) and (value in ("投资", "投入", "资金") or figure.kind != "amount"):
            return False  # what the next amount was spent on is another thing, and nothing but amounts is of spending
        if subject.startswith("距"):
            return False  # 距县城36公里，总面积128平方公里
        if stem(subject) in EVENTS or value in _MEMBERS and not _INSTITUTION.search(subject):
            return False
        if value in ("投资", "资金", "收入", "完成投资", "实际完成投资", "总投资", "贷款"):
            if "；" in self.clean[self.rows[-1].figure.end if self.rows else self.body:figure.start]:
                return False  # …改扩建工程；投资1600万元，新建…
            return _PROJECT.search(stem(subject)) is not None
        return True
