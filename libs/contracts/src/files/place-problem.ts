import { namespaceOf, unqualified } from '../schema/full-name.js';

/** What is wrong with where a contract lies: its name, its namespace and its path say the same thing. */
export function placeProblem(fullName: string, path: string): string | undefined {
  const [domain, aggregate, ...rest] = path.split('/');
  const isDeepEnough = rest.length === 1 || rest.length === 2;
  const isNamed = rest.at(-1) === `${unqualified(fullName)}.avsc` && namespaceOf(fullName) === `${domain}.${aggregate}`;
  if (isDeepEnough && isNamed) return undefined;
  const [names, name] = [namespaceOf(fullName).replaceAll('.', '/'), unqualified(fullName)];
  return `defines ${fullName}, which belongs into ${names}/<event>/${name}.avsc, or ${names}/${name}.avsc when it is shared`;
}
