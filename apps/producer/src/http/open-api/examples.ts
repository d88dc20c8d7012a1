/** Examples of the API's description; a spec sends them and compares the answers. */
export const orderExample = {
  invoiceNo: '536365',
  customerId: '17850',
  country: 'United Kingdom',
  placedAt: '2010-12-01T08:26:00.000Z',
  lines: [
    { stockCode: '85123A', description: 'WHITE HANGING HEART T-LIGHT HOLDER', quantity: 6, unitPrice: '2.5500' },
    { stockCode: '71053', description: 'WHITE METAL LANTERN', quantity: 6, unitPrice: '3.3900' },
  ],
};

export const eventExample = {
  specversion: '1.0',
  id: '1bb4316e-dd0c-58d1-956b-fb36dc8aef67',
  source: '/shop/till-7',
  type: 'retail.orders.OrderPlaced',
  time: '2010-12-01T08:26:00.000Z',
  datacontenttype: 'application/json',
  data: orderExample,
};

export const cloudEventExamples = {
  one: { summary: 'One event (application/cloudevents+json)', value: eventExample },
  batch: { summary: 'A batch (application/cloudevents-batch+json)', value: [eventExample] },
};

export const acceptedExample = {
  id: '1bb4316e-dd0c-58d1-956b-fb36dc8aef67',
  topic: 'retail.orders',
  partition: 7,
  offset: '42',
  deduplicated: false,
};

export const batchExample = [
  { status: 202, ...acceptedExample },
  {
    id: 'another',
    type: 'urn:spillway:error:SPW-4050',
    title: 'No event type of this name is accepted here',
    status: 422,
    detail: 'The event type is not known here',
    instance: 'urn:uuid:8f1f1d0e-58a0-4b53-9f3c-0d5c3f4f1b7a',
    errorCode: 'SPW-4050',
    errors: [{ pointer: '/type', detail: 'is not a known event type' }],
  },
];

export const importExample = {
  id: 'december',
  state: 'running',
  input: {
    files: 1,
    lines: 42481,
    orders: 2025,
    rejectedLines: 1,
    rejectedOrders: 1,
    rejects: [{ file: '/data/2010-12.csv.gz', line: 17, reason: 'Quantity is not a whole number' }],
  },
  produced: {
    'retail.orders.OrderPlaced': 1200,
    'retail.orders.OrderCancelled': 250,
    'retail.orders.StockAdjusted': 100,
    deduplicated: 0,
  },
};
