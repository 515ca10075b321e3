"""A few real areas for tests, without the whole country."""

from sinergi.regions.models import Region
from sinergi.regions.rules import kind_of_code, parent_code
from sinergi.regions.services.loading import write_names

AREAS = {
    "32": "Jawa Barat",
    "32.01": "Kabupaten Bogor",
    "32.71": "Kota Bogor",
    "35": "Jawa Timur",
    "35.22": "Kabupaten Bojonegoro",
    "35.22.01": "Ngraho",
    "35.22.01.2001": "Sumberarum",
    "35.22.01.2002": "Tanggungan",
    "35.22.02": "Tambakrejo",
    "35.22.02.2001": "Bakalan",
    "35.78": "Kota Surabaya",
    "35.78.07": "Genteng",
    "35.78.07.1001": "Embong Kaliasin",
    "91": "Papua",
    "93": "Papua Selatan",
    "93.01": "Kabupaten Merauke",
}


def make_regions(areas: dict[str, str] | None = None) -> dict[str, Region]:
    """Store areas (code to name), the ones above included in what is given."""
    wanted = AREAS if areas is None else areas
    for code in sorted(wanted):
        Region.objects.update_or_create(
            code=code,
            defaults={
                "name": wanted[code],
                "kind": kind_of_code(code),
                "parent_id": parent_code(code) or None,
            },
        )
    write_names([(code, wanted[code], kind_of_code(code)) for code in wanted], wanted)
    return Region.objects.in_bulk(list(wanted))
