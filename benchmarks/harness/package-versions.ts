import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The versions installed here, and Node's. */
export function packageVersions(names: readonly string[]): Record<string, string> {
  const versionOf = (name: string): string => {
    const file = fileURLToPath(new URL(`../../node_modules/${name}/package.json`, import.meta.url));
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  };
  return { node: process.versions.node, ...Object.fromEntries(names.map((name) => [name, versionOf(name)])) };
}
