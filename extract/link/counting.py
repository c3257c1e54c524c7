"""What the name of a count takes in: the size of the things counted, and the kind that instances belong to."""

from __future__ import annotations

import re

from extract.link.measure import is_measure
from extract.link.rows import Row
from extract.records import Figure

_OWNERS = re.compile(r"(?:[^，。；、]*?(?:企业|公司|机构|医院|学校|门店|商场|市场|景区|园区|银行)|[^，。；、]+?单位)(?=[^，。；、]{2,10}$)")
# Instances and the kind that they belong to; 等各类补贴 sums them up, and is no kind of its own.
_INSTANCES = re.compile(r".{2,}等(?P<kind>(?!各|方面).{2,})")


class Counting:
    """The part of a sentence's linker that reads thresholds and instances into a name."""

    def _bounds_a_noun(self, figure: Figure) -> bool:
        """Whether a figure says how large the things behind it are: 纳税[超千万元]|企业6家."""
        return (figure.kind == "amount" and figure.qualifier in ("at_least", "at_most", "over", "under", "range")
                and self.clean[figure.end:figure.end + 1] not in tuple("，。；、：（）"))

    def _without_measure(self, figure: Figure, span: tuple[int, int]) -> tuple[int, int]:
        """`28家|上市公司市值4666亿元`: what the next figure measures is no part of those counted."""
        owners = _OWNERS.match(self.clean, *span)
        measured = owners and is_measure(self.clean[owners.end():span[1]]) and self.clean[span[1]:span[1] + 1] not in tuple("，。；、）")
        return (span[0], owners.end()) if measured else span

    def _with_threshold(self, bound: Figure, bound_row: Row, span: tuple[int, int], value: str) -> str:
        """`投资千万元以上项目47个`: a bound before the noun is part of what is counted."""
        if re.search("[余多]", self.clean[bound.start:bound.end]) or bound.qualifier not in ("at_least", "at_most", "over", "under", "range") or self.clean[bound.end:span[0]] not in ("", "的", "“"):
            return value
        named = bound_row.indicator
        start = named.start if named.how == "clause" and named.end == bound.start else bound.start
        return self._say((start, span[1]))

    def _kind_of(self, span: tuple[int, int], value: str) -> str:
        """`举办图书节、书法展等文化活动40场`: behind a verb the instances are dropped for what they are."""
        listed = _INSTANCES.fullmatch(value)
        if listed is None or not (self._begins_with_verb(span) or self.linker.phrases.verb_at(self._unquoted(span[0])) is not None):
            return value
        return listed.group("kind")

    def _unquoted(self, position: int) -> int:
        """A position, or that before a quotation mark right before it."""
        return position - (self.clean[position - 1:position] in ("“", "《"))
