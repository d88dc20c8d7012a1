import { SpillwayError } from '@spillway/events';

/**
 * @param from where the text is from, as people call it
 * @throws SpillwayError `SPW-1030` it is no JSON
 */
export function parsePayload(text: string, from: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new SpillwayError('SPW-1030', `${from} is no JSON: ${(cause as Error).message}`, { cause });
  }
}
