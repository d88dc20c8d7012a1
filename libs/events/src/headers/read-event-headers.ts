import { isUtf8 } from 'node:buffer';
import type { ErrorIssue } from '../errors/spillway-error.js';
import type { EventEnvelope } from '../event-envelope.js';
import { parseRfc3339 } from '../time/parse-rfc-3339.js';
import { attributeProblem } from './attribute-problem.js';
import { eventHeaders, type EventHeaders } from './event-headers.js';

type Attribute = keyof EventEnvelope;
type Attributes = { -readonly [name in Attribute]?: string };

export interface ReadEventHeaders {
  /** What could be read; nothing malformed is among it. */
  readonly attributes: Readonly<Partial<EventEnvelope>>;
  /** What is missing or malformed; empty means that the attributes are a whole envelope. */
  readonly issues: readonly ErrorIssue[];
}

const required = new Set<Attribute>(['id', 'source', 'type']);
const names = Object.entries(eventHeaders) as [Attribute, string][];
const traceparentForm = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}/;

/** Reads an event's attributes out of record headers and never throws: for those who keep every record, whatever it holds. */
export function readEventHeaders(headers: EventHeaders): ReadEventHeaders {
  const attributes: Attributes = {};
  const issues: ErrorIssue[] = [];
  for (const [attribute, name] of names) {
    const value = headers[name];
    if (value === undefined) {
      if (required.has(attribute)) issues.push({ pointer: name, detail: 'is missing' });
      continue;
    }
    const text = textOf(value);
    const problem = text === undefined ? 'is not UTF-8 text, or repeats' : problemOf(attribute, text);
    if (problem === undefined) attributes[attribute] = text;
    // As W3C Trace Context says, a malformed traceparent is as good as none.
    else if (attribute !== 'traceparent') issues.push({ pointer: name, detail: problem });
  }
  return { attributes, issues };
}

function textOf(value: NonNullable<EventHeaders[string]>): string | undefined {
  if (typeof value === 'string') return value;
  if (!Buffer.isBuffer(value)) return undefined;
  const text = value.toString('utf8');
  return text.includes('\uFFFD') && !isUtf8(value) ? undefined : text;
}

function problemOf(attribute: Attribute, text: string): string | undefined {
  if (attribute === 'traceparent') return traceparentForm.test(text) ? undefined : 'is malformed';
  if (attribute === 'time') return parseRfc3339(text) === undefined ? 'is no RFC 3339 time with a zone' : undefined;
  return attributeProblem(text);
}
