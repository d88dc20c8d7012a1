type JsonObject = Readonly<Record<string, unknown>>;

export interface Reference {
  readonly $ref: string;
}

export interface AsyncApiServer {
  readonly host: string;
  readonly protocol: 'kafka' | 'kafka-secure';
  readonly bindings?: JsonObject;
}

export interface AsyncApiMessage {
  readonly name: string;
  readonly title: string;
  readonly summary?: string;
  readonly contentType: string;
  readonly headers: JsonObject;
  readonly correlationId: JsonObject;
  readonly payload: { readonly schemaFormat: string; readonly schema: unknown };
  readonly bindings: JsonObject;
}

export interface AsyncApiChannel {
  readonly address: string;
  readonly messages: Readonly<Record<string, Reference>>;
  readonly bindings: JsonObject;
}

export interface AsyncApiOperation {
  readonly action: 'send' | 'receive';
  readonly title: string;
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly tags: readonly { readonly name: string }[];
  readonly bindings?: JsonObject;
}

/** As much of AsyncAPI 3.1 as is written. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly defaultContentType: string;
  readonly servers?: Readonly<Record<string, AsyncApiServer>>;
  readonly channels: Readonly<Record<string, AsyncApiChannel>>;
  readonly operations: Readonly<Record<string, AsyncApiOperation>>;
  readonly components: { readonly messages: Readonly<Record<string, AsyncApiMessage>> };
}

/** Of every Kafka binding. */
export const bindingVersion = '0.5.0';
