"""Run every check, or those that are named; print all problems together; exit 1 when there is one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from ops.check import Check, Problem, Tree, documents, hygiene, licences, pages, programs, rooms, translations

CHECKS: dict[str, tuple[Check, ...]] = {
    "format": (programs.formatted,),
    "lint": (programs.linted,),
    "contract": (
        programs.layers_kept,
        rooms.across_rooms,
        rooms.pure_libraries,
        rooms.views_start_from_queries,
        rooms.modules_have_names,
    ),
    "django": (programs.django_is_content,),
    "migrations": (programs.migrations_written,),
    "templates": (pages.inline_code, pages.templates_compile),
    "translations": (translations.translations_complete, translations.sentences_stay_whole),
    "docs": (
        documents.settings_listed,
        documents.commands_listed,
        documents.error_codes_listed,
        documents.dependencies_listed,
        documents.links_lead_somewhere,
        documents.readme_is_short,
    ),
    "licences": (licences.licences_allow,),
    "tree": (
        hygiene.registry_hosts,
        hygiene.locks_name_no_host,
        hygiene.machine_places,
        hygiene.unfinished_work,
        hygiene.secrets_in_tree,
        hygiene.files_are_small,
    ),
}
TYPES = "types"
NEEDS_DJANGO = {"templates", "translations"}


def main(words: list[str]) -> int:
    """`[--fix] [NAME...]`: the exit status says whether anything is wrong (1), or was typed wrongly (2)."""
    names = [word for word in words if word != "--fix"] or [*CHECKS, TYPES]
    unknown = set(names) - set(CHECKS) - {TYPES}
    if unknown:
        print(f"no such check: {', '.join(sorted(unknown))}; there are {', '.join([*CHECKS, TYPES])}")
        return 2
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="chungtay-check-") as scratch:
        os.environ["CHUNGTAY_VAR"] = scratch
        tree = read_tree(Path(__file__).resolve().parents[2])
        if "--fix" in words:
            mend(tree, names)
        # The slowest one runs beside all the others.
        types = (
            programs.start(["mypy", "--no-error-summary"], tree, {"MYPY_FORCE_COLOR": "0"}) if TYPES in names else None
        )
        problems = run_checks(tree, [name for name in names if name != TYPES])
        if types is not None:
            problems += report(TYPES, programs.collect(types, TYPES))
    seconds = f"{time.monotonic() - started:.0f}"
    print(f"{len(problems)} problem(s) in {seconds} s" if problems else f"All is well ({seconds} s)")
    return 1 if problems else 0


def mend(tree: Tree, names: list[str]) -> None:
    """Mend what the checks of `names` can mend: format and lint, the page of error codes, missing sentences."""
    if {"format", "lint"} & set(names):
        programs.mend(tree)
    if "docs" in names and documents.write_errors_page(tree):
        print(f"wrote {documents.ERRORS_PAGE}")
    if "translations" in names:
        for path in translations.add_missing(tree):
            print(f"added the missing sentences to {path.relative_to(tree.root)}")


def run_checks(tree: Tree, names: list[str]) -> list[Problem]:
    """Run the checks of `names` and print each one's outcome; returns all problems."""
    if NEEDS_DJANGO & set(names):
        _set_up_django()
    problems: list[Problem] = []
    for name in names:
        problems += report(name, [problem for check in CHECKS[name] for problem in check(tree)])
    return problems


def report(name: str, problems: list[Problem]) -> list[Problem]:
    """Print the outcome of one check, and hand the problems on."""
    print(f"{'well' if not problems else 'BAD '}  {name}", flush=True)
    for problem in problems:
        print(f"      {problem}", flush=True)
    return problems


def read_tree(root: Path) -> Tree:
    """Every file of the project that git tracks or would track."""
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={root}", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    files = (Path(name) for name in listing.split("\0") if name)
    return Tree(root, tuple(sorted(path for path in files if (root / path).is_file())))


def _set_up_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chungtay.web.settings")
    django.setup()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
