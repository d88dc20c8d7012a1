import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';

interface Version {
  readonly schema: string;
  readonly references?: readonly object[];
}

interface Subject {
  readonly versions: (Version & { readonly id: number })[];
  mode?: string;
}

/** As much of a registry as the commands ask, with Confluent's paths and answers; it refuses nothing. */
export class SmallRegistry implements AsyncDisposable {
  readonly subjects = new Map<string, Subject>();
  readonly asked: string[] = [];
  /** In place of every answer, when set. */
  answer?: { readonly status: number; readonly type: string; readonly body: string };
  /** Told each request before it is answered. */
  onAsked?: (asked: string) => void;
  readonly #server = createServer((request, response) => void this.#handle(request, response));
  #ids = 0;

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  register(subject: string, schema: unknown, mode?: string, references?: readonly object[]): number {
    const known = this.subjects.get(subject) ?? { versions: [] };
    this.subjects.set(subject, known);
    if (mode !== undefined) known.mode = mode;
    const sent = { schema: JSON.stringify(schema), references };
    const same = known.versions.find((version) => isSame(version, sent));
    if (same !== undefined) return same.id;
    known.versions.push({ id: ++this.#ids, ...sent });
    return this.#ids;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const [status, answer] = this.#answerTo(request.method!, decodeURIComponent(request.url!), body);
    this.asked.push(`${request.method} ${decodeURIComponent(request.url!)} ${status}`);
    this.onAsked?.(this.asked.at(-1)!);
    const { type, ...given } = this.answer ?? {
      type: 'application/vnd.schemaregistry.v1+json',
      status,
      body: JSON.stringify(answer),
    };
    response.writeHead(given.status, { 'content-type': type, connection: 'close' }).end(given.body);
  }

  #answerTo(method: string, path: string, body: string): readonly [number, unknown] {
    const [, kind, name = '', , number] = path.split('/');
    if (kind === 'subjects' && name === '') return [200, [...this.subjects.keys()]];
    if (kind === 'schemas') return this.#schemaOf(Number(path.split('/')[3]));
    const subject = this.subjects.get(name);
    const sent =
      body === ''
        ? {}
        : (JSON.parse(body) as {
            schema?: string;
            references?: readonly object[];
            compatibility?: string;
          });
    if (kind === 'config' && method === 'PUT') return [200, this.#configure(name, sent.compatibility!)];
    if (kind === 'config') {
      return subject?.mode === undefined ? notFound(40408) : [200, { compatibilityLevel: subject.mode }];
    }
    if (method === 'POST' && path.endsWith('/versions'))
      return [200, { id: this.register(name, JSON.parse(sent.schema!), undefined, sent.references) }];
    if (subject === undefined || subject.versions.length === 0) return notFound(40401);
    if (method === 'POST') {
      const index = subject.versions.findIndex((version) => isSame(version, sent as Version));
      return index < 0 ? notFound(40403) : [200, { subject: name, version: index + 1, ...subject.versions[index] }];
    }
    if (number === undefined) return [200, subject.versions.map((_, index) => index + 1)];
    const version = number === 'latest' ? subject.versions.length : Number(number);
    return [200, { subject: name, version, ...subject.versions[version - 1] }];
  }

  /** `/schemas/ids/{id}` */
  #schemaOf(id: number): readonly [number, unknown] {
    const all = [...this.subjects.values()].flatMap(({ versions }) => versions);
    const found = all.find((version) => version.id === id);
    return found === undefined ? notFound(40403) : [200, { schema: found.schema, references: found.references }];
  }

  #configure(name: string, mode: string): object {
    const subject = this.subjects.get(name) ?? { versions: [] };
    this.subjects.set(name, { ...subject, mode });
    return { compatibility: mode };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** As a registry tells versions apart: what a name in the text means, the references say. */
function isSame(one: Version, other: Version): boolean {
  return one.schema === other.schema && isDeepStrictEqual(one.references ?? [], other.references ?? []);
}

function notFound(code: number): readonly [number, unknown] {
  return [404, { error_code: code, message: 'not found' }];
}
