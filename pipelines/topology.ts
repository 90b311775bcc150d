import { cutOut } from '../engine/core/cut.ts'
import { ConfigError } from '../engine/core/errors.ts'
import type { LogRecord } from '../engine/core/message.ts'
import { defineTopology, type Topology } from '../engine/core/topology.ts'
import type { HeadEntry } from '../operators/heads/catalogue.ts'
import { type Classifier, modelHeadId } from '../operators/heads/model-head.ts'
import { builtInEncoder } from '../operators/memory/built-in-encoder.ts'
import type { AsynchronousEncoder } from '../operators/memory/text-encoder.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import type { Candidate, Outcome } from '../schemas/contracts.generated.ts'
import { topics } from '../schemas/topics.ts'
import { candles } from './candles.ts'
import { dataQuality } from './data-quality.ts'
import { desk } from './desk.ts'
import { embeddings, encodedEmbeddings } from './embeddings.ts'
import { features } from './features.ts'
import { headVotes } from './head-votes.ts'
import { judgement } from './judgement.ts'
import { priceTimes } from './price-times.ts'
import { regimes } from './regimes.ts'
import type { CandleSettings } from './settings.ts'

/** Live klines, context and commands take effect so long after their stamp: trades never wait for them. */
const secondaryDelayMs = 2_000

/** What a topology is given beside its settings: code and models of the user's. */
export interface ChainParts {
  readonly ownHeads?: readonly HeadEntry[]
  /** Of texts; the built-in one where there is none. */
  readonly encoder?: AsynchronousEncoder | undefined
  /** Votes as HEAD_J, where the settings have that head. */
  readonly classifier?: Classifier | undefined
}

/**
 * The whole system: the market by symbol, the desk over all of them, and what comes back. Pipelines of the
 * market may be cut out of it, to run apart: the same history. `encoder` is the one that the settings name, where it
 * is not the built-in one.
 */
export function tradingTopology(
  candleSettings: CandleSettings,
  settings: TradingSettings,
  cut: readonly string[] = [],
  { ownHeads = [], encoder, classifier }: ChainParts = {},
): Topology {
  const { epochMs, delayMs, latencyMs, statusEveryMs } = settings
  const given = encoder?.name ?? builtInEncoder.name
  if (given !== settings.memoryEncoder)
    throw new ConfigError(`texts are to be encoded by ${settings.memoryEncoder}, not by ${given}`)
  if (settings.heads.includes(modelHeadId) !== (classifier !== undefined))
    throw new ConfigError(`${modelHeadId} and its model go together: one of them is not there`)
  const fromMarket = { subTopology: 'market' } as const
  const fused = defineTopology(
    [
      {
        id: 'market',
        partitioning: 'key',
        merge: 'stream',
        timerRank: 0,
        inputs: [
          { topic: topics.ticks, from: 'source', delayMs: 0, rank: 0 },
          { topic: topics.klines, from: 'source', delayMs: secondaryDelayMs, rank: 1 },
          { topic: topics.context, from: 'source', delayMs: secondaryDelayMs, rank: 2 },
        ],
        feedback: [
          { topic: topics.settings, from: 'desk', delayMs, epochMs },
          { topic: topics.weights, from: 'desk', delayMs, epochMs },
          { topic: topics.signals, from: 'desk', delayMs: latencyMs, awaits: topics.candidates },
        ],
        pipelines: [
          candles(candleSettings),
          dataQuality(candleSettings),
          priceTimes(statusEveryMs),
          features(settings),
          regimes(settings),
          headVotes(settings, { ownHeads, classifier }),
          // Behind the votes, which do not need it: so each of the two can be cut out.
          encoder === undefined ? embeddings(settings) : encodedEmbeddings(settings, encoder),
          judgement(settings),
        ],
      },
      {
        id: 'desk',
        partitioning: 'global',
        merge: 'instant',
        // A status holds the price times of its own instant, and what it says of the desk is from before it.
        timerRank: 2,
        tieBreak,
        inputs: [
          { topic: topics.control, from: 'source', delayMs: secondaryDelayMs, rank: 0 },
          { topic: topics.priceTimes, from: fromMarket, delayMs: 0, rank: 1 },
          { topic: topics.outcomes, from: fromMarket, delayMs: 0, rank: 2 },
          { topic: topics.candidates, from: fromMarket, delayMs: 0, rank: 3 },
        ],
        feedback: [],
        pipelines: [desk(settings)],
      },
    ],
    Object.values(topics),
  )
  // Valid trades, which only pass from pipeline to pipeline, are then kept as long as the raw ones.
  return cutOut(fused, cut, topics.ticks.retention)
}

/** Within one time and rank: confidence, highest first, then key, then id. */
function tieBreak(a: LogRecord, b: LogRecord): number {
  const left = a.value as Partial<Candidate & Outcome>
  const right = b.value as Partial<Candidate & Outcome>
  return (
    (right.confidence ?? 0) - (left.confidence ?? 0) ||
    compare(a.key ?? '', b.key ?? '') ||
    compare(left.id ?? '', right.id ?? '')
  )
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
