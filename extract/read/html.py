"""HTML → `Source`: the report without the portal around it, tables in place.

The page is decoded here (portals declare gb2312 and send GBK, or declare nothing), parsed by lxml, and
walked block by block. What a portal adds — menus, share bars, 【字号 大 中 小】, counters, links to other
pages — is told by its element, by its class or id, by its words, and by being nothing but links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extract.read import Unreadable
from extract.read.draft import Draft, Entry
from extract.read.plain import decode
from extract.records import Source

_BLOCK = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption".split()
)
_UNSEEN = frozenset(
    "script style noscript template head nav footer aside form select option button input textarea iframe object embed svg canvas "
    "audio video map menu dialog".split()
)
# Names that portals give to what surrounds the report; a name is cut at capitals, - and _.
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|topbar|toolbar|crumb|crumbs|breadcrumb|breadcrumbs|share|bdshare|bdsharebuttonbox|foot|footer|copyright|"
    r"sidebar|pager|pagination|related|recommend|relatednews|qrcode|ewm|login|search|searchbox|links|friendlink|siteinfo|fontsize|comment|comments|dayin|"
    r"position|location|dqwz|advert|prevnext|wenzhangxq|hotnews|tags)(?:$|[\s_-])", re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Whole lines that portals print around a report.
_CHROME = re.compile(
    r"(?:【?\s*(?:字号|字体|文字大小|大小)[：:]?\s*[\[【（(]?\s*(?:超大|特大|较大|大|中|小|默认|标准|\+|-|A|\s|\||/)*[\]】）)]?】?"
    r"|(?:[\s|·【】\[\]A-Za-z+]|打印|关闭|收藏|返回顶部|返回首页|返回|打印本页|打印此页|本页|此页|窗口|我要纠错|分享[到至]?[：:]?(?![\u4e00-\u9fff])|保护视力色|复制链接|下载|视力保护色)+"
    r"|(?:您?(?:的|现在的|当前的?)?)?(?:当前|所在)?位置[：:].*|您(?:现在)?所在的位置.*|首页\s*[>》»\-/].*"
    r"|(?:浏览|阅读|点击|访问)(?:次数|量|数|人数)?[：:]?\s*(?:\[?\d*\]?|加载中\S*)\s*次?"
    r"|上一[篇页条][：:]?.*|下一[篇页条][：:]?.*|相关(?:链接|阅读|文章|新闻|附件|文档|信息)[：:]?|扫一扫.*|扫描二维码.*|分享到.*"
    r"|.{0,20}版权所有.*|.{0,10}(?:ICP备|公网安备|ICP证).*|网站(?:标识码|地图|声明).*|主办单位?[：:].*|承办单位?[：:].*|技术支持[：:].*|.{0,10}政府网站标识码.*"
    r"|共?\s*\d*\s*页?\s*(?:首页|上一页|下一页|尾页|末页)[\s\d|<>上一下尾末首页第共]*|第?\s*\d+\s*/\s*\d+\s*页?"
    r"|[|\s>·\-•]+)"
)
# A line of what the portal knows of the page; its date is kept as the page's own.
_ABOUT = re.compile(
    r"^(?=.{0,120}$)(?=.*(?:发布(?:时间|日期)|发文(?:时间|日期)|时间|日期|更新时间|来源|信息来源|作者|责任编辑|责编|编辑|浏览次数|点击数|阅读量|点击|浏览量|字号|字体|文章来源)\s*[：:【\[])"
    r"(?:\s*[【\[（(]?\s*(?:发布(?:时间|日期)|发文(?:时间|日期)|时间|日期|更新时间|信息?来源|文章来源|稿源|作者|撰稿|责任编辑|责编|编辑|审核|浏览次数|点击数|阅读量|点击|浏览量|阅读|字号|字体|文字大小|打印|关闭|分享)"
    r"[：:]?[^，。；]{0,40}?[】\]）)]?[\s|丨]*)+$"
)
_DAY = re.compile(r"((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})")
# What parts a page's title from the names of its column and site: 标题_政务公开, 标题 - 县政府网; not 1-6月.
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-—–]+\s+|[-—–]+(?=[\u4e00-\u9fff]{2,20}(?:网|网站|政府|门户|局)\s*$)")
_META_DATES = ("pubdate", "publishdate", "article:published_time", "publish_time", "date", "dc.date", "dcterms.date", "createdate")
_META_TITLES = ("articletitle", "og:title", "dc.title")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]+)""", re.IGNORECASE)


