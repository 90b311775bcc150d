import {
  type LevelInput,
  type Levels,
  levelDefaults,
  levelsAt,
  levelsOf,
  sideSign,
  stopReason,
  targetReason,
} from './levels.ts'
import type { Turn } from './unbroken-turns.ts'

export const levelModes = ['atr', 'structure'] as const

/** By what stop and target are set: the ATR alone, or swings where they stand near its levels. */
export type LevelMode = (typeof levelModes)[number]

export interface StructureInput extends LevelInput {
  /** Of the timeframe that the ATR is of. */
  readonly turns: readonly Turn[]
  readonly timeframe: string
  /** What reward/risk must not fall below for the sake of structure: the gate's own. */
  readonly rewardRiskMin: number
}

export interface StructureConfig {
  /** How far from the price a stop behind a swing may stand, in ATR: about the 1.2 of the plain one. */
  readonly stopAtrMin: number
  readonly stopAtrMax: number
  /** How far behind a swing a stop stands, and how far before one a target, in ATR. */
  readonly marginAtr: number
}

export const structureDefaults: StructureConfig = {
  stopAtrMin: 0.8,
  stopAtrMax: 1.6,
  marginAtr: 0.1,
}

interface Level {
  readonly price: number
  readonly reason: string
}

/**
 * The stop behind the nearest swing that puts it 0.8 to 1.6 ATR away, the target before the nearest
 * opposing swing that stands in its way; each only where reward/risk stays at the gate's threshold,
 * else as far as the ATR says. Null where `levelsOf` is.
 */
export function structureLevels(
  input: StructureInput,
  config: StructureConfig = structureDefaults,
): Levels | null {
  const plain = levelsOf(input)
  if (plain === null) return null
  const plainStop = { price: plain.stopLoss, reason: stopReason(levelDefaults) }
  const plainTarget = { price: plain.takeProfit, reason: targetReason(levelDefaults) }
  const stops = [stopBehindSwing(input, config), plainStop].filter((level) => level !== null)
  const obstacle = targetBeforeSwing(input, plain.takeProfit, config)
  const targets = [obstacle, plainTarget].filter((level) => level !== null)
  for (const stop of stops)
    for (const target of targets) {
      const levels = levelsAt(input, {
        stopLoss: stop.price,
        takeProfit: target.price,
        reason: `${stop.reason}; ${target.reason}`,
      })
      if (levels.rewardRisk >= input.rewardRiskMin) return levels
    }
  return plain
}

function stopBehindSwing(input: StructureInput, config: StructureConfig): Level | null {
  const { side, price, atr, turns } = input
  const sign = sideSign(side)
  let nearest: Level | null = null
  let nearestAtr = Number.POSITIVE_INFINITY
  for (const turn of turns) {
    if (turn.kind !== (side === 'LONG' ? 'low' : 'high')) continue
    const stop = turn.price - sign * config.marginAtr * atr
    const away = (sign * (price - stop)) / atr
    if (!(away >= config.stopAtrMin && away <= config.stopAtrMax && stop > 0)) continue
    if (away >= nearestAtr) continue
    nearestAtr = away
    nearest = { price: stop, reason: `stop behind the ${nameOf(turn, input)}` }
  }
  return nearest
}

function targetBeforeSwing(
  input: StructureInput,
  plainTarget: number,
  config: StructureConfig,
): Level | null {
  const { side, price, atr, turns } = input
  const sign = sideSign(side)
  let nearest: Level | null = null
  let nearestAway = sign * (plainTarget - price)
  for (const turn of turns) {
    if (turn.kind !== (side === 'LONG' ? 'high' : 'low')) continue
    // A swing that the close stands beyond already is in nobody's way.
    if (sign * (turn.price - price) <= 0) continue
    const target = turn.price - sign * config.marginAtr * atr
    const away = sign * (target - price)
    if (!(away > 0 && away < nearestAway)) continue
    nearestAway = away
    nearest = { price: target, reason: `target before the ${nameOf(turn, input)}` }
  }
  return nearest
}

function nameOf({ kind, price, openMs }: Turn, { timeframe }: StructureInput): string {
  const time = new Date(openMs).toISOString().slice(0, 16).replace('T', ' ')
  return `swing ${kind} ${price.toPrecision(6)} of ${timeframe}, ${time} UTC`
}
