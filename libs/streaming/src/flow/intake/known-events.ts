import type { EventIdentity, Inbox } from '../../ports/state-store.js';

interface Question {
  readonly topic: string;
  readonly identity: EventIdentity;
  readonly resolve: (isKnown: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Asks the inbox whether events are counted already; questions of one turn are one query. */
export class KnownEvents {
  #questions: Question[] = [];

  constructor(
    private readonly groupId: string,
    private readonly inbox: Pick<Inbox<never>, 'known'>,
  ) {}

  has(topic: string, identity: EventIdentity): Promise<boolean> {
    return new Promise((resolve, reject) => {
      if (this.#questions.push({ topic, identity, resolve, reject }) === 1) setImmediate(() => void this.#ask());
    });
  }

  async #ask(): Promise<void> {
    const asked = this.#questions;
    this.#questions = [];
    for (const [topic, questions] of Map.groupBy(asked, (question) => question.topic)) {
      try {
        const identities = questions.map(({ identity }) => identity);
        const known = await this.inbox.known(this.groupId, topic, identities);
        for (const [index, { resolve }] of questions.entries()) resolve(known[index] === true);
      } catch (error) {
        for (const { reject } of questions) reject(error);
      }
    }
  }
}
