import { expect, it } from '@jest/globals';
import { avroCodec, httpRegistry, registerContracts } from '@spillway/codecs';
import { defineEvent } from '@spillway/events';
import { waitUntil } from '@spillway/testing';
import { checkProof, nothingFound } from '../support/group-proof/check-proof.js';
import { proofEvents, type Numbered } from '../support/group-proof/proof-events.js';
import { withProof } from '../support/group-proof/with-proof.js';
import { describeWithStack } from '../support/stack.js';
import { startSwitch } from '../support/switched-service.js';

const events = 60;

describeWithStack('a registry that is away when a new schema comes', ({ brokers, registryUrl }) => {
  it('holds the partition of that event, dead-letters nothing, and all goes on when it is back', async () => {
    const service = await startSwitch(registryUrl);
    try {
      await withProof({ brokers, registryUrl: service.url }, async (proof) => {
        const { given, after } = proofEvents(proof.plan.topic);
        const registry = httpRegistry({ url: registryUrl });
        await registerContracts(registry, [given, after]);
        const encode = encoderFor(registryUrl, given);
        await proof.publish(events, (number) => encode({ key: proof.keyOf(number), number }));
        const member = await proof.start();
        await proof.untilDrained();

        const newer = newerVersion(proof.plan.topic);
        await registerContracts(registry, [newer]);
        const encodeNewer = encoderFor(registryUrl, newer);
        service.turnOff();
        const stranger = proof.published;
        await proof.publish(events, (number) =>
          number === stranger
            ? encodeNewer({ key: proof.keyOf(number), number, note: '' })
            : encode({ key: proof.keyOf(number), number }),
        );
        await member.line(/The group is suspended.*schema-registry/);
        const { partitions } = proof;
        const inOthers = (2 * events * (partitions - 1)) / partitions;
        const doneInOthers = (): number =>
          proof.history().filter(({ what, number }) => what === 'done' && number % partitions !== stranger % partitions)
            .length;
        await waitUntil('the other partitions are done', () => doneInOthers() === inOthers, 30_000);
        expect(proof.history().some(({ number }) => number === stranger)).toBe(false);
        expect(await proof.read(proof.deadLetterTopic)).toEqual([]);

        service.turnOn();
        await proof.untilDrained();
        const { findings, repeats, deadLetters } = await checkProof(proof);
        expect(findings).toEqual(nothingFound);
        expect({ repeats, deadLetters }).toEqual({ repeats: 0, deadLetters: 0 });
      });
    } finally {
      await service.close();
    }
  }, 90_000);
});

type Noted = Numbered & { readonly note: string };

/** What a producer that was deployed first writes: a field more. */
function newerVersion(topic: string) {
  const { schema } = proofEvents(topic).given;
  const { fields, ...rest } = schema as unknown as { readonly type: string; readonly fields: readonly object[] };
  const newerSchema = { ...rest, fields: [...fields, { name: 'note', type: 'string', default: '' }] };
  return defineEvent<Noted>({ topic, schema: newerSchema, key: ({ key }) => key });
}

function encoderFor<T>(url: string, definition: ReturnType<typeof defineEvent<T>>) {
  const codec = avroCodec({ registry: httpRegistry({ url }), definitions: [definition as never] });
  return (payload: T) => codec.encode(definition, payload);
}
