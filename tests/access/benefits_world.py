"""One draft valuation of the whole country, with a line of each kind."""

from sinergi.benefits.tests.factories import make_cost, make_stream, make_valuation


def valuation_arguments() -> dict[str, tuple[object, ...]]:
    """What the addresses of benefits are filled with."""
    draft = make_valuation()
    cost, stream = make_cost(draft), make_stream(draft)
    of_draft = (
        *("valuation_show", "valuation_edit", "valuation_lines", "valuation_publish"),
        *("costs_take", "cost_new", "stream_new"),
    )
    return {
        **{f"benefits:{name}": (draft.slug,) for name in of_draft},
        "benefits:valuation_file": (draft.slug, "yaml"),
        "benefits:cost_edit": (draft.slug, cost.pk),
        "benefits:cost_remove": (draft.slug, cost.pk),
        "benefits:stream_edit": (draft.slug, stream.pk),
        "benefits:stream_remove": (draft.slug, stream.pk),
        "benefits:unit_value_edit": (stream.unit_value.key,),
    }
