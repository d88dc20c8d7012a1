import type { AppManifest } from '@spillway/streaming';

/**
 * The manifests with the principals of this environment.
 *
 * @param given each `app=principal`
 * @returns what is wrong instead, when one names no app of the manifests, or no principal
 */
export function withPrincipals(
  manifests: readonly AppManifest[],
  given: readonly string[],
): readonly AppManifest[] | string {
  const principals = new Map<string, string>();
  for (const pair of given) {
    const [, app, principal] = /^([^=]+)=(\w+:.+)$/.exec(pair) ?? [];
    if (app === undefined || principal === undefined) return `--principal ${pair} is not as consumer=User:consumer is.`;
    if (!manifests.some((manifest) => manifest.app === app))
      return `--principal ${pair}: no manifest is of an app ${app}.`;
    principals.set(app, principal);
  }
  return manifests.map((manifest) => {
    const principal = principals.get(manifest.app);
    return manifest.log === undefined || principal === undefined
      ? manifest
      : { ...manifest, log: { ...manifest.log, principal } };
  });
}
