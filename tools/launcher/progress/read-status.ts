import type { AuditStatus, GroupsStatus, ImportStatus, SystemStatus } from './system-status.ts';

export interface AppUrls {
  readonly producer: string;
  readonly consumer: string;
  readonly audit: string;
}

/** Asks the three apps at once. An app that does not answer, e.g. while it restarts, leaves its part out. */
export async function readStatus(urls: AppUrls): Promise<SystemStatus> {
  const [imported, groups, audit] = await Promise.all([
    getJson<ImportStatus>(`${urls.producer}/import`),
    getJson<{ groups: GroupsStatus }>(`${urls.consumer}/groups`),
    getJson<AuditStatus>(`${urls.audit}/audit/summary`),
  ]);
  return { import: imported, groups: groups?.groups, audit: audit && figuresOf(audit) };
}

/** Without up to when it knows everything: that differs from look to look although nothing happens. */
function figuresOf({ events, repeatedEvents, records, gaps, duplicates, lag }: AuditStatus): AuditStatus {
  return { events, repeatedEvents, records, gaps, duplicates, lag };
}

async function getJson<T>(url: string): Promise<T | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    if (response.ok) return (await response.json()) as T;
    await response.body?.cancel();
  } catch {
    // Not up, or not up yet: the supervisor sees to it.
  }
  return undefined;
}
