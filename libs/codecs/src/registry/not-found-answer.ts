/** What a registry may not know. */
export type NotFoundThing = 'subject' | 'version' | 'schema' | 'mode';

/** The registry's plain "not found"; what was asked decides what that means. */
export class NotFoundAnswer extends Error {
  constructor(
    readonly what: NotFoundThing,
    readonly url: string,
  ) {
    super(`The registry knows no such ${what}`);
  }
}
