"""Classes of resources and demands, brands and programmes: data that administrators keep, not code."""

from typing import TYPE_CHECKING, Annotated, ClassVar

import strawberry

from schema.categories.kinds import CategoryList, Measure
from schema.categories.rules import CATEGORY_STEPS
from schema.engine.access import EVERYONE, Viewer
from schema.engine.language import translate
from schema.engine.mapping import column, computed, entity, pages, to_many
from schema.engine.relay import Connection, Node
from schema.engine.workflow import Workflow
from schema.projects.kinds import ProjectFilter, ProjectOrder

if TYPE_CHECKING:
    from schema.projects.outputs import BrandOutput
    from schema.projects.types import Project


def _told(viewer: Viewer, name: str) -> str:
    return translate(viewer.language, name)


@entity("category", prefix="category", visible=EVERYONE, public=EVERYONE)
class Category(Node):
    """A class of resources or demands, and what a form suggests for it."""

    workflow: ClassVar[Workflow] = CATEGORY_STEPS

    id: strawberry.ID
    """Opaque and stable."""
    code: str
    """A short code for exchange, such as VENUE."""
    name: str = computed(_told, name="{row}.name")
    """What it is called; in the viewer's language where it came with the product."""
    unit: str
    """The unit of quantity that a form suggests, such as 场 or 小时."""
    measure: Measure
    """What a quantity of this class means as a rule."""
    hint: str
    """What a description should say."""
    place: int
    """Its place in the list of classes."""
    retired: bool
    """Whether new items can no longer have it."""
    projects: Connection[Annotated["Project", strawberry.lazy("schema.projects.types")]] = pages(
        "{row}.id in (select b$.project_id from project_brand b$ where b$.category_id = {self}.id)",
        order=ProjectOrder,
        filter=ProjectFilter,
    )
    """For a brand: the projects that run under it."""
    outputs: list[Annotated["BrandOutput", strawberry.lazy("schema.projects.outputs")]] = to_many(
        "{row}.category_id = {self}.id", "{row}.half_year desc"
    )
    """For a brand: what its finished projects have brought, the latest half-year first."""
    version: int
    """Rises with every change; send it back with a change."""
    viewer_steps: list[str] = column(CATEGORY_STEPS.viewer_steps())
    """What the viewer can do with it now, by the names of the steps."""
    # Last, because its name hides the builtin from what follows.
    list: CategoryList
    """Of which list."""
