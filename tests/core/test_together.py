"""Askers at the same moment are answered together, and each for itself."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from chungtay.core.together import Together


class Doubler:
    """Doubles; refuses negatives, as a whole batch; holds the first batch until `let_go`."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.entered, self.let_go = Event(), Event()

    def __call__(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        self.entered.set()
        assert self.let_go.wait(10)
        if any(item < 0 for item in items):
            raise ValueError(sorted(items))
        return [2 * item for item in items]


def ask_behind_a_first(work: Doubler, items: Sequence[int], *, most: int = 64) -> list[int | str]:
    """Ask for 0, and while it is being answered for all of `items` at once."""
    together = Together(work, most=most)
    with ThreadPoolExecutor(len(items) + 1) as pool:
        first = pool.submit(together.ask, 0)
        assert work.entered.wait(10)
        rest = [pool.submit(together.ask, item) for item in items]
        while len(together._queue) < len(items):
            pass
        work.let_go.set()
        assert first.result() == 0
        return [str(one.exception()) if one.exception() else one.result() for one in rest]


def test_whoever_waits_is_answered_in_one_go() -> None:
    work = Doubler()

    assert ask_behind_a_first(work, [1, 2, 3]) == [2, 4, 6]

    assert [sorted(batch) for batch in work.batches] == [[0], [1, 2, 3]]


def test_batches_have_a_largest_size() -> None:
    work = Doubler()

    assert ask_behind_a_first(work, [1, 2, 3, 4, 5], most=2) == [2, 4, 6, 8, 10]

    assert [len(batch) for batch in work.batches] == [1, 2, 2, 1]


def test_whoever_came_in_company_is_waited_for() -> None:
    work = Doubler()
    work.let_go.set()
    together = Together(work, patience=60)
    together._company = 3

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(together.ask, [1, 2, 3])) == [2, 4, 6]

    assert [sorted(batch) for batch in work.batches] == [[1, 2, 3]]


def test_enough_company_is_not_kept_waiting() -> None:
    work = Doubler()
    work.let_go.set()
    together = Together(work, enough=1, patience=3600)
    together._company = 3

    assert together.ask(1) == 2


def test_company_that_stays_away_is_waited_for_once() -> None:
    work = Doubler()
    work.let_go.set()
    together = Together(work, patience=0.01)
    together._company = 3

    assert together.ask(1) == 2
    together._patience = 3600  # nobody is expected any more

    assert together.ask(2) == 4


def test_nobody_is_refused_for_what_another_asked() -> None:
    work = Doubler()

    assert ask_behind_a_first(work, [1, -2, 3]) == [2, "[-2]", 6]


def test_a_refused_leader_hands_on() -> None:
    work = Doubler()
    work.let_go.set()
    together = Together(work)

    with pytest.raises(ValueError, match="-1"):
        together.ask(-1)

    assert together.ask(4) == 8


def test_many_threads_get_each_their_own_answer() -> None:
    work = Doubler()
    work.let_go.set()
    together, start = Together(work), Barrier(16)

    def ask(number: int) -> list[int]:
        start.wait(10)
        return [together.ask(number * 100 + step) for step in range(50)]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(ask, range(16)))

    assert answers == [[2 * (number * 100 + step) for step in range(50)] for number in range(16)]
    assert sorted(item for batch in work.batches for item in batch) == sorted(
        number * 100 + step for number in range(16) for step in range(50)
    )
