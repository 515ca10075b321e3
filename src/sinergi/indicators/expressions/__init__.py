"""Pure Ibis expressions: tables in, tables out."""
