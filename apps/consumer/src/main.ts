import { runMain } from '@spillway/nest';
import { startConsumerApp } from './start-consumer-app.js';

await runMain('consumer', (environment) => startConsumerApp({ environment }));
