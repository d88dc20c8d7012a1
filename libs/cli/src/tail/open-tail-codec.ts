import type { EventCodec } from '@spillway/streaming';
import { openRegistry } from '../contracts/open-registry.js';
import type { Session } from '../session/session.js';
import { registryUrlOf } from '../system/registry-url-of.js';

/** What decodes values by the schemas of the registry; undefined when none is named. */
export async function openTailCodec(session: Session): Promise<EventCodec | undefined> {
  const registryUrl = registryUrlOf(session);
  if (registryUrl === undefined) return undefined;
  const [{ registry }, { avroCodec }] = await Promise.all([
    openRegistry({ registryUrl, env: session.env }),
    import('@spillway/codecs'),
  ]);
  return avroCodec({ registry, definitions: [] });
}
