// Reads the resource list page by page, then registers an offer of one's own unit; every answer is typed by the contract.
// GONGZHI_URL is where the product is, GONGZHI_TOKEN a token with the scopes areas, organisations, resources, resources:write.
import { Client, type OperationResult, cacheExchange, fetchExchange } from '@urql/core';
import { graphql } from './generated/index';
import type { OffersQuery } from './generated/graphql';

const OFFERS = graphql(`
  query Offers($after: String) {
    resources(first: 5, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        title
        free
        unit
        organisation {
          name
        }
      }
    }
  }
`);
const OWN = graphql(`
  query Own {
    viewer {
      units {
        id
      }
    }
    categories(first: 100, filter: { list: { eq: RESOURCE } }) {
      nodes {
        id
        code
      }
    }
  }
`);
const REGISTER = graphql(`
  mutation Register($input: ResourceRegisterInput!) {
    resourceRegister(input: $input) {
      resource {
        id
        title
        status
      }
      refusals {
        code
        path
        message
      }
    }
  }
`);

const client = new Client({
  url: `${process.env.GONGZHI_URL}/graphql`,
  exchanges: [cacheExchange, fetchExchange],
  fetchOptions: { headers: { Authorization: `Bearer ${process.env.GONGZHI_TOKEN}` } },
});

async function offers(): Promise<string[]> {
  const titles: string[] = [];
  for (let after: string | null | undefined; ; ) {
    const answer: OperationResult<OffersQuery> = await client.query(OFFERS, { after });
    if (!answer.data) throw answer.error;
    const { nodes, pageInfo } = answer.data.resources;
    titles.push(...nodes.map((one) => one.title));
    if (!pageInfo.hasNextPage) return titles;
    after = pageInfo.endCursor;
  }
}

async function register(title: string, quantity: string) {
  const { data: own } = await client.query(OWN, {});
  const organisation = own?.viewer.units[0]?.id;
  const category = own?.categories.nodes.find((one) => one.code === 'VOLUNTEER')?.id;
  if (!organisation || !category) throw new Error('no unit or no such class');
  const input = { organisation, category, title, quantity, idempotencyKey: `example-${title}` };
  const { data, error } = await client.mutation(REGISTER, { input });
  if (!data) throw error;
  return data.resourceRegister;
}

async function main() {
  const titles = await offers();
  const refused = await register('', '12');
  const done = await register('周末义诊', '12');
  console.log(JSON.stringify({ titles, refused: refused.refusals, offer: done.resource }));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
