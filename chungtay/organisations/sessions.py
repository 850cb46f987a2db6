"""Sessions as Django keeps them in the database, looked up by a prepared question: every page asks for one."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from chungtay.core.prepared import Prepared, given

_SESSION = Prepared(
    lambda: Session.objects.filter(
        session_key=given("key", CharField(max_length=40)), expire_date__gt=given("now", DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    """Named in the setting `SESSION_ENGINE`."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.rows(key=self.session_key, now=timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None
