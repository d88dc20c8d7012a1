import { expect, it } from '@jest/globals';
import { SpillwayError } from '@spillway/events';
import { provisionPatiently } from './provision-patiently.js';

const lives = new AbortController().signal;

it('asks again where a service that was just started did not answer in time', async () => {
  const answers = [new SpillwayError('SPW-3003', 'no answer'), 'provisioned'];
  const provision = async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  expect(await provisionPatiently(provision, lives)).toBe('provisioned');
});

it('passes a refusal on at once', async () => {
  let asked = 0;
  const provision = async () => {
    asked++;
    throw new SpillwayError('SPW-1103', 'drift');
  };
  await expect(provisionPatiently(provision, lives)).rejects.toThrow('drift');
  expect(asked).toBe(1);
});

it('ends when the run is stopped', async () => {
  const stopping = new AbortController();
  const provision = async () => {
    stopping.abort();
    throw new SpillwayError('SPW-3003', 'no answer');
  };
  await expect(provisionPatiently(provision, stopping.signal)).rejects.toThrow('aborted');
});
