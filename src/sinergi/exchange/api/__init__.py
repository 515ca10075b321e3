"""The API of all apps under one address, `/api/v1/`, with its OpenAPI document."""

from ninja import NinjaAPI

from sinergi import __version__
from sinergi.accounts.bearer import Bearer
from sinergi.exchange.api.problems import register_problems
from sinergi.indicators.api import router as indicators
from sinergi.network.api import router as network
from sinergi.regions.api import router as regions
from sinergi.reports.api import router as reports

api = NinjaAPI(
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
