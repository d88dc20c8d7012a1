import type { NotFoundThing } from './not-found-answer.js';
import type { RegistryAnswer } from './registry-answer.js';

export type ClassifiedAnswer =
  | { readonly type: 'ok'; readonly data: unknown }
  | { readonly type: 'not-found'; readonly what: NotFoundThing }
  /** The registry understood and says no: the schema is incompatible or invalid. */
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'unavailable'; readonly reason: string };

// Any other 404 may come from whoever answers at the address.
const notFoundCodes = new Map<unknown, NotFoundThing>([
  [40401, 'subject'],
  [40402, 'version'],
  [40403, 'schema'],
  [40408, 'mode'],
]);
const maxReasonLength = 500;

/** What an answer of the registry means. In doubt it is "unavailable", because that loses nothing: it is asked again. */
export function classifyAnswer(answer: RegistryAnswer): ClassifiedAnswer {
  const data = parseData(answer);
  if (data === undefined) return { type: 'unavailable', reason: `status ${answer.status} without JSON data` };
  if (answer.status === 200) return { type: 'ok', data };
  const { error_code: code, message } = data as Readonly<Record<string, unknown>>;
  const what = notFoundCodes.get(code);
  if (answer.status === 404 && what !== undefined) return { type: 'not-found', what };
  const isRefusal = code !== undefined && (answer.status === 409 || answer.status === 422);
  if (isRefusal) return { type: 'refused', reason: String(message).slice(0, maxReasonLength) };
  return { type: 'unavailable', reason: `status ${answer.status}` };
}

/** An object or an array, as every answer is. */
function parseData({ contentType, body }: RegistryAnswer): object | undefined {
  if (!/^application\/([\w.]+\+)?json\b/i.test(contentType)) return undefined;
  try {
    const data: unknown = JSON.parse(body);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}
