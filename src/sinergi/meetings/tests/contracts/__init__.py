"""Servers on this machine that hold us to the providers' published interfaces."""
