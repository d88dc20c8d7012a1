import { describe, expect, it } from '@jest/globals';
import { chooseMode, type Machine, type MissingPart } from './choose-mode.ts';
import { memoryNotice } from './memory-notice.ts';

const machine: Machine = { java: 17, maven: true, jars: true };
const nothing = { brokers: false, registry: false };
const both = { brokers: true, registry: true };

describe('mode', () => {
  it('starts both services on a machine that has what they need', () => {
    expect(chooseMode(false, nothing, machine)).toEqual({ type: 'stack', startKafka: true, startRegistry: true });
  });

  it('starts nothing that is given, and then needs no Java', () => {
    const bare: Machine = { java: undefined, maven: false, jars: false };
    expect(chooseMode(false, both, bare)).toEqual({ type: 'stack', startKafka: false, startRegistry: false });
    const brokers = { brokers: true, registry: false };
    expect(chooseMode(false, brokers, machine)).toEqual({ type: 'stack', startKafka: false, startRegistry: true });
  });

  it('is in memory by choice', () => {
    expect(chooseMode(true, nothing, machine)).toEqual({ type: 'memory', missing: [] });
  });

  it.each<[Partial<Machine>, readonly MissingPart[], string]>([
    [{ java: undefined, maven: false, jars: false }, ['Java', 'Maven'], 'openjdk-17-jre-headless maven'],
    [{ java: undefined, maven: false }, ['Java'], 'openjdk-17-jre-headless'],
    [{ java: undefined, jars: false }, ['Java'], 'openjdk-17-jre-headless'],
    [{ java: undefined }, ['Java'], 'openjdk-17-jre-headless'],
    [{ maven: false, jars: false }, ['Maven'], 'maven'],
  ])('is in memory where %j, and says what to install', (lacks, missing, packages) => {
    expect(chooseMode(false, nothing, { ...machine, ...lacks })).toEqual({ type: 'memory', missing });
    const [first, , needed, command] = memoryNotice(missing).split('\n');
    expect(first).toContain(`because ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`);
    const other = missing.includes('Java') ? 'Maven' : 'Java';
    if (missing.length === 1) expect(needed).not.toContain(other);
    expect(command).toBe(`  sudo apt-get install ${packages}`);
  });

  it('needs no Maven once the jars are there', () => {
    expect(chooseMode(false, nothing, { ...machine, maven: false })).toMatchObject({ type: 'stack' });
  });

  it.each<[string, boolean, typeof nothing, Partial<Machine>]>([
    ['SPW-1002', false, nothing, { java: 11 }],
    ['SPW-1002', false, { brokers: true, registry: false }, { java: undefined }],
    ['SPW-1009', false, nothing, { jars: false }],
    ['SPW-1001', true, both, {}],
  ])('refuses with %s', (code, memory, given, lacks) => {
    expect(() => chooseMode(memory, given, { ...machine, ...lacks })).toThrow(expect.objectContaining({ code }));
  });
});
