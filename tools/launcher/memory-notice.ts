/** The first lines of a run without Kafka. */
export function memoryNotice(missing: readonly string[]): string {
  const why =
    missing.length === 0 ? 'as asked for by --memory' : `because ${missing.join(' and ')} ${are(missing)} missing`;
  const lines = [
    `In-process log instead of Kafka, ${why}.`,
    'One process runs all apps; nothing is kept when it ends, and no other program can read the log.',
  ];
  if (missing.length > 0) {
    lines.push('For the real components install Java 17 or newer and Maven, then run `npm start` again, e.g.:');
    lines.push('  sudo apt-get install openjdk-17-jre-headless maven');
  }
  return lines.join('\n');
}

function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
