"""What happens to a bulletin's text on its way through Word, PDF and mail: each damage a pure, seeded function."""

from __future__ import annotations

import random
import re

HALF = str.maketrans("，。：；？！（）", ",.:;?!()")
NO_LINE_START = "，。、；：？！）》”’】"


def wrap(text: str, width: int, indent: bool = True) -> str:
    """Hard line ends at ``width`` characters, no closing mark at a line's start, paragraphs indented by two U+3000."""
    out: list[str] = []
    for line in text.split("\n"):
        body = line.strip()
        if len(body) <= width:
            out.append(line)
            continue
        rest = ("　　" if indent else "") + body
        while rest:
            cut = width
            while 0 < cut < len(rest) and rest[cut] in NO_LINE_START:
                cut -= 1
            out.append(rest[:cut])
            rest = rest[cut:]
    return "\n".join(out)


def tear(text: str, lines_a_page: int, head: str | None = None, number: str = "— {n} —") -> str:
    """Page breaks inside long paragraphs, each with a page number and a running head."""
    out: list[str] = []
    page = 1
    room = lines_a_page * 30
    for line in text.split("\n"):
        while len(line) > room and len(line) - room > 8 and room > 8:
            out += [line[:room], "", number.format(n=page), *([head] if head else []), ""]
            line, page, room = line[room:], page + 1, lines_a_page * 30
        out.append(line)
        room -= max(len(line), 30)
        if room <= 0:
            room = lines_a_page * 30
    return "\n".join(out)


def blank_lines(text: str, number: int) -> str:
    """Exactly so many blank lines between lines that hold text."""
    return ("\n" * (number + 1)).join(line for line in text.split("\n") if line.strip()) + "\n"


def half_width(text: str) -> str:
    """Punctuation as a hurried typist leaves it."""
    return re.sub(r"[，：；？！（）]", lambda found: found.group().translate(HALF), text)


def letter_space(text: str, titles: list[str]) -> str:
    """The given short titles with a space between all their characters."""
    for title in titles:
        text = text.replace(title, " ".join(title), 1)
    return text


def digit_spaces(text: str, seed: int = 0) -> str:
    """Spaces around some numbers, as PDF extraction leaves them."""
    draw = random.Random(seed)
    return re.sub(
        r"(?<=[一-鿿])\d+(?=[一-鿿])",
        lambda found: f" {found.group()} " if draw.random() < 0.5 else found.group(),
        text,
    )


def print_as(
    text: str,
    *,
    encoding: str = "utf-8",
    newline: str = "\n",
    wrap_at: int | None = None,
    indent: bool = True,
    lines_a_page: int | None = None,
    running_head: str | None = None,
    page_number: str = "— {n} —",
    blanks: int | None = None,
    half: bool = False,
    digits_spaced: bool = False,
) -> bytes:
    """The text file of a bulletin, with the damage that its header asks for."""
    if half:
        text = half_width(text)
    if digits_spaced:
        text = digit_spaces(text)
    if lines_a_page:
        text = tear(text, lines_a_page, running_head, page_number)
    if blanks is not None:
        text = blank_lines(text, blanks)
    if wrap_at:
        text = wrap(text, wrap_at, indent)
    return text.replace("\n", newline).encode(encoding)
