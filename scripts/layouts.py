"""An annotated bulletin as another office would set it: other markers, run-in headlines, credits, columns, contents.

Layouts combine freely in the genre, while each annotated bulletin has one; training sees some of the others.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from gov_bulletin_nlp.markup import Mark, Marked

_ORNAMENT = r"[●○◆◇■□▲△★☆◎※▶►➤•·✦〓]"
_MARKER = re.compile(
    rf"[ \u3000]*(?:[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十\d]{{1,3}}[）)]|\d{{1,2}}[.．、]|{_ORNAMENT}+|【)?[ \u3000]*"
)
_AFTER = re.compile(r"[】\s]*")
_CREDIT = re.compile(
    r"[ \u3000\n]*(?:[（(【\[][^（()）】\]\n]{2,60}[）)】\]]|(?:供稿|撰稿|作者|通讯员|来源|文)[:：/／ ][^\n]{2,40}|[—□]+[^\n]{2,30})"
)
_NUMERALS = "一二三四五六七八九十"

_MARKERS: tuple[str, ...] = ("{c}、", "{n}.", "{n}、", "（{c}）", "● ", "◆", "★", "■ ", "▲", "○", "◎", "※", "•  ")
_JOINS = ("\n", "\n", "\n", "\n\n", " ", "  ", "\u3000", "\u3000\u3000", "。", "：", " — ")
_COLUMNS = (
    "工作动态",
    "基层传真",
    "要闻",
    "简讯",
    "经验交流",
    "部门动态",
    "一线风采",
    "信息快递",
    "学习园地",
    "本期关注",
    "县区之窗",
)
_FRAMES = ("【{}】", "★ {} ★", "◆{}", "〖{}〗", "▌{}", "{}", "= {} =", "［{}］", "※※※ {} ※※※", "【 {} 】")
_ENDING = (
    "（{}）",
    "（供稿：{}）",
    "（通讯员 {}）",
    "（记者 {}）",
    "\n（{}）",
    "\n（供稿：{}）",
    "\n供稿：{}",
    "\n撰稿：{}",
    "\n作者：{}",
    "\n\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000{}",
    "\n——{}",
    "\n□{}",
    "【{}】",
    "[{}]",
    "　（{} 供稿）",
    "\n文/{}",
    "\n［{}］",
)
_UNDER = (
    "{}\n",
    "通讯员 {}\n",
    "作者：{}\n",
    "□{}\n",
    "供稿：{}\n",
    "（{}）\n",
    "本报记者 {}\n",
    "文/{}\n",
    "来源：本站  作者：{}  发布时间：2023-05-06\n",
)
_LEADING = ("本报讯（{}）", "本报讯（通讯员 {}）", "本刊讯（记者 {}）", "【{}】", "（通讯员{}）")


@dataclass
class _Page:
    """Text under construction with its marks."""

    source: Marked
    text: str = ""
    marks: list[Mark] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.text += text

    def copy(self, start: int, end: int, without: tuple[str, ...] = ()) -> None:
        """A stretch of the source with the marks that lie in it."""
        shift = len(self.text) - start
        self.marks += [
            Mark(m.tag, m.value, m.optional, m.start + shift, m.end + shift)
            for m in self.source.marks
            if start <= m.start and m.end <= end and m.tag not in without
        ]
        self.text += self.source.text[start:end]

    def mark(self, tag: str, text: str) -> None:
        """New text that is of one kind."""
        self.marks.append(Mark(tag, None, False, len(self.text), len(self.text) + len(text)))
        self.text += text


@dataclass(frozen=True)
class _Article:
    """Where in the source an article's parts lie: marker, headline, body, and its credit behind the body."""

    start: int
    headline: Mark
    body: Mark
    end: int
    names: tuple[tuple[str, str], ...]


