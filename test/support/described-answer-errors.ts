import { Ajv2020 } from 'ajv/dist/2020.js';

type Json = Readonly<Record<string, unknown>>;

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Json }>> }>
  >;
}

export interface DescribedAnswer {
  /** As the description writes it: `get /things/{id}`. */
  readonly route: string;
  readonly status: number;
  readonly body: unknown;
}

/**
 * Compares an answer with what the app's OpenAPI description says of it. Objects are taken as closed, so a member that
 * the description does not know is an error, too.
 *
 * @returns what differs; empty when the description is true
 */
export function describedAnswerErrors(description: unknown, { route, status, body }: DescribedAnswer): string[] {
  const [method = '', path = ''] = route.split(' ');
  const content = (description as Description).paths[path]?.[method]?.responses[String(status)]?.content;
  if (content === undefined) return [`${route} does not describe ${status}`];
  const [{ schema } = { schema: {} }] = Object.values(content);
  const validate = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(
    closed(schema) as Json,
  );
  validate(body);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [route, status, instancePath, message, JSON.stringify(params)].join(' '),
  );
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}
