import { provideState } from '../../local-state/provide-state.ts';
import type { AppName } from '../run-folder/run-file.ts';

/** Spares an app that keeps its state in its folder the making of a database there. */
export async function provideAppState(app: AppName, environment: NodeJS.ProcessEnv): Promise<void> {
  const { SPILLWAY_DATA_DIR: folder, SPILLWAY_POSTGRES_URL: server } = environment;
  if (app === 'audit' || server || !folder) return;
  // An app that finds none makes its own, and says why where it cannot.
  await provideState(folder).catch(() => undefined);
}
