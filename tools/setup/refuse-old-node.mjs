/**
 * Linux machines get Node 24 with the packages; elsewhere the Node that runs this is the one that stays.
 *
 * @throws when this Node cannot even set up, or cannot be replaced by a newer one
 */
export function refuseOldNode(version = process.versions.node, platform = process.platform) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > 24 || (major === 24 && minor >= 9);
  if (isNewEnough || (platform === 'linux' && major >= 20)) return;
  const needed = platform === 'linux' ? '20 or newer (Node 24 then comes with the packages)' : '24.9 or newer';
  throw new Error(
    `SPW-1000  Node ${version} is too old: ${needed} is needed.\n          Install it from https://nodejs.org, then run the same command again.`,
  );
}
