import { dirname, join } from 'node:path/posix';

/** Which other rooms of its workspace each room imports from. */
export type RoomImports = ReadonlyMap<string, ReadonlySet<string>>;

/** `libs/kafka/src/sink/lane.ts` lies in the room `sink` of `libs/kafka`; a file beside the rooms puts them together. */
const place = /^((?:libs|apps)\/[^/]+)\/src\/([^/]+)\//;
const ofSpecs = /\.(?:spec|support)\.ts$|\/spec-support\//;

/**
 * @param files source files by their path in the repository, with their text
 * @returns by workspace
 */
export function roomImports(files: ReadonlyMap<string, string>): ReadonlyMap<string, RoomImports> {
  const workspaces = new Map<string, Map<string, Set<string>>>();
  for (const [file, text] of files) {
    const [, workspace, room] = place.exec(file) ?? [];
    if (workspace === undefined || ofSpecs.test(file)) continue;
    const rooms = workspaces.get(workspace) ?? new Map<string, Set<string>>();
    workspaces.set(workspace, rooms);
    const imported = rooms.get(room!) ?? new Set<string>();
    rooms.set(room!, imported);
    for (const [, target] of text.matchAll(/from '(\.\.\/[^']+)'/g)) {
      const other = place.exec(join(dirname(file), target!))?.[2];
      if (other !== undefined && other !== room) imported.add(other);
    }
  }
  return workspaces;
}
