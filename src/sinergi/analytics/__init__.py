"""The figure plane's machinery: engine, sources, lake, disclosure; no domain words."""
