import { graphql } from 'relay-runtime';

// Compiled by relay-compiler: a connection that can be paged both ways, a fragment that fetches itself anew, a node by its id.
export const list = graphql`
  query offersQuery($id: ID!) {
    ...offers_list
    organisation(id: $id) {
      ...offers_unit
    }
  }
`;
export const pages = graphql`
  fragment offers_list on Query @argumentDefinitions(first: { type: "Int", defaultValue: 2 }, after: { type: "String" }) @refetchable(queryName: "offersPageQuery") {
    resources(first: $first, after: $after) @connection(key: "offers_resources") {
      edges {
        node {
          id
          title
        }
      }
    }
  }
`;
export const unit = graphql`
  fragment offers_unit on Organisation @refetchable(queryName: "offersUnitQuery") {
    name
    area {
      name
    }
  }
`;
