"""Questions about the runs of proposals: the latest one, and whether the worker still has it."""

from __future__ import annotations

from dataclasses import dataclass

from procrastinate.contrib.django.models import ProcrastinateJob

from chungtay.territory.codes import RunOutcome
from chungtay.territory.models import LedgerProposal, LedgerRun

_WAITS, _WORKS = "todo", "doing"


@dataclass(frozen=True)
class RunState:
    """A run and what the worker does with it: `job_status` is empty when the worker does not know it any more."""

    run: LedgerRun
    job_status: str

    @property
    def is_live(self) -> bool:
        """Whether it waits or works."""
        return self.run.ended_at is None and self.job_status in (_WAITS, _WORKS)

    @property
    def is_waiting(self) -> bool:
        """Whether the worker has not begun it."""
        return self.is_live and self.job_status == _WAITS

    @property
    def is_broken(self) -> bool:
        """Whether it was broken off: not ended, and nobody works on it. Its transaction left nothing behind."""
        return self.run.ended_at is None and not self.is_live

    @property
    def is_refused(self) -> bool:
        """Whether it ended with sentences that say why it cannot be."""
        return self.run.outcome == RunOutcome.REFUSED

    @property
    def is_stopped(self) -> bool:
        """Whether somebody stopped it."""
        return self.run.outcome == RunOutcome.STOPPED


def run_of(proposal: LedgerProposal) -> RunState | None:
    """The latest run of `proposal`, None when there was none."""
    run = proposal.runs.select_related("rehearsal").defer("rehearsal__findings").order_by("-id").first()
    if run is None:
        return None
    status = ""
    if run.ended_at is None and run.job is not None:
        status = ProcrastinateJob.objects.filter(pk=run.job).values_list("status", flat=True).first() or ""
    return RunState(run, status)
