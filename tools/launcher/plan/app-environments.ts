import { join } from 'node:path';
import { appEnvironment } from './app-environment.ts';
import type { PortPlan } from '../options/port-plan.ts';
import type { AppName } from '../run-folder/run-file.ts';

export interface ImportPlan {
  readonly id: string;
  readonly files: readonly string[];
  readonly rate?: number;
  readonly rejectsFile: string;
}

export interface AppEnvironmentOptions {
  readonly base: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly ports: PortPlan;
  readonly import: ImportPlan;
}

/** The environment of each app: what the launcher has (its services' addresses among it), and what it decides. */
export function appEnvironments(options: AppEnvironmentOptions): Readonly<Record<AppName, NodeJS.ProcessEnv>> {
  const forApp = (app: AppName): NodeJS.ProcessEnv => ({
    ...appEnvironment(app, options.base),
    SPILLWAY_HTTP_PORT: String(options.ports[app]),
    SPILLWAY_DATA_DIR: join(options.dataDir, app),
  });
  return {
    producer: { ...forApp('producer'), ...importEnvironment(options.import) },
    consumer: forApp('consumer'),
    audit: forApp('audit'),
  };
}

function importEnvironment({ id, files, rate, rejectsFile }: ImportPlan): NodeJS.ProcessEnv {
  return {
    SPILLWAY_IMPORT_ID: id,
    SPILLWAY_IMPORT_FILES: files.join(','),
    SPILLWAY_IMPORT_REJECTS_FILE: rejectsFile,
    ...(rate !== undefined && { SPILLWAY_IMPORT_RATE: String(rate) }),
  };
}
