"""Evidence files, served by their record's permission."""
