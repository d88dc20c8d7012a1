import type { ExecutionContext, Paramtype, PipeTransform } from '@nestjs/common';

/** One parameter of a handler method as its decorator describes it. */
export interface BoundParam {
  readonly index: number;
  readonly source: 'payload' | 'context' | 'custom';
  /** Of a custom decorator (`createParamDecorator`). */
  readonly factory?: (data: unknown, context: ExecutionContext) => unknown;
  /** What the decorator was given, e.g. the property name in `@Payload('number')`. */
  readonly data: unknown;
  /** Runtime type, where the compiler emits it: what a `ValidationPipe` validates against. */
  readonly metatype: (new (...args: never[]) => unknown) | undefined;
  readonly schema: unknown;
  /** How pipes see it. */
  readonly type: Paramtype;
  readonly pipes: readonly PipeTransform[];
}

export interface BoundParams {
  /** True when the method gets these and nothing else; otherwise they replace arguments at their places. */
  readonly isComplete: boolean;
  readonly list: readonly BoundParam[];
}
