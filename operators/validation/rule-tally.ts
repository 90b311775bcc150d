/** What one rule found. */
export interface RuleReport<Rule extends string, Offender> {
  readonly rule: Rule
  readonly offenders: number
  /** The earliest of them, in the order in which they were told. */
  readonly first: readonly Offender[]
}

/** Counts what each rule finds, and keeps the first offenders of each. */
export class RuleTally<Rule extends string, Offender> {
  private readonly found: ReadonlyMap<Rule, { offenders: number; readonly first: Offender[] }>
  private readonly firstMax: number

  constructor(rules: readonly Rule[], firstMax: number) {
    this.found = new Map(rules.map((rule) => [rule, { offenders: 0, first: [] }]))
    this.firstMax = firstMax
  }

  tell(rule: Rule, offender: Offender): void {
    const found = this.found.get(rule)
    if (found === undefined) return
    found.offenders++
    if (found.first.length < this.firstMax) found.first.push(offender)
  }

  /** Every rule, those without offenders too; valid where none has any. */
  report(): {
    readonly valid: boolean
    readonly rules: readonly RuleReport<Rule, Offender>[]
  } {
    const rules = [...this.found].map(([rule, found]) => ({ rule, ...found }))
    return { valid: rules.every(({ offenders }) => offenders === 0), rules }
  }
}
