import type { INestApplicationContext, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';

/** A provider of the app, or undefined when no module brings it: asking Nest for one that is not there logs an error. */
export function optionalProvider<T>(app: INestApplicationContext | undefined, token: symbol | Type<T>): T | undefined {
  const modules = app?.get(ModulesContainer, { strict: false });
  const exists = [...(modules?.values() ?? [])].some((module) => module.providers.has(token as symbol));
  return exists ? app?.get<T>(token, { strict: false }) : undefined;
}
