"""What is asked: five documents as pages and apps send them, and the same for PostGraphile in its own words."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Payload:
    """One question. ``area`` variables name the subdistrict measured on; answers must be the same whoever gives them."""

    name: str
    called: str
    document: str
    variables: dict[str, Any] = field(default_factory=dict)
    foreign: str = ""
    """For PostGraphile: keys are renamed so that the answer has the shape of ours."""
    foreign_variables: dict[str, Any] = field(default_factory=dict)


SUBDISTRICT = 14
"""Number of the area whose communities are walked: the first areas are the district and its 43 subdistricts."""
BUSY = 15_100
"""Number of an organisation with many contacts, visits and members."""

Q1 = Payload(
    "Q1",
    "flat list of 50",
    """query Enterprises($kind: OrganisationKind!, $first: Int) {
  organisations(first: $first, filter: {kind: {eq: $kind}, status: {eq: ACTIVE}}, orderBy: NAME) {
    nodes { id name shortName kind status uscc address version }
  }
}""",
    {"kind": "ENTERPRISE", "first": 50},
    """query Enterprises($kind: String!, $first: Int) {
  organisations: allOrganisations(
    first: $first, condition: {kind: $kind, status: "ACTIVE"}, orderBy: [NAME_KEY_ASC, PRIMARY_KEY_ASC]
  ) {
    nodes { id: rowId name shortName kind status uscc address version }
  }
}""",
    {"kind": "ENTERPRISE", "first": 50},
)

Q2 = Payload(
    "Q2",
    "nested list, 3 levels",
    """query Communities($area: ID!) {
  areas(first: 15, filter: {parent: {eq: $area}}, orderBy: CODE) {
    nodes {
      id code name
      organisations(first: 10) {
        nodes {
          id name kind
          contacts { id nameMask duty liaison }
          seats(first: 10, orderBy: RECENT) { nodes { id role validFrom } }
        }
      }
    }
  }
}""",
    {"area": f"area_{SUBDISTRICT}"},
    """query Communities($area: BigInt!) {
  areas: allAreas(first: 15, condition: {parentId: $area}, orderBy: [CODE_ASC]) {
    nodes {
      id: rowId code name
      organisations: registered(first: 10) {
        nodes {
          id: rowId name kind
          contacts: contactsByOrganisationId(orderBy: [LIAISON_DESC, PRIMARY_KEY_ASC]) {
            nodes { id: rowId nameMask duty liaison }
          }
          seats: seatsByOrganisationId(first: 10, orderBy: [VALID_FROM_DESC, PRIMARY_KEY_DESC]) {
            nodes { id: rowId role validFrom }
          }
        }
      }
    }
  }
}""",
    {"area": str(SUBDISTRICT)},
)

Q3 = Payload(
    "Q3",
    "a node with 3 lists",
    """query Unit($id: ID!) {
  organisation(id: $id) {
    id name kind status updatedAt
    contacts { id nameMask phoneMask duty confirmedOn }
    memberships(first: 20) { nodes { id role validFrom person { id name title } } }
    visits(first: 20) { nodes { id visitedOn note } }
  }
}""",
    {"id": f"org_{BUSY}"},
    """query Unit($id: BigInt!) {
  organisation: organisationByRowId(rowId: $id) {
    id: rowId name kind status updatedAt
    contacts: contactsByOrganisationId(orderBy: [LIAISON_DESC, PRIMARY_KEY_ASC]) {
      nodes { id: rowId nameMask phoneMask duty confirmedOn }
    }
    memberships: membershipsByOrganisationId(first: 20, orderBy: [VALID_FROM_DESC, PRIMARY_KEY_DESC]) {
      nodes { id: rowId role validFrom person: personByPersonId { id: rowId name title } }
    }
    visits: visitsByOrganisationId(first: 20, orderBy: [VISITED_ON_DESC, PRIMARY_KEY_DESC]) { nodes { id: rowId visitedOn note } }
  }
}""",
    {"id": str(BUSY)},
)

Q4 = Payload(
    "Q4",
    "a page of 50, total, last event",
    """query Page($kind: OrganisationKind!, $first: Int, $after: String) {
  organisations(first: $first, after: $after, filter: {kind: {eq: $kind}, status: {eq: ACTIVE}}, orderBy: NAME) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      cursor
      node { id name kind timeline(first: 1) { nodes { id at verb } } }
    }
  }
}""",
    {"kind": "PROPERTY_COMPANY", "first": 50},
    """query Page($kind: String!, $first: Int, $after: Cursor) {
  organisations: allOrganisations(
    first: $first, after: $after, condition: {kind: $kind, status: "ACTIVE"}, orderBy: [NAME_KEY_ASC, PRIMARY_KEY_ASC]
  ) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges {
      cursor
      node { id: rowId name kind timeline(first: 1) { nodes { id: rowId at verb } } }
    }
  }
}""",
    {"kind": "PROPERTY_COMPANY", "first": 50},
)

Q5 = Payload(
    "Q5",
    "export of 1,000 rows",
    """query Export($first: Int) {
  organisations(first: $first, filter: {status: {eq: ACTIVE}}, orderBy: NAME) {
    nodes { id name shortName kind status uscc address contactConfirmedOn updatedAt version }
  }
}""",
    {"first": 1_000},
    """query Export($first: Int) {
  organisations: allOrganisations(first: $first, condition: {status: "ACTIVE"}, orderBy: [NAME_KEY_ASC, PRIMARY_KEY_ASC]) {
    nodes { id: rowId name shortName kind status uscc address contactConfirmedOn updatedAt version }
  }
}""",
    {"first": 1_000},
)

PAYLOADS = (Q1, Q2, Q3, Q4, Q5)
SCOPES = ["areas", "committees", "contacts", "events", "export", "organisations", "people"]
