import type { PipeTransform } from '@nestjs/common';
import { CUSTOM_ROUTE_ARGS_METADATA, PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/internal';
import type { BoundParam, BoundParams } from './bound-param.js';
import type { HandlerTarget } from './handler-target.js';

/** What Nest's parameter decorators store, by `<type>:<index>`. */
interface StoredParam {
  readonly index: number;
  readonly data?: unknown;
  readonly pipes?: readonly unknown[];
  readonly schema?: unknown;
  readonly factory?: BoundParam['factory'];
}

/** Nest's numbers of `@Payload()` and `@Ctx()` (`RpcParamtype`). */
const payloadType = '3';
const contextType = '6';

/**
 * Reads the parameters of a handler method. Without decorators the payload alone passes the pipes; as everywhere in
 * Nest, pipes of the class and the method come before those of the parameter.
 *
 * @param resolve instances of pipes that are given as classes
 */
export function readParams(
  target: HandlerTarget,
  pipes: readonly PipeTransform[],
  resolve: (pipes: unknown[]) => readonly PipeTransform[],
): BoundParams {
  const { instance, methodName, isPlain } = target;
  const stored = Reflect.getMetadata(ROUTE_ARGS_METADATA, instance.constructor, methodName) as
    Readonly<Record<string, StoredParam>> | undefined;
  const types = (Reflect.getMetadata(PARAMTYPES_METADATA, instance, methodName) ?? []) as BoundParam['metatype'][];
  const params = Object.entries(stored ?? {}).map(([key, param]): BoundParam => {
    const source = sourceOf(key);
    return {
      index: param.index,
      source,
      factory: param.factory,
      data: param.data,
      metatype: types[param.index],
      schema: param.schema,
      type: source === 'payload' ? 'body' : 'custom',
      // The context is no payload: only pipes that were asked for at this very parameter see it.
      pipes: [...(source === 'context' ? [] : pipes), ...resolve([...(param.pipes ?? [])])],
    };
  });
  const isComplete = isPlain && stored !== undefined;
  if (isComplete || pipes.length === 0 || params.some(({ index }) => index === 0)) return { isComplete, list: params };
  const whole = { data: undefined, schema: undefined, metatype: types[0], type: 'body', source: 'payload' } as const;
  return { isComplete, list: [{ ...whole, index: 0, pipes }, ...params] };
}

function sourceOf(key: string): BoundParam['source'] {
  if (key.includes(CUSTOM_ROUTE_ARGS_METADATA)) return 'custom';
  const type = key.split(':', 1)[0];
  if (type === payloadType) return 'payload';
  return type === contextType ? 'context' : 'custom';
}
