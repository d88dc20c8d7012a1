// The embedded engine behind HTTP in a process of its own: started with a data folder and a port, says `ready <url>`.
import { systemClock } from '@spillway/streaming';
import { openEmbeddedConnections } from '../../../libs/audit-store/src/connection/open-embedded-connections.js';
import { clickHouseHttpServer } from '../../../libs/audit-store/src/spec-support/clickhouse-http-server.js';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const engine = await openEmbeddedConnections({ dataDir, lockWaitMs: 10_000, clock: systemClock });
const server = await clickHouseHttpServer(engine, Number(port));
process.stdout.write(`ready ${server.url}\n`);
process.once('SIGTERM', () => {
  void server
    .close()
    .then(() => engine.close())
    .then(() => process.exit(0));
});
