import type { Candle } from '../../../schemas/contracts.generated.ts'
import { bodyOf, closeOf, highOf, lowOf, type Side } from '../oriented.ts'

/** Of an accumulation; upside down they are PSY, BC, AR, ST, UTAD, test, SOW and LPSY of a distribution. */
export type EventName = 'PS' | 'SC' | 'AR' | 'ST' | 'spring' | 'test' | 'SOS' | 'LPS'

export interface SchematicEvent {
  readonly name: EventName
  readonly index: number
  /** As a multiple of the mean of the twenty candles before. */
  readonly volume: number
}

/** What has happened of an accumulation until the newest candle. */
export interface Schematic {
  /** Oriented prices of its trading range; the same until the automatic rally has ended. */
  readonly low: number
  readonly high: number
  /** Oldest first; at least a selling climax. */
  readonly events: readonly SchematicEvent[]
}

const meanCandles = 20
/** Of a selling climax: volume and range, and the fall that it ends, of so many candles. */
const climaxVolume = 1.8
const climaxRangeAtr = 1.2
const fallAtr = 4
const fallCandles = 40
/** Of preliminary support: volume, and how long before the climax it may be. */
const supportVolume = 1.4
const supportBefore = 25
/** Of the automatic rally, and of the way back that ends it. */
const rallyAtr = 2.5
const rallyBackAtr = 1
const rallyCandles = 25
/** A close so far below the range, or so many candles below it, ends the accumulation. */
const lostAtr = 1
const belowCandles = 3
/** Of a sign of strength: volume, or else the body. */
const strengthVolume = 1.2
const strengthBodyAtr = 0.8
/** Candles after which a sign of strength is not followed any more. */
const strengthCandles = 24
/** How far the last point of support lies below the top of the move. */
const supportBackAtr = 0.8

type Phase = 'decline' | 'rally' | 'range' | 'below' | 'sprung' | 'strength'

interface Machine {
  phase: Phase
  low: number
  high: number
  highIndex: number
  /** When the phase began. */
  since: number
  springLow: number
  springVolume: number
  /** Since the sign of strength. */
  top: number
  events: SchematicEvent[]
}

/** Each candle's volume as a multiple of the mean of the twenty before; 0 where that is not known. */
export function relativeVolumes(candles: readonly Candle[]): readonly number[] {
  let sum = 0
  const volumes: number[] = []
  for (let index = 0; index < candles.length; index += 1) {
    const volume = candles[index]?.volume ?? 0
    volumes.push(index >= meanCandles && sum > 0 ? (volume * meanCandles) / sum : 0)
    sum += volume - (candles[index - meanCandles]?.volume ?? 0)
  }
  return volumes
}

/**
 * Follows the candles through Wyckoff's accumulation, read from this side: preliminary support, selling climax, automatic
 * rally, secondary test, spring, its test, sign of strength, last point of support. An event may be left out where
 * the next one comes without it; a close well below the range begins anew. Null while there is no climax.
 */
export function followSchematic(
  candles: readonly Candle[],
  volumes: readonly number[],
  side: Side,
  atr: number,
): Schematic | null {
  const machine = createMachine()
  for (let index = meanCandles; index < candles.length; index += 1) {
    const candle = candles[index]
    if (candle === undefined) continue
    // Most candles of most charts: nothing to be followed yet.
    if (machine.phase === 'decline' && (volumes[index] ?? 0) < climaxVolume) continue
    step(machine, { candles, candle, index, volumes, side, atr })
  }
  const { low, high, events } = machine
  return machine.phase === 'decline' ? null : { low, high, events }
}

function createMachine(): Machine {
  return {
    phase: 'decline',
    low: 0,
    high: 0,
    highIndex: 0,
    since: 0,
    springLow: 0,
    springVolume: 0,
    top: 0,
    events: [],
  }
}

interface Moment {
  readonly candles: readonly Candle[]
  readonly candle: Candle
  readonly index: number
  readonly volumes: readonly number[]
  readonly side: Side
  readonly atr: number
}

/** What each phase makes of a candle: the phase that follows. */
const phases: { readonly [phase in Phase]: (machine: Machine, moment: Moment) => Phase } = {
  decline: inDecline,
  rally: inRally,
  range: inRange,
  below: whileBelow,
  sprung: afterSpring,
  strength: afterStrength,
}

function step(machine: Machine, moment: Moment): void {
  const next = phases[machine.phase](machine, moment)
  if (next === machine.phase) return
  machine.phase = next
  machine.since = moment.index
}

function note(machine: Machine, name: EventName, { index, volumes }: Moment): void {
  machine.events.push({ name, index, volume: volumes[index] ?? 0 })
}

function has(machine: Machine, name: EventName): boolean {
  return machine.events.some((event) => event.name === name)
}

/** Looks for the climax: the lowest low on wide range and high volume at the end of a fall. */
function inDecline(machine: Machine, moment: Moment): Phase {
  const { candles, candle, index, side, atr } = moment
  const low = lowOf(candle, side)
  if (highOf(candle, side) - low < climaxRangeAtr * atr) return 'decline'
  let highest = Number.NEGATIVE_INFINITY
  for (let before = Math.max(0, index - fallCandles); before < index; before += 1) {
    const earlier = candles[before]
    if (earlier === undefined) continue
    if (before >= index - meanCandles && lowOf(earlier, side) < low) return 'decline'
    highest = Math.max(highest, highOf(earlier, side))
  }
  if (highest - low < fallAtr * atr) return 'decline'
  machine.events = []
  noteSupport(machine, moment)
  note(machine, 'SC', moment)
  machine.low = low
  machine.high = closeOf(candle, side)
  machine.highIndex = index
  return 'rally'
}

