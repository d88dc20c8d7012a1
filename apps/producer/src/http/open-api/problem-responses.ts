import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemSchema } from './schemas.js';

const meanings: Readonly<Record<number, string>> = {
  400: 'Malformed: JSON, attributes, or a number that would have to be rounded',
  403: 'Names a topic or partition',
  409: 'Another event has this source and id',
  413: 'Too large',
  415: 'Media type or encoding not supported',
  422: 'Unknown type, or the data breaks its contract',
  503: 'Log, registry or store not there: send again, with the same id',
};

/** Documents the problem documents that a route answers with. */
export function problemResponses(...statuses: readonly number[]): MethodDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: meanings[status] ?? 'Problem',
        content: { 'application/problem+json': { schema: problemSchema } },
      }),
    ),
  );
}
