"""Text → one row of table indices a character: the input of the name recogniser, the same in training and use.

Six columns a character: the character, the pair and the triple around it, its word, its place in that word with the
word's part of speech, and what the table of divisions says about the stretches that start, end or run through it.
Pairs, triples and words are hashed into tables of fixed size with arithmetic that never depends on Python's hash seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

COLUMNS = ("char", "pair", "triple", "word", "tag", "place")
"""Names of the rows that ``FeatureMap.encode`` returns."""

CODE_LIMIT = 0x10000
"""Characters beyond the basic plane share the last code: they are rare ideographs in names."""

PLACE_LENGTHS = range(2, 9)
PLACE_KINDS = 7
PLACE_ROWS = PLACE_KINDS * PLACE_KINDS * 2
_PLACE_BITS = 19
_LONGEST_WORD = 16
LINE_END = 10
_M1 = np.uint64(0x9E3779B97F4A7C15)
_M2 = np.uint64(0xC2B2AE3D27D4EB4F)
_M3 = np.uint64(0x165667B19E3779F9)
# Odd constants, one a position in the word: a sum of products is a hash that ``add.reduceat`` can form.
_POSITION = np.array([pow(0xD6E8FEB86659FD93, k + 1, 1 << 64) | 1 for k in range(_LONGEST_WORD)], dtype=np.uint64)

Tagger = Callable[[str], list[tuple[str, str]]]


@lru_cache(maxsize=1)
def _tagger() -> Tagger:
    """Give rjieba's tagger, imported on use because it loads its dictionary when first called."""
    import rjieba

    tag: Tagger = rjieba.tag
    return tag


