"""What every column means: its type, its titles, its vocabulary; read by all exports alike.

`columns.csv` holds a line for every column of every table, `vocabulary.csv` a line for every value of
the columns that take only certain values; both in English and Chinese.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

LANGUAGES = ("en", "zh")
TYPES: dict[str, type] = {"text": str, "number": float, "integer": int}

#: What the tables are called, in English and Chinese.
TITLES = {
    "facts": ("facts", "事实"), "documents": ("documents", "文档"), "marks": ("marks", "出处标记"), "failures": ("failures", "失败"),
    "runs": ("runs", "转换记录"), "checks": ("checks", "勾稽"), "reviews": ("reviews", "复核"), "codebook": ("codebook", "说明"),
    "panel": ("panel", "面板"), "disagreements": ("disagreements", "分歧"), "sources": ("sources", "出处"), "answer": ("answer", "查询结果"),
}


class Column(NamedTuple):
    """A column: its name, the type of its cells, and its titles, meanings and values in both languages."""

    name: str
    type: type = str
    titles: tuple[str, str] = ("", "")
    meanings: tuple[str, str] = ("", "")
    values: tuple[Value, ...] = ()

    def title(self, lang: str) -> str:
        """What heads the column for a reader of that language; its name in English."""
        return self.titles[1] or self.name if lang == "zh" else self.name

    def meaning(self, lang: str) -> str:
        """One line that says what its cells hold."""
        return self.meanings[LANGUAGES.index(lang)]


class Value(NamedTuple):
    """A value of a column that takes only certain ones, and what it means in both languages."""

    value: str
    meanings: tuple[str, str]


def _lines(name: str) -> list[dict[str, str]]:
    with resources.files(__name__).joinpath(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@lru_cache(maxsize=1)
def vocabularies() -> dict[str, tuple[Value, ...]]:
    """Name of a vocabulary → its values in order."""
    found: dict[str, list[Value]] = {}
    for line in _lines("vocabulary.csv"):
        found.setdefault(line["vocabulary"], []).append(Value(line["value"], (line["meaning"], line["含义"])))
    return {name: tuple(values) for name, values in found.items()}


@lru_cache(maxsize=1)
def tables() -> dict[str, dict[str, Column]]:
    """Name of a table → its columns by name, in order."""
    found: dict[str, dict[str, Column]] = {}
    for line in _lines("columns.csv"):
        values = vocabularies()[line["values"]] if line["values"] else ()
        column = Column(line["column"], TYPES[line["type"]], (line["title"], line["标题"]), (line["meaning"], line["含义"]), values)
        found.setdefault(line["table"], {})[column.name] = column
    return found


def columns(names: Iterable[str | Column], table: str = "facts") -> tuple[Column, ...]:
    """The columns of a table by their names; one that it lacks is another table's, else text without a meaning.

    >>> [(column.name, column.title("zh"), column.type) for column in columns(["kind", "value", "其他"])]
    [('kind', '种类', <class 'str'>), ('value', '数值', <class 'float'>), ('其他', '其他', <class 'str'>)]
    """
    table = "sources" if table == "disagreements" else table
    known = {column.name: column for others in tables().values() for column in others.values()} | tables().get(table, {})
    return tuple(name if isinstance(name, Column) else known.get(name, Column(name)) for name in names)


#: The columns of the codebook itself, where it is written as a table.
ITSELF = (
    Column("table", str, ("table", "表"), ("the table", "表")),
    Column("column", str, ("column", "列"), ("the column's name", "列名")),
    Column("title", str, ("title", "标题"), ("what heads it", "列标题")),
    Column("type", str, ("type", "类型"), ("what its cells hold: text, number or integer", "单元格的类型：text 文字，number 数值，integer 整数")),
    Column("meaning", str, ("meaning", "含义"), ("what its cells mean", "单元格的含义")),
    Column("values", str, ("values", "取值"), ("the only values that it takes", "可能的取值")),
)


def rows(table: str, known: Iterable[Column], lang: str = "en") -> list[tuple[str, ...]]:
    """The codebook's lines for a table's columns, in the columns of ITSELF."""
    names = {kind: name for name, kind in TYPES.items()}
    at = LANGUAGES.index(lang)
    return [
        (table, column.name, column.titles[at] or column.name, names[column.type], column.meaning(lang),
         "\n".join(f"{value.value}: {value.meanings[at]}" for value in column.values))
        for column in known
    ]


def table_title(name: str, lang: str) -> str:
    """What a table is called in a language."""
    return TITLES.get(name, (name, name))[LANGUAGES.index(lang)]
