/** How a registry names what versions of a subject must keep to. */
export const compatibilityModes = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;

export type CompatibilityMode = (typeof compatibilityModes)[number];

/** What versions are held to where neither the contract nor the registry says. */
export const usualCompatibilityMode: CompatibilityMode = 'BACKWARD_TRANSITIVE';

/** What a contract itself asks of its versions, in the attribute `spillway.compatibility`; the usual mode where it says nothing. */
export function compatibilityOf(schema: unknown): CompatibilityMode {
  return askedCompatibility(schema) ?? usualCompatibilityMode;
}

/** The same; undefined where it says nothing. */
export function askedCompatibility(schema: unknown): CompatibilityMode | undefined {
  const asked = (schema as Readonly<Record<string, unknown>> | undefined)?.['spillway.compatibility'];
  return compatibilityModes.find((mode) => mode === asked);
}

/** What is asked in a subject where the contract says nothing: more than the usual that somebody has set there stays. */
export function modeWhenSilent(subjectMode: string | undefined): CompatibilityMode {
  return subjectMode === 'FULL_TRANSITIVE' ? subjectMode : usualCompatibilityMode;
}
