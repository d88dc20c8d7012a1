import type { EventCodec } from '@spillway/streaming';
import { openRegistry } from '../contracts/open-registry.js';
import type { Session } from '../session/session.js';
import { systemVariable } from '../system/system-variable.js';

/** What decodes values by the schemas of the registry; undefined when none is named. */
export async function openTailCodec(session: Session): Promise<EventCodec | undefined> {
  const registryUrl = systemVariable(session, 'SPILLWAY_REGISTRY_URL');
  if (registryUrl === undefined) return undefined;
  const [{ registry }, { avroCodec }] = await Promise.all([
    openRegistry({ registryUrl, env: session.env }),
    import('@spillway/codecs'),
  ]);
  return avroCodec({ registry, definitions: [] });
}
