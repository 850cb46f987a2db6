"""A child for the tests of `core.bounded`: does what its head says, as a file from outside might make it do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from chungtay.core.bounded import answer_parent


def misbehave(head: dict[str, Any], content: bytes) -> dict[str, Any]:
    """One way to behave for each word."""
    match head["do"]:
        case "start another":
            subprocess.run(["sleep", head["seconds"]], check=True)
        case "fall":
            sys.exit(3)
        case "hoard":
            return {"length": len(bytearray(2_000_000_000))}
        case "write":
            try:
                Path(head["path"]).write_bytes(content)
            except OSError as refused:
                return {"refused": refused.errno}
    return {"length": len(content)}


if __name__ == "__main__":
    sys.exit(answer_parent(misbehave))
