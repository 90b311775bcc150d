import { agreeingMin, supportMin } from '../consensus/consensus.ts'
import { reaches, staysWithin } from '../consensus/rounding.ts'
import type { GateName } from '../gates/gate-names.ts'

/** What a gate compares with its threshold. */
export interface Measure {
  readonly name: string
  readonly unit: '' | '%' | 'min' | 's' | 'quote units'
  /** `limit`: passes below it only; `above`: passes above it only. */
  readonly passes: 'at least' | 'at most' | 'above' | 'limit'
  /** Decimal places of a threshold that a person would choose. */
  readonly digits: number
  /** Each case has a threshold of its own: what is compared is the share of it that was reached. */
  readonly relative?: true
}

const measures: { readonly [name in GateName]?: Measure } = {
  confluence: { name: 'confluence', unit: '', passes: 'at least', digits: 0 },
  'reward-risk': { name: 'reward/risk', unit: '', passes: 'at least', digits: 2 },
  history: { name: 'win rate', unit: '', passes: 'at least', digits: 2, relative: true },
  'memory-risk': { name: 'memory risk', unit: '', passes: 'at most', digits: 2 },
  'model-approval': { name: 'model approval', unit: '', passes: 'above', digits: 2 },
  'net-profit': { name: 'net profit', unit: '%', passes: 'at least', digits: 2 },
  freshness: { name: 'age of the candle', unit: 's', passes: 'at most', digits: 0 },
  'cool-down': { name: 'cool-down', unit: 'min', passes: 'at least', digits: 0 },
  exposure: { name: 'notional', unit: 'quote units', passes: 'at least', digits: 0 },
}

const support: Measure = { name: 'consensus support', unit: '', passes: 'at least', digits: 2 }
const agreeing: Measure = { name: 'heads agreeing', unit: '', passes: 'at least', digits: 0 }
const confidence: Measure = {
  name: 'consensus confidence',
  unit: '',
  passes: 'at least',
  digits: 2,
}
const regimeConfidence: Measure = { ...confidence, name: 'regime confidence' }
const openInRegime: Measure = { name: 'open in the regime', unit: '', passes: 'limit', digits: 0 }

/** What a refusal at a gate measured; undefined where nothing is (a halt, an open signal of the symbol). */
export function measureOf(gate: string, threshold: number): Measure | undefined {
  if (gate === 'consensus') {
    if (threshold === supportMin) return support
    return threshold === agreeingMin ? agreeing : confidence
  }
  // A confidence lies below 1, a limit of open signals does not.
  if (gate === 'regime-limit') return threshold < 1 ? regimeConfidence : openInRegime
  return Object.hasOwn(measures, gate) ? measures[gate as GateName] : undefined
}

const roundingRoom = 1e-9

/** The threshold nearest to the present one, in the measure's own steps, at which a refused value passes. */
export function passingThreshold({ passes, digits }: Measure, value: number): number {
  let scale = 1
  for (let digit = 0; digit < digits; digit++) scale *= 10
  const steps = value * scale
  switch (passes) {
    case 'at least':
      return Math.floor(steps + roundingRoom) / scale
    case 'at most':
      return Math.ceil(steps - roundingRoom) / scale
    case 'above':
      return (Math.ceil(steps - roundingRoom) - 1) / scale
    case 'limit':
      return (Math.floor(steps + roundingRoom) + 1) / scale
  }
}

/** Whether a refused value would pass at another threshold. */
export function passesAt({ passes }: Measure, value: number, threshold: number): boolean {
  switch (passes) {
    case 'at least':
      return reaches(value, threshold)
    case 'at most':
      return staysWithin(value, threshold)
    case 'above':
      return value > threshold
    case 'limit':
      return value < threshold
  }
}
