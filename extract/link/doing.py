"""What those counted did or had done to them, where that belongs to the name: 职工|身份转换, 贫困县|摘帽."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.kinds.phrase_words import EVENTS
from extract.records import Figure

_EVENT = "|".join(sorted(EVENTS, key=len, reverse=True))
_AT_END = r"(?=[，。；、）\n]|$)"
# 1077名职工|进行了身份转换; 对860户四类对象|实施了危房改造
_UNDERGOING = re.compile(rf"(?:已经?|均|全部|都)*进行了?([\u4e00-\u9fff]{{2,6}}){_AT_END}")
_DONE_TO = re.compile(rf"实施了?([\u4e00-\u9fff]{{2,8}}){_AT_END}")
# 带动贫困户820户|持续增收
_BROUGHT = re.compile(rf"(?:均|全部|实现|稳定|持续|稳步|成功|顺利)*((?:{_EVENT}){{1,2}}){_AT_END}")
_BRINGING = re.compile(r"(?:辐射)?(?:带动|帮助|助力|促进|引导|推动)(?=..)")
_SHARING = re.compile(rf"(?:出列|摘帽|脱贫|退出贫困序列|结成[\u4e00-\u9fff]{{0,4}}对子){_AT_END}")
# 深入到27个乡镇75个村|进行走访
_WENT = re.compile(r"深入|走进|赴|[走来去派]到")
_ALSO = re.compile(r"[、和及与同]?(?:[我全](?:省|市|州|县|区|乡|镇|村))?")


class Doing:
    """The part of a sentence's linker that adds to a noun what was done."""

    def _with_done(self, figure: Figure, span: tuple[int, int], value: str, behind: bool) -> str:
        """The name with what those counted did: behind the noun, or behind the figure when the noun stands before it."""
        if figure.kind not in ("persons", "households", "count"):
            return value
        if not behind:
            brought = _BROUGHT.match(self.clean, figure.end) if _BRINGING.match(value) and figure.kind != "count" else None
            return _BRINGING.sub("", value) + self._say(brought.span(1)) if brought else value
        pattern = _DONE_TO if self.clean[figure.start - 1:figure.start] == "对" else _UNDERGOING
        if pattern is _UNDERGOING and figure.kind == "count" and not _WENT.search(self.clean, self._clause_start(figure.start), figure.start):
            return value  # 13类项目进行了清理: the projects are counted
        start = span[1] + (self.clean[span[1]:span[1] + 1] in ("”", "）"))
        done = pattern.match(self.clean, start) if span[0] - figure.end <= 1 else None
        return value + self._say(done.span(1)) if done else value

    def _share_events(self) -> None:
        """`35个贫困县、744个贫困乡镇摘帽`: what the last of a list did, the others did too."""
        for index in range(len(self.rows) - 1, 0, -1):
            row, before = self.rows[index], self.rows[index - 1]
            if before.indicator.how != "clause" or before.indicator.start < before.figure.end or row.indicator.start < row.figure.end:
                continue
            noun, value = self._say((row.indicator.start, row.indicator.end)) if row.indicator.how == "clause" else "", row.indicator.value
            shared = _SHARING.search(value)
            event = shared.group() if shared else value[len(noun):] if noun and value.startswith(noun) else ""
            if before.indicator.value.endswith(tuple(EVENTS)):
                continue  # 2个贫困村出列、268户脱贫
            if event and before.indicator.end <= row.figure.start and _ALSO.fullmatch(self.clean, before.indicator.end, row.figure.start):
                before.indicator = replace(before.indicator, value=before.indicator.value + event)
