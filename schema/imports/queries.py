"""Root fields about imports."""

import strawberry

from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.imports.kinds import ListImportFilter, ListImportOrder
from schema.imports.types import ListImport


@strawberry.type
class ImportQueries:
    """Root fields about imports."""

    list_import: ListImport | None = by_id("import")
    """An import, for the account that made it."""
    list_imports: Connection[ListImport] = pages(order=ListImportOrder, filter=ListImportFilter)
    """The viewer's imports."""
