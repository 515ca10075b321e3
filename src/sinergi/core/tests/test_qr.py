"""QR codes of tickets and gates."""

import re

from sinergi.core.qr import qr_svg


def test_a_code_grows_with_the_room_that_it_is_given() -> None:
    drawn = qr_svg("SIN1." + "A" * 150)
    opening = drawn[: drawn.index(">")]
    side = re.search(r'viewBox="0 0 (\d+) (\d+)"', opening)
    assert side is not None
    assert side[1] == side[2]
    assert " width=" not in opening
