import { describe, expect, it } from '@jest/globals';
import { defineEvent, defineSharedType, type AvroSchema } from '@spillway/events';
import type { ContractRegistry } from './contract-registry.js';
import { memoryRegistry } from './memory-registry.js';
import { planSubjects } from './plan-subjects.js';
import { findContract } from './find-contract.js';
import { registerSteps } from './register-steps.js';
import type { RegistryHistory } from './registry-history.js';

const record = (name: string, fields: readonly object[], more: object = {}) =>
  ({ type: 'record', name, namespace: 'shop', ...more, fields }) as unknown as AvroSchema;
const line = record('Line', [{ name: 'sku', type: 'string' }]);
const Line = defineSharedType({ schema: line });
const Placed = defineEvent<unknown>({
  topic: 'shop.orders',
  schema: record('Placed', [{ name: 'line', type: line }]),
  references: [Line],
  key: () => '',
});
const Sent = defineEvent<unknown>({
  topic: 'shop.orders',
  schema: record('Sent', [], { 'spillway.compatibility': 'FULL' }),
  key: () => '',
});

/** A registry that remembers modes, as a real one does. */
function registryWithModes() {
  const modes = new Map<string, string>();
  const registry: ContractRegistry = {
    ...memoryRegistry(),
    setCompatibility: async (subject, mode) => void modes.set(subject, mode),
  };
  const history = { compatibility: async (subject: string) => modes.get(subject) } as RegistryHistory;
  return { registry, history, modes };
}

describe('the plan of subjects', () => {
  it('has every subject once, shared types first, each with the mode that its contract asks for', async () => {
    const plan = await planSubjects([Placed, Sent, Placed], registryWithModes());
    const usual = { mode: 'BACKWARD_TRANSITIVE', modeBefore: undefined, setsMode: true, id: undefined };
    expect(plan).toEqual([
      { subject: 'shop.Line', contract: Line, ...usual },
      { subject: 'shop.orders-shop.Placed', contract: Placed, ...usual },
      { subject: 'shop.orders-shop.Sent', contract: Sent, ...usual, mode: 'FULL' },
    ]);
  });

  it('has nothing left once it is done, and what somebody changed back', async () => {
    const parts = registryWithModes();
    const before = await planSubjects([Placed, Sent], parts);
    const done = await registerSteps(parts.registry, before);
    expect([...parts.modes]).toEqual(before.map(({ subject, mode }) => [subject, mode]));
    const places = done.map(async ({ subject, contract, id }) => {
      expect(await findContract(parts.registry, contract)).toMatchObject({ id });
      return subject;
    });
    expect(await Promise.all(places)).toEqual(before.map(({ subject }) => subject));
    const after = await planSubjects([Placed, Sent], parts);
    expect(after.map(({ setsMode, id }) => [setsMode, typeof id])).toEqual(Array(3).fill([false, 'number']));
    const asked: string[] = [];
    await registerSteps({ ...parts.registry, setCompatibility: async (subject) => void asked.push(subject) }, after);
    expect(asked).toEqual([]);
    parts.modes.set('shop.Line', 'NONE');
    expect((await planSubjects([Placed], parts))[0]).toMatchObject({ modeBefore: 'NONE', setsMode: true });
    // More than is asked for is somebody's wish.
    parts.modes.set('shop.Line', 'FULL_TRANSITIVE');
    expect((await planSubjects([Placed], parts))[0]).toMatchObject({ mode: 'FULL_TRANSITIVE', setsMode: false });
  });

  it('refuses two contracts in one subject', async () => {
    const byTopic = (name: string) =>
      defineEvent<unknown>({ topic: 't', schema: record(name, []), subjectStrategy: 'TopicName', key: () => '' });
    const both = planSubjects([byTopic('A'), byTopic('B')], registryWithModes());
    await expect(both).rejects.toMatchObject({
      code: 'SPW-3007',
      message: expect.stringContaining('shop.A and shop.B'),
    });
  });
});
