"""Two officers at one door in the same moment, on two connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from chungtay.organisations.actions import issue_one_time_code, redeem_code
from chungtay.organisations.errors import CodeNotValid
from chungtay.organisations.lockout import note_failure
from chungtay.organisations.models import OneTimeCode, SignInLock, User
from tests.organisations.conftest import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: object) -> list[object]:
    """Run `acts` at once, each on its own connection; a refusal is its answer."""
    start = Barrier(len(acts))

    def run(act: object) -> object:
        start.wait(timeout=10)
        try:
            return act()
        except CodeNotValid as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_code_typed_twice_at_once_works_once() -> None:
    user = User.objects.create_user("ca.yentho", display_name="Công an xã Yên Thọ")
    code = issue_one_time_code(user, by=None, now=NOW)
    passwords = ["mot-hai-ba-bon-5", "sau-bay-tam-chin-9"]

    answers = together(*(lambda word=word: redeem_code(code, new_password=word, now=NOW) for word in passwords))

    user.refresh_from_db()
    assert sorted(str(type(answer).__name__) for answer in answers) == ["User", "str"]
    winner = passwords[answers.index(user)]
    assert user.check_password(winner)
    assert OneTimeCode.objects.filter(used_at__isnull=False).count() == 1


def test_failures_at_once_are_all_counted() -> None:
    together(*(lambda: note_failure("ca.yentho", "", now=NOW) for _ in range(5)))

    assert [lock.failed_count for lock in SignInLock.objects.all()] == [5]
