type Field = { readonly name: string; readonly type: unknown };

type Primitives = {
  null: null;
  boolean: boolean;
  int: number;
  long: number;
  float: number;
  double: number;
  string: string;
  bytes: Buffer;
};

/** What a payload of an Avro schema is, worked out from the schema itself: the second opinion on generated types. */
export type AvroPayload<S> = S extends keyof Primitives
  ? Primitives[S]
  : S extends readonly unknown[]
    ? { [I in keyof S]: AvroPayload<S[I]> }[number]
    : S extends { readonly logicalType: 'decimal' }
      ? string
      : S extends { readonly logicalType: 'timestamp-millis' }
        ? Date
        : S extends { readonly type: 'record'; readonly fields: infer F extends readonly Field[] }
          ? { readonly [K in F[number] as K['name']]: AvroPayload<K['type']> }
          : AvroContainer<S>;

type AvroContainer<S> = S extends { readonly type: 'array'; readonly items: infer I }
  ? readonly AvroPayload<I>[]
  : S extends { readonly type: 'map'; readonly values: infer V }
    ? Readonly<Record<string, AvroPayload<V>>>
    : S extends { readonly type: 'enum'; readonly symbols: readonly (infer N)[] }
      ? N
      : S extends { readonly type: 'fixed' }
        ? Buffer
        : S extends { readonly type: infer T }
          ? AvroPayload<T>
          : never;

/** True when the types are the same, not merely assignable. */
export type SameType<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
