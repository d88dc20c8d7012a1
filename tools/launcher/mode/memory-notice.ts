import type { MissingPart } from './choose-mode.ts';

/** What Debian calls them. */
const packages: Readonly<Record<MissingPart, string>> = { Java: 'openjdk-17-jre-headless', Maven: 'maven' };

/** The first lines of a run without Kafka. */
export function memoryNotice(missing: readonly MissingPart[]): string {
  const why =
    missing.length === 0 ? 'as asked for by --memory' : `because ${missing.join(' and ')} ${are(missing)} missing`;
  const lines = [
    `In-process log instead of Kafka, ${why}.`,
    'One process runs all apps; nothing is kept when it ends, and no other program can read the log.',
  ];
  if (missing.length > 0) {
    const needed = missing.map((name) => (name === 'Java' ? 'Java 17 or newer' : name)).join(' and ');
    lines.push(`For the real components install ${needed}, then run \`npm start\` again, e.g.:`);
    lines.push(`  sudo apt-get install ${missing.map((name) => packages[name]).join(' ')}`);
  }
  return lines.join('\n');
}

function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}
