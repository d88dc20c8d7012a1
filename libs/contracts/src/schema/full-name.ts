const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** What fields and symbols are called. */
export function isSimpleName(name: string): boolean {
  return namePattern.test(name);
}

/** Every part is an Avro name. */
export function isFullName(name: string): boolean {
  return name.split('.').every(isSimpleName);
}

export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

export function unqualified(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}
