import { urlNamespace, uuidV5 } from '@spillway/events';
import type { ImportConfig } from './import-config.js';

/** What one import run is to do. */
export interface ImportPlan {
  readonly importId: string;
  readonly files: readonly string[];
  readonly eventsPerSecond?: number;
  readonly rejectsFile?: string;
}

/** Undefined when the configuration asks for no import. Without a name of its own a run is named after its files. */
export function importPlan(config: ImportConfig): ImportPlan | undefined {
  const files = config.SPILLWAY_IMPORT_FILES ?? [];
  if (files.length === 0) return undefined;
  return {
    importId: config.SPILLWAY_IMPORT_ID ?? uuidV5(files.join('\n'), urlNamespace),
    files,
    eventsPerSecond: config.SPILLWAY_IMPORT_RATE,
    rejectsFile: config.SPILLWAY_IMPORT_REJECTS_FILE,
  };
}
