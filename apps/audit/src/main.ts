import { runMain } from '@spillway/nest';
import { startAuditApp } from './start-audit-app.js';

await runMain('audit', (environment) => startAuditApp({ environment }));
