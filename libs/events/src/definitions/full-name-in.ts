/** An Avro name with dots is full already; any other stands in the namespace. */
export function fullNameIn(namespace: string, name: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}
