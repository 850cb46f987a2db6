"""`python -m ops.check.contract`: the import contract, for the package has no `-m` of its own."""

from importlinter.cli import lint_imports_command

if __name__ == "__main__":
    lint_imports_command(["--no-cache", "--no-logo"])
