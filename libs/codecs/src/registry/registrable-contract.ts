import { compatibilityOf, type CompatibilityMode, type SharedType } from '@spillway/events';

/** As much of an event or a shared type as registering takes. */
export type RegistrableContract = Pick<SharedType, 'type' | 'subject' | 'schema' | 'references'>;

/** What later versions of its subject are held to. */
export function modeOf({ schema }: RegistrableContract): CompatibilityMode {
  return compatibilityOf(schema);
}
