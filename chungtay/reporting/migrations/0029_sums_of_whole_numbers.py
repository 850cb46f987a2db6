"""Add whole numbers as whole numbers: `sum(bigint)` makes a decimal number of each result, which costs more than adding.

A sum that leaves the range of `bigint` is an error, as writing it into an array of totals would be.
"""

from django.db import migrations

MAKE = """
CREATE AGGREGATE reporting_sum(bigint) (
    SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE
)"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0028_completed_units_by_period")]

    operations = [migrations.RunSQL(MAKE, "DROP AGGREGATE reporting_sum(bigint)")]
