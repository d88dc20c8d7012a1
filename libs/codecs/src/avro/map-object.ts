/**
 * Makes the objects of Avro maps: plain ones, of a class of their own. The engine keeps a list of what the first key of
 * an object may be for all that start as `{}`, and a process whose maps have filled it pays at every such object.
 */
export const MapObject = function () {} as unknown as new () => Record<string, unknown>;
(MapObject as { prototype: unknown }).prototype = Object.prototype;

// Later objects get the room that the first ones need, and those could be empty.
for (let made = 0; made < 8; made++) Object.assign(new MapObject(), { a: 0, b: 0, c: 0, d: 0 });
