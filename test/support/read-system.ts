import { isDeepStrictEqual } from 'node:util';

/** What the apps and the payment gateway of one stack say over HTTP. */
export function readSystem(portBase: number) {
  const ports = { producer: portBase, consumer: portBase + 1, audit: portBase + 2, gateway: portBase + 4 };
  const get = async <T>(app: keyof typeof ports, path: string): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${ports[app]}${path}`);
    if (!answer.ok) throw new Error(`${app} answers ${path} with ${answer.status}`);
    return (await answer.json()) as T;
  };
  const importStatus = () => get<ImportStatus>('producer', '/import').catch(() => undefined);
  const groups = () => get<Groups>('consumer', '/groups').then((answer) => Object.entries(answer.groups));

  return {
    /** Orders of the import that the broker has; 0 while the producer does not answer. */
    produced: async () => {
      const counts = Object.entries((await importStatus())?.produced ?? {});
      return counts.reduce((sum, [type, count]) => (type === 'deduplicated' ? sum : sum + count), 0);
    },
    importStatus,
    importState: async () => (await importStatus())?.state,
    isReady: (app: keyof typeof ports) =>
      fetch(`http://127.0.0.1:${ports[app]}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      ),
    isDrained: async () => {
      const [before, after] = [await groups(), await groups()];
      // One group handles what another publishes: nothing may move any more.
      if (!isDeepStrictEqual(before, after)) return false;
      const lags = after.flatMap(([, topics]) => Object.values(topics).map(({ lag }) => lag));
      // The audit counts its tables for the answer: it is asked when the others are through.
      return lags.every((lag) => lag === 0) && (await get<AuditSummary>('audit', '/audit/summary')).lag === 0;
    },
    auditSummary: () => get<AuditSummary>('audit', '/audit/summary'),
    /** Distinct events of the topic that each group which reads it has completed. */
    completed: async (topic: string) =>
      Object.fromEntries(
        (await groups()).flatMap(([name, topics]) => (topic in topics ? [[name, topics[topic]!.completed]] : [])),
      ),
    group: async (name: string) => Object.fromEntries(await groups())[name],
    /** What the gateway decided, by distinct keys. */
    payments: () => get<{ captured: number; declined: number }>('gateway', '/payments'),
    /** `day country` → amount, for days from (inclusive) to (exclusive). */
    revenue: async (from: string, to: string) => {
      const rows = await get<RevenueRow[]>('consumer', `/revenue?from=${from}&to=${to}`);
      return new Map(rows.map(({ day, country, revenue }) => [`${day} ${country}`, revenue]));
    },
    /** The same of the audit store; up to 400 days. */
    auditedRevenue: async (from: string, to: string) => {
      const path = `/analytics/revenue?from=${from}&to=${to}&interval=day&limit=10000`;
      const { rows, truncated } = await get<AuditedRevenue>('audit', path);
      if (truncated) throw new Error('More rows than can be asked for at once');
      return new Map(rows.map(({ time, country, revenue }) => [`${time.slice(0, 10)} ${country}`, revenue]));
    },
    positions: async (stockCodes: readonly string[]) => {
      const positions = new Map<string, number>();
      for (const code of stockCodes) {
        const path = `/inventory/${encodeURIComponent(code)}`;
        positions.set(code, (await get<{ position: number }>('consumer', path)).position);
      }
      return positions;
    },
  };
}

interface ImportStatus {
  readonly state: string;
  readonly produced: Readonly<Record<string, number>>;
}

interface Groups {
  readonly groups: Readonly<Record<string, Readonly<Record<string, GroupTopic>>>>;
}

interface GroupTopic {
  readonly completed: number;
  readonly deadLettered: number;
  readonly lag: number;
  readonly retried: number;
  readonly held: number;
  readonly suspendedMs: number;
}

interface RevenueRow {
  readonly day: string;
  readonly country: string;
  readonly revenue: string;
}

interface AuditedRevenue {
  readonly rows: readonly { readonly time: string; readonly country: string; readonly revenue: string }[];
  readonly truncated: boolean;
}

interface AuditSummary {
  readonly events: Readonly<Record<string, number>>;
  readonly records: number;
  readonly repeatedEvents: number;
  readonly gaps: number;
  readonly duplicates: number;
  readonly lag: number;
}
