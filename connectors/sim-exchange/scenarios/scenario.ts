import { z } from 'zod'

/** What acts upon the market during a phase; what is left out is as always. */
export const forcesSchema = z.strictObject({
  /** Times the plain volatility of the news. */
  volatility: z.number().min(0).max(50).default(1),
  /** Change of the worth that only informed agents know, per cent an hour. */
  driftPctPerHour: z.number().min(-200).max(200).default(0),
  /** How fast the worth comes back to where it stood at the start of the phase: share of the way an hour. */
  pullPerHour: z.number().min(0).max(60).default(0),
  /** Share of the market makers' quotes that are there. */
  liquidity: z.number().min(0).max(1).default(1),
  /** Share of the informed agents who dare to trade. */
  attention: z.number().min(0).max(1).default(1),
  /** A crowd that sells (below zero) or buys at any price: its share of all decisions. */
  crowd: z.number().min(-0.9).max(0.9).default(0),
  /** Times the usual number of decisions. */
  activity: z.number().min(0.05).max(20).default(1),
  /** News that all informed agents hear at the start of the phase, per cent. */
  newsPct: z.number().min(-80).max(400).default(0),
  /** No matching, and no answer to anybody: the exchange is down, and its history has a hole. */
  outage: z.boolean().default(false),
  /** Share of the trades of the live streams whose price is wrong, by a tenth or ten times. */
  badTicks: z.number().min(0).max(1).default(0),
  /**
   * A planted edge: informed agents go, so strongly, where the rule points; per cent an hour of drift.
   * What the rule sees are the last closed minutes, so whoever looks at them as it does is right more often.
   */
  edge: z
    .strictObject({
      /**
       * momentum: where the price went; reversal: against it; takers: to the side on which takers
       * traded more; crowd: against the side on which most accounts stand.
       */
      rule: z.enum(['momentum', 'reversal', 'takers', 'crowd']),
      lookbackMinutes: z.int().min(5).max(1_440),
      driftPctPerHour: z.number().positive().max(20),
    })
    .optional(),
})
export type Forces = z.infer<typeof forcesSchema>
export type Edge = NonNullable<Forces['edge']>

const phaseSchema = z.strictObject({
  /** For people: what happens. */
  name: z.string().min(1),
  minutes: z.number().positive(),
  forces: forcesSchema,
  /** The symbols it is about; all where it is left out. */
  symbols: z.array(z.string()).min(1).optional(),
})

/** Phases one behind the other, from the start of the live market; history before it is undisturbed. */
export const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]*$/),
  description: z.string().min(1),
  phases: z.array(phaseSchema),
  /** What comes after the last phase: the first again, or nothing. */
  repeats: z.boolean().default(false),
  /** The phases act during the history as well, from its start on. */
  inHistory: z.boolean().default(false),
})
export type Scenario = z.infer<typeof scenarioSchema>
export type ScenarioInput = z.input<typeof scenarioSchema>

export const noForces: Forces = forcesSchema.parse({})
