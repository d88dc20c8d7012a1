import { SpillwayError } from '@spillway/events';
import { classifyAnswer } from './classify-answer.js';
import { fetchAnswer, type RegistryCall } from './fetch-answer.js';
import { NotFoundAnswer } from './not-found-answer.js';
import { registryUnavailable } from './registry-unavailable.js';

/**
 * Makes one call and answers its data.
 *
 * @throws NotFoundAnswer · SpillwayError `SPW-3007` the registry refuses it · `SPW-3003` no usable answer
 */
export async function askRegistry(call: RegistryCall, timeoutMs: number): Promise<unknown> {
  const answer = await fetchAnswer(call, timeoutMs);
  const result = classifyAnswer(answer);
  if (result.type === 'not-found') throw new NotFoundAnswer(result.what, call.url);
  if (result.type === 'refused') throw new SpillwayError('SPW-3007', `The registry refuses it: ${result.reason}`);
  if (result.type === 'unavailable') throw registryUnavailable(call.url, result.reason, answer);
  return result.data;
}
