import { Controller, Injectable } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { describe, expect, it } from '@jest/globals';
import { defineGroup, type Handler } from '@spillway/streaming';
import { EventHandler } from '../handlers/event-handler.decorator.js';
import { NoteParcel, parcels, ParcelLost, ParcelSent, tracking, type Parcel } from '../server/demo-app.support.js';
import { appManifest } from './app-manifest.js';

const losses = defineGroup('losses', {
  startFrom: 'beginning',
  topics: { [parcels]: { ordering: 'none', ignore: [ParcelSent] } },
});

@Controller()
class Losses {
  @EventPattern(ParcelLost.type, { group: losses })
  note(_event: object): void {}
}

describe('appManifest', () => {
  it('names groups, handlers and schemas without making an instance', () => {
    const manifest = appManifest({
      app: 'demo',
      handlers: [NoteParcel, Losses],
      knownEvents: [ParcelSent, ParcelLost],
    });
    expect(manifest).toMatchObject({
      app: 'demo',
      groups: [
        {
          group: 'tracking',
          topics: [{ topic: parcels, ignores: [ParcelLost.type], deadLetterTopic: `${parcels}.tracking.dlq` }],
          handlers: [{ handler: 'NoteParcel', handles: [ParcelSent.type] }],
        },
        { group: 'losses', handlers: [{ handler: 'Losses.note', handles: [ParcelLost.type] }] },
      ],
    });
    const pinned = [ParcelLost, ParcelSent].map(({ type, topic, subject, schema }) => ({
      type,
      topic,
      subject,
      schema,
    }));
    expect(manifest.events).toEqual(pinned);
  });

  it('has the schema of what a group only ignores, since that is read too', () => {
    const { events } = appManifest({ app: 'demo', handlers: [NoteParcel] });
    expect(events.map(({ type }) => type)).toEqual([ParcelLost.type, ParcelSent.type]);
  });

  it('tells whose events have the id of their schema in a header', () => {
    const eventsOf = (location?: 'payload' | 'header') =>
      appManifest({ app: 'demo', knownEvents: [{ ...ParcelSent, schemaIdLocation: location }] }).events;
    expect(eventsOf('header')).toMatchObject([{ type: ParcelSent.type, headerIds: true }]);
    expect([...eventsOf(), ...eventsOf('payload')].map((event) => 'headerIds' in event)).toEqual([false, false]);
  });

  it('is refused where the app would be refused', () => {
    @Injectable()
    @EventHandler(tracking, ParcelSent)
    class Again implements Handler<Parcel> {
      handle(): void {}
    }
    expect(() => appManifest({ app: 'demo', handlers: [NoteParcel, Again] })).toThrow(/2 handlers/);
  });
});
