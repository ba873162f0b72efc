// Runs what relay-compiler made of offers.js against a live server: node run.js ADDRESS TOKEN ID
const { Environment, Network, RecordSource, Store, createOperationDescriptor, fetchQuery, getRequest } = require('relay-runtime');
const [address, token, id] = process.argv.slice(2);

async function send(params, variables) {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify({ query: params.text, variables }) });
  return answer.json();
}

const environment = new Environment({ network: Network.create(send), store: new Store(new RecordSource()) });
const ask = (query, variables) => fetchQuery(environment, query, variables).toPromise();

async function main() {
  const list = require('./__generated__/offersQuery.graphql');
  const page = require('./__generated__/offersPageQuery.graphql');
  const unit = require('./__generated__/offersUnitQuery.graphql');
  await ask(list, { id });
  environment.retain(createOperationDescriptor(getRequest(list), { id }));
  const connection = () => environment.getStore().getSource().get('client:root:__offers_resources_connection');
  const ends = () => environment.getStore().getSource().get(connection().pageInfo.__ref);
  let pages = 1;
  for (; ends().hasNextPage; pages++) await ask(page, { first: 2, after: ends().endCursor });
  await ask(unit, { id });
  const { name } = environment.getStore().getSource().get(id);
  console.log(JSON.stringify({ pages, offers: connection().edges.__refs.length, name }));
}

main();
