import type { RegistryAnswer } from './registry-answer.js';

export type ClassifiedAnswer =
  | { readonly type: 'ok'; readonly data: unknown }
  | { readonly type: 'not-found' }
  /** The registry understood and says no: the schema is incompatible or invalid. */
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'unavailable'; readonly reason: string };

// 40401: subject, 40403: schema. Any other 404 may come from whoever answers at the address.
const notFoundCodes = new Set<unknown>([40401, 40403]);
const maxReasonLength = 500;

/** What an answer of the registry means. In doubt it is "unavailable", because that loses nothing: it is asked again. */
export function classifyAnswer(answer: RegistryAnswer): ClassifiedAnswer {
  const data = parseObject(answer);
  if (data === undefined) return { type: 'unavailable', reason: `status ${answer.status} without a JSON object` };
  if (answer.status === 200) return { type: 'ok', data };
  const { error_code: code, message } = data;
  if (answer.status === 404 && notFoundCodes.has(code)) return { type: 'not-found' };
  const isRefusal = code !== undefined && (answer.status === 409 || answer.status === 422);
  if (isRefusal) return { type: 'refused', reason: String(message).slice(0, maxReasonLength) };
  return { type: 'unavailable', reason: `status ${answer.status}` };
}

function parseObject({ contentType, body }: RegistryAnswer): Record<string, unknown> | undefined {
  if (!/^application\/([\w.]+\+)?json\b/i.test(contentType)) return undefined;
  try {
    const data: unknown = JSON.parse(body);
    return typeof data === 'object' && data !== null && !Array.isArray(data) ? { ...data } : undefined;
  } catch {
    return undefined;
  }
}
