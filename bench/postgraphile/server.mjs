// PostGraphile 5 with its Amber preset over the same tables, without any visibility: what is left out is in its favour.
import { createServer } from "node:http";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { makePgService } from "postgraphile/adaptors/pg";

const preset = {
  extends: [PostGraphileAmberPreset],
  // It would leave out orders, conditions and relations whose index is partial or has other columns in front.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [
    makePgService({
      connectionString: process.env.DATABASE_URL,
      schemas: ["public"],
      poolConfig: { max: Number(process.env.POOL), idleTimeoutMillis: 300_000, options: "-c timezone=Asia/Shanghai -c jit=off" },
    }),
  ],
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  grafast: { explain: false },
};

const server = createServer();
server.on("error", (error) => { console.error(error); process.exit(1); });
const serv = postgraphile(preset).createServ(grafserv);
await serv.addTo(server);
server.listen({ fd: Number(process.argv[2]) });
