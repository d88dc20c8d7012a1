import { SpillwayError } from '@spillway/events';

/** What a query parameter that says nothing usable is answered with. */
export function invalidParameter(name: string, detail: string): SpillwayError {
  return new SpillwayError('SPW-4010', `Query parameters are not valid: ${name}`, {
    issues: [{ pointer: `/${name}`, detail }],
  });
}
