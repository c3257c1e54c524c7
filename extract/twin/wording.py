"""What is shown to a reader in Chinese and in English: kinds, columns, and how a part of a row was found."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from extract.records import KINDS

LANGUAGES = ("zh", "en")

#: What a key is called, in Chinese and in English.
Wording = Mapping[str, tuple[str, str]]

KIND = dict(zip(KINDS, (
    ("地名", "place"), ("户数", "households"), ("人数", "persons"), ("金额", "amount"), ("百分比", "percentage"), ("倍数", "multiple"),
    ("面积", "area"), ("长度", "length"), ("重量", "mass"), ("体积", "volume"), ("电量", "energy"), ("功率", "power"),
    ("数量", "count"), ("时长", "duration"), ("年龄", "age"), ("时间", "time"),
), strict=True))
QUALIFIER = {
    "exact": ("确数", "exact"), "about": ("约", "about"), "over": ("超过", "over"), "under": ("不足", "under"),
    "at_least": ("不少于", "at least"), "at_most": ("不多于", "at most"), "range": ("区间", "range"), "masked": ("已隐去", "masked"),
}
RELATION = {
    "level": ("数值", "level"), "increase": ("增加", "increase"), "decrease": ("减少", "decrease"), "share": ("占比", "share"),
    "gap": ("差距", "gap"), "rank": ("位次", "rank"),
}
STATUS = {"actual": ("实际", "actual"), "planned": ("计划", "planned")}
HOW = {
    "clause": ("本分句", "its own clause"), "sentence": ("本句", "its own sentence"), "list": ("所在的并列", "the list it stands in"),
    "paragraph": ("本段上文", "earlier in its paragraph"), "heading": ("上方标题", "the heading above"),
    "report": ("全文", "the report as a whole"), "metadata": ("文件信息", "the file's metadata"), "table": ("所在的表", "the table it stands in"),
}
COLUMN = {
    "text": ("原文", "mention"), "kind": ("类型", "kind"), "value": ("数值", "value"), "unit": ("单位", "unit"),
    "qualifier": ("限定", "qualifier"), "indicator": ("指标", "indicator"), "relation": ("关系", "relation"), "base": ("对比", "base"),
    "place": ("地点", "place"), "place_path": ("地点路径", "place path"), "place_code": ("区划代码", "place code"), "period": ("时间", "period"),
    "status": ("状态", "status"), "sentence": ("所在句", "sentence"), "extractor": ("规则", "rule"), "confidence": ("可信度", "confidence"),
    "doc": ("文档", "document"), "page": ("页", "page"),
}
TWIN = {
    "facts": ("条事实", "facts"), "find": ("查找", "Find"), "all": ("全部", "all"), "nothing": ("没有符合的行", "No row fits"),
    "legend": ("选中一行：", "A chosen row: "), "figure": ("数字", "figure"), "previous": ("上一条", "previous"), "next": ("下一条", "next"),
    "empty": ("此文档中没有找到事实。", "No fact was found in this document."),
    "keys": ("j / k 上下移动，点击原文或表格的行可互相定位", "j / k to move; a click on the text or on a row leads to the other"),
    "made": ("由 baobiao 生成", "made by baobiao"), "warnings": ("提示", "warnings"), "page_mark": ("第 {} 页", "page {}"),
    "table": ("事实表", "facts"), "document": ("原文", "document"),
}


def sayer(lang: str, *wordings: Wording) -> Callable[[str], str]:
    """A function that gives a key's words in that language; a key that has none is its own word.

    >>> sayer("zh", KIND)("persons"), sayer("en", KIND, HOW)("heading")
    ('人数', 'the heading above')
    """
    index = LANGUAGES.index(lang)
    words = {key: said[index] for wording in wordings for key, said in wording.items()}
    return lambda key: words.get(key, key)
