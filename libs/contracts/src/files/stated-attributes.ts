import { askedCompatibility, type CompatibilityMode } from '@spillway/events';

/** What a schema says of its contract beside the fields. */
export interface StatedAttributes {
  readonly compatibility?: CompatibilityMode;
  readonly topic?: string;
  /** The field that gives the key. */
  readonly key?: string;
  readonly subjectStrategy?: string;
  /** Of a shared type. */
  readonly subject?: string;
}

/** As they stand in a schema; what is wrong counts as not said. */
export function statedAttributes(schema: unknown): StatedAttributes {
  const attributes = schema as Readonly<Record<string, unknown>> | undefined;
  const textOf = (name: string): string | undefined => {
    const value = attributes?.[`spillway.${name}`];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    compatibility: askedCompatibility(schema),
    topic: textOf('topic'),
    key: textOf('key'),
    subjectStrategy: textOf('subjectStrategy'),
    subject: textOf('subject'),
  };
}
