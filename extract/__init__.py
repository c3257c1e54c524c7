"""Archived Chinese reports in, a table of facts with exact spans out.

`convert` gives a pandas DataFrame; `convert_source` gives the records themselves. Importing this
package loads neither pandas nor any segmenter: they come with the first conversion.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from extract.records import Document, Fact, Figure, Mention, Place, Source, Time

if TYPE_CHECKING:
    from os import PathLike

    import pandas

__version__ = "0.1.0"
__all__ = [
    "Document", "Fact", "Figure", "Mention", "Place", "Source", "Time", "Unreadable",
    "convert", "convert_source", "from_text", "open_dataset",
]

_LAZY = {"convert_source": "extract.pipeline", "Unreadable": "extract.read", "from_text": "extract.read", "open_dataset": "extract.frames"}


def __getattr__(name: str):
    """The functions that are loaded when they are first asked for."""
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'extract' has no attribute {name!r}")


def convert(
    text_or_path: str | PathLike[str], columns: str = "contract", patterns: str | PathLike[str] | None = None
) -> pandas.DataFrame:
    """The fact table of a text, of a file, or of all documents of a folder.

    A `pathlib.Path` is always a path; a `str` is a path when it exists, else the text itself. The
    columns are those of the README's *The table* (`columns="full"` adds the ones that say how a row
    came about): `start` and `end` point into the text as read, with LF line ends; numbers are float64
    and empty cells NaN, texts are str and empty cells ''. A file that cannot be read raises
    `Unreadable`; in a folder it is a warning and the rest is converted. `patterns` is a folder of rules
    and tables of one's own (the README's *Rules of your own*).

    >>> table = convert("赫章县2018年贫困发生率为13.37%。")
    >>> table.loc[table["kind"] == "percentage", ["text", "value", "indicator", "period"]].values.tolist()
    [['13.37%', 13.37, '贫困发生率', '2018']]
    """
    from extract import batch, rules, table

    with rules.using(patterns):
        return table.frame(batch.facts(text_or_path), table.columns_of(columns))
