import { describe, expect, it } from '@jest/globals';
import { findCycle } from '../support/find-cycle.js';
import { roomImports } from '../support/room-imports.js';
import { read, sourceFiles } from '../support/source-files.js';

const sources = new Map(sourceFiles(/^(?:libs|apps)\/[^/]+\/src\/.*\.ts$/).map((file) => [file, read(file)]));
const workspaces = roomImports(sources);

describe('the rooms (folders) of a workspace', () => {
  it('are found in every workspace', () => {
    const all = sourceFiles(/^(?:libs|apps)\/[^/]+\/package\.json$/).map((file) => file.replace('/package.json', ''));
    expect([...workspaces.keys()].toSorted()).toEqual(all.toSorted());
  });

  it.each([...workspaces])('of %s depend one way', (_, rooms) => {
    expect(findCycle(rooms)).toBeUndefined();
  });

  it('would be told by name if they did not', () => {
    const planted = new Map([
      ['libs/shop/src/till/open.ts', "import { count } from '../goods/count.js';"],
      ['libs/shop/src/goods/count.ts', "import type { Shelf } from '../shelves/shelf.js';"],
      ['libs/shop/src/shelves/shelf.ts', "import { open } from '../till/open.js';"],
      ['libs/shop/src/shelves/shelf.spec.ts', "import { close } from '../doors/close.js';"],
    ]);
    expect(findCycle(roomImports(planted).get('libs/shop')!)).toEqual(['till', 'goods', 'shelves', 'till']);
  });
});
