"""`./ct report KIND --unit CODE --year Y [--map DATE] --out DIR`: write a report as .docx and PDF with its lineage."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from chungtay.core.errors import ChungTayError
from chungtay.documents.codes import REPORTS_OF_A_YEAR, PaperKind
from chungtay.reporting.papers.annual import annual_report
from chungtay.reporting.papers.lineage import lineage_of
from chungtay.reporting.papers.matter import annual_matter
from chungtay.reporting.queries.consolidation import last_day, year_period
from chungtay.territory.queries import unit_by_code
from officialdoc import Rendering, render_docx, render_pdf

RENDERINGS = ((Rendering.CLEAN, ""), (Rendering.LOOKUP, "-tra-cuu"))


class Command(BaseCommand):
    """Write the report of a unit's year, from the freeze or else from live figures."""

    help = "Write a report of a unit's year: .docx and PDF for signature, the look-up copy, and lineage.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.value for kind in REPORTS_OF_A_YEAR], help="which report")
        parser.add_argument("--unit", required=True, help="code of the unit on the period's last day, such as 38")
        parser.add_argument("--year", required=True, type=int, help="the reporting year, such as 2021")
        parser.add_argument(
            "--map", type=date.fromisoformat, help="show the figures on the map of this day: YYYY-MM-DD"
        )
        parser.add_argument("--out", required=True, type=Path, help="the folder to write into")

    def handle(self, *args: Any, **options: Any) -> None:
        period = year_period(options["year"])
        if period is None:
            raise CommandError(f"Không có kỳ báo cáo năm {options['year']}. Hãy chọn một năm đã mở kỳ.")
        try:
            unit = unit_by_code(options["unit"], last_day(period))
            matter = annual_matter(unit, options["year"], map_day=options["map"])
        except ChungTayError as refusal:
            raise CommandError(refusal.sentence) from refusal
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{options['kind']}-{options['unit']}-{options['year']}"
        for rendering, suffix in RENDERINGS:
            document = annual_report(matter, kind=PaperKind(options["kind"]), rendering=rendering)
            (folder / f"{name}{suffix}.docx").write_bytes(render_docx(document))
            (folder / f"{name}{suffix}.pdf").write_bytes(render_pdf(document))
        lineage = json.dumps(lineage_of(matter), ensure_ascii=False, indent=1)
        (folder / "lineage.json").write_text(lineage, encoding="utf-8")
        state = "đã chốt" if matter.year.is_from_freeze else "số hiện tại, chưa chốt"
        self.stdout.write(f"Đã ghi {name} ({state}) vào {folder}")
