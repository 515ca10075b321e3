"""An achievement update as slides: what its frozen numbers say, in words.

Page and paper draw the same deck. Nothing here reads figures: whatever was verified
since the freeze changes no slide.
"""

from sinergi.meetings.slides.deck import deck_of, first_sentence
from sinergi.meetings.slides.figures import chart_spec
from sinergi.meetings.slides.shapes import Deck

__all__ = ["Deck", "chart_spec", "deck_of", "first_sentence"]
