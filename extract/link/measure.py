"""Measures: the words at the end of a name that say what kind of quantity it is (增加值, 率, 面积)."""

from __future__ import annotations

import re

# Heads that a list says once: 粮食总产量302万吨。其中，夏粮62万吨 is 夏粮产量.
_HEAD = re.compile(r"((?:年平?均|日均|平均)?浓度|增加值|总产值|产值|播种面积|种植面积|(?:销售|成交|施工|竣工|待售|新开工)面积|产量|面积|营业收入|收入|利润总额|利润|投资|价格|支出|零售额|销售额|(?<!进)出口额|进口额|贷款余额|存款余额|余额|吞吐量|周转量|运量|床位数?|诊疗量|[\u4e00-\u9fff]{2}人次)$")
_MEASURE = re.compile(
    r"(率|额|值|量|数|价格?|面积|收入|支出|投资|人口|利润|资金|费用?|指数|水平|人员|比重|税|投入|GDP|总计|合计|存栏|出栏|里程|规模|容量|能力|贷款|存款|补助|补贴|预算|决算|(?<![冶黄合五])金|款|费|债|人数|户数|储蓄|耗|[浓强密]度|占比|比例)$"
)
# 年均 at the end of a name of growth, which the level that it leads to has not.
YEARLY_END = re.compile("(?<=.)(?:平均每年|每年平均|年平均|年均)$")
# A bare measure needs the thing measured: 总投资 of what was named before.
BARE_MEASURE = re.compile(r"(?:总?投资|总?产值|总?产量|总?面积|价值|费用|资金|缺口资金|收入|总?收入|存量|总数|总量|巩固率|签约率|销售额|增加值|税收|利税|利润总额|总额|金额|产能|从业人员|在校生|在校学生|招生|毕业生|专任教师|床位|(?:卫生(?:技术)?)?人员|观众|演出|营业收入|销售收入|主营业务收入|营业利润|净?利润率?|完成投资|实际完成投资|费用|余额|出栏|存栏|出栏量|存栏量|资金缺口|缺口|装机|装机容量|卖价|里程|[客货]运量|营业额|交易额|保障面|覆盖面|受益面)$")
_OWN_MEASURE = re.compile(r"(?:(?<=..)[户人笔件]数|从业人员|在校学?生|招生数?|毕业生|专任教师|床位数?|(?:卫生(?:技术)?)?人员|观众|演出|入学率|巩固率|参保率|签约率|[出存]栏量?|资金缺口|缺口|装机|卖价|里程|保有量|[客货]运量|营业额|交易额|合同额|投资额|总?投资|总?产值|总?产量|存量|总?面积|费用|(?:主营业务|营业|销售)?总?收入|营业利润|利润(?:总额)?|资产(?:总额)?|利税|税收|增加值)$")
# Verbs that are done to a thing are none of its measure: 实施|重点项目 12个，完成投资.
_DONE_TO = re.compile(r"^(?:(?:谋划|实施|推进|安排|启动)(?=..))+")
# 食用菌|种植专业村 10个，存量: what is measured is grown there.
_GROWN = re.compile(r"(?<=..)(?:种植|养殖)(?:专业村|大户|户|基地|小区|园区|示范区)?$")


def head_of(indicator: str) -> str:
    """The measure at the end of an indicator, for the items of a list below it: 总播种面积 → 播种面积."""
    match = _HEAD.search(indicator)
    return match.group(1) if match else ""


def fits(head: str, kind: str) -> bool:
    """Whether figures of a kind can be of a measure: 面积 of areas, 支出 of amounts, anything of shares."""
    if kind == "percentage":
        return True
    if head.endswith("面积"):
        return kind == "area"
    if head == "产量":
        return kind in ("mass", "volume", "energy")
    if head in ("床位", "床位数", "诊疗量") or head.endswith("人次"):
        return kind in ("count", "persons")
    return kind == "amount" or kind in ("mass", "volume", "count") and head in ("吞吐量", "周转量", "运量")


def joined(value: str, measure: str) -> str:
    """A phrase with a measure behind it, what both say written once: 亚洲出口|出口额 is 亚洲出口额."""
    said = next((size for size in range(len(measure), 1, -1) if value.endswith(measure[:size])), 0)
    return value + measure[said:]


def is_measure(value: str) -> bool:
    """Whether a phrase ends in a measure: 增加值, 率, 面积."""
    return _MEASURE.search(value) is not None


def stem(subject: str) -> str:
    """What a bare measure belongs to: the subject without its own measure (小学和初中入学率 → 小学和初中)."""
    match = _OWN_MEASURE.search(subject)
    subject = _DONE_TO.sub("", subject[:match.start()] if match else subject)
    return _GROWN.sub("", subject)
