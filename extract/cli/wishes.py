"""The options by which `query` and `panel` say which facts are wanted, and how a result is given out."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Optional

import typer

from extract.cli.console import say

class Language(str, Enum):
    """The languages of heads and codebook."""

    en = "en"
    zh = "zh"


class Form(str, Enum):
    """How a result is given out."""

    table = "table"
    csv = "csv"
    jsonl = "jsonl"
    xlsx = "xlsx"
    parquet = "parquet"
    dta = "dta"
    sqlite = "sqlite"


Dataset = Annotated[Path, typer.Argument(metavar="DATASET", help="A .duckdb file or a folder of Parquet parts. 数据集")]
Place = Annotated[Optional[list[str]], typer.Option("--place", metavar="NAME", help="A division and all below it: name, path or code; may be repeated. 地点，含下级")]
ExactPlace = Annotated[bool, typer.Option("--exact-place", help="The division alone. 不含下级")]
Indicator = Annotated[Optional[list[str]], typer.Option("--indicator", metavar="NAME", help="A standard indicator, or words that its phrase holds. 指标")]
ExactIndicator = Annotated[bool, typer.Option("--exact-indicator", help="That standard indicator, or that very phrase, alone. 指标名完全一致")]
Year = Annotated[str, typer.Option("--year", metavar="YEARS", help="2018, 2016..2018, 2016.. or ..2018: periods that overlap them. 年份")]
Kind = Annotated[Optional[list[str]], typer.Option("--kind", metavar="KIND", help="persons, amount, percentage ... 种类")]
Status = Annotated[Optional[list[str]], typer.Option("--status", metavar="STATUS", help="actual or planned. 实际或计划")]
Relation = Annotated[Optional[list[str]], typer.Option("--relation", metavar="RELATION", help="level, increase, decrease, share, gap or rank. 关系")]
Unit = Annotated[Optional[list[str]], typer.Option("--unit", metavar="UNIT", help="元, 户, % ... 单位")]
Qualifier = Annotated[Optional[list[str]], typer.Option("--qualifier", metavar="WORD", help="exact, about, over, range, masked ... 限定")]
Doc = Annotated[Optional[list[str]], typer.Option("--doc", metavar="ID", help="A document, a folder, or a pattern with *. 文档")]
Text = Annotated[str, typer.Option("--text", metavar="WORDS", help="Words that must all stand in the sentence. 句中的词")]
MinConfidence = Annotated[float, typer.Option("--min-confidence", metavar="0..1", help="Rows that are at least so likely right. 最低置信度")]
To = Annotated[Optional[Path], typer.Option("--to", metavar="FILE", help="Write to .csv, .jsonl, .parquet, .xlsx, .dta or .sqlite. 写到文件")]
Lang = Annotated[Language, typer.Option("--lang", help="Language of Excel heads, Stata labels and the codebook. 表头语言")]
DataPackage = Annotated[bool, typer.Option("--datapackage", help="Also describe the .csv or .parquet in datapackage.json. 数据包说明")]


def check(to: Path | None, form: Form | None, package: bool) -> Form:
    """The form of the result; a Refusal where form, file and package do not go together."""
    from extract import table
    from extract.records import Refusal

    if to is None:
        form = form or Form.table
        if form not in (Form.table, Form.csv, Form.jsonl):
            raise Refusal(f"a {form.value} file needs a name; add --to NAME.{form.value}")
        if package:
            raise Refusal("a data package needs a file to describe; add --to NAME.csv or NAME.parquet")
        return form
    table.check(to, package)
    suffix = Form(to.suffix.lower()[1:])
    if form not in (None, suffix):
        raise Refusal(f"{to}: is named as {suffix.value}, and --format says {form.value}; leave one of them away")
    return suffix


def stream(form: Form, columns) -> object:
    """A function that adds rows to standard output as CSV or JSON Lines."""
    from extract import codebook, table

    sys.stdout.reconfigure(encoding="utf-8", newline="")
    return table.STREAMS[form.value](sys.stdout, codebook.columns(columns))


def meant(places) -> None:
    """Say on standard error which places a name was taken for, where it is not simply the name."""
    for place in places:
        if place.paths and place.paths != (place.asked,):
            say(f"{place.asked}: {', '.join(place.paths)}")
