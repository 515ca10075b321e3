"""Activities, monthly statistics, verification: what libraries did."""
