/** What an error of the client tells, whatever it is. Never throws. */
export interface KafkaErrorFacts {
  /** Kafka's error name (`NOT_LEADER_FOR_PARTITION`), kafkajs's class, or a socket code (`ECONNREFUSED`). */
  readonly kind: string;
  readonly message: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Attempts kafkajs made after the first one. */
  readonly retries: number;
}

interface Shape {
  readonly name?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly retriable?: unknown;
  readonly retryCount?: unknown;
  readonly cause?: unknown;
  readonly originalError?: unknown;
  readonly errors?: unknown;
}

/** kafkajs wraps the error that counts into "number of retries exceeded", "non-retriable" and aggregates. */
export function kafkaErrorFacts(error: unknown): KafkaErrorFacts {
  const chain = unwrap(error);
  const root = chain.at(-1) ?? {};
  const kind = [root.type, typeof root.code === 'string' ? root.code : undefined, root.name].find(
    (name) => typeof name === 'string' && name !== '',
  );
  return {
    kind: String(kind ?? 'Unknown'),
    message: typeof root.message === 'string' && root.message !== '' ? root.message : asText(error),
    retryable: root.retriable !== false,
    retries: Math.max(0, ...chain.map(({ retryCount }) => (typeof retryCount === 'number' ? retryCount : 0))),
  };
}

/** Some thrown things cannot even be turned into text. */
function asText(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return typeof thrown;
  }
}

const maxDepth = 8;

function unwrap(error: unknown): Shape[] {
  const chain: Shape[] = [];
  let current: unknown = error;
  while (typeof current === 'object' && current !== null && chain.length < maxDepth) {
    const shape = current as Shape;
    chain.push(shape);
    const first: unknown = Array.isArray(shape.errors) ? shape.errors[0] : undefined;
    current = first ?? shape.cause ?? shape.originalError;
    if (chain.includes(current as Shape)) break;
  }
  return chain;
}