/** Preliminary support: the candle of most volume that halted the fall for a while before the climax. */
function noteSupport(machine: Machine, { candles, index, volumes, side }: Moment): void {
  let best = -1
  let most = supportVolume
  for (let before = Math.max(1, index - supportBefore); before < index - 2; before += 1) {
    const volume = volumes[before] ?? 0
    const candle = candles[before]
    const next = candles[before + 1]
    if (volume < most || candle === undefined || next === undefined) continue
    if (closeOf(next, side) <= closeOf(candle, side)) continue
    most = volume
    best = before
  }
  if (best >= 0) machine.events.push({ name: 'PS', index: best, volume: most })
}

/** Follows the rally until price comes back from its top. Lower lows belong to the climax still. */
function inRally(machine: Machine, moment: Moment): Phase {
  const { candle, index, side, atr } = moment
  const low = lowOf(candle, side)
  if (index - machine.since > rallyCandles) return 'decline'
  if (low < machine.low) {
    machine.low = low
    machine.high = closeOf(candle, side)
    machine.highIndex = index
    machine.since = index
    return 'rally'
  }
  if (highOf(candle, side) > machine.high) {
    machine.high = highOf(candle, side)
    machine.highIndex = index
  }
  const rallied = machine.high - machine.low >= rallyAtr * atr
  const back = machine.high - low >= rallyBackAtr * atr
  const { highIndex, since } = machine
  if (!rallied || !back || highIndex === since || highIndex === index) return 'rally'
  machine.events.push({
    name: 'AR',
    index: machine.highIndex,
    volume: moment.volumes[machine.highIndex] ?? 0,
  })
  return 'range'
}

function inRange(machine: Machine, moment: Moment): Phase {
  const { candle, index, volumes, side } = moment
  const low = lowOf(candle, side)
  if (low < machine.low) {
    machine.springLow = low
    machine.springVolume = volumes[index] ?? 0
    return fallsBelow(machine, moment)
  }
  if (showsStrength(machine, moment)) return 'strength'
  const width = machine.high - machine.low
  const climax = machine.events.find(({ name }) => name === 'SC')?.volume ?? 0
  const quiet = (volumes[index] ?? 0) < climax
  if (quiet && low <= machine.low + width / 3 && !has(machine, 'ST')) note(machine, 'ST', moment)
  return 'range'
}

/** The candle that falls below the range may close inside again at once. */
function fallsBelow(machine: Machine, moment: Moment): Phase {
  machine.since = moment.index
  return whileBelow(machine, moment)
}

/** Below the range: a spring if price closes inside again soon, else the end of the accumulation. */
function whileBelow(machine: Machine, moment: Moment): Phase {
  const { candle, index, volumes, side, atr } = moment
  if (lowOf(candle, side) < machine.springLow) machine.springLow = lowOf(candle, side)
  machine.springVolume = Math.max(machine.springVolume, volumes[index] ?? 0)
  const close = closeOf(candle, side)
  if (close > machine.low) {
    machine.events = machine.events.filter(({ name }) => name !== 'spring' && name !== 'test')
    note(machine, 'spring', moment)
    return 'sprung'
  }
  const lost = close < machine.low - lostAtr * atr || index - machine.since >= belowCandles
  return lost ? 'decline' : 'below'
}

function afterSpring(machine: Machine, moment: Moment): Phase {
  const { candle, index, volumes, side } = moment
  const low = lowOf(candle, side)
  if (low < machine.springLow) {
    return fallsBelow(machine, moment)
  }
  if (showsStrength(machine, moment)) return 'strength'
  const near = low <= machine.low + 0.4 * (machine.high - machine.low)
  const quiet = (volumes[index] ?? 0) < 0.9 * machine.springVolume
  if (near && quiet && bodyOf(candle, side) > 0 && !has(machine, 'test')) {
    note(machine, 'test', moment)
  }
  return 'sprung'
}

/** A close above the range on volume or with a wide body. */
function showsStrength(machine: Machine, moment: Moment): boolean {
  const { candle, index, volumes, side, atr } = moment
  if (closeOf(candle, side) <= machine.high) return false
  const strong =
    (volumes[index] ?? 0) >= strengthVolume || bodyOf(candle, side) >= strengthBodyAtr * atr
  if (!strong) return false
  note(machine, 'SOS', moment)
  machine.top = highOf(candle, side)
  return true
}

/** A quiet way back that holds the upper half of the range and turns is the last point of support. */
function afterStrength(machine: Machine, moment: Moment): Phase {
  const { candle, index, volumes, side, atr } = moment
  const middle = (machine.low + machine.high) / 2
  if (closeOf(candle, side) < middle || index - machine.since > strengthCandles) {
    return 'decline'
  }
  machine.top = Math.max(machine.top, highOf(candle, side))
  if (has(machine, 'LPS') || index - machine.since < 2) return 'strength'
  const sign = machine.events.at(-1)?.volume ?? 0
  const low = lowOf(candle, side)
  const back = machine.top - low >= supportBackAtr * atr && low > middle
  const quiet = (volumes[index] ?? 0) < sign
  if (back && quiet && bodyOf(candle, side) > 0) note(machine, 'LPS', moment)
  return 'strength'
}
