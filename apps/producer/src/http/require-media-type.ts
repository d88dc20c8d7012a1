import { SpillwayError } from '@spillway/events';

/**
 * The media type of a body that was read, in lower case without parameters, when it is one of those this route takes.
 *
 * @throws SpillwayError `SPW-4007`
 */
export function requireMediaType<const T extends string>(header: string | undefined, allowed: readonly T[]): T {
  const essence = header?.split(';', 1)[0]!.trim().toLowerCase();
  const found = allowed.find((mediaType) => mediaType === essence);
  if (found === undefined) throw new SpillwayError('SPW-4007', `This route reads ${allowed.join(' or ')}`);
  return found;
}
