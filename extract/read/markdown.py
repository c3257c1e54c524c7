"""Markdown → `Source`: the file's own characters, of which the markup is no part of the report's words."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from extract.read import plain
from extract.records import Source

_MARKUP = re.compile(
    r"^[ \t]*#{1,6}[ \t]+"  # headings
    r"|^[ \t]*>[ \t]?"  # quotations
    r"|^[ \t]*[|: -]*-{3,}[|: -]*$\n?"  # the rule below a table's head, and rules
    r"|\*\*|__(?=\S)|(?<=\S)__|`+"  # emphasis, code
    r"|\](?=\((?:https?:|/|\.)[^()\s]*\))|(?<=\])\((?:https?:|/|\.)[^()\s]*\)|!?\[(?=[^\]\n]{1,200}\]\((?:https?:|/|\.))",  # links keep their words
    re.MULTILINE,
)
_MASKS = re.compile(r"\*{3,}|_{3,}")


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """The document in a Markdown file."""
    source = plain.read(data, path, encoding)
    return replace(source, reader="markdown", gaps=tuple(gaps(source.raw)))


def gaps(text: str) -> list[tuple[int, int]]:
    """The spans of the markup; asterisks that blank out a name or figure are none.

    >>> gaps("## 概况\\n共**86户**，***镇")
    [(0, 3), (7, 9), (12, 14)]
    """
    masks = {position for match in _MASKS.finditer(text) for position in range(*match.span())} if "**" in text or "__" in text else set()
    return [match.span() for match in _MARKUP.finditer(text) if match.start() not in masks or text[match.start()] == "-"]
