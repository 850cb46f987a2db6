"""Repeatable benchmarks on the demo province, each beside a peer or a limit of the same run."""
