/**
 * What one statement may take of the memory of the engine in this process. There may be two questions at once, and one of each
 * of the others: with the caches they leave some for inserts and merges. Where inserts go on is asked in their place, with the share
 * of a question.
 */
const shares = { question: 3 / 16, export: 3 / 16, background: 1 / 4 } as const;

export type EngineUse = keyof typeof shares;

/**
 * What a statement may take at most, in bytes.
 *
 * @param wantedBytes what it may take of an engine that has enough
 * @param engineBytes undefined for a server, which has its own limit
 */
export function engineShare(use: EngineUse, wantedBytes: number, engineBytes: number | undefined): number {
  return engineBytes === undefined ? wantedBytes : Math.min(wantedBytes, Math.floor(engineBytes * shares[use]));
}
