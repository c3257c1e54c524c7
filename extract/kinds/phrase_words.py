"""Words that begin, end or stay in the noun phrase beside a figure, as both its edges know them."""

from __future__ import annotations

import re
from functools import lru_cache

from extract import rules

STOP_TAGS = frozenset(("p", "c", "u", "uj", "ul", "uz", "ud", "ug", "uv", "y", "o", "e", "t", "r", "d", "zg", "k", "h"))
JOIN = frozenset(("&", "＆", "和", "及", "及其", "与", "以及", "或", "、", "·", "-", "/", "+"))
QUOTES = frozenset("“”‘’\"'《》〈〉")
BARE_DIRECTION = frozenset("中内上下里前后间外")
# Words that the tagger takes for times, adverbs and pronouns; before a noun they say which: 现代服务业, 专精|特新企业.
WHICH = frozenset("特新 更新 现代 过夜 新一代 一次性 老年 青年 既有 首发 长途 初次 晚期 夜间 日间 本科 各族 大中修 进步 难点 按时 按期".split())
# Words that a tagger takes for parts of a phrase, though they say how or how much.
ADVERBS = frozenset(("即", "累计", "总体", "逐年", "逐步", "大幅", "显著", "明显", "先后", "同比", "稳步", "持续", "进一步", "不断", "预计", "分别", "已经", "约有", "共有", "实际", "首次", "全部", "连续", "计划", "一批", "有所", "现", "还", "另", "约需", "按", "以", "用于", "打算", "继续", "率先", "共需", "能", "多出", "村里", "名下", "其余", "一律", "正式", "面向社会", "面向全国", "平均每年"))
# How something was done, read as one word with what was: 积极争取.
MANNER = frozenset(("积极", "大力", "扎实", "全面", "加快", "努力", "认真", "深入", "持续", "有效", "主动", "稳步", "精准", "共同", "充分"))
# What is counted may be an event: these verbs stay at the end of a phrase behind a figure.
EVENTS = frozenset((
    "脱贫", "出列", "摘帽", "退出", "就业", "返乡", "创业", "入学", "搬迁", "受益", "参保", "竣工", "开工", "完工", "投产", "通车", "达标", "上岗", "增收",
    "签约", "入住", "再就业", "毕业", "入伍", "培训", "外出", "务工", "转移", "死亡", "出生", "受灾", "上线", "上市", "挂牌", "达产", "建成", "脱贫致富", "脱贫退出", "减贫", "贷款", "入股", "供水", "并网", "复工", "投运", "稳定", "落户", "开业", "投用", "获批",
))


@lru_cache(maxsize=4)
def verbs(use: str) -> frozenset[str]:
    """The verbs of one use: `stop` ends a phrase, `keep` begins it."""
    return frozenset(row["verb"] for row in rules.table("verb") if row["use"] == use)


@lru_cache(maxsize=4)
def openings(use: str) -> tuple[str, ...]:
    """The verbs of one use for `str.startswith`, the longest first."""
    return tuple(sorted(verbs(use), key=lambda verb: (-len(verb), verb)))


# The whole of the report's own place: no part of what is counted.
OWN = re.compile(r"(?:全|我|本|该|此)(?:国|省|市|州|盟|县|区|旗|乡|镇|村|街道|社区|部门|单位|行业|系统)|辖区|境内|区域内|县域|市域|各地|全域|县里|城乡")
AREAS = frozenset(("村", "镇", "乡", "县"))
# Nouns of one character that the tagger does not know, and words that it cuts or takes for others: 农|副食品, 中|医药.
BEGINS_NOUN = re.compile(
    r"[厂奶农物毒车糖畜纱园湾炉]|便(?=道)|地(?=[力质]|下水)|中(?=[医药西小高职]|长期|货币)|在(?=[站营岗]\w|谈)|用(?=品类)|被(?=监督|监测|调查|保险)|本(?=地|外币|[一二三](?:上线|录取|以上|达|批|率))|达到(?=或者?[优好]于)|最终(?=消费)|满期(?=给付)"
    r"|经常(?=项目)|实际(?=使用|利用|到位|灌溉|问题|困难)|可(?=再生)|节(?=能量)|占(?=道)|还(?=[草湿])|县域(?=医)|特别(?=国债)|(?<=预算)当年(?=拨款)|[昼夜]间|过夜|(?<=境外)输入|(?<=实际)(?:使用|利用|到位)|累计(?=结余|余额|总数)|(?<=房地产)开发|(?<=网上)签约|(?<=收入)中(?=的成本)"
    r"|增长(?=的?贡献率)|现代(?=[工农商]业|服务业|产业|物流|企业|渔业|畜牧|种业|能源|金融)|未来(?=产业|学校|乡村|社区|工厂|城市|网络|能源)")
SUFFIXES = frozenset(("型", "式", "化", "性"))
NOUN_INITIALS = frozenset("可节占还县特便地厂奶农物毒车糖畜纱园湾炉中在用被本达最满经实使利到累开签当昼夜过输增未现")
# Verbs that are as often part of a noun: 搬迁|安置|区, 电力|改造|工程.
NOMINAL = frozenset(("改造", "安置", "培训", "救助"))