class Block(NamedTuple):
    """A line or a table of a page; `links` is how many of a line's characters are links."""

    text: str
    links: int = 0
    table: tuple[Entry, ...] = ()
    around: bool = False


def read(data: bytes, path: Path, encoding: str = "") -> Source:
    """The document in an HTML file."""
    text, name = _decoded(data, path, encoding)
    root = _parsed(text, path)
    body = next(root.iter("body"), root)
    blocks = list(_Walker().walk(body))
    draft, day = Draft(), ""
    for block in _report(blocks):
        if block.table:
            draft.table(block.table)
        elif _ABOUT.match(block.text.strip()):
            found = _DAY.search(block.text)
            day = day or (f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else "")
        else:
            draft.line(block.text)
    if not draft.length:
        raise Unreadable(path, "holds no text once scripts and menus are taken away; save the page when it is fully loaded")
    meta = {(m.get("name") or m.get("property") or "").lower(): (m.get("content") or "").strip() for m in root.iter("meta")}
    dates = [_DAY.search(meta.get(key, "")) for key in _META_DATES]
    dates = [f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" for found in dates if found]
    title = next(filter(None, (meta.get(key, "") for key in _META_TITLES)), "") or _title(root)
    return draft.source(path, "html", data, name, title=title, date=(dates or [day])[0])


def _decoded(data: bytes, path: Path, encoding: str) -> tuple[str, str]:
    """The page's text: by the encoding given, else as found in the bytes, else as the page declares."""
    try:
        return decode(data, path, encoding)
    except Unreadable:
        declared = next((g for m in [_DECLARED.search(data[:4096])] if m for g in m.groups() if g), b"").decode("ascii")
        if encoding or not declared:
            raise
    name = "gb18030" if declared.lower() in ("gb2312", "gbk", "gb18030") else declared.lower()
    try:
        return data.decode(name, "replace"), name
    except LookupError:
        raise Unreadable(path, f"declares the unknown encoding {declared!r}; say the right one with --encoding") from None


def _parsed(text: str, path: Path):
    """The root element of the page."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    clean = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    try:
        root = html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Unreadable(path, "holds no HTML that can be read; save the page again") from None
    return root


def _title(root) -> str:
    """The page's title without the names of site and column behind it."""
    found = next(root.iter("title"), None)
    return _SITE.split("".join(found.itertext()).strip())[0] if found is not None else ""


def _report(blocks: list[Block]) -> list[Block]:
    """The blocks without those that only surround the report; all that hold words where hardly any would be left."""
    kept = [block for block in blocks if not block.around and not _is_chrome(block)]
    words = sum(len(block.text) + sum(len(entry.text) for entry in block.table) for block in blocks if not block.links)
    left = sum(len(block.text) + sum(len(entry.text) for entry in block.table) for block in kept)
    return kept if left * 4 >= words else [block for block in blocks if not _is_chrome(block)]


def _is_chrome(block: Block) -> bool:
    """Whether a line is the portal's: only links, or words that portals print."""
    text = block.text.strip()
    if block.table:
        return False
    if block.links and block.links >= 0.7 * len("".join(text.split())) and not text.endswith(("。", "；")):
        return True
    return _CHROME.fullmatch(text) is not None


class _Walker:
    """Goes through a page and gives its blocks."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.links = 0
        self.around = 0

    def walk(self, element) -> Iterator[Block]:
        """The blocks of an element, in order."""
        yield from self._inside(element, False)
        yield from self._flush()

    def _inside(self, root, linked: bool) -> Iterator[Block]:
        """The blocks below an element, without recursion: pages nest as deep as they like."""
        stack = [(root, "open", linked)]
        while stack:
            element, step, linked = stack.pop()
            if step == "tail":
                self._say(element.tail, linked)
                continue
            if step == "close":
                if element.tag in _BLOCK:
                    yield from self._flush()
                self.around -= _surrounds(element)
                continue
            tag = element.tag
            if not isinstance(tag, str) or tag in _UNSEEN or _is_hidden(element):
                continue
            if tag == "br":
                yield from self._flush()
                continue
            if tag in _BLOCK:
                yield from self._flush()
            if tag == "table" and (entries := _entries(element)):
                yield Block("", 0, entries, self.around > 0 or _surrounds(element))
                continue
            self.around += _surrounds(element)
            inner = linked or tag == "a" and bool(element.get("href"))
            self._say(element.text, inner)
            stack.append((element, "close", linked))
            for child in reversed(element):
                stack.append((child, "tail", inner))
                stack.append((child, "open", inner))

    def _say(self, text: str | None, linked: bool) -> None:
        """Take in characters of the line."""
        if text:
            self.pieces.append(text)
            if linked:
                self.links += len("".join(text.split()))

    def _flush(self) -> Iterator[Block]:
        """The line so far, if there is one."""
        if self.pieces:
            text = _spaced("".join(self.pieces))
            if text.strip():
                yield Block(text, self.links, (), self.around > 0)
            self.pieces, self.links = [], 0


def _spaced(text: str) -> str:
    """Text as a browser shows it: white space is one blank, and none between hanzi where the source was broken."""
    text = re.sub(r"(?<=[^\x00-\x7f])[ \t]*[\r\n][ \t\r\n]*(?=[^\x00-\x7f])", "", text)
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _surrounds(element) -> bool:
    """Whether an element's class, id or role says that it surrounds the report."""
    if element.tag in ("body", "html", "p", "td", "tr", "tbody", "span", "font", "b", "strong"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(names.strip()) and _AROUND.search(_CAMEL.sub("-", names)) is not None or element.get("role") in ("navigation", "banner", "contentinfo", "search")


def _is_hidden(element) -> bool:
    """Whether a browser does not show the element."""
    style = element.get("style")
    return element.get("hidden") is not None or bool(style) and _HIDDEN.search(style) is not None


def _entries(table) -> tuple[Entry, ...]:
    """The cells of a table of data; none for one that lays out a page: with a table or blocks of prose inside, or of one cell."""
    if any(inner.tag == "table" for inner in table.iterdescendants()):
        return ()
    rows = [row for row in table.iter("tr")]
    cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2 or any(sum(1 for _ in cell.iter("p", "div", "br")) > 8 for cell in cells):
        return ()
    entries, taken = [], {}
    for number, row in enumerate(rows, 1):
        column = 1
        for cell in row:
            if cell.tag not in ("td", "th") or _is_hidden(cell):
                continue
            while taken.get(column, 0) >= number:
                column += 1
            down, across = _span(cell, "rowspan", len(rows) - number + 1), _span(cell, "colspan", 200)
            entries.append(Entry(_cell_text(cell), number, column, down, across))
            taken.update(dict.fromkeys(range(column, column + across), number + down - 1))
            column += across
    return tuple(entries)


def _span(cell, name: str, most: int) -> int:
    """How many rows or columns a cell says that it reaches over, within bounds."""
    said = (cell.get(name) or "").strip()
    return max(1, min(int(said), most)) if said.isdecimal() and len(said) < 6 else 1


def _cell_text(cell) -> str:
    """The text of a cell, a block a line."""
    blocks = [block.text.strip() for block in _Walker().walk(cell)]
    return "\n".join(blocks)
