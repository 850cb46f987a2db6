"""A fingerprint of all a database holds: for each table the count of rows and a checksum of their texts.

Computed by the server, in one snapshot. The order of rows and the place they lie in do not matter; anything a
row says does.
"""

from __future__ import annotations

from ops.session import Session

Fingerprint = dict[str, str]

# How values print must be the same on both sides of a backup.
_PLAIN_PRINTING = (
    "SET TIME ZONE 'UTC'; SET DATESTYLE TO 'ISO, YMD'; SET extra_float_digits TO 1; SET bytea_output TO 'hex'"
)
_RELATIONS = """
SELECT c.relkind::text, quote_ident(n.nspname) || '.' || quote_ident(c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm', 'S') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
ORDER BY 2
"""
# Fifteen hexadecimal digits of each row's MD5 fit a bigint; their sum, a numeric, does not care for order.
_ROWS = """
SELECT '{name}', count(*) || ':' ||
  coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint::numeric), 0) FROM {name} t
"""
_SEQUENCE = "SELECT '{name}', last_value || ':' || is_called FROM {name}"


def fingerprint(session: Session) -> Fingerprint:
    """Name of each table, materialised view and sequence to what it holds, as the session's snapshot sees it."""
    session.ask(_PLAIN_PRINTING)
    found: Fingerprint = {}
    for kind, name in session.ask(_RELATIONS):
        question = _SEQUENCE if kind == "S" else _ROWS
        for label, value in session.ask(question.format(name=name)):
            found[label] = value
    return found


def differences(before: Fingerprint, after: Fingerprint) -> list[str]:
    """The names under which two fingerprints differ, or which only one of them has; sorted."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
