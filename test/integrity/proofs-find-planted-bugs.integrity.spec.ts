import { beforeAll, expect, it } from '@jest/globals';
import type { DeliveryRule } from '@spillway/testing';
import { checkProof, nothingFound, type ProofFindings } from '../support/group-proof/check-proof.js';
import type { GroupProof } from '../support/group-proof/group-proof.js';
import { plantedAt, type PlantedBug } from '../support/group-proof/planted-bug.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { describeWithStack } from '../support/stack.js';

const events = 60;
/** Three never end well, two of them with a bug of their own; `fails-once` waits for its retry. */
const fates = [
  { act: 'poison', every: 20 },
  { act: 'fails-once', every: 9 },
] as const;

/** Bugs that one member has at once: what finds them stays apart. */
const members = {
  events: ['loses-a-record', 'handles-twice', 'ends-twice', 'drops-a-dead-letter', 'changes-a-dead-letter'],
  moving: ['moves-retries', 'commits-backwards'],
  keyless: ['loses-keys', 'commits-too-early'],
  hasty: ['retries-early'],
  unordered: ['keeps-no-order'],
  rare: ['commits-rarely'],
} as const satisfies Record<string, readonly PlantedBug[]>;
type Member = keyof typeof members;

describeWithStack('the proofs on Kafka', ({ brokers }) => {
  const found = new Map<Member, ProofFindings>();
  let places: readonly string[] = [];

  const run = async (member: Member): Promise<void> => {
    // Long enough that the retries are waited for, and so slow that much is under way at each commit.
    const plan = { brokers, fates, bugs: members[member], delaysMs: [2_000], workMs: 20, commitIntervalMs: 50 };
    await withProof(plan, async (proof) => {
      await proof.publish(events);
      const inFlight = member === 'rare' ? await killedInFlight(proof) : undefined;
      await proof.start({ plan: member === 'rare' ? { bugs: [] } : {} });
      // A member with a bug need not come to an end.
      await proof.untilDrained(15_000).catch(() => undefined);
      if (member === 'events') places = await placesOf(proof);
      found.set(member, (await checkProof(proof, inFlight)).findings);
    });
  };
  beforeAll(async () => {
    await Promise.all(Object.keys(members).map((member) => run(member as Member)));
  }, 90_000);

  const rulesOf = (member: Member): readonly string[] => [
    ...new Set(found.get(member)!.brokenRules.map((text) => text.split(':')[0]!)),
  ];

  it('find which event was lost, handled twice, ended twice or is no right dead letter, and no other', () => {
    const { brokenRules, overcalled, wrongDeadLetters, ...rest } = found.get('events')!;
    const [lost, dropped] = [plantedAt['loses-a-record'], plantedAt['drops-a-dead-letter']];
    const [twice, ended] = [plantedAt['handles-twice'], plantedAt['ends-twice']];
    expect(rest).toEqual({ lost: [dropped, lost], endedTwice: [ended], orderBreaks: [] });
    expect(overcalled.map((text) => Number(text.split(':')[0]))).toEqual([twice, ended]);
    expect(wrongDeadLetters.toSorted()).toEqual(
      [
        `${places[plantedAt['changes-a-dead-letter']]} has other bytes`,
        `${places[ended]} should be none: Error  it had ended well`,
        `${dropped} is none`,
      ].toSorted(),
    );
    const nameOf = (number: number): string => places[number]!.replace(/\/(?=\d+$)/, '@');
    expect(brokenRules).toEqual([
      expect.stringMatching(`^copies are .* value than the record of ${nameOf(plantedAt['changes-a-dead-letter'])}$`),
      expect.stringMatching(`^commits follow .* while ${nameOf(lost)} was neither done nor parked$`),
    ]);
  });

  it('find an event that is delivered while an earlier one of its key waits, and nothing else', () => {
    const { orderBreaks, ...rest } = found.get('unordered')!;
    const { orderBreaks: _, ...nothing } = nothingFound;
    expect(rest).toEqual(nothing);
    expect(orderBreaks).toContain('20 before the end of 8 of key-8');
  });

  it('find what is handled again though it had ended long before its member was killed, and nothing else', () => {
    const { overcalled, ...rest } = found.get('rare')!;
    const { overcalled: _, ...nothing } = nothingFound;
    expect(rest).toEqual(nothing);
    expect(overcalled).toContainEqual(expect.stringMatching(/^0: attempt 1 at .*, attempt 1 at .*, in flight 0$/));
  });

  const finders: readonly (readonly [PlantedBug, Member, DeliveryRule, string])[] = [
    ['moves-retries', 'moving', 'copies are what they copy', 'lies in another partition'],
    ['loses-keys', 'keyless', 'copies are what they copy', 'has another key'],
    ['retries-early', 'hasty', 'retries are due', 'before it was due'],
    ['commits-too-early', 'keyless', 'commits follow what is done', 'while'],
    ['commits-backwards', 'moving', 'commits never fall', 'had committed'],
  ];
  it.each(finders)('find a member that %s, by a rule of its own', (_, member, rule, words) => {
    const rules = finders.filter(([, other]) => other === member).map(([, , its]) => its);
    expect(rulesOf(member).toSorted()).toEqual(rules.toSorted());
    const said = found.get(member)!.brokenRules.filter((text) => text.startsWith(rule));
    expect(said.join('\n')).toContain(words);
  });
});

/** Killed when retries come in, two seconds after most events were done. */
async function killedInFlight(proof: GroupProof): Promise<ReadonlyMap<number, number>> {
  await proof.begin({ failpoint: ['after-handler', events + 1] }).ended;
  return proof.inFlight();
}

/** Where each event lies, by its number. */
async function placesOf(proof: GroupProof): Promise<readonly string[]> {
  const places: string[] = [];
  for (const { topic, partition, offset, headers } of await proof.read(proof.plan.topic)) {
    places[Number(String(headers['ce_id']).slice('event-'.length))] = `${topic}/${partition}/${offset}`;
  }
  return places;
}
