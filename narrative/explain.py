"""How a report was read, in words for people: each sentence with its figures, and for each figure what decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from narrative.facts import Fact, Reading
from narrative.numbers import format_number
from narrative.sentences import Explanation
from narrative.text import fold
from narrative.tokens import tokenise


def explained(reading: Reading, explanations: Sequence[Explanation]) -> Iterator[str]:
    """Lines that say of every sentence and table row with figures how it was read, in the order of the text."""
    by_place = {(it.fact.start, it.fact.end): it for it in explanations}
    sentence = -1
    for fact in reading.facts:
        if fact.sentence_start != sentence:
            sentence = fact.sentence_start
            words = reading.text[fact.sentence_start : fact.sentence_end]
            yield " ".join(words.split())
            yield f"  tokens     {' '.join(tokenise(fold(words)).text)}".replace("\n", "/")
        yield f"  [{fact.start}:{fact.end}] {fact.text!r} = {_value(fact)}"
        explanation = by_place.get((fact.start, fact.end))
        yield from _of_sentence(fact, explanation) if explanation is not None else _of_table(fact)


def _value(fact: Fact) -> str:
    value = format_number(fact.value)
    if fact.value_high is not None:
        value = f"{value} to {format_number(fact.value_high)}"
    if fact.denominator is not None:
        value = f"{value} of {format_number(fact.denominator)}"
    return f"{fact.qualifier} {value} {fact.unit}".rstrip()


def _of_sentence(fact: Fact, said: Explanation) -> Iterator[str]:
    around = said.around
    yield f"    quantity   {said.quantity}: {fact.reason.partition(';')[0]}"
    yield f"    unit       {fact.unit}: {_words(around.unit)}; counted: {fact.counted}"
    yield f"    verb       {_words(around.verb)}"
    yield f"    near       {_words(around.near)}; before: {_words(around.prev)}"
    chosen = fact.indicator or fact.kind
    yield f"    indicator  {chosen} ({fact.confidence}): {said.rule}{'; ' + said.settled if said.settled else ''}"
    yield from _others(fact)
    yield f"    period     {fact.period or '-'}: {said.period_from}; scope {fact.scope or '-'}: {said.scope_from}"


def _of_table(fact: Fact) -> Iterator[str]:
    yield f"    row        {fact.counted}: {fact.reason}"
    yield f"    indicator  {fact.indicator or fact.kind} ({fact.confidence})"
    yield from _others(fact)
    yield f"    period     {fact.period or '-'}: its column, row or section; scope {fact.scope or '-'}"


def _others(fact: Fact) -> Iterator[str]:
    for other in fact.alternatives:
        read_as = [] if other.value is None else [format_number(other.value)]
        read_as += [other.indicator] if other.indicator else []
        yield f"    or         {' '.join(read_as)}: {other.reason}"


def _words(concepts: frozenset[str]) -> str:
    return ", ".join(sorted(concepts)) or "-"
