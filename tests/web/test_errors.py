"""One shape for every refusal: the whole tree of errors is walked, and each place that raises one."""

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.utils import translation

import chungtay
from chungtay.core.errors import ChungTayError

PLACEHOLDER = re.compile(r"%\((\w+)\)")
ROOMS = Path(chungtay.__file__).parent


def _all_errors() -> list[type[ChungTayError]]:
    for module in pkgutil.walk_packages(chungtay.__path__, "chungtay."):
        if ".migrations" not in module.name and not module.name.endswith((".wsgi", ".urls")):
            importlib.import_module(module.name)
    found, waiting = [], [ChungTayError]
    while waiting:
        error = waiting.pop()
        found.append(error)
        waiting += error.__subclasses__()
    return sorted((error for error in found if error.__module__.startswith("chungtay.")), key=lambda error: error.code)


ERRORS = _all_errors()


def test_every_error_has_a_code_of_its_own():
    named = defaultdict(list)
    for error in ERRORS:
        named[error.code].append(error.__qualname__)

    assert {code: names for code, names in named.items() if len(names) > 1} == {}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_error_has_the_shape_of_a_refusal(error):
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", error.code)
    assert error.code.split(".")[0] == error.__module__.split(".")[1]
    assert error.http_status in {400, 403, 404, 409, 413, 500, 503}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_sentence_is_filled(error):
    raised = error.__new__(error)
    raised.data = dict.fromkeys(PLACEHOLDER.findall(str(error.message)), 7)

    with translation.override("en"):
        sentence = raised.sentence

    assert "%(" not in sentence
    assert sentence.endswith((".", "?")) or str(error.message).endswith(")s")


def test_every_place_that_raises_names_what_its_sentence_needs():
    needs = defaultdict(list)
    for error in ERRORS:
        if error.__init__ is ChungTayError.__init__:
            needs[error.__name__].append(set(PLACEHOLDER.findall(str(error.message))))

    lacking = []
    for path in sorted(ROOMS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, (ast.Name, ast.Attribute)):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            given = {keyword.arg for keyword in node.keywords}
            if name in needs and None not in given and not any(wanted <= given for wanted in needs[name]):
                lacking.append(f"{path.relative_to(ROOMS)}:{node.lineno} {name}")

    assert lacking == []
