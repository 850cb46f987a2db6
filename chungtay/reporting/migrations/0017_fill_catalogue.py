"""Write the first entry of the catalogue for each form: what the code asked for until now, from the stored deadlines.

Run again it adds nothing: a form with an entry is left alone.
"""

from django.db import migrations

ALL_LEVELS = [1, 2, 3]
COMMUNE = [3]
MEMBERS = ["union", "farmers", "youth", "women", "veterans"]
ASKED = {
    "ct-phoi-hop": (["police", "front"], ALL_LEVELS),
    "ct-to-chuc": (MEMBERS, ALL_LEVELS),
    "an-toan-khu-dan-cu": (["police"], COMMUNE),
    "an-toan-don-vi": (["police"], COMMUNE),
    "xep-loai-luc-luong": (["police"], COMMUNE),
}
LEGAL_BASIS = "Nghị định 09/2019/NĐ-CP, Điều 8"
USUAL_DAYS = {3: 2, 2: 4, 1: 6}
MONTH_FIRST = {"month": 0, "year": 1}


def fill(apps, schema_editor):
    form_model = apps.get_model("reporting", "Form")
    entry_model = apps.get_model("reporting", "CatalogueEntry")
    for form in form_model.objects.filter(code__in=ASKED, entries__isnull=True):
        senders, levels = ASKED[form.code]
        days, basis = _days(apps, form)
        entry_model.objects.create(
            form=form,
            number=1,
            name=form.label_vi,
            legal_basis=basis,
            senders=senders,
            levels=levels,
            commune_days=days[3],
            district_days=days[2],
            province_days=days[1],
            validity=(None, None),
        )


def _days(apps, form):
    """Working days by level, as they are stored for the form's indicators: the latest row of the shortest grain."""
    rows = apps.get_model("reporting", "Deadline").objects.filter(indicator_set=form.indicator_set_id)
    known = sorted(rows, key=lambda row: (MONTH_FIRST.get(row.grain, 2), -row.pk), reverse=True)
    days = {**USUAL_DAYS, **{row.level: row.working_days for row in known}}
    return days, known[-1].legal_basis if known else LEGAL_BASIS


class Migration(migrations.Migration):
    dependencies = [("reporting", "0016_catalogue_of_reports")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
