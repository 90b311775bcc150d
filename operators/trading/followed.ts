import { contentId } from '../../engine/core/identity.ts'
import type { Candidate, Outcome, Signal } from '../../schemas/contracts.generated.ts'
import type { FundingPoint } from '../positions/funding.ts'
import { costDefaults, type MarketKind, type Side } from '../positions/levels.ts'
import { outcomeNumbers } from '../positions/outcome-numbers.ts'
import { type Exit, openPosition, type Position, untouched } from '../positions/position.ts'

/** A position that is followed to its end, with what its outcome will have to say. */
export interface Followed {
  position: Position
  readonly kind: Outcome['kind']
  readonly gate: string | null
  readonly signalMs: number
  readonly leverage: number
  readonly notional: number
  readonly about: Pick<
    Outcome,
    | 'signal_id'
    | 'candidate_id'
    | 'symbol'
    | 'timeframe'
    | 'direction'
    | 'mode'
    | 'regime'
    | 'confidence'
    | 'probability'
    | 'reward_risk'
    | 'vote_id'
    | 'weights_version'
    | 'votes'
  >
}

export function followSignal(signal: Signal, ageMaxMs: number): Followed {
  return {
    position: openPosition(
      {
        id: signal.id,
        side: signal.direction as Side,
        takeProfit: signal.take_profit,
        stopLoss: signal.stop_loss,
        entryAfterMs: signal.entry_after,
      },
      signal.signal_time,
      ageMaxMs,
    ),
    kind: 'real',
    gate: null,
    signalMs: signal.signal_time,
    leverage: signal.leverage,
    notional: signal.notional,
    about: aboutOf(signal, signal.id, signal.candidate_id),
  }
}

/** What would have become of a refused candidate: same entry, same levels, no money. */
export function followShadow(
  candidate: Candidate,
  gate: string,
  decidedMs: number,
  entryAfterMs: number,
  ageMaxMs: number,
): Followed {
  return {
    position: openPosition(
      {
        id: candidate.id,
        side: candidate.direction as Side,
        takeProfit: candidate.take_profit,
        stopLoss: candidate.stop_loss,
        entryAfterMs,
      },
      decidedMs,
      ageMaxMs,
    ),
    kind: 'shadow',
    gate,
    signalMs: decidedMs,
    leverage: 1,
    notional: 0,
    about: aboutOf(candidate, candidate.id, candidate.id),
  }
}

function aboutOf(
  of: Omit<Followed['about'], 'signal_id' | 'candidate_id'>,
  signalId: string,
  candidateId: string,
): Followed['about'] {
  return {
    signal_id: signalId,
    candidate_id: candidateId,
    symbol: of.symbol,
    timeframe: of.timeframe,
    direction: of.direction,
    mode: of.mode,
    regime: of.regime,
    confidence: of.confidence,
    probability: of.probability,
    reward_risk: of.reward_risk,
    vote_id: of.vote_id,
    weights_version: of.weights_version,
    votes: of.votes,
  }
}

export function outcomeOf(
  followed: Followed,
  exit: Exit,
  funding: readonly FundingPoint[],
  market: MarketKind,
): Outcome {
  const { position, kind, gate, about, leverage, notional } = followed
  const entry = position.entry ?? { price: exit.price, timeMs: exit.timeMs }
  return {
    ...about,
    id: contentId('outcome', kind, about.signal_id),
    kind,
    gate,
    outcome: exit.outcome,
    signal_time: followed.signalMs,
    entry_time: entry.timeMs,
    entry_price: entry.price,
    exit_time: exit.timeMs,
    exit_price: exit.price,
    take_profit: position.takeProfit,
    stop_loss: position.stopLoss,
    leverage,
    notional,
    ...outcomeNumbers({
      kind,
      market,
      side: position.side,
      entryPrice: entry.price,
      entryMs: entry.timeMs,
      exitPrice: exit.price,
      exitMs: exit.timeMs,
      parts: position.parts,
      leverage,
      notional,
      costs: costDefaults[market],
      funding,
    }),
    exit_reason: exit.reason,
    partial_exits: position.parts.map(({ timeMs, price, share, reason }) => ({
      time: timeMs,
      price,
      share,
      reason,
    })),
  }
}

/** Version 1 knew no exit policies: no stop had moved, no part was taken. */
export function followedOfVersion1(followed: Followed): Followed {
  return { ...followed, position: untouched(followed.position) }
}
