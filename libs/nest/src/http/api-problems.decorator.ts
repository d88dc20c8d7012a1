import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { problemSchema } from './problem-schema.js';

const everywhere: Readonly<Record<number, string>> = {
  429: 'More requests than allowed: wait as long as Retry-After says',
  500: 'Something failed inside the app; the log has more',
};

/** Documents the problem documents of a route: what each status means there. 429 and 500 are added. */
export function ApiProblems(meanings: Readonly<Record<number, string>>): MethodDecorator {
  const content = { 'application/problem+json': { schema: problemSchema } };
  return applyDecorators(
    ...Object.entries({ ...meanings, ...everywhere }).map(([status, description]) =>
      ApiResponse({ status: Number(status), description, content }),
    ),
  );
}
