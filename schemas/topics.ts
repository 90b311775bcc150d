import type {
  Candidate,
  Candle,
  CandleGap,
  ContextPoint,
  Control,
  DriftReport,
  Embedding,
  FeatureVector,
  HeadVotes,
  Kline,
  LearningEvent,
  MarketRegime,
  Outcome,
  PriceTime,
  Rejection,
  RuleScores,
  Setting,
  Signal,
  Status,
  Tick,
  ValidationReport,
  Weights,
} from './contracts.generated.ts'
import { avro } from './contracts.generated.ts'

/** A topic's contract; the engine's `Topic`, said here without importing it. */
interface TopicContract<T> {
  readonly name: string
  readonly schema: unknown
  readonly partitioning: 'key' | 'global'
  readonly retention: { readonly ms: number } | 'forever' | 'none'
  readonly digested: boolean
  readonly value?: T
}

const dayMs = 86_400_000
const days = { ms: 7 * dayMs }
const long = { ms: 3_650 * dayMs }

function topic<T>(
  name: string,
  schema: unknown,
  partitioning: 'key' | 'global',
  retention: TopicContract<T>['retention'],
  digested = false,
): TopicContract<T> {
  return { name, schema, partitioning, retention, digested }
}

/** Every topic that has a producer, by the name people use. */
export const topics = {
  ticks: topic<Tick>('ticks', avro.tick, 'key', days),
  klines: topic<Kline>('klines', avro.kline, 'key', days),
  context: topic<ContextPoint>('context', avro.contextPoint, 'key', days),
  control: topic<Control>('control', avro.control, 'global', 'forever'),
  settings: topic<Setting>('settings', avro.setting, 'global', 'forever'),
  candles: topic<Candle>('candles', avro.candle, 'key', long, true),
  gaps: topic<CandleGap>('gaps', avro.candleGap, 'key', long),
  validationReports: topic<ValidationReport>(
    'validation-reports',
    avro.validationReport,
    'key',
    long,
  ),
  driftReports: topic<DriftReport>('drift-reports', avro.driftReport, 'key', long),
  features: topic<FeatureVector>('features', avro.featureVector, 'key', long, true),
  regimes: topic<MarketRegime>('regimes', avro.marketRegime, 'key', long, true),
  embeddings: topic<Embedding>('embeddings', avro.embedding, 'key', long, true),
  headVotes: topic<HeadVotes>('head-votes', avro.headVotes, 'key', long, true),
  candidates: topic<Candidate>('candidates', avro.candidate, 'key', long, true),
  signals: topic<Signal>('signals', avro.signal, 'key', 'forever', true),
  rejections: topic<Rejection>('rejections', avro.rejection, 'key', long, true),
  outcomes: topic<Outcome>('outcomes', avro.outcome, 'key', 'forever', true),
  weights: topic<Weights>('weights', avro.weights, 'global', 'forever', true),
  learningEvents: topic<LearningEvent>(
    'learning-events',
    avro.learningEvent,
    'global',
    'forever',
    true,
  ),
  ruleScores: topic<RuleScores>('rule-scores', avro.ruleScores, 'global', 'forever', true),
  priceTimes: topic<PriceTime>('price-times', avro.priceTime, 'key', days),
  status: topic<Status>('status', avro.status, 'global', days),
} as const

/** Trades that passed validation. Never logged: `ticks` are, and the rules are repeatable. */
export const validTrades = topic<Tick & { readonly reanchored?: true }>(
  'valid-trades',
  avro.tick,
  'key',
  'none',
)
