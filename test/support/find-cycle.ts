import type { RoomImports } from './room-imports.js';

/** Rooms that import each other in a circle, the first of them again at its end; undefined when there are none. */
export function findCycle(rooms: RoomImports): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (room: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(room)) return [...path.slice(path.indexOf(room)), room];
    if (done.has(room)) return undefined;
    for (const next of rooms.get(room) ?? []) {
      const cycle = walk(next, [...path, room]);
      if (cycle !== undefined) return cycle;
    }
    done.add(room);
    return undefined;
  };
  for (const room of rooms.keys()) {
    const cycle = walk(room, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
