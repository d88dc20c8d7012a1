/** What the three apps of one stack say over HTTP. */
export function readSystem(portBase: number) {
  const ports = { producer: portBase, consumer: portBase + 1, audit: portBase + 2 };
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
      const lags = (await groups()).flatMap(([, topics]) => Object.values(topics).map(({ lag }) => lag));
      const { lag } = await get<AuditSummary>('audit', '/audit/summary');
      return [...lags, lag].every((value) => value === 0);
    },
    auditSummary: () => get<AuditSummary>('audit', '/audit/summary'),
    /** Distinct events that each group has completed in `retail.orders`. */
    completed: async () =>
      Object.fromEntries((await groups()).map(([name, topics]) => [name, topics['retail.orders']!.completed])),
    /** `day country` → amount, for days from (inclusive) to (exclusive). */
    revenue: async (from: string, to: string) => {
      const rows = await get<RevenueRow[]>('consumer', `/revenue?from=${from}&to=${to}`);
      return new Map(rows.map(({ day, country, revenue }) => [`${day} ${country}`, revenue]));
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
  readonly groups: Readonly<Record<string, Readonly<Record<string, { completed: number; lag: number }>>>>;
}

interface RevenueRow {
  readonly day: string;
  readonly country: string;
  readonly revenue: string;
}

interface AuditSummary {
  readonly events: Readonly<Record<string, number>>;
  readonly records: number;
  readonly repeatedEvents: number;
  readonly gaps: number;
  readonly duplicates: number;
  readonly lag: number;
}
