"""Root fields about projects."""

import strawberry

from schema.engine.mapping import pages
from schema.engine.relay import Connection
from schema.engine.roots import by_id
from schema.projects.kinds import ProjectFilter, ProjectOrder
from schema.projects.types import Project


@strawberry.type
class ProjectQueries:
    """Root fields about projects."""

    project: Project | None = by_id("project")
    """A project."""
    projects: Connection[Project] = pages(order=ProjectOrder, filter=ProjectFilter)
    """The project list."""
