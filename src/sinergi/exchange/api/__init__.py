"""The API of all apps under one address, `/api/v1/`, with its OpenAPI document."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from sinergi import __version__
from sinergi.accounts.bearer import Bearer
from sinergi.exchange.api.problems import (
    PROBLEM_RESPONSE,
    PROBLEM_SCHEMA,
    register_problems,
)
from sinergi.indicators.api import router as indicators
from sinergi.meetings.api import router as meetings
from sinergi.network.api import router as network
from sinergi.regions.api import router as regions
from sinergi.reports.api import router as reports


class DocumentedAPI(NinjaAPI):
    """The API, whose description says for every call how errors look."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document with the problem document as the default answer."""
        document = super().get_openapi_schema(**options)
        for calls in document["paths"].values():
            for call in calls.values():
                call["responses"]["default"] = PROBLEM_RESPONSE
        document["components"]["schemas"]["Problem"] = PROBLEM_SCHEMA
        return document


api = DocumentedAPI(
    title="Sinergi",
    version=__version__,
    description="Records and figures of a library-transformation programme.",
    auth=Bearer(),
    urls_namespace="exchange:api",
    docs_url=None,
)
register_problems(api)
api.add_router("", regions)
api.add_router("", network)
api.add_router("", reports)
api.add_router("", indicators)
api.add_router("", meetings)
