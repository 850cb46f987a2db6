"""Reports as office files: the same text as .docx with real tables, and as .pdf; and what reading them so loses.

`python -m tests.narrative.rendered FOLDER [pdf]` scores the reports of a folder as text and as files. The .pdf is
printed by LibreOffice, which is needed for that alone.
"""

import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import docx

from narrative.files import Unreadable, read_file
from tests.narrative.score import score_folder

_GAPS = re.compile(r" {3,}")
_LEAST_CELLS = 4


def as_docx(text):
    """`text` as a Word file: rows of bars, tabs or wide blanks become a table, every other line a paragraph."""
    document = docx.Document()
    rows = []
    for line in [*text.split("\n"), ""]:
        cells = _cells(line)
        if cells:
            rows.append(cells)
            continue
        if rows:
            _add_table(document, rows)
            rows = []
        if line.strip():
            document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _cells(line):
    bars = line.strip().strip("|")
    if "|" in bars:
        cells = [cell.strip() for cell in bars.split("|")]
        return cells if any(cell.strip("-:+= ") for cell in cells) else []
    if line.count("\t") > 1:
        return [cell.strip() for cell in line.split("\t")]
    parted = _GAPS.split(line.strip())
    return parted if len(parted) >= _LEAST_CELLS else []


def _add_table(document, rows):
    width = max(map(len, rows))
    table = document.add_table(rows=len(rows), cols=width)
    table.style = "Table Grid"
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=False):
            cell.text = words


def body_as_docx(path):
    """The text that the reader of files finds in the report at `path` as .docx."""
    return read_file("report.docx", as_docx(path.read_bytes().decode("utf-8"))).body_text


def body_as_pdf(path):
    """The text that the reader of files finds in the report at `path` as .pdf."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(as_docx(path.read_bytes().decode("utf-8")))
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(source)], check=True, capture_output=True, timeout=120)
        return read_file("report.pdf", source.with_suffix(".pdf").read_bytes()).body_text


def main(folder, kind="docx"):
    """Print the scores of the reports of `folder` as text and as files, and which of the files were refused."""
    body_of = body_as_pdf if kind == "pdf" else body_as_docx
    bodies, refused = {}, []
    for path in sorted(Path(folder).glob("*.txt")):
        try:
            bodies[path] = body_of(path)
        except Unreadable as refusal:
            refused.append(f"{path.stem}: {refusal.code}")
    for name, read in (("text", lambda path: path.read_bytes().decode("utf-8")), (kind, bodies.get)):
        tallies, leaked = score_folder(Path(folder), lambda path, read=read: read(path) if path in bodies else None)
        print(name, {share: round(tally.f1, 4) for share, tally in tallies.items()}, "leaked", leaked)
    print("refused", refused)


if __name__ == "__main__":
    main(*sys.argv[1:])
