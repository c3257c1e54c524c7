"""Indicator phrases: the noun phrase before or after a figure that names what it counts.

Boundaries come from punctuation, mentions, parts of speech and a short list of verbs that never name
what is counted (`patterns/verb.csv`); there is no list of known indicators.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from extract import rules
from extract.records import Mention
from extract.words import Words, part_of_speech

_STOP_TAGS = frozenset(("p", "c", "u", "uj", "ul", "uz", "ud", "ug", "uv", "y", "o", "e", "t", "r", "d", "zg", "k", "h"))
_JOIN = frozenset(("&", "＆", "和", "及", "及其", "与", "以及", "或", "、", "·", "-", "/", "+"))
_QUOTES = frozenset("“”‘’\"'《》〈〉")
_KEPT = frozenset(("自然", "相对", "人均", "户均", "年均", "平均", "每", "各类", "其他", "其它", "新", "每个", "每名", "自", "总", "净", "全员", "非", "未", "未定", "无", "不", "再", "双", "单", "已", "各级", "全", "日均", "月均", "亩均", "村均", "次均", "例均", "床均", "件均", "各项"))
_BARE_DIRECTION = frozenset("中内上下里前后间外")
# Words that the tagger takes for times, adverbs and pronouns; before a noun they say which: 现代服务业, 专精|特新企业.
_WHICH = frozenset("特新 更新 现代 过夜 新一代 一次性 老年 青年 既有 首发 长途 初次 晚期 夜间 日间 本科 各族 大中修 进步 难点 按时 按期".split())
# Adverbs at the end of a phrase, before the verb that they belong to: 4个项目|早日投产, 57个行业|全覆盖.
_HOW = frozenset("有序 早日 全 圆满 成功 严格 特别 积极 全面 基本 普遍 按时 按期 顺利 如期 同步 快速".split())
# What is carried out: an action, whose verb is part of its name (完成45处矿山修复|治理).
_CARRIES_OUT = frozenset("完成 启动 实施 开展 推进 应对 抓好 做好 谋划 加快".split())
# Nouns that a verb before them names, together with what stands before the verb: 贫困学生|资助|资金.
_NAMED_BY_VERB = re.compile(r"(?:缺口|专项|配套|所需|到位)?(?:资金|金额|标准|补贴|补助|经费|费用?|比例|率|强度|面积|工程|设施|产品|能力|收入|人员|对象)")
_COMPLETION = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:(?:基本|全部|全面|陆续|顺利|加速|加快|相继|正在|即将|均已?|已)(?:完工|建成|竣工|建设|投产|完成|投用|推进|实施|开工|投运|建成投产)|建成投用|建成运行|投入(?:使用|运营|运行)|进展顺利|(?:扎实|有序|顺利|稳步)推进)$")
# Verbs by the tagger that are nouns before a figure.
_MONEY = re.compile(r"(?:[收支投存]入|支出|补[助贴]|贷款|用工)$")
# What makes a noun of the verb before it: 建成|率.
_RATES = frozenset("率额量值度费")
_EACH = frozenset("人户亩口次座名吨头只家村镇乡个所辆")
# 部门的基本建设投资总额: who owns a measure.
_OWNED = re.compile(r"(?:率|额|量|产值|收入|支出|投资|费用|成本|天数|水平)$")
_OWNER = re.compile(r"(?:企业|部门|单位|系统|机关|团体|居民|农民|职工|学校|行业|商业|工业|预算)$")
# X对Y的贡献率: both sides belong to the measure.
_EFFECT = re.compile(r"[^，。；]{2,12}的?(?:贡献率|拉动率?|依存度|弹性系数?|影响程度?)")
# Words that a tagger takes for parts of a phrase, though they say how or how much.
_ADVERBS = frozenset(("即", "累计", "总体", "逐年", "逐步", "大幅", "显著", "明显", "先后", "同比", "稳步", "持续", "进一步", "不断", "预计", "分别", "已经", "约有", "共有", "实际", "首次", "全部", "连续", "计划", "一批", "有所", "现", "还", "另", "约需", "按", "以", "用于", "打算", "继续", "率先", "共需", "能", "多出", "村里", "名下", "其余", "一律", "正式", "面向社会", "面向全国", "平均每年"))
# How something was done, read as one word with what was: 积极争取.
MANNER = frozenset(("积极", "大力", "扎实", "全面", "加快", "努力", "认真", "深入", "持续", "有效", "主动", "稳步", "精准", "共同", "充分"))
# What is counted may be an event: these verbs stay at the end of a phrase behind a figure.
EVENTS = frozenset((
    "脱贫", "出列", "摘帽", "退出", "就业", "返乡", "创业", "入学", "搬迁", "受益", "参保", "竣工", "开工", "完工", "投产", "通车", "达标", "上岗", "增收",
    "签约", "入住", "再就业", "毕业", "入伍", "培训", "外出", "务工", "转移", "死亡", "出生", "受灾", "上线", "上市", "挂牌", "达产", "建成", "脱贫致富", "脱贫退出", "减贫", "贷款", "入股", "供水", "并网", "复工", "投运", "稳定", "落户", "开业", "投用", "获批",
))


# What is said of those counted before they are named.
_WITH = re.compile(r"(?:具?有|拥有|符合|从事|来自|涉及|持有)[^，。；、的]{1,10}的(?=[\u4e00-\u9fff]{2})")
# Before what is counted, these make it what it is not: 尚未脱贫, 未完工.
_NOT_YET = re.compile(r"(?:尚|还|仍)?未$")
# An event at the end of its clause belongs to the noun before it: 10个贫困村|已按标准|出列.
_EVENT_BEHIND = re.compile(rf"(?:已|均|全部|实现|如期|稳定|顺利|成功|高质量|按[^，。；、]{{2,8}}?标准)*+(?P<event>出列|摘帽|脱贫|退出贫困序列|结成[^，。；、]{{0,4}}对子)(?=[，。；、）\n]|$)")


@lru_cache(maxsize=4)
def verbs(use: str) -> frozenset[str]:
    """The verbs of one use: `stop` ends a phrase, `keep` begins it."""
    return frozenset(row["verb"] for row in rules.table("verb") if row["use"] == use)


@lru_cache(maxsize=4)
def openings(use: str) -> tuple[str, ...]:
    """The verbs of one use for `str.startswith`, the longest first."""
    return tuple(sorted(verbs(use), key=lambda verb: (-len(verb), verb)))


# The whole of the report's own place: no part of what is counted.
_OWN = re.compile(r"(?:全|我|本|该|此)(?:国|省|市|州|盟|县|区|旗|乡|镇|村|街道|社区|部门|单位|行业|系统)|辖区|境内|区域内|县域|市域|各地|全域|县里|城乡")


# 省级, 地（市）级: a level of administration that stands for what was named before.
_LEVEL = re.compile(r"(?:[省市县区乡镇村地州]|国家|中央){1,3}(?:（[^（）\d]{1,8}）)?级$")
_NOUNS = frozenset(("n", "nz", "nr", "ng", "nt", "vn", "an", "s", "l", "k", "j"))
_AREAS = frozenset(("村", "镇", "乡", "县"))
# 村集体, 村卫生室, 县（市、区）数: what makes a word of such an area more than the report's own place.
_AREA_NOUN = re.compile(r"集体|级财|域经|卫生|医|级?数|（[市区旗、县级]+）")
# Nouns of one character that the tagger does not know, and words that it cuts or takes for others: 农|副食品, 中|医药.
_BEGINS_NOUN = re.compile(
    r"[厂奶农物毒车糖畜纱园湾炉]|便(?=道)|地(?=[力质]|下水)|中(?=[医药西小高职]|长期|货币)|在(?=[站营岗]\w|谈)|用(?=品类)|被(?=监督|监测|调查|保险)|本(?=地|外币|[一二三](?:上线|录取|以上|达|批|率))|达到(?=或者?[优好]于)|最终(?=消费)|满期(?=给付)"
    r"|经常(?=项目)|实际(?=使用|利用|到位|灌溉|问题|困难)|可(?=再生)|节(?=能量)|占(?=道)|还(?=[草湿])|县域(?=医)|特别(?=国债)|(?<=预算)当年(?=拨款)|[昼夜]间|过夜|(?<=境外)输入|(?<=实际)(?:使用|利用|到位)|累计(?=结余|余额|总数)|(?<=房地产)开发|(?<=网上)签约|(?<=收入)中(?=的成本)"
    r"|增长(?=的?贡献率)|现代(?=[工农商]业|服务业|产业|物流|企业|渔业|畜牧|种业|能源|金融)|未来(?=产业|学校|乡村|社区|工厂|城市|网络|能源)")
_SUFFIXES = frozenset(("型", "式", "化", "性"))
# Nouns of one character that the tagger takes for particles; behind another word they are the end of its noun: 脱贫|村, 生源|地.
_NOUN_ENDS = frozenset("村地员园厂")
_NOUN_TAGS = ("n", "vn", "v", "an", "a", "b", "j", "l", "i", "nz", "ng", "ns", "nr", "z", "s")
# What tells a move or a worker apart: 同步|搬迁, 自主|创业.
_WAYS = frozenset(("同步", "自主", "自愿", "随迁", "就地", "就近", "异地"))
_CLOSERS = {"）": "（", "]": "[", "】": "【", "”": "“"}
_NOUN_INITIALS = frozenset("可节占还县特便地厂奶农物毒车糖畜纱园湾炉中在用被本达最满经实使利到累开签当昼夜过输增未现")
# Adverbs that begin the name of an account: 全部财政收入, 实际利用外资.
_WHOLE_NAME = re.compile(r"全部(?=财政|工业)|实际(?=利用|到位|使用)")
_ORDINAL = re.compile(r"[一二三四五六七八九十]{1,2}(?:是|要)")
# What a verb before them names: 支付|限额.
_MEASURES_OF_VERBS = frozenset(("程度", "率", "限额", "时限", "进度", "面积"))
_DONE_BY_SOME = frozenset(("设立", "建立", "开展", "参加", "拥有", "设置", "配备"))
# Measures that say nothing without the verb before them: 参加人次.
_ALL_KINDS = frozenset(("各类", "各级", "各种", "各族"))
# 没有一名学生|因贫辍学
_CAUSES = frozenset(("因", "因贫", "因病", "因残", "因学", "因灾", "因年"))
_COUNTED_ONLY = frozenset(("人次", "人数", "次数", "户数"))


class Phrases:
    """The words of one text and the mentions that no phrase crosses."""

    def __init__(self, text: str, words: Words, walls: Sequence[Mention]) -> None:
        self.text = text
        self.words = words
        self.starts = words.starts
        self.wall_starts = [wall.start for wall in walls]
        self.wall_ends = [wall.end for wall in walls]
        self.wall_after = frozenset(self.wall_ends)

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

    def is_verb_at(self, position: int) -> bool:
        """Whether a verb begins at a position."""
        word = self.words.beginning(position)
        return word is not None and word.tag in ("v", "vn", "vi")

    def is_plain_verb(self, start: int, end: int) -> bool:
        """Whether a span is one verb that names nothing by itself (加强, 抓好), no event and no verb that is counted."""
        word = self.words.beginning(start)
        said = self.text[start:end]
        return word is not None and word.end == end and word.tag == "v" and said not in EVENTS and said not in verbs("keep") and not _MONEY.search(said)

    def is_noun_at(self, position: int) -> bool:
        """Whether a noun or name begins at a position."""
        word = self.words.beginning(position)
        return word is not None and word.tag[0] in "nx"

    def _opening(self, piece: str, low: int, position: int) -> int | None:
        """Where a bracket or quotation that ends at `position` opens, or None."""
        opener = _CLOSERS[piece[-1]]
        opening = self.text.rfind(opener, low, position)
        return opening if opening >= 0 and position - opening <= 32 else None

    def _left_verdict(self, piece: str, tag: str, begin: int, start: int, high: int) -> str:
        """Whether a word on the left belongs to the phrase: take, skip (only if more follows) or stop."""
        if piece in _QUOTES or piece == " ":
            return "skip"
        if piece in _JOIN or piece == "等":
            return "skip" if start < high else "stop"
        if piece == "的":
            return "skip" if 0 < high - start <= 4 else "stop"
        if _OWN.fullmatch(piece) and piece != "城乡" and not self.text.startswith("县域医", begin):
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
        if piece in _AREAS and start < high and _AREA_NOUN.match(self.text, begin + 1):
            return "take"
        if start < high and piece[0] in _NOUN_INITIALS and _BEGINS_NOUN.match(self.text, begin):
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
        if piece in verbs("keep") and piece not in _NOMINAL:
            return "last" if high - start >= 2 and not _NAMED_BY_VERB.match(self.text, start, high) else "take"
        if piece in _ADVERBS or len(piece) == 4 and piece[:2] in MANNER and piece[2:] in verbs("stop"):
            return "stop"  # 累计, 积极争取
        if piece in _KEPT:
            return "take" if start < high else "stop"
        if piece in _WHICH and start < high:
            return "take"
        if tag == "d" and start == high and len(piece) > 1 and piece[-1] not in "向为对给从在由与把将":
            return "take"  # 形象进度: right before a figure the tagger errs
        if tag == "k" and piece in _SUFFIXES and start < high:
            return "take"  # 护理|型|床位
        if tag in _STOP_TAGS or (tag == "x" and not piece.isalnum()):
            return "stop"
        if tag == "f" and piece in _BARE_DIRECTION:
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
                ends = end > low and (piece in _NOMINAL and text[stop:stop + 1] in tuple("，。；、）\n") or governed and self._ends_in_verbs(index, high))
                verdict = "take" if ends or self._in_compound(index, high) else "stop"  # 518户电代煤|改造。
            if verdict == "stop" or position - low == 1 and end == position and tag == "v" and text[low] in _AREAS and piece not in _NOMINAL and piece not in EVENTS:
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
        return self._trim(low, end) if end > low else None

    def _in_compound(self, index: int, high: int) -> bool:
        """Whether a verb is part of a compound noun, as 治理 in 专项治理工作: a noun follows it, or verbs
        and then a noun, and no object marker."""
        for following in range(index + 1, min(index + 4, len(self.words))):
            word = self.words[following]
            if word.start >= high or _OWN.fullmatch(self.text, word.start, word.end):
                return False
            said = self.text[word.start:word.end]
            if word.tag in _NOUNS or said in _AREAS or said in _UNDERTAKEN or said == "点":
                return True  # 20个改造|提升|点, 5万人易地|扶贫|搬迁
            if word.tag not in ("v", "b", "a"):
                return False
        return False

    def _right_verdict(self, piece: str, tag: str, position: int, begun: bool) -> str:
        """Whether a word on the right belongs to the phrase."""
        if piece in _QUOTES or piece == " ":
            return "skip"
        if piece in _JOIN:
            return "skip" if begun else "stop"
        if piece in _ALL_KINDS and not begun:
            return "skip"
        if begun and (piece in _CAUSES or piece[0] in "我该此" and _OWN.fullmatch(piece)):
            return "stop"
        if piece == "建成" and begun and not self.text.startswith("小康", position + 2) and self.text[position + 2:position + 3] not in tuple("的后、，。；）\n"):
            return "stop"  # 3个乡镇|建成光伏电站
        if piece in EVENTS or begun and (piece in _PREMISES or piece == "组织" and self.text[position + 2:position + 3] in tuple("，。；、）\n")):
            return "take"
        if piece in _ADVERBS and not (piece == "计划" and begun) or piece.startswith("发放"):
            return "stop"
        if piece in _AREAS or piece[0] in _NOUN_INITIALS and _BEGINS_NOUN.match(self.text, position):
            return "take"
        if piece in verbs("stop") or (tag in _STOP_TAGS and piece not in ("新", "非", "未", "偏远") and piece not in _WHICH and not (begun and piece in _SUFFIXES)):
            return "stop"
        if piece in _NOMINAL:
            return "verb"
        if piece in verbs("keep") or piece in _TRANSITIVE or begun and piece in _PER:
            return "stop"
        if tag == "v":
            return "verb"
        if tag == "x" and not piece.isalnum():
            return "stop"
        if tag == "f" and piece in _BARE_DIRECTION and not (begun and self.text[position - 1] in "规限"):
            return "stop"
        return "take"

    def _trim(self, start: int, end: int) -> tuple[int, int] | None:
        """The span without joints, quotes and blanks at its ends."""
        text = self.text
        if text.startswith("区", start) and start in self.wall_after and text[start - 1] == "市":
            start += 1  # 杭州市|区: the place is said with its 市区
        if (authority := _DECREED.search(text, start, end)) and text.startswith(("定", "级", "属"), end):
            end = authority.start()  # 17项民生工程|和县|定10项民生实事
        if text.startswith("各项", start) and end - start > 4:
            start += 2
        while start < end and (text[start] in " “”‘’、，：；的等《》〈〉\t" or text[start] in "和及与" and not self._inside_word(start)):
            start += 1
        while start < end and (text[end - 1] in " “‘、，：；《〈的\t" or text[end - 1] in "和及与" and not self._inside_word(end - 1)):
            end -= 1
        if end - start == 1 and text[start] in "一二三四五六七八九十" and text[end:end + 1] == "是":
            return None  # 一是确保完成
        return (start, end) if end > start else None

    def _inside_word(self, position: int) -> bool:
        """Whether the character at `position` is part of a longer word (和谐)."""
        index = bisect_right(self.starts, position) - 1
        word = self.words[index]
        return word.end - word.start > 1

    def _last_wall_end(self, low: int, high: int) -> int:
        """The end of the last mention that begins before `high`, or `low`."""
        index = bisect_left(self.wall_starts, high) - 1
        return self.wall_ends[index] if index >= 0 else low

    def _first_wall_start(self, low: int, high: int) -> int:
        """The start of the first mention at or behind `low`, or `high`."""
        index = bisect_left(self.wall_starts, low)
        return self.wall_starts[index] if index < len(self.wall_starts) else high


# Verbs that are as often part of a noun: 搬迁|安置|区, 电力|改造|工程.
_NOMINAL = frozenset(("改造", "安置", "培训", "救助"))
# What ends the name of a place of work behind a verb, or of who works there: 供水|站, 网格|员.
_PREMISES = frozenset("站池厂场楼馆塔井渠员")
# What a programme does, behind another verb of its name: 易地|扶贫|搬迁.
_UNDERTAKEN = frozenset(("搬迁", "就业", "创业", "培训", "务工"))
# What each of those counted has: 96户农户|户均增收.
_PER = frozenset(("年均", "户均", "人均", "亩均", "村均", "月均", "日均", "平均", "每年", "每户", "每人"))
_QUOTED = 80  # characters that a name in quotation marks may have
_BARE_VERBS = frozenset("有是为达占比在可已被将按用到获含需要")
_TRANSITIVE = frozenset((
    "列入", "入选", "获评", "荣获", "入驻", "通过", "成为", "参与", "享受", "喝", "用上", "喝上", "拿到", "搬入", "住进", "获得", "得到", "接受", "受到", "签订",
    "领取", "进入", "走上", "纳入", "超过", "高于", "低于", "位于", "属于", "保持", "居", "位居", "有待于", "需要", "面临", "出现", "发生", "支持", "支撑", "结成", "具备", "联系", "签署", "造成", "利用", "介绍",
))


_DECREED = re.compile("[和及与、][省市县区]$")
_ASIDE = re.compile(r"[（(](?:包括|不包括|含|不含|未含|不计|以下简称|下同)[^（）()]*[）)]")
_GLOSS = re.compile(r"[（(][A-Za-z][A-Za-z0-9.+-]{0,9}[）)]|\^?[（(【〔]\d{1,2}[）)】〕]|［\d{1,3}］")  # 细颗粒物（PM2.5）, a note's mark
_BY_STANDARD = re.compile(r"(?:(?:已|均|全部|实现|如期|顺利|成功|高质量)|按[^，。；、]{2,8}?标准)++(?=(?:稳定)?(?:出列|摘帽|脱贫|退出贫困序列)$)")
_OUT_OF_POVERTY = ("出列", "摘帽", "脱贫", "退出贫困序列")
_ORDER = re.compile(r"[一二三四五六七八九十]{1,2}是(?=..)")
_DROPPED = str.maketrans("", "", "“”‘’\"'《》〈〉 \t\n\u3000")


_BRACKETS = frozenset("（(【〔")
_FOLDED = str.maketrans("［］", "[]")


def tidy(phrase: str) -> str:
    """A phrase of the document's own characters without quotes, blanks and note marks."""
    phrase = phrase.translate(_FOLDED)
    while "[" in phrase and "]" in phrase[phrase.index("["):]:
        start = phrase.index("[")
        phrase = phrase[:start] + phrase[phrase.index("]", start) + 1:]
    phrase = phrase.translate(_DROPPED)
    if not _BRACKETS.isdisjoint(phrase):
        phrase = _GLOSS.sub("", _ASIDE.sub("", phrase))
    if phrase.endswith(_OUT_OF_POVERTY):
        phrase = _BY_STANDARD.sub("", phrase)
    order = _ORDER.match(phrase)
    return phrase[order.end():] if order else phrase
