import { parseSchema, type Past, type PastVersion } from '@spillway/contracts';
import type { AppManifest } from '@spillway/streaming';
import type { EventNames } from './readings.js';

/**
 * The versions whose events a new contract has to go on reading: all that are registered, the last one where the
 * subject's mode asks for no more, or, without a registry, what the apps write with.
 */
export function pastToRead(
  { type, aliases }: EventNames,
  { past, manifests }: { readonly past: Past | undefined; readonly manifests: readonly AppManifest[] },
): readonly PastVersion[] {
  const names = [...aliases, type];
  if (past === undefined) {
    return manifests.flatMap(({ app, events }) =>
      events
        .filter((event) => names.includes(event.type))
        .map((event) => ({ label: app, schema: parseSchema(event.schema, `${app} (${event.type})`) })),
    );
  }
  const known = names.flatMap((name) => past.contracts.get(name) ?? []);
  const versions = known.flatMap((each) => each.versions);
  const asksForLast = known.some(({ mode }) => mode === 'BACKWARD' || mode === 'FORWARD' || mode === 'FULL');
  return asksForLast ? versions.slice(-1) : versions;
}
