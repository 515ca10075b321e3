"""Opens what others send: workbooks and CSV files, whatever is in them."""
