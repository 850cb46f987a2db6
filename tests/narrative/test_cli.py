"""The command: files in, JSON lines out, one sentence on error."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import narrative
from narrative.cli import main

REPORT = "UBND XÃ ĐÔNG THANH\nBÁO CÁO NĂM 2022\nTổ chức 12 buổi tuyên truyền.\n"


def test_facts_are_written_as_json_lines_named_as_the_file(tmp_path):
    (tmp_path / "bao-cao.txt").write_text(REPORT, encoding="utf-8")

    status = main([str(tmp_path / "bao-cao.txt"), "--out", str(tmp_path / "out")])

    lines = (tmp_path / "out" / "bao-cao.jsonl").read_text(encoding="utf-8").splitlines()
    assert status == 0
    assert [(fact["value"], fact["indicator"], fact["period"]) for fact in map(json.loads, lines)] == [
        (12, "outreach_sessions", "năm 2022")
    ]


def test_explain_prints_the_sentence_and_how_it_was_read(tmp_path, capsys):
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")

    main([str(tmp_path / "a.txt"), "--out", str(tmp_path), "--explain"])

    printed = re.sub(r"rule \d+", "rule NN", capsys.readouterr().out)
    assert printed == (
        "Tổ chức 12 buổi tuyên truyền.\n"
        "  tokens     tổ chức 12 buổi tuyên truyền .\n"
        "  [44:51] '12 buổi' = eq 12 buổi\n"
        "    quantity   12: written out\n"
        "    unit       buổi: session; counted: buổi tuyên truyền\n"
        "    verb       v_organise\n"
        "    near       coverage, outreach, v_organise, v_outreach; before: -\n"
        "    indicator  outreach_sessions (0.9): rule NN: unit session/turn; near outreach\n"
        "    period     năm 2022: the heading or title above it; scope xã Đông Thanh: the head of the report\n"
    )


def test_a_file_that_cannot_be_read_is_one_sentence_and_status_one(tmp_path, capsys):
    (tmp_path / "a.docx").write_bytes(b"MZ")

    assert main([str(tmp_path / "a.docx"), "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "a.docx: the file is named .docx but its content is program\n"


def test_a_missing_file_is_one_sentence_and_status_one(tmp_path, capsys):
    assert main([str(tmp_path / "b.txt"), "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'b.txt'}: No such file or directory\n"


def test_the_library_runs_alone(tmp_path):
    """No framework comes in with it: neither the web nor the database."""
    code = (
        "import sys, narrative.cli, narrative.forbidden, narrative.compare, narrative.names\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'psycopg', 'chungtay'}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )

    assert done.stdout == "[]\n"


def test_a_copied_folder_runs_with_what_its_own_list_names(tmp_path):
    shutil.copytree(
        Path(narrative.__file__).parent, tmp_path / "narrative", ignore=shutil.ignore_patterns("__pycache__")
    )
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    command = [sys.executable, "-m", "narrative", "a.txt", "--out", "out"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    subprocess.run(command, cwd=tmp_path, check=True, env=environment)

    assert json.loads((tmp_path / "out" / "a.jsonl").read_text(encoding="utf-8"))["value"] == 12


def test_the_list_names_all_that_is_imported():
    folder = Path(narrative.__file__).parent
    listed = re.findall(r"(?m)^([a-z0-9]+)>=", (folder / "requirements.txt").read_text(encoding="utf-8"))

    imported = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    assert imported - sys.stdlib_module_names - {"narrative"} == set(listed)
