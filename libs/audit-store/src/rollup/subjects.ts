import type { AnalyticsSubject } from '@spillway/streaming';
import type { SubjectOf } from './subject.js';
import { deadLetters } from './subjects/dead-letters.js';
import { deliveries } from './subjects/deliveries.js';
import { delays } from './subjects/delays.js';
import { keys } from './subjects/keys.js';
import { processing } from './subjects/processing.js';
import { products } from './subjects/products.js';
import { records } from './subjects/records.js';
import { sales } from './subjects/sales.js';
import { waits } from './subjects/waits.js';

export const subjects: { readonly [S in AnalyticsSubject]: SubjectOf<S> } = {
  records,
  delays,
  keys,
  deadLetters,
  deliveries,
  processing,
  waits,
  sales,
  products,
};
