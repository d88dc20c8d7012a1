import type { Check } from './check.js';
import { advertisedCheck } from './checks/advertised.check.js';
import { brokersCheck } from './checks/brokers.check.js';
import { clickHouseCheck } from './checks/clickhouse.check.js';
import { clocksCheck } from './checks/clocks.check.js';
import { contractsCheck } from './checks/contracts.check.js';
import { nodeCheck } from './checks/node.check.js';
import { portsCheck } from './checks/ports.check.js';
import { postgresCheck } from './checks/postgres.check.js';
import { registryCheck } from './checks/registry.check.js';
import { topicsCheck } from './checks/topics.check.js';

/** What the doctor looks at, in the order in which it is told. */
export const checks: readonly Check[] = [
  nodeCheck,
  portsCheck,
  brokersCheck,
  advertisedCheck,
  registryCheck,
  clickHouseCheck,
  postgresCheck,
  clocksCheck,
  topicsCheck,
  contractsCheck,
];
