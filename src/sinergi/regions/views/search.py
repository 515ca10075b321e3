"""Finding areas, as a page and as the list below a picker."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sinergi.regions.enums import RegionKind
from sinergi.regions.queries import search_regions

PAGE_HITS = 40
PICKER_HITS = 8


@require_safe
def region_search(request: HttpRequest) -> HttpResponse:
    """Areas by name or code; `nama` names the field of the picker that asks."""
    field = request.GET.get("nama", "")
    is_picker = bool(field) and bool(getattr(request, "htmx", False))
    text = request.GET.get("q") or request.GET.get(field, "")
    kinds = request.GET.get("jenis", "")
    hits = search_regions(
        text,
        kind=kinds,
        parent=request.GET.get("dalam", ""),
        limit=PICKER_HITS if is_picker else PAGE_HITS,
    )
    context = {
        "hits": hits,
        "text": text,
        "name": field,
        "kinds": RegionKind.choices,
        "kind": kinds,
        "is_full": len(hits) == PAGE_HITS,
    }
    template = "regions/parts/hits.html" if is_picker else "regions/region_search.html"
    return render(request, template, context)
