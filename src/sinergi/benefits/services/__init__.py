"""Acts of valuation."""
