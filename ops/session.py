"""One conversation with PostgreSQL over several questions: a psql that stays, so that a snapshot stays too."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from types import TracebackType
from typing import IO

from ops.postgres import PSQL_OPTIONS, Binaries, DatabaseError, client_address
from ops.processes import tied

END = "=== end of answer ==="


class Session:
    """A psql process as a context; leaving it without `COMMIT` rolls back what was begun."""

    def __init__(self, binaries: Binaries, url: str) -> None:
        address, self._environment = client_address(url)
        self._command = [binaries.program("psql"), *PSQL_OPTIONS, "-d", address]

    def __enter__(self) -> Session:
        self._errors: IO[bytes] = tempfile.TemporaryFile()
        self._child = subprocess.Popen(
            tied(self._command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd="/",
            env=self._environment,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._child.communicate(timeout=30)
        else:
            # A psql in the middle of a script would go on to its end: the server must see the line cut.
            self._child.kill()
            self._child.communicate()
        self._errors.close()

    def ask(self, statements: str) -> list[list[str]]:
        """Run `statements`; the rows of all of them, as texts. Raises DatabaseError at the first that fails."""
        self._write(f"{statements}\n;\n\\echo '{END}'\n".encode())
        rows: list[list[str]] = []
        assert self._child.stdout is not None
        for raw in self._child.stdout:
            line = raw.decode().rstrip("\n")
            if line == END:
                return rows
            rows.append(line.split("\x1f"))
        raise self._failure()

    def feed(self, script: IO[bytes]) -> None:
        """Run a script of pg_restore as it streams in, throwing away what it answers."""
        self._write(b"\\o /dev/null\n")
        assert self._child.stdin is not None
        try:
            self._feed_head(script)
            shutil.copyfileobj(script, self._child.stdin)
        except BrokenPipeError as problem:
            raise self._failure() from problem
        self.ask("\\o\nSELECT 1")

    def _feed_head(self, script: IO[bytes]) -> None:
        """Pass on the settings at the head, but for one that servers before PostgreSQL 17 do not know."""
        for line in script:
            if not line.startswith(b"SET transaction_timeout"):
                self._write(line)
            if line.startswith(b"SET row_security"):
                return

    def _write(self, text: bytes) -> None:
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(text)
            self._child.stdin.flush()
        except BrokenPipeError as problem:
            raise self._failure() from problem

    def _failure(self) -> DatabaseError:
        self._child.wait()
        self._errors.seek(0)
        return DatabaseError(self._errors.read().decode(errors="replace").strip())
