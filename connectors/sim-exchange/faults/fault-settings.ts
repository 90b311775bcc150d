import { z } from 'zod'

const share = z.number().min(0).max(1).default(0)

/** What goes wrong between the exchange and its clients. Shares are of messages, or of requests. */
export const faultSettingsSchema = z.strictObject({
  /** Messages that never arrive. */
  drop: share,
  /** Messages that arrive twice. */
  duplicate: share,
  /** Messages that arrive behind the next one. */
  reorder: share,
  /** Messages that arrive late, by so many milliseconds of real time. */
  delay: share,
  delayMs: z.int().min(0).max(600_000).default(1_000),
  /** Chance, with each trade, that it and those behind it never arrive: a gap in the ids. */
  gap: share,
  gapTrades: z.int().min(1).max(100_000).default(20),
  /** Chance, with each message, that the connection ends without a closing handshake (code 1006). */
  close: share,
  /** Chance, with each message, that the connection falls silent and stays open. */
  halfOpen: share,
  /** Requests that are answered with 500, 502, 503 or 504. */
  serverError: share,
  /** Requests that are answered late. */
  slow: share,
  slowMs: z.int().min(0).max(600_000).default(2_000),
  /** Nobody answers: requests get 503, connections end, none is taken. The market goes on. */
  outage: z.boolean().default(false),
})
export type FaultSettings = z.infer<typeof faultSettingsSchema>
export type FaultInput = z.input<typeof faultSettingsSchema>

export const noFaults: FaultSettings = faultSettingsSchema.parse({})

/** Faults from one second of simulated time to another, counted from the start of the live market. */
export const faultScheduleSchema = z.array(
  z.strictObject({
    fromSeconds: z.number().min(0),
    seconds: z.number().positive(),
    faults: faultSettingsSchema,
  }),
)
export type FaultSchedule = z.infer<typeof faultScheduleSchema>
