import { newYorkHour } from './new-york-time.ts'

export interface Session {
  readonly name: string
  /** Hours of New York; the last one is not in it any more. */
  readonly from: number
  readonly to: number
}

/** The hours in which this school trades: the sweeps that it looks for are made then. */
export const killZones: readonly Session[] = [
  { name: 'London', from: 2, to: 5 },
  { name: 'New York', from: 8, to: 11 },
]

/** Price drifts and builds the range that London raids: what is seen then is worth less. */
const asian: Session = { name: 'Asian', from: 20, to: 24 }

function within(hour: number, { from, to }: Session): boolean {
  return hour >= from && hour < to
}

/** The kill zone that a candle opens in, by its open time. */
export function killZoneOf(openMs: number): Session | null {
  const hour = newYorkHour(openMs)
  return killZones.find((session) => within(hour, session)) ?? null
}

export function isAsian(openMs: number): boolean {
  return within(newYorkHour(openMs), asian)
}
