"""The unit behind a number, unless its characters begin another word."""

from __future__ import annotations

import re

from extract import numeral, units
from extract.units import Unit

RANGE = re.compile(r"(?:（含）)? ?(?:-{1,2}|—{1,2}|~|至|到|――) ?")
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


def unit_at(text: str, end: int, blocked: bytearray, chinese: bool, number: numeral.Numeral) -> Unit | None:
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


_DAYS = re.compile("日(?=[，。；、：（ \n]|$)")  # 平均住院日8.6日: no date has a decimal
_CLAUSE_ENDS = ("", "\n", "，", "。", "；", "、", "）")
