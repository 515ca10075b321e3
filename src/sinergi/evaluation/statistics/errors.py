"""What cannot be computed, said in a sentence that whoever shows it can translate."""


class UnfitData(ValueError):
    """Answers or a design of which no figure can be made.

    Attributes:
        template: The sentence with named placeholders, as in the catalogue.
        data: What the placeholders stand for.
    """

    def __init__(self, template: str, /, **data: object) -> None:
        super().__init__(template % data if data else template)
        self.template = template
        self.data = data


def gettext_noop(template: str) -> str:
    """Mark a sentence for the catalogue; these modules know no language."""
    return template
