import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { ISocketFactory } from 'kafkajs';
import { CertificateGuard } from './certificate-guard.js';

function guarded(brokers: readonly string[]) {
  const guard = new CertificateGuard(brokers);
  const connect = guard.watch((() => new EventEmitter()) as unknown as ISocketFactory);
  const attempt = (event: string, code?: string): void => {
    const socket = connect({} as never);
    socket.on('error', () => {});
    socket.emit(event, Object.assign(new Error('no'), { code }));
  };
  const answer = (): string[] | string => {
    try {
      return guard.next().map((broker) => broker);
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return { attempt, answer };
}

describe('CertificateGuard', () => {
  it('names the brokers while their certificates are good, or they are away', () => {
    const { attempt, answer } = guarded(['a:1']);
    attempt('error', 'ECONNREFUSED');
    expect(answer()).toEqual(['a:1']);
  });

  it('stops when all of them show one that is not trusted, and says which error it was', () => {
    const { attempt, answer } = guarded(['a:1', 'b:1']);
    attempt('error', 'CERT_HAS_EXPIRED');
    expect(answer()).toEqual(['a:1', 'b:1']);
    attempt('error', 'DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(answer()).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(answer()).toEqual(['a:1', 'b:1']);
  });

  it('goes on when one of them is good', () => {
    const { attempt, answer } = guarded(['a:1', 'b:1']);
    attempt('error', 'CERT_HAS_EXPIRED');
    attempt('secureConnect');
    attempt('error', 'CERT_HAS_EXPIRED');
    expect(answer()).toEqual(['a:1', 'b:1']);
  });
});
