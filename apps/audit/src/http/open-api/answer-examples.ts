const completeUpTo = { time: '2010-12-01T08:27:00.000Z', complete: true, asOf: '2010-12-01T08:27:00.000Z' };
const topicId = 'mUOdbYyERTKsdRDZqHAuVw';
const place = { topic: 'retail.orders', partition: 0, offset: '4711' };
const of = { source: '/retail/import', type: 'retail.orders.OrderPlaced', correlationId: '536365' };

const record = {
  ...place,
  topicId,
  timestamp: '2010-12-01T08:26:00.125Z',
  timestampClamped: false,
  eventTime: '2010-12-01T08:26:00.000Z',
  recordedAt: '2010-12-01T08:26:00.734Z',
  key: '536365',
  eventId: '536365',
  ...of,
  subject: null,
  causationId: null,
  traceId: null,
  schemaId: 1,
  kind: 'event',
  reason: null,
  valueSizeBytes: 51,
};

const delivery = {
  group: 'payments',
  outcome: 'retried',
  range: false,
  ...place,
  lastOffset: '4711',
  origin: { ...place, topicId, lastOffset: '4711' },
  handler: 'CapturePaymentHandler',
  attempt: 1,
  fromTier: null,
  toTier: '1s',
  causeClass: 'BankAway',
  causeCode: 'ECONNRESET',
  fingerprint: 'v1:2f8a90c1d4e6b7f3',
  dependency: null,
  redriveJob: null,
  eventSource: of.source,
  eventId: '536365',
  type: of.type,
  correlationId: of.correlationId,
  durationMs: 12.5,
  endedFrom: '2010-12-01T08:26:00.150Z',
  endedTo: '2010-12-01T08:26:00.150Z',
  timestamp: '2010-12-01T08:26:00.161Z',
  appVersion: '1.4.0',
  instance: 'host-1',
  ledger: { topic: 'spillway.deliveries', topicId, partition: 2, offset: '17', entry: 0 },
};

const lines = [{ stockCode: '85123A', description: 'HEART T-LIGHT HOLDER', quantity: 6, unitPrice: '2.5500' }];
const payload = { invoiceNo: '536365', customerId: '17850', country: 'France', placedAt: record.eventTime, lines };
const times = {
  attempts: 1,
  retries: 1,
  deadLetters: 0,
  queueMs: 12,
  processingMs: 12.5,
  endToEndMs: null,
  exact: true,
};
const published = { time: record.timestamp, exact: true, what: 'published', event: 0, ...place };
const delivered = { ...published, time: delivery.endedTo, what: 'delivered' };

/** One answer of each route, as its schema describes it: the story of one order whose payment is tried again. */
export const answerExamples = {
  records: { records: [record], nextCursor: null, completeUpTo },
  event: {
    id: '536365',
    records: [{ ...record, headers: [{ name: 'content-type', value: 'application/avro' }], payload }],
    deliveries: [delivery],
    completeUpTo,
  },
  completeness: {
    complete: false,
    partitions: [
      {
        topic: place.topic,
        partition: 0,
        begin: '0',
        end: '5000',
        stored: 4_978,
        gaps: [{ first: '4800', last: '4809' }],
        missing: 10,
        refused: 1,
        empty: [{ first: '100', last: '109' }],
        dropped: [],
        duplicates: 0,
        lag: 1,
        completeUpTo: { offset: '4800', time: '2010-12-01T08:26:20.000Z' },
      },
    ],
  },
  summary: {
    events: { 'retail.orders': 4_978, 'retail.payments': 4_770, 'retail.fulfilment': 4_770 },
    repeatedEvents: 0,
    records: 14_530,
    gaps: 0,
    duplicates: 0,
    lag: 0,
    completeUpTo,
  },
  deliveries: { deliveries: [delivery], nextCursor: null, completeUpTo },
  failures: {
    failures: [
      {
        fingerprint: delivery.fingerprint,
        failures: 12,
        records: 4,
        retried: 11,
        deadLettered: 1,
        suspended: 0,
        firstSeen: delivery.endedTo,
        lastSeen: '2010-12-01T08:26:41.002Z',
        causeClass: delivery.causeClass,
        causeCode: delivery.causeCode,
        groups: ['payments'],
        topics: [place.topic],
        handlers: [delivery.handler],
        types: [of.type],
        appVersions: ['1.4.0'],
        keys: ['536365'],
      },
    ],
    cut: false,
    completeUpTo,
  },
  sample: {
    type: of.type,
    samples: [
      {
        ...place,
        topicId,
        timestamp: record.timestamp,
        source: of.source,
        eventId: '536365',
        schemaId: 1,
        schemaHeaderBase64: null,
        valueBase64: 'AAAAAAEMNTM2MzY1',
      },
    ],
    completeUpTo,
  },
  journey: {
    id: '536365',
    correlationIds: ['536365'],
    startedAt: published.time,
    endedAt: delivered.time,
    durationMs: 25,
    cut: false,
    groups: [{ group: 'payments', events: 1, ...times }],
    events: [
      {
        ...record,
        parent: null,
        repeats: [],
        copies: [],
        legs: [{ group: 'payments', outcome: 'retried', ...times, deliveries: [delivery] }],
      },
    ],
    sequence: [
      { ...published, group: null, outcome: null, attempt: null },
      { ...delivered, group: 'payments', outcome: 'retried', attempt: 1 },
    ],
    tree: [{ event: 0, type: of.type, eventId: '536365', caused: [] }],
    completeUpTo,
  },
  verification: {
    ranges: 412,
    records: 50_000,
    droppedRanges: 0,
    supersededRanges: 1,
    findings: [
      {
        problem: 'changed',
        topic: place.topic,
        topicId,
        partition: 0,
        first: '4700',
        last: '4799',
        expected: 100,
        found: 100,
        storedAt: record.recordedAt,
      },
    ],
    cut: false,
    nextCursor: null,
    completeUpTo,
  },
} as const;
