"""`python -m narrative FILE... --out DIR`."""

from __future__ import annotations

import sys

from narrative.cli import main

sys.exit(main())
