"""Each check is shown one breach and the good line beside it: it must find the one and leave the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.check import Check, Tree, documents, hygiene, pages, rooms, translations

PO_HEAD = (
    'msgid ""\n'
    'msgstr "Language: vi\\nContent-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


def planted(root: Path, files: dict[str, str]) -> Tree:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Tree(root, tuple(sorted(Path(name) for name in files)))


def places(check: Check, root: Path, files: dict[str, str]) -> list[str]:
    return [problem.place for problem in check(planted(root, files))]


@pytest.mark.parametrize(
    ("check", "name", "bad", "good"),
    [
        (
            rooms.across_rooms,
            "chungtay/territory/rules.py",
            "from chungtay.reporting import queries",
            "from chungtay.core.errors import NotFound",
        ),
        (
            rooms.across_rooms,
            "chungtay/reporting/actions/accept.py",
            "from chungtay.organisations.names import shown",
            "from chungtay.organisations import queries, rules",
        ),
        (
            rooms.across_rooms,
            "chungtay/portal/views.py",
            "from chungtay.web.components import card",
            "from chungtay.reporting.queries import published",
        ),
        (rooms.across_rooms, "chungtay/core/clock.py", "def f():\n    import chungtay.demo.build", "import datetime"),
        (rooms.pure_libraries, "narrative/files/word.py", "from django.db import models", "import zipfile"),
        (rooms.pure_libraries, "officialdoc/dates.py", "import datetime\ndatetime.date.today()", "import datetime"),
        (
            rooms.views_start_from_queries,
            "chungtay/reporting/views/board.py",
            "rows = Submission.objects.filter(id=1)",
            "rows = submissions_for(user)",
        ),
        (rooms.modules_have_names, "chungtay/core/utils.py", "x = 1", None),
        (
            pages.inline_code,
            "chungtay/web/templates/web/page.html",
            '<p\n style="color:red">a</p>',
            '<p class="red">a</p><script src="x.js"></script><link href="/y.css">',
        ),
        (pages.inline_code, "chungtay/web/templates/web/page.html", "<script>go()</script>", "{# <script> #}"),
        (pages.inline_code, "chungtay/web/templates/web/page.html", '<b onclick="go()">a</b>', '<b data-on="go">a</b>'),
        (
            pages.inline_code,
            "chungtay/web/templates/web/page.html",
            '<img src="https://tiles.example/1.png">',
            '<img src="/static/1.png">',
        ),
        (hygiene.unfinished_work, "narrative/lexicon.py", "x = 1  # TO" + "DO more", "x = 1  # todo is a word"),
        (hygiene.secrets_in_tree, "docs/a.md", "-----BEGIN PRIVATE" + " KEY-----", "a private key"),
        (
            hygiene.secrets_in_tree,
            "docs/a.md",
            "postgresql://me:" + "Xy12Xy12Xy12Xy12Xy@h/d",
            "postgresql://me:PASSWORD@h/d",
        ),
        (hygiene.machine_places, "docs/a.md", "see /ho" + "me/lan/notes", "see docs/notes"),
        (
            hygiene.locks_name_no_host,
            "requirements/runtime.lock",
            "lark==1.3.1 \\\n    --hash=sha256:aa\nregex==1\n",
            "lark==1.3.1 \\\n    --hash=sha256:aa\nregex==1 \\\n    --hash=sha256:bb\n",
        ),
        (
            hygiene.locks_name_no_host,
            "requirements/runtime.lock",
            "--index-url https://packages.example/simple\nlark==1.3.1 --hash=sha256:aa\n",
            "lark==1.3.1 --hash=sha256:aa\n",
        ),
        (documents.links_lead_somewhere, "docs/a.md", "[there](none.md)", "[here](a.md#top), [web](https://x.example)"),
        (documents.readme_is_short, "README.md", "line\n" * 150, "line\n" * 149),
    ],
)
def test_check_finds_the_breach_and_leaves_the_good_line(
    tmp_path: Path, check: Check, name: str, bad: str, good: str | None
) -> None:
    found = places(check, tmp_path / "bad", {name: bad})
    spared = places(check, tmp_path / "good", {name: good}) if good is not None else []

    assert {place.partition(":")[0] for place in found} == {name}
    assert spared == []


def test_rows_kept_for_a_view_are_no_view(tmp_path: Path) -> None:
    rows = {"chungtay/analytics/queries/saved_views.py": "rows = SavedView.objects.all()"}

    assert places(rooms.views_start_from_queries, tmp_path, rows) == []


def test_machine_places_finds_the_tree_itself(tmp_path: Path) -> None:
    assert places(hygiene.machine_places, tmp_path, {"docs/a.md": f"cd {tmp_path}"}) == ["docs/a.md"]


def test_registry_hosts_finds_what_pip_is_set_up_with(tmp_path: Path) -> None:
    sources = hygiene.package_sources()

    found = places(
        hygiene.registry_hosts, tmp_path, {"docs/a.md": f"get it from https://{sources[0]}/x", "b.md": "pip"}
    )

    assert sources
    assert set(found) == {"docs/a.md"}


def test_translations_complete_finds_missing_empty_fuzzy_and_wrong_names(tmp_path: Path) -> None:
    tree = planted(
        tmp_path,
        {
            "chungtay/core/a.py": '_("Missing")\n_("Empty")\n_("%(unit)s is late")\nngettext("one day", "days", 2)\n',
            "chungtay/core/templates/core/a.html": '<p>\n    {% translate "From a page" %}\n'
            "  {% blocktranslate %}Hi {{ name }}{% endblocktranslate %}</p>",
            "locale/vi/LC_MESSAGES/django.po": PO_HEAD
            + 'msgid "Empty"\nmsgstr ""\n\n'
            + 'msgid "%(unit)s is late"\nmsgstr "%(place)s bị chậm"\n\n'
            + '#, fuzzy\nmsgid "Guess"\nmsgstr "Đoán"\n\n'
            + 'msgid "one day"\nmsgid_plural "days"\nmsgstr[0] "ngày"\n\n'
            + 'msgid "From a page"\nmsgstr "Từ một trang"\n\n',
        },
    )

    found = [str(problem) for problem in translations.translations_complete(tree)]

    assert found == [
        "chungtay/core/a.py:1: missing in django.po: Missing",
        "chungtay/core/a.py:2: not translated in django.po: Empty",
        "chungtay/core/templates/core/a.html:3: missing in django.po: Hi %(name)s",
        "django.po:11: is only a guess (fuzzy): Guess",
        "django.po:7: has other names than its source: %(unit)s is late",
    ]


def test_add_missing_lets_the_check_pass_once_translated(tmp_path: Path) -> None:
    tree = planted(tmp_path, {"ops/a.py": '_("Stop")\n'})

    changed = translations.add_missing(tree)

    assert changed == [tmp_path / "locale/vi/LC_MESSAGES/ops.po"]
    changed[0].write_text(changed[0].read_text().replace('msgid "Stop"\nmsgstr ""', 'msgid "Stop"\nmsgstr "Dừng"'))
    assert translations.translations_complete(tree) == []
    assert translations.add_missing(tree) == []


def test_sentences_stay_whole_finds_pieces_and_nameless_places(tmp_path: Path) -> None:
    files = {"ops/a.py": '_(f"Late: {unit}")\n_("Late: %s")\n_("Late: %(unit)s, 5%%")\n'}

    assert places(translations.sentences_stay_whole, tmp_path, files) == ["ops/a.py:1", "ops/a.py:2"]


def test_settings_listed_compares_both_ways(tmp_path: Path) -> None:
    files = {
        "chungtay/web/settings.py": 'read_bool("CHUNGTAY_TLS")\nread_list("CHUNGTAY_HOSTS")\n',
        "docs/settings.md": "| `CHUNGTAY_HOSTS` | names |\n| `CHUNGTAY_GONE` | nothing |\n",
    }

    found = [str(problem) for problem in documents.settings_listed(planted(tmp_path, files))]

    assert found == [
        "chungtay/web/settings.py: CHUNGTAY_TLS has no line in docs/settings.md",
        "docs/settings.md: CHUNGTAY_GONE is read nowhere",
    ]


def test_error_codes_listed_reads_the_classes(tmp_path: Path) -> None:
    files = {
        "chungtay/core/errors.py": 'class A:\n    code = "core.a"\nclass B:\n    code: ClassVar[str] = "core.b"\n',
        "docs/errors.md": "| `core.a` | | |\n",
    }

    assert places(documents.error_codes_listed, tmp_path, files) == ["chungtay/core/errors.py:3"]


def test_write_errors_page_lists_code_circumstance_and_sentence(tmp_path: Path) -> None:
    source = 'class A:\n    """Too late.\n\n    More."""\n    code = "core.late"\n    message = _("It is late.")\n'
    tree = planted(tmp_path, {"chungtay/core/errors.py": source, "docs/errors.md": ""})

    assert documents.write_errors_page(tree)
    assert (tmp_path / "docs/errors.md").read_text().splitlines()[-1] == "| `core.late` | Too late. | It is late. |"
    assert documents.error_codes_listed(tree) == []
    assert not documents.write_errors_page(tree)


def test_commands_listed_names_each_word_of_the_command_line(tmp_path: Path) -> None:
    found = documents.commands_listed(planted(tmp_path, {"docs/operations.md": "`./ct run` and `./ct test`"}))

    assert [problem.words.split()[1] for problem in found][:3] == ["check", "lock", "demo"]


def test_dependencies_listed_wants_a_line_for_each(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[project]\ndependencies=["Lark>=1"]\n[project.optional-dependencies]\ndev=["ruff"]\n',
        "docs/dependencies.md": "| lark | grammar |\n",
    }

    assert [problem.words for problem in documents.dependencies_listed(planted(tmp_path, files))] == [
        "ruff has no line"
    ]


def test_patterns_take_any_depth_of_folders(tmp_path: Path) -> None:
    tree = planted(tmp_path, {"a/x.py": "", "a/b/c/x.py": "", "b/x.py": "", "a/x.md": ""})

    assert tree.those("a/**/*.py") == [Path("a/b/c/x.py"), Path("a/x.py")]
    assert tree.those("*.md") == [Path("a/x.md")]
