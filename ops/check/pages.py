"""Templates: no script or style of their own, and each of them compiles."""

from __future__ import annotations

import re

from ops.check import Problem, Tree

TEMPLATES = ("chungtay/**/templates/**/*.html", "chungtay/**/templates/**/*.txt", "chungtay/**/templates/**/*.svg")
INLINE = {
    re.compile(r"<style\b", re.I): "a style belongs into a stylesheet",
    re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I): "a style belongs into a stylesheet",
    re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I): "a script belongs into a file: no on… attribute",
    re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/json)", re.I): "a script belongs into a file",
    re.compile(r"javascript:", re.I): "a script belongs into a file",
    re.compile(r"""(?:src|href)\s*=\s*["']https?://""", re.I): "nothing is fetched from elsewhere at run time",
}


def inline_code(tree: Tree) -> list[Problem]:
    """No inline script, style or handler: the content security policy would refuse it anyway."""
    problems = []
    for path in tree.those(*TEMPLATES):
        # A tag may stand on several lines; a comment of the template language is not sent.
        text = re.sub(r"{#.*?#}", "", tree.text(path))
        for pattern, words in INLINE.items():
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                problems.append(Problem(f"{path}:{line}", words))
    return problems


def templates_compile(tree: Tree) -> list[Problem]:
    """Every template of the rooms is found by its name and compiles. Needs Django to be set up."""
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    problems = []
    for path in tree.those(*TEMPLATES):
        parts = path.parts
        name = "/".join(parts[parts.index("templates") + 1 :])
        try:
            get_template(name)
        except (TemplateDoesNotExist, TemplateSyntaxError) as problem:
            problems.append(Problem(str(path), f"does not compile: {problem}"))
    return problems
