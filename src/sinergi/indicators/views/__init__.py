"""Pages of schemes, targets and snapshots."""
