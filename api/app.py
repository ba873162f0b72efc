"""The web application as one value: what answers where, what every request passes through, what lives as long as it does."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route, WebSocketRoute

from api.budget import Budgets
from api.engine import open_engine
from api.failures import HANDLERS
from api.followers import Followers
from api.graphql import GraphQL
from api.graphql_socket import GraphQLSocket
from api.health import healthz, metrics, readyz
from api.identity import Identity
from api.identity_cache import IdentityCache
from api.live import Live, concerns, live
from api.observed import Observed
from api.packed import Packed
from api.persisted import Persisted
from api.sample.personas import PERSONAS
from api.security import Gate, SecurityHeaders
from api.settings import Settings, settings
from api.static import Static
from api.uploads import put
from schema import contract
from views.documents import PageDocuments
from views.routes import ROUTES
from views.stylesheet import compose
from views.templates import Site

STATIC = Path(__file__).parents[1] / "static"


def create() -> SecurityHeaders:
    """What a web process serves: the application with the process's settings, its headers around even its failures."""
    served = SecurityHeaders(application(settings()))
    # All that was loaded stays as long as the process: the collector need not walk it again with every few pages.
    gc.collect()
    gc.freeze()
    return served


def application(chosen: Settings) -> Starlette:
    """The application for these settings."""
    static = Static(STATIC, {"css/index.css": compose(STATIC / "css" / "index.css")})
    site = Site(PageDocuments(contract), static.url)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        assert chosen.database_url, "the embedded server's address is resolved before"
        async with open_engine(chosen) as engine:
            app.state.engine, app.state.identities = engine, IdentityCache(engine.services)
            app.state.budgets = Budgets(chosen.points, chosen.redis_url)
            app.state.documents = Persisted(chosen.redis_url)
            app.state.followers = Followers(engine, concerns)
            async with Live(chosen.database_url, app.state.identities, app.state.followers) as app.state.live:
                yield
            await app.state.budgets.close()
            await app.state.documents.close()

    app = Starlette(
        routes=[
            Route("/graphql", Packed(GraphQL())),
            WebSocketRoute("/graphql", GraphQLSocket()),
            *ROUTES,
            Route("/uploads/{id}/{signature}", put, methods=["PUT"]),
            Route("/live", live),
            Route("/static/{path:path}", static),
            Route("/healthz", healthz),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
        ],
        middleware=[
            Middleware(Observed),
            Middleware(Gate, hosts=chosen.hosts),
            Middleware(Identity),
        ],
        exception_handlers=HANDLERS,
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.settings, app.state.site = chosen, site
    app.state.personas = PERSONAS if chosen.sample else ()
    return app
