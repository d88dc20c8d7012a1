import { describe, expect, it } from '@jest/globals';
import type { LogFields, Logger } from '@spillway/streaming';
import { logLevel } from 'kafkajs';
import { LateJoin } from './late-join.js';
import { logBridge } from './log-bridge.js';

function bridged() {
  const entries: { level: string; fields: LogFields; message: string }[] = [];
  const at = (level: string) => (fields: LogFields, message: string) => void entries.push({ level, fields, message });
  const logger: Logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  let steadyMs = 0;
  const write = logBridge(logger, () => steadyMs)(logLevel.INFO);
  const say = (level: logLevel, message: unknown, extra: object = {}) => {
    const log = { message: message as string, timestamp: '', logger: 'kafkajs', ...extra };
    write({ namespace: 'Connection', level, label: '', log });
    return entries.at(-1);
  };
  return { say, entries, pass: (ms: number) => (steadyMs += ms) };
}

describe('kafkajs’s log', () => {
  it('brings its news at debug level: joins, pauses, seeks', () => {
    expect(bridged().say(logLevel.INFO, 'Consumer has joined the group')?.level).toBe('debug');
  });

  it.each([
    "The coordinator is loading and hence can't process requests for this group",
    'The group coordinator is not available',
    'This is not the correct coordinator for this group',
    'There is no leader for this topic-partition as we are in the middle of a leadership election',
    'The group is rebalancing, so a rejoin is needed',
  ])('is quiet about what a healthy start passes through: %s', (error) => {
    expect(bridged().say(logLevel.ERROR, 'Response JoinGroup(key: 11, version: 5)', { error })?.level).toBe('debug');
  });

  it('is loud about an outage, with the address', () => {
    const entry = bridged().say(logLevel.ERROR, 'Connection error: connect ECONNREFUSED', {
      broker: 'b:1',
      stack: 'x',
    });
    expect(entry).toEqual({
      level: 'error',
      fields: { component: 'Connection', broker: 'b:1' },
      message: 'kafkajs: Connection error: connect ECONNREFUSED',
    });
  });

  it('is loud about a consumer that ended, unless a passing state ended it', () => {
    const { say } = bridged();
    expect(say(logLevel.ERROR, 'Crash: KafkaJSNonRetriableError: connect ECONNREFUSED')?.level).toBe('error');
    expect(say(logLevel.ERROR, 'Crash: KafkaJSProtocolError: The coordinator is loading and')?.level).toBe('debug');
    expect(say(logLevel.ERROR, `Crash: KafkaJSNonRetriableError: ${new LateJoin().message}`)?.level).toBe('debug');
  });

  it('says the same once in ten seconds, and then how often it was left out', () => {
    const { say, entries, pass } = bridged();
    for (let second = 0; second < 10; second++, pass(1_000)) say(logLevel.ERROR, 'Connection error');
    say(logLevel.ERROR, 'Connection timeout');
    expect(entries.map(({ message }) => message)).toEqual(['kafkajs: Connection error', 'kafkajs: Connection timeout']);
    expect(say(logLevel.ERROR, 'Connection error')?.fields).toMatchObject({ leftOut: 9 });
  });

  it('takes an Error where the message belongs', () => {
    expect(bridged().say(logLevel.ERROR, new Error('broken'))?.message).toBe('kafkajs: broken');
  });

  it('passes on names, counts and addresses, and no whole requests', () => {
    const extra = { groupId: 'g', retryCount: 2, memberAssignment: { t: [1] }, payload: Buffer.from('secret') };
    expect(bridged().say(logLevel.WARN, 'm', extra)?.fields).toEqual({
      component: 'Connection',
      groupId: 'g',
      retryCount: 2,
    });
  });
});
