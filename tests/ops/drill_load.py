"""Officers at work while the drill kills: they sign in, bring reports in, take figures, send, accept, correct.

Each request is a line of the ledger: what was asked, and whether it was answered with success. A request without an
answer is asked again, as a person would; what it did is for the database to tell.
"""

from __future__ import annotations

import html
import http.client
import io
import itertools
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import docx

PASSWORD = "mot-mat-khau-cho-cuoc-tap-7"
REQUEST_SECONDS = 40
PAUSE_SECONDS = 0.3
CORRECTIONS = 0.4
REASON = {"reason": "Đếm lại theo sổ của xã."}
REFUSED = 409
LETTERS = "bcdghklmnpqrstvx"


@dataclass(frozen=True)
class Reply:
    """An answer of the site, or none (`status` 0)."""

    status: int
    location: str = ""
    body: str = ""

    @property
    def is_lost(self) -> bool:
        """No answer, or one that says that something behind the page is away."""
        return self.status == 0 or self.status >= 500

    @property
    def is_done(self) -> bool:
        """What was posted was done: the site leads on, and not to its door."""
        return self.status == 302 and not self.location.startswith("/dang-nhap/")


NO_REPLY = Reply(0)


@dataclass
class Ledger:
    """What was asked and answered, by all clients together."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)
    in_flight: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write(self, step: str, *, answered: bool, **told: Any) -> None:
        with self._lock:
            self.lines.append({"step": step, "answered": answered, **told})

    def refuse(self, step: str, reply: Reply) -> None:
        """A refusal that a person would read; one that should never come is kept whole."""
        with self._lock:
            self.refused[f"{step} {reply.status}"] += 1

    def wonder(self, what: str) -> None:
        with self._lock:
            self.odd.append(what)

    def flying(self, change: int) -> None:
        with self._lock:
            self.in_flight += change

    def answered(self, *steps: str) -> int:
        """How many requests of these steps were answered with success; of all steps when none is named."""
        with self._lock:
            return sum(line["answered"] and (not steps or line["step"] in steps) for line in self.lines)

    def figures(self) -> dict[str, dict[str, int]]:
        """For each step, how many requests were answered with success, and how many were lost or refused."""
        with self._lock:
            counted = Counter((line["step"], line["answered"]) for line in self.lines)
        steps = sorted({step for step, _answered in counted})
        return {step: {"answered": counted[step, True], "lost or refused": counted[step, False]} for step in steps}


class Officer(threading.Thread):
    """One person with one browser. `work` is done again and again until `stop` is set."""

    def __init__(self, username: str, port: int, ledger: Ledger, stop: threading.Event, seed: str) -> None:
        super().__init__(name=username, daemon=True)
        self.username = username
        self.port = port
        self.ledger = ledger
        self.stop = stop
        self.chance = random.Random(f"{seed} {username}")
        self.cookies: SimpleCookie = SimpleCookie()

    def run(self) -> None:
        while not self.stop.is_set():
            try:
                self.work()
            except Stopped:
                return

    def work(self) -> None:
        raise AssertionError("an officer has work")

    def enter(self, code: str) -> None:
        """Redeem the printed code, then come back with the password, as on the second day."""
        chosen = {"code": code, "new_password": PASSWORD, "repeated": PASSWORD}
        redeemed = self.post("/to-chuc/ma-in-san/", chosen)
        assert redeemed.status == 302, (self.username, redeemed.status, redeemed.body[-2000:])
        self.sign_in()

    def sign_in(self) -> None:
        """Sign in with user name and password."""
        self.cookies = SimpleCookie()
        reply = self.post("/dang-nhap/", {"login": self.username, "password": PASSWORD})
        assert reply.status == 302, (self.username, reply.status, reply.body[-2000:])

    def get(self, path: str) -> Reply:
        return self._ask("GET", path, b"", "")

    def post(self, path: str, fields: Mapping[str, str | list[str]], file: tuple[str, bytes] | None = None) -> Reply:
        if "csrftoken" not in self.cookies:
            self.get("/dang-nhap/")
        token = self.cookies["csrftoken"].value if "csrftoken" in self.cookies else ""
        told = {"csrfmiddlewaretoken": token, **fields}
        if file is None:
            return self._ask("POST", path, urlencode(told, doseq=True).encode(), "application/x-www-form-urlencoded")
        body, kind = _multipart(told, *file)
        return self._ask("POST", path, body, kind)

    def insist(self, ask: Callable[[], Reply]) -> Reply:
        """Ask until there is an answer. Raises Stopped when the drill ends first."""
        while True:
            reply = ask()
            if not reply.is_lost:
                if reply.location.startswith("/dang-nhap/"):
                    self.ledger.wonder(f"{self.username} was signed out")
                    self.insist(lambda: self.post("/dang-nhap/", {"login": self.username, "password": PASSWORD}))
                return reply
            if self.stop.wait(PAUSE_SECONDS):
                raise Stopped

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> Reply:
        headers = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())}
        if kind:
            headers["Content-Type"] = kind
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=REQUEST_SECONDS)
        self.ledger.flying(1)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return NO_REPLY
        finally:
            self.ledger.flying(-1)
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        return Reply(answer.status, answer.getheader("Location") or "", text)


class Stopped(Exception):
    """The drill is over."""


class Reporter(Officer):
    """Sends the reports of the office one after another, and in between corrects one that was sent before.

    There is always work: what was sent is accepted, and what was accepted can be corrected, again and again.
    """

    # Attendances tell the reports of a run apart: no two say the same.
    serials = itertools.count(1)

    def __init__(self, username: str, tasks: list[int], cells: list[int], *arguments: Any) -> None:
        super().__init__(username, *arguments)
        self.cells = cells
        self.tasks = list(tasks)
        self.sent: list[int] = []

    def work(self) -> None:
        if self.sent and (not self.tasks or self.chance.random() < CORRECTIONS):
            self._correct(self.chance.choice(self.sent))
        else:
            self._report(self.tasks.pop(0))

    def _report(self, task: int) -> None:
        sessions, attendances = self._figures()
        text = self._bring_in(task, sessions, attendances)
        if text is None:
            return
        taken = self._insist_on("take-all", f"/bao-cao/phieu/{task}/van-ban/{text}/tat-ca/", {}, text=text, task=task)
        if taken.is_done and self._send(task, sessions, attendances):
            self.sent.append(task)

    def _correct(self, task: int) -> None:
        """A new version of an accepted report, typed by hand; one that still waits is left alone.

        A correction is open, too, when nobody heard that it was begun, typed or refused before: it is gone on with.
        """
        begun = self._insist_on("correct", f"/bao-cao/phieu/{task}/sua-lai/", REASON, task=task)
        path = f"/bao-cao/phieu/{task}/dien/"
        page = self.insist(lambda: self.get(path))
        shown = re.search(r'name="was" id="was" value="([^"]*)"', page.body)
        if shown is None:
            if begun.is_done:
                self.ledger.wonder(f"report {task} was opened for a correction, and its form is {page.status}, closed")
            self.stop.wait(PAUSE_SECONDS)
            return
        sessions, attendances = self._figures()
        figures = {f"v-{self.cells[0]}": str(sessions), f"v-{self.cells[1]}": str(attendances)}
        # As a browser does, the form says which figures it showed: what changed beside them is a conflict.
        form = {**figures, "was": html.unescape(shown[1]), "certainty": "final", "do": "send"}
        stored = self._insist_on("type", path, form, task=task, sessions=sessions, attendances=attendances)
        if stored.is_done:
            self._send(task, sessions, attendances)

    def _figures(self) -> tuple[int, int]:
        return self.chance.randint(10, 19), 1000 + next(Reporter.serials)

    def _bring_in(self, task: int, sessions: int, attendances: int) -> int | None:
        """Paste the text, or upload it as a Word file; returns the number of the text, None when it was refused."""
        as_file = self.chance.random() < 0.5

        def ask() -> Reply:
            token = "".join(self.chance.choices(LETTERS, k=12))
            lines = _report_text(token, sessions, attendances)
            path = f"/bao-cao/phieu/{task}/van-ban/"
            if as_file:
                reply = self.post(path, {"keep_file": "on"}, ("bao-cao.docx", _word_file(lines)))
            else:
                reply = self.post(path, {"text": "\n".join(lines)})
            found = re.search(r"/van-ban/(\d+)/$", reply.location)
            self.ledger.write(
                "bring-in", answered=found is not None, task=task, token=token, text=int(found[1]) if found else None
            )
            return reply

        reply = self.insist(ask)
        found = re.search(r"/van-ban/(\d+)/$", reply.location)
        if found is None:
            self.ledger.refuse("bring-in", reply)
            return None
        return int(found[1])

    def _send(self, task: int, sessions: int, attendances: int) -> bool:
        """Look once more, send, and give a reason for each figure that is called unusual.

        Says whether the report is with the office above; a refusal as no longer open means that it was before.
        """
        path = f"/bao-cao/phieu/{task}/gui/"
        told = {"task": task, "sessions": sessions, "attendances": attendances}
        page = self.insist(lambda: self.get(path))
        asked = re.findall(r'name="(answer-[^"]+)"', page.body)
        reply = self._insist_on("send", path, dict.fromkeys(asked, "Đúng như sổ của xã."), **told)
        return reply.is_done or reply.status == REFUSED

    def _insist_on(self, step: str, path: str, fields: Mapping[str, str], **told: Any) -> Reply:
        """Post until there is an answer, be it a refusal."""

        def ask() -> Reply:
            reply = self.post(path, fields)
            self.ledger.write(step, answered=reply.is_done, status=reply.status, **told)
            return reply

        reply = self.insist(ask)
        if not reply.is_done:
            self.ledger.refuse(step, reply)
        return reply


class Acceptor(Officer):
    """Accepts what was sent: mostly one by one, now and then all of a month at once."""

    def work(self) -> None:
        page = self.insist(lambda: self.get("/bao-cao/duyet/"))
        waiting = re.findall(r"/bao-cao/phieu/(\d+)/duyet/", page.body)
        periods = re.findall(r"/nhan-tat-ca/\?ky=(\d+)", page.body)
        if not waiting:
            self.stop.wait(PAUSE_SECONDS)
        elif periods and self.chance.random() < 0.2:
            self._accept_month(periods[0])
        else:
            self._accept(int(waiting[0]))

    def _accept(self, task: int) -> None:
        def ask() -> Reply:
            reply = self.post(f"/bao-cao/phieu/{task}/nhan/", {})
            good = reply.status == 302 and "/dang-nhap/" not in reply.location
            self.ledger.write("accept", answered=good, task=task)
            return reply

        reply = self.insist(ask)
        if reply.status != 302:
            self.ledger.refuse("accept", reply)

    def _accept_month(self, period: str) -> None:
        """All of the month that has no warning, as its page shows them: another officer may be faster with some."""
        page = self.insist(lambda: self.get(f"/bao-cao/duyet/nhan-tat-ca/?ky={period}"))
        ticked = re.findall(r'name="nhan" value="(\d+)"', page.body)
        if not ticked:
            return

        def ask() -> Reply:
            reply = self.post("/bao-cao/duyet/nhan-tat-ca/", {"ky": period, "nhan": ticked})
            self.ledger.write("accept-all", answered=reply.status == 302)
            return reply

        reply = self.insist(ask)
        if reply.status != 302:
            self.ledger.refuse("accept-all", reply)


def officers(stage: Mapping[str, Any], port: int, ledger: Ledger, stop: threading.Event, seed: str) -> list[Officer]:
    """Everybody of the stage, signed in and ready to start."""
    people: list[Officer] = []
    for username, told in stage["reporters"].items():
        people.append(Reporter(username, told["tasks"], stage["cells"], port, ledger, stop, seed))
        people[-1].enter(told["code"])
    for username, told in stage["acceptors"].items():
        people.append(Acceptor(username, port, ledger, stop, seed))
        people[-1].enter(told["code"])
    return people


def wait_for(happened: Callable[[], bool], seconds: float) -> bool:
    """Ask until `happened` says yes, `seconds` at most."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _report_text(token: str, sessions: int, attendances: int) -> list[str]:
    return [
        "CƠ QUAN CẤP XÃ",
        "BÁO CÁO",
        f"Lần gửi {token}.",
        f"Trong kỳ đã tổ chức {sessions} buổi tuyên truyền với {attendances} lượt người tham dự.",
    ]


def _word_file(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _multipart(fields: Mapping[str, str | list[str]], name: str, content: bytes) -> tuple[bytes, str]:
    border = "cuoc-tap-khong-mat-gi"
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), content, f"\r\n--{border}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={border}"