def codes_of(text: str) -> Array:
    """Code points of a text, those beyond the basic plane folded onto one.

    Args:
        text: Any string, lone surrogates included.

    Returns:
        One unsigned 32-bit code a character.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.minimum(codes, CODE_LIMIT - 1)


def _bucket(hashes: Array, bits: int) -> Array:
    # The high bits of a multiplicative hash are the well mixed ones.
    return ((hashes * _M2) >> np.uint64(64 - bits)).astype(np.int32)


@dataclass(frozen=True)
class FeatureMap:
    """How characters become table indices; part of a model, so that training and use cannot differ.

    Attributes:
        char_ids: Row of the character table for each code point; traditional and full-width forms share a row.
        folded: Simplified, half-width form of each code point, for the word tagger.
        tags: Parts of speech in the order of their ids; id 0 is any other.
        bits: Size of the hashed tables ``pair``, ``triple`` and ``word`` as powers of two.
        place_hashes: Hashes of the names in the table of divisions.
        place_kinds: Kind of each of those names, 1 to 6.
        words: Whether the columns ``word`` and ``tag`` are filled.
    """

    char_ids: Array
    folded: Array
    tags: tuple[str, ...]
    bits: dict[str, int]
    place_hashes: Array
    place_kinds: Array
    words: bool = True
    _tag_ids: dict[str, int] = field(init=False, repr=False)
    _places: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tag_ids", {tag: index for index, tag in enumerate(self.tags, 1)})
        table = np.zeros(1 << _PLACE_BITS, dtype=np.uint16)
        if len(self.place_hashes):
            table[_bucket(self.place_hashes, _PLACE_BITS)] = _signature(self.place_hashes) | self.place_kinds
        object.__setattr__(self, "_places", table)

    def size(self, column: str) -> int:
        """Number of rows that a column's table needs."""
        if column == "char":
            return int(self.char_ids.max()) + 1
        if column == "tag":
            return (len(self.tags) + 1) * 4
        return PLACE_ROWS if column == "place" else 1 << self.bits[column]

    def fold(self, text: str) -> str:
        """Simplified, half-width form of a text, of the same length."""
        return self.folded[codes_of(text)].astype("<u2").tobytes().decode("utf-16-le", "replace")

    def encode(self, text: str) -> Array:
        """Table indices of each character.

        Args:
            text: What to look at; paragraphs and texts are separated by line ends.

        Returns:
            An array of one row a column of ``COLUMNS`` and one column a character.
        """
        out = np.zeros((len(COLUMNS), len(text)), dtype=np.int32)
        if not text:
            return out
        codes = codes_of(text)
        out[0] = self.char_ids[codes]
        ids = out[0].astype(np.uint64) + np.uint64(1)
        after = np.append(ids[1:], np.uint64(1))
        before = np.insert(ids[:-1], 0, np.uint64(1))
        pair = ids * _M1 + after
        out[1] = _bucket(pair, self.bits["pair"])
        out[2] = _bucket((before * _M3 + pair) * _M1, self.bits["triple"])
        if self.words:
            self._encode_words(codes, ids, out)
        if len(self.place_hashes):
            out[5] = self._encode_places(ids)
        # A line end says nothing of its neighbours: lines can then be encoded together and learnt from one by one.
        out[:, codes == LINE_END] = 0
        return out

    def _encode_words(self, codes: Array, ids: Array, out: Array) -> None:
        folded = self.folded[codes].astype("<u2").tobytes().decode("utf-16-le", "replace")
        tokens = _tagger()(folded)
        lengths = np.array([len(word) for word, _ in tokens], dtype=np.int64)
        if int(lengths.sum()) != len(ids):
            return  # The tagger dropped something: no word features rather than shifted ones.
        known = self._tag_ids
        tags = np.array([known.get(tag, 0) for _, tag in tokens], dtype=np.int32)
        starts = np.cumsum(lengths) - lengths
        inside = np.arange(len(ids)) - np.repeat(starts, lengths)
        hashes = np.add.reduceat(ids * _POSITION[np.minimum(inside, _LONGEST_WORD - 1)], starts)
        out[3] = np.repeat(_bucket(hashes, self.bits["word"]), lengths)
        # 0 begins, 1 inside, 2 ends, 3 a word of one character.
        spot = np.minimum(inside, 1).astype(np.int32)
        spot[starts + lengths - 1] += np.where(lengths == 1, 3, 1).astype(np.int32)
        out[4] = np.repeat(tags * 4, lengths) + spot

    def _encode_places(self, ids: Array) -> Array:
        size = len(ids)
        begins = np.zeros(size, dtype=np.int32)
        ends = np.zeros(size, dtype=np.int32)
        depth = np.zeros(size + 1, dtype=np.int32)
        hashes = ids.copy()
        for length in PLACE_LENGTHS:
            if size < length:
                break
            # hashes[t] covers the characters t … t + length - 1; longer names overwrite shorter ones.
            hashes = hashes[:-1] * _M3 + ids[length - 1 :]
            entries = self._places[_bucket(hashes, _PLACE_BITS)]
            found = np.flatnonzero((entries & 0xFFF8) == _signature(hashes))
            kinds = entries[found] & 7
            found, kinds = found[kinds > 0], kinds[kinds > 0]
            begins[found] = kinds
            ends[found + length - 1] = kinds
            depth[found] += 1
            depth[found + length] -= 1
        covered = np.cumsum(depth[:-1]) > 0
        return (begins * PLACE_KINDS + ends) * 2 + covered


def _signature(hashes: Array) -> Array:
    # 13 bits that tell a name from the other strings that fall into its slot.
    return ((hashes * _M1) >> np.uint64(48)).astype(np.uint16) & np.uint16(0xFFF8)


def place_hash(char_ids: Array, name: str) -> int:
    """Hash of a place name as ``FeatureMap`` forms it.

    Args:
        char_ids: The map's row of each code point.
        name: A name of two to eight characters.

    Returns:
        A 64-bit unsigned integer.
    """
    ids = [int(char_ids[code]) + 1 for code in codes_of(name)]
    value = ids[0]
    for following in ids[1:]:
        value = (value * int(_M3) + following) % (1 << 64)
    return value
