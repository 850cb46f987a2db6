"""Let threads that ask at the same moment be answered by one of them, in one go: a group commit.

At a deadline hundreds of offices send within a minute. One transaction for whoever waits costs little more than one
for the first of them; each is answered only after it has ended, so that durability is unchanged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Condition, Event, Lock
from time import monotonic
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(eq=False)
class _Waiting(Generic[Item, Result]):
    """One asker: what is asked, what came of it, and whether it leads the next batch itself."""

    item: Item
    woken: Event = field(default_factory=Event)
    leads: bool = False
    result: Result | None = None
    error: BaseException | None = None


class Together(Generic[Item, Result]):
    """Calls `work` with the items of all threads that wait, at most `most` at once.

    Those who were just answered in company are likely to ask again: a batch waits for as many as came last time, but
    no longer than until there are `enough`, and at most `patience` seconds. One who asks alone never waits. `work`
    answers with one result for each item, in their order, or does nothing and raises. When it raises for several, each
    is tried alone, so that nobody is refused for what another one asked.
    """

    def __init__(
        self,
        work: Callable[[Sequence[Item]], Sequence[Result]],
        *,
        most: int = 64,
        enough: int = 8,
        patience: float = 0.0,
    ) -> None:
        self._work, self._most, self._enough, self._patience = work, most, enough, patience
        self._lock = Lock()
        self._came = Condition(self._lock)
        self._company = 1
        self._queue: deque[_Waiting[Item, Result]] = deque()
        self._is_led = False

    def ask(self, item: Item) -> Result:
        """The result for `item`, or what `work` raised for it; waits while another thread works."""
        mine: _Waiting[Item, Result] = _Waiting(item)
        with self._lock:
            self._queue.append(mine)
            self._came.notify()
            mine.leads, self._is_led = not self._is_led, True
        if not mine.leads:
            mine.woken.wait()
        if mine.leads:
            self._lead()
        if mine.error is not None:
            raise mine.error
        return mine.result  # type: ignore[return-value]  # set together with `woken`, unless there was an error

    def _lead(self) -> None:
        """Work for the first of those who wait, the leader among them, then let the next one lead."""
        with self._lock:
            expected = min(self._enough, self._company)
            patient_until = monotonic() + self._patience
            while len(self._queue) < expected and (left := patient_until - monotonic()) > 0:
                self._came.wait(left)
            batch = [self._queue.popleft() for _place in range(min(self._most, len(self._queue)))]
        try:
            self._answer(batch)
        finally:
            self._hand_on(len(batch))
            for asked in batch:
                asked.leads = False
                asked.woken.set()

    def _hand_on(self, answered: int) -> None:
        with self._lock:
            self._company = answered + len(self._queue)
            self._is_led = bool(self._queue)
            if self._queue:
                self._queue[0].leads = True
                self._queue[0].woken.set()

    def _answer(self, batch: Sequence[_Waiting[Item, Result]]) -> None:
        try:
            for asked, result in zip(batch, self._work([asked.item for asked in batch]), strict=True):
                asked.result = result
        except BaseException as error:  # noqa: BLE001  # whoever asked raises it again
            if len(batch) == 1 or not isinstance(error, Exception):
                for asked in batch:
                    asked.error = error
                return
            for asked in batch:
                self._answer([asked])
