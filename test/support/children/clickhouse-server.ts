// The embedded engine behind HTTP in a process of its own: started with a data folder, says `ready <url>`.
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';
import { clickHouseHttpServer } from '../../../libs/audit-store/src/spec-support/clickhouse-http-server.js';

const [dataDir = ''] = process.argv.slice(2);
const engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
const server = await clickHouseHttpServer(engine);
process.stdout.write(`ready ${server.url}\n`);
process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => engine.close())
    .then(() => process.exit(0));
});
