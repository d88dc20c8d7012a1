import { applyDecorators } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import { z } from 'zod';

/** Describes each parameter of a query schema in OpenAPI, so that both never differ. */
export function ApiQueryOf(schema: z.ZodObject): MethodDecorator {
  const parameters = Object.entries(schema.shape).map(([name, field]) => {
    const { description, ...rest } = z.toJSONSchema(field as z.ZodType, { io: 'input' }) as Record<string, unknown>;
    delete rest['$schema'];
    const required = !(field as z.ZodType).safeParse(undefined).success;
    return ApiQuery({ name, required, description: String(description ?? ''), schema: rest });
  });
  return applyDecorators(...parameters);
}
