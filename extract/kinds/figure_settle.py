"""What a figure turns out to be by the words around it: enterprises counted in 户, positions in 位, shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.records import Figure

_ENTERPRISE = re.compile(r"企业|主体|个体|工商|商户|公司|机构|单位|店铺|门店|经营户|纳税")
_HOUSEHOLD = re.compile(r"农户|贫困|家庭|居民|群众|农民|人口|村民|住户|危房|搬迁|户均|低保|用户|移民|村|人|房|农村|脱贫|户主|五保")
_WITH_PERSONS = re.compile(r"[、，（]?(?:约|近)?\d[\d.,]*[万多余]*[人名]")


def share_about(text: str, figures: list[Figure]) -> Iterator[Figure]:
    """约110户120人: what touches an approximate figure of households is approximate too."""
    previous = None
    for figure in figures:
        if (previous and previous.end == figure.start and previous.qualifier == "about" and figure.qualifier == "exact"
                and (previous.kind, figure.kind) == ("households", "persons")):
            figure = replace(figure, qualifier="about")
        yield figure
        previous = figure


def settle_households(text: str, figure: Figure) -> Figure:
    """Enterprises and the like are counted in 户 too; then the kind is count."""
    if figure.kind != "households":
        return figure
    after = text[figure.end:figure.end + 10].split("，")[0].split("。")[0].split("；")[0]
    if match := _ENTERPRISE.search(after):
        return replace(figure, kind="count") if not _HOUSEHOLD.search(after[:match.start()]) else figure
    if _HOUSEHOLD.match(after) or _WITH_PERSONS.match(text, figure.end):
        return figure
    clause = max(text.rfind(mark, max(0, figure.start - 60), figure.start) for mark in "。\n")
    before = text[max(clause + 1, figure.start - 60):figure.start]
    firms = [m.start() for m in _ENTERPRISE.finditer(before)]
    homes = [m.start() for m in _HOUSEHOLD.finditer(before)]
    return replace(figure, kind="count") if firms and (not homes or firms[-1] > homes[-1]) else figure


_MOVED = re.compile("(?:前进|前移|后移|上升|跃升|晋升|攀升|提升|提高|下降|下滑)了?$")


def settle_positions(text: str, figure: Figure) -> Figure:
    """排名上升33位: positions in a list, not persons."""
    if figure.kind != "persons" or text[figure.end - 1] != "位" or not _MOVED.search(text, max(0, figure.start - 4), figure.start):
        return figure
    return replace(figure, kind="count", unit="位")
