"""The unit of a number that is printed without one: a noun beside it tells it, or a later number of its list has it."""

from __future__ import annotations

import re
from decimal import Decimal

from extract import numeral
from extract.numeral import Numeral

#: Kinds and classifiers that the numbers of a list share; years, floors and lots are told one from the other by number.
SHARED = frozenset(("percentage", "amount", "multiple", "area", "length", "mass", "volume", "energy", "power", "persons", "households"))
SHARED_CLASSIFIERS = frozenset("个 家 项 件 条 座 所 辆 台 套 个工作日 工作日 天".split())

_NOUN_BEHIND = re.compile(
    r"(?!个体)[\u4e00-\u9fff]{0,8}?(?:(?P<人>人口|群众|农民|居民|劳动力|职工|学生|党员|干部|妇女|儿童|老人|村民|移民|教师|游客|市民|毕业生"
    r"|人[民员群才]|中国人|对象|青年|青少年|婴?幼儿|旅客|患者|消费者|考生|老年人|劳动者|孩子|女生|孕产妇|群体|牧民|灾民)"
    r"|(?P<户>农户|用户|家庭(?![\u4e00-\u9fff]{0,4}(?:学生|人|子女|儿童)))"
    r"|(?P<元>资金|贷款|补助|补贴|保险|奖金|投资|经费|债务|债券|捐款|保费|产值|税))"
)
_REACHED = r"(?:为|达到?|共|约|近|再|净|仅|总计|分别|已经?|比上年|超过?|突破|减少|增加|增长|下降|了|到|[增减降]至|控制在|稳定在|保持在| )*(?:\d[\d.]*[万亿]+[、和及与])*"
_NOUN_BEFORE = re.compile(
    rf"(?:(?P<人次>人次)|(?P<人>人(?:口|数|口数|员|才总量)?|员额|裁员|粉丝量?)|(?P<户>户(?:口|数|口数)?)"
    rf"|(?P<元>预算|投资|固投|资金|经费|罚款|贷款|产值|税收|(?:财政|总|预算)收入|补[贴助]|[Gg][Dd][Pp]|生产总值|经济总量)(?:总[额量])?){_REACHED}$"
)
_BEHIND_BARE = re.compile(r"$|[ \n，。；、）（,;.和及的]|以[上内下]|左右|大关|台阶")
_MILESTONE = re.compile(r"[亿万](?:、\d+[万千百]?亿)*(?:大关|[一两二三四五几]?个?大?台阶)")
_TOGETHER = re.compile("[、和与及]|以及")
_LIST = 5  # numbers


def named(text: str, start: int, end: int, multiplier: Decimal) -> str:
    """The unit of the number text[start:end] by the noun behind or before it, '' when neither tells.

    >>> named("惠及76万群众。", 2, 5, Decimal(10**4)), named("员额20万的任务", 2, 5, Decimal(10**4)), named("5万伏线路", 0, 2, Decimal(10**4))
    ('人', '人', '')
    """
    if behind := _NOUN_BEHIND.match(text, end):
        return behind.lastgroup
    before = _NOUN_BEFORE.search(text, max(0, start - 16), start) if _BEHIND_BARE.match(text, end) else None
    if before:
        return before.lastgroup
    return "元" if multiplier >= 10**8 and _MILESTONE.match(text, end - 1) else ""


def next_number(text: str, start: int, number: Numeral) -> Numeral | None:
    """The last number of a short list in digits that goes on behind `number`, None where none does.

    >>> next_number("4.2和0.7个", 0, numeral.read("4.2和0.7个", 0)).value, next_number("3、4个", 0, numeral.read("3、4个", 0))
    (Decimal('0.7'), None)
    """
    last, count = number, 1
    while count < _LIST and (joint := _TOGETHER.match(text, last.end)) and text[joint.end():joint.end() + 1].isdecimal():
        following = numeral.read(text, joint.end())
        if following.value is None or number.value < 10 > following.value == last.value + 1 and joint.group() == "、":
            return None  # 每年3、4次: some three or four
        last, count = following, count + 1
    preceded = text[start - 1:start]
    return last if count > 1 and not (preceded.isascii() and preceded.isalpha()) and preceded not in ("第", "表", "图", "道", "号", "-", ".") else None
