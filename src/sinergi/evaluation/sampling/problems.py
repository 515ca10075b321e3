"""What a design refuses; the app puts it into words."""


class UnfitDesign(ValueError):
    """A design that cannot be computed or drawn.

    Attributes:
        code: Stable key of the reason.
        field: The part of the design that is at fault.
        data: Figures and names for the sentence.
    """

    def __init__(self, code: str, field: str = "", **data: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.data = data