def _articles(marked: Marked) -> list[_Article]:
    """Articles with a plain headline right before their body; the others stay as they are."""
    text = marked.text
    order = [m for m in marked.marks if m.tag in ("h", "b", "by", "byo", "a", "col", "note", "sub", "toc")]
    found = []
    for position, mark in enumerate(order[:-1]):
        body = order[position + 1]
        if mark.tag != "h" or body.tag != "b" or body.start < mark.end or "\n" in text[mark.start : mark.end]:
            continue
        line = text.rfind("\n", 0, mark.start) + 1
        if not _MARKER.fullmatch(text, line, mark.start) or not _AFTER.fullmatch(text, mark.end, body.start):
            continue
        credits = []
        for other in order[position + 2 :]:
            if other.tag not in ("by", "byo"):
                break
            credits.append(other)
        end = body.end
        region = _CREDIT.match(text, body.end)
        if credits and region and credits[-1].end <= region.end():
            end = region.end()
        elif credits:
            credits = []
        found.append(_Article(line, mark, body, end, tuple((m.tag, text[m.start : m.end]) for m in credits)))
    return found


def _invented(marked: Marked, draw: random.Random) -> list[tuple[str, str]]:
    """Persons of the bulletin itself, for credits where it has none."""
    people = sorted(
        {
            name
            for m in marked.marks
            if m.tag == "p" and 2 <= len(name := marked.text[m.start : m.end]) <= 4 and name.isalpha()
        }
    )
    draw.shuffle(people)
    return [("by", name) for name in people]


@dataclass(frozen=True)
class _Layout:
    """How one office sets its articles.

    Attributes:
        marker: What stands before a headline; ``boxed`` ones stand in 【】.
        join: What stands between headline and body.
        credit: How names are given, ``where``: behind the body, under the headline, before the body, as they were, nowhere.
        joint: What stands between names; ``spaced`` ones have a space between their characters.
        indent: Before a body on a line of its own; ``blank`` after an article.
        columns: Words of columns, in their frame, one ``every`` few articles; ``contents`` says whether titles are listed.
    """

    marker: str
    boxed: bool
    join: str
    where: str
    credit: str
    joint: str
    spaced: bool
    indent: str
    blank: str
    columns: tuple[str, ...]
    frame: str
    every: int
    contents: bool


def _drawn(marked: Marked, articles: list[_Article], draw: random.Random) -> _Layout:
    """A layout that the bulletin can have: no marker that its bodies use, no gap that its headlines have inside."""
    text = marked.text
    bodies = "\n".join(text[a.body.start : a.body.end] for a in articles)
    heads = "".join(_titles(text, articles))
    marker = draw.choice(_MARKERS) if draw.random() < 0.6 else ""
    shown = re.escape(marker.strip()).replace(r"\{c\}", "[一二三四五六七八九十]+").replace(r"\{n\}", r"\d+")
    if marker and re.search(rf"^[ \u3000]*{shown}", bodies, re.MULTILINE):
        marker = ""
    join = draw.choice(_JOINS)
    if not join.strip() and "\n" not in join and (" " in heads or "\u3000" in heads):
        join = "\n"
    where = draw.choice(("as it is", "ending", "ending", "under", "leading", "none"))
    if where == "under" and "\n" not in join:
        where = "as it is"
    tags = {m.tag for m in marked.marks}
    opens = articles[0].body is next(m for m in marked.marks if m.tag == "b")
    columns = "col" not in tags and len(articles) >= 4 and draw.random() < 0.3
    return _Layout(
        marker=marker,
        boxed=not marker and draw.random() < 0.12,
        join=join,
        where=where,
        credit=draw.choice({"ending": _ENDING, "under": _UNDER, "leading": _LEADING}.get(where, ("{}",))),
        joint=draw.choice((" ", "、", "  ", "\u3000", "，")),
        spaced=draw.random() < 0.2,
        indent=draw.choice(("", "", "\u3000\u3000")),
        blank=draw.choice(("\n", "\n", "\n\n")),
        columns=tuple(draw.sample(_COLUMNS, 4)) if columns else (),
        frame=draw.choice(_FRAMES),
        every=draw.choice((2, 3, 4)),
        contents=opens and "toc" not in tags and len(articles) >= 3 and draw.random() < 0.25,
    )


