import { ApiProblems } from '@spillway/nest';

const meanings: Readonly<Record<number, string>> = {
  400: 'Malformed: JSON, attributes, or a number that would have to be rounded',
  403: 'Names a topic or partition',
  409: 'Another event has this source and id',
  408: 'The request did not arrive in time',
  413: 'Too large',
  415: 'Media type or encoding not supported',
  422: 'Unknown type, or the data breaks its contract',
  503: 'Log, registry or store not there: send again, with the same id',
};

/** Documents the problem documents that a route answers with. */
export function problemResponses(...statuses: readonly number[]): MethodDecorator {
  return ApiProblems(Object.fromEntries(statuses.map((status) => [status, meanings[status] ?? 'Problem'])));
}
