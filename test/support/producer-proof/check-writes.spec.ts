import { describe, expect, it } from '@jest/globals';
import { checkWrites } from './check-writes.js';

const fine = { acked: 4, rejected: 0, lost: 0, duplicated: 0, reordered: 0, misplaced: 0, falselyRefused: 0 };
const acks = [0, 1, 2, 3].map((serial) => ({ serial, partition: serial % 2, offset: Math.floor(serial / 2) }));
const refused = (serial: number, isNotWritten: boolean) => [{ serial, isNotWritten }];

describe('the check of a log', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(
      checkWrites({ acks, rejections: [] }, [
        [0, 2],
        [1, 3],
      ]),
    ).toEqual(fine);
    expect(
      checkWrites({ acks, rejections: refused(4, true) }, [
        [0, 2],
        [1, 3],
      ]),
    ).toEqual({ ...fine, rejected: 1 });
    expect(
      checkWrites({ acks, rejections: refused(4, false) }, [
        [0, 2, 4, 4],
        [1, 3],
      ]),
    ).toMatchObject({
      falselyRefused: 0,
      duplicated: 1,
    });
  });

  it.each([
    ['an event lost', [[0, 2], [1]], { lost: 1 }],
    [
      'an event written twice',
      [
        [0, 2, 2],
        [1, 3],
      ],
      { duplicated: 1 },
    ],
    [
      'two events in the wrong order',
      [
        [2, 0],
        [1, 3],
      ],
      { reordered: 1, misplaced: 2 },
    ],
    [
      'an event at another offset than acknowledged',
      [
        [0, 9, 2],
        [1, 3],
      ],
      { misplaced: 1, reordered: 1 },
    ],
    ['an event in another partition than acknowledged', [[0], [1, 2, 3]], { misplaced: 2 }],
  ])('finds %s', (_, log, found) => {
    expect(checkWrites({ acks, rejections: [] }, log)).toEqual({ ...fine, ...found });
  });

  it('finds an event that was called not written', () => {
    const findings = checkWrites({ acks: acks.slice(0, 3), rejections: refused(3, true) }, [
      [0, 2],
      [1, 3],
    ]);
    expect(findings).toEqual({ ...fine, acked: 3, rejected: 1, falselyRefused: 1 });
  });
});
