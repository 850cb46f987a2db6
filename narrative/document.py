"""A text prepared for reading: folded, cut into tokens, with its protected stretches, periods and quantities."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from narrative.lexicon import Label, load_lexicon
from narrative.periods import Period, periods_of
from narrative.quantities import Found, QuantityFinder
from narrative.structure import Line, lines_of, with_bars, without_wraps
from narrative.text import fold, normalise
from narrative.tokens import WORD, Tokens, protected_stretches, tokenise

_WARDED = frozenset({"crime", "harm", "hurt", "strike", "misdeed", "v_catch"})
_WARDS = frozenset({"chống", "ngừa", "tránh"})
_WARD_REACH = 3
_PLEDGED = frozenset({("cam", "kết"), ("giao", "ước"), ("lời", "hứa")})
_PLEDGE_REACH = 9
_RENOUNCED = _WARDED | {"offender_help"}
_LISTING = frozenset({",", "và", "hoặc"})


class Document:
    """The text of one report with everything that is found in it once and used by all readers."""

    def __init__(self, text: str) -> None:
        self.text = normalise(text)
        self.folded = fold(self.text)
        self.laid_out = with_bars(self.text)
        """The text with bars between all cells of tables: as long, for those who ask where cells stand."""
        tokens = tokenise(self.folded)
        self.tokens: Tokens
        self.lines: list[Line]
        self.tokens, self.lines = without_wraps(tokens, lines_of(self.laid_out, tokens))
        self.protected = protected_stretches(self.tokens)
        self.periods: list[Period] = periods_of(self.folded, self.protected)
        self.finder = QuantityFinder(self.text, self.tokens, self.protected)
        self._topics = load_lexicon().topics
        self._period_starts = [period.start for period in self.periods]

    def labels(self, first: int, stop: int) -> list[Label]:
        """The known phrases between two tokens, less single words that are part of a name ("xã Tân Lập")."""
        labels = self._topics.find_all(self.tokens, first, stop)
        found = [label for label in labels if label.last - label.first > 1 or not self._is_in_name(label)]
        said = self.tokens.text[first:stop]
        if _WARDS.isdisjoint(said) and ("không" not in said or _PLEDGED.isdisjoint(pairwise(said))):
            return found
        return self._without_warded(found)

    def _without_warded(self, labels: list[Label]) -> list[Label]:
        """ "phòng, chống bạo lực gia đình, lừa đảo": what is guarded against has not happened.

        Nor has what somebody pledges not to do: "ký cam kết không có người vi phạm pháp luật".
        """
        kept: list[Label] = []
        warded = -1
        for label in labels:
            if not label.concepts.isdisjoint(_WARDED) and self._is_warded(label.first, warded):
                warded = label.last
                label = label._replace(concepts=label.concepts - _WARDED)
            elif not label.concepts.isdisjoint(_RENOUNCED) and self._is_renounced(label.first):
                label = label._replace(concepts=label.concepts - _RENOUNCED)
            if label.concepts:
                kept.append(label)
        return kept

    def _is_warded(self, place: int, warded: int) -> bool:
        """True right after "chống", and in a list after one that is: `warded` is where the last of those ends."""
        words = self.tokens.text
        if not _WARDS.isdisjoint(words[max(0, place - _WARD_REACH) : place]):
            return True
        return 0 <= warded < place and _LISTING.issuperset(words[warded:place])

    def _is_renounced(self, place: int) -> bool:
        """True in "ký cam kết không …": what stands at `place` is what they pledge not to do."""
        said = self.tokens.text[max(0, place - _PLEDGE_REACH) : place]
        pledges = [at for at, pair in enumerate(pairwise(said)) if pair in _PLEDGED]
        return bool(pledges) and "không" in said[pledges[-1] :]

    def _is_in_name(self, label: Label) -> bool:
        if not label.first or "social" in label.concepts:
            return False
        tokens, place = self.tokens, label.first
        start, before = tokens.start[place], tokens.start[place - 1]
        if tokens.kind[place - 1] != WORD or start - tokens.end[place - 1] != 1:
            return False
        named = self.text[start].isupper() and self.text[before].isupper()
        return named and not self.text[before : tokens.end[place]].replace(" ", "").isupper()

    def concepts(self, first: int, stop: int) -> frozenset[str]:
        """All concepts of the phrases between two tokens."""
        return frozenset().union(*(label.concepts for label in self.labels(first, stop)))

    def quantities(self, first: int, stop: int, *, in_cell: bool = False) -> list[Found]:
        """The quantities between two tokens."""
        return self.finder.find(first, stop, in_cell=in_cell)

    def periods_between(self, start: int, end: int) -> list[Period]:
        """The periods named between two offsets."""
        low = bisect_left(self._period_starts, start)
        high = bisect_left(self._period_starts, end)
        return self.periods[low:high]

    def offset(self, place: int) -> int:
        """The offset where token `place` starts; the end of the text after the last one."""
        return self.tokens.start[place] if place < len(self.tokens) else len(self.text)
