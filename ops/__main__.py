"""`python -m ops`: what `./ct` hands over to."""

from ops.cli import main

raise SystemExit(main())
