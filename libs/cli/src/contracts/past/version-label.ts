/** What people call a registered version. */
export function versionLabel(subject: string, version: number): string {
  return `${subject} v${version}`;
}
