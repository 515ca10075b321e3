"""The 2022 demonstration programme: real places, invented people and reports.

Remove this folder and its line in the settings, and nothing else changes.
"""