def reset(marked: Marked, draw: random.Random) -> Marked | None:
    """The bulletin in the layout of another office.

    Args:
        marked: An annotated bulletin.
        draw: The layout is drawn from it.

    Returns:
        The bulletin with its marks; nothing where fewer than two of its articles have plain headlines.
    """
    articles = _articles(marked)
    if len(articles) < 2:
        return None
    text = marked.text
    layout = _drawn(marked, articles, draw)
    people = _invented(marked, draw) if draw.random() < 0.5 else []
    page = _Page(marked)
    at = 0
    for number, article in enumerate(articles, 1):
        page.copy(at, article.start)
        if number == 1 and layout.contents:
            _contents(page, _titles(text, articles), draw)
        place, first = divmod(number - 1, layout.every)
        if not first and place < len(layout.columns):
            before, after = layout.frame.split("{}")
            page.write(("\n" if page.text else "") + before)
            page.mark("col", layout.columns[place])
            page.write(after + "\n")
        names = article.names or ((people[(number - 1) % len(people)],) if people else ())
        _set(page, article, layout, names, number)
        at = article.end + (1 if text[article.end : article.end + 1] == "\n" else 0)
    page.copy(at, len(text))
    page.marks.sort(key=lambda m: (m.start, -m.end))
    return Marked(marked.header, page.text, page.marks)


def _set(page: _Page, article: _Article, layout: _Layout, names: tuple[tuple[str, str], ...], number: int) -> None:
    """One article in a layout."""
    text = page.source.text
    counted = _NUMERALS[number - 1] if number <= 10 else f"十{_NUMERALS[(number - 11) % 9]}"
    page.write("【" if layout.boxed else layout.marker.format(c=counted, n=number))
    page.copy(article.headline.start, article.headline.end)
    page.write("】" if layout.boxed else "")
    runs_in = text[article.headline.end - 1] not in "。！？：" and _begins_with_text(text, article.body)
    join = layout.join if "\n" in layout.join or runs_in else "\n"
    page.write(join)
    if names and layout.where == "under":
        _credit(page, layout, names)
    if "\n" in join and not text[article.body.start].isspace():
        page.write(layout.indent)
    if names and layout.where == "leading":
        _credit(page, layout, names)
    page.copy(article.body.start, article.body.end)
    if names and layout.where == "ending":
        _credit(page, layout, names)
    if layout.where == "as it is":
        page.copy(article.body.end, article.end)
    page.write(layout.blank)


def _credit(page: _Page, layout: _Layout, names: tuple[tuple[str, str], ...]) -> None:
    before, after = layout.credit.split("{}")
    page.write(before)
    for position, (tag, name) in enumerate(names):
        page.write(layout.joint if position else "")
        bare = "".join(name.split())
        page.mark(tag, " ".join(bare) if layout.spaced and len(bare) == 2 else bare)
    page.write(after)


def _titles(text: str, articles: list[_Article]) -> list[str]:
    return [text[a.headline.start : a.headline.end] for a in articles]


def _begins_with_text(text: str, body: Mark) -> bool:
    """Whether a body opens with a paragraph that a headline can run into."""
    first = text[body.start : body.end].strip().split("\n", 1)[0]
    return len(first) >= 25 and first[-1] in "。！？”）"


def _contents(page: _Page, titles: list[str], draw: random.Random) -> None:
    """A list of the titles with leaders, numbers or nothing."""
    page.write(draw.choice(("目  录", "本期要目", "目录", "本期导读", "【本期目录】", "要 目")) + "\n")
    how = draw.choice(("plain", "leaders", "numbers", "bullets"))
    for number, title in enumerate(titles, 1):
        entry = {
            "plain": title,
            "leaders": f"{title}{'…' * draw.randint(3, 9)}{number}",
            "numbers": f"{number}. {title}",
            "bullets": f"◆ {title}",
        }[how]
        page.mark("toc", entry)
        page.write("\n")
    page.write("\n")
