import { SpillwayError } from '@spillway/events';
import type { AskAnyBroker } from './ask-any-broker.js';
import { fetchTopicList } from './fetch-topic-list.js';
import type { ListedTopic } from './topic-list-request.js';

const unknownTopic = 3;

interface Question {
  readonly topics: Set<string>;
  readonly answer: Promise<readonly ListedTopic[]>;
}

/** Ids of topics. Who asks in the same turn shares one request: a round of the audit app has records of a dozen topics. */
export class TopicIds {
  #next: Question | undefined;

  constructor(private readonly askAnyBroker: AskAnyBroker) {}

  /**
   * As a broker has it now: the request goes out after the call.
   *
   * @throws SpillwayError `SPW-1103` when the topic does not exist, `SPW-1101`/`SPW-1102` when no broker says
   */
  async of(topic: string): Promise<string> {
    this.#next ??= this.#ask(new Set());
    const { topics, answer } = this.#next;
    topics.add(topic);
    const listed = (await answer).find(({ name }) => name === topic);
    const errorCode = listed?.errorCode ?? unknownTopic;
    if (errorCode === 0) return listed!.topicId;
    if (errorCode === unknownTopic) throw new SpillwayError('SPW-1103', `The topic ${topic} does not exist`);
    throw new SpillwayError('SPW-1101', `Asking for the id of ${topic} failed: error ${errorCode} of the broker`);
  }

  #ask(topics: Set<string>): Question {
    const answer = Promise.resolve().then(() => {
      this.#next = undefined;
      return fetchTopicList(this.askAnyBroker, [...topics]);
    });
    return { topics, answer };
  }
}
