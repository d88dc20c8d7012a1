const secretName =
  /(?:pass(?:word|wd|phrase)|secret|token|authorization|cookie|api[-_]?key|credential|private[-_]?key)$/i;
const urlCredentials = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;

/** Hides values whose field name says that they are secret, at any depth, and credentials inside URLs. Expects a bounded value. */
export function redactLogFields(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(urlCredentials, '$1[redacted]@');
  if (Array.isArray(value)) return value.map(redactLogFields);
  if (value === null || typeof value !== 'object') return value;
  const redacted: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, field] of Object.entries(value)) {
    redacted[name] =
      secretName.test(name) && field !== null && field !== undefined ? '[redacted]' : redactLogFields(field);
  }
  return redacted;
}
