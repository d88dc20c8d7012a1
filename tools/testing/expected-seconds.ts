import { waitsMoreThanItWorks } from './waits-more-than-it-works.ts';

/** Ends of file names, and about what they take on two cores: those that take far longer than others of their tier. */
export const knownSeconds: Readonly<Record<string, number>> = {
  'start-on-stack.e2e-spec': 170,
  'audit.integrity.spec': 190,
  'failing-payments.e2e-spec': 150,
  'import-month.e2e-spec': 115,
  'start-in-memory.e2e-spec': 110,
  'killed-apps-lose-nothing.integrity.spec': 85,
  'two-instances-share-state.integrity.spec': 80,
  'producer.integrity.spec': 70,
  'adopt.int.spec': 60,
  'tampered-rows-are-found.integrity.spec': 60,
  'crash-at-every-failpoint.integrity.spec': 55,
  'start-three-brokers.e2e-spec': 55,
  'kafka-bad-inputs.int.spec': 50,
  'terminal.e2e-spec': 50,
  'delivery-scenarios.int.spec': 50,
  'members-come-and-go.integrity.spec': 45,
  'dashboards.int.spec': 35,
  'kafka-transport.contract.int.spec': 30,
  'roll-out-a-contract.int.spec': 30,
  'rollups-are-exact.spec': 30,
  'refused-rows.spec': 30,
  'cut-inserts-on-a-server.spec': 30,
  'kafka-security.int.spec': 25,
  'kafka-compression.int.spec': 25,
  'contracts-impact.spec': 25,
  'exclusive-by-lease.spec': 25,
  'audit-app.spec': 25,
  'audit-outage.spec': 25,
  'import-run.spec': 20,
  'embedded-state-store.spec': 20,
};

const tierSeconds = { waits: 15, works: 2 };

/** What a spec may take on two cores. */
export function expectedSeconds(path: string): number {
  const known = Object.keys(knownSeconds).find((end) => path.endsWith(`/${end}.ts`));
  if (known !== undefined) return knownSeconds[known]!;
  return waitsMoreThanItWorks(path) ? tierSeconds.waits : tierSeconds.works;
}
