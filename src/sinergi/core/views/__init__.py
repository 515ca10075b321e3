"""Pages of the core, one file per noun."""
