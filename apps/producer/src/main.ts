import { runMain } from '@spillway/nest';
import { startProducerApp } from './start-producer-app.js';

await runMain('producer', (environment) => startProducerApp({ environment }));
