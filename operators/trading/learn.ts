import { defineJoin } from '../../engine/core/operator.ts'
import type { Control, Outcome, Setting, Weights } from '../../schemas/contracts.generated.ts'
import { presets } from '../consensus/presets.ts'
import { calibrationInForce, learnCalibration } from '../learning/calibration.ts'
import { compareRules, goOnFrom, type RulesCompared, weightsBy } from '../learning/compare-rules.ts'
import { learnDaily } from '../learning/daily.ts'
import { drivenLesson } from '../learning/driven-lesson.ts'
import { admitWeights, equalWeights } from '../learning/projection.ts'
import { type Learned, learnFromOutcome, teaches } from '../learning/rule.ts'
import { saidOf } from '../learning/rules/said.ts'
import { learnWeekly } from '../learning/weekly.ts'
import { effectiveFromMs } from './epoch.ts'
import {
  calibrationsIn,
  comparedIn,
  type LearnContext,
  type Learning,
  type LearnState,
  type Lesson,
  startLearning,
} from './learn-state.ts'
import { caseOf, learningEvent, ruleScores } from './lesson-records.ts'
import { nextDailyMs, nextWeeklyMs } from './schedule.ts'
import { learningConfigOf, presetOf, type TradingSettings } from './trading-settings.ts'

/** Recorded cases are looked back on for eight weeks. */
const caseKeptMs = 57 * 86_400_000

/**
 * The learned state as one more fold over the log: each real outcome teaches once, a daily and a
 * weekly job follow the source clock, people set and roll back by command. Every version and every
 * refusal is an event.
 */
export function learn({
  id,
  settings,
}: {
  readonly id: string
  readonly settings: TradingSettings
}) {
  const equal = equalWeights(settings.heads)
  return defineJoin<{ control: Control; setting: Setting; outcome: Outcome }, Lesson, LearnState>({
    id,
    version: 2,
    // Version 1 compared no rules; they begin with the next outcome.
    migrate: (state) => state as LearnState,
    on: {
      control(control, context) {
        const state = stateOf(context)
        const { command } = control
        if (command === 'set-weights') setWeights(control, state, context)
        else if (command === 'rollback-weights') rollBack(control, state, context)
        else if (command === 'run-job') runJob(control, state, context)
        context.store.put(state)
      },
      setting(setting, context) {
        const preset = presetOf(setting)
        if (preset === undefined) return
        context.store.put({ ...stateOf(context), preset })
      },
      outcome(outcome, context) {
        const state = stateOf(context)
        takeOutcome(outcome, state, context)
        context.store.put(state)
      },
    },
    onTimer(slot, context) {
      if (slot.startsWith('case:')) {
        context.store.delete(slot)
        return
      }
      const state = stateOf(context)
      if (slot === 'daily') {
        daily(state, 'schedule', context)
        context.wakeAt(nextDailyMs(context.timeMs), 'daily')
      } else {
        weekly(state, 'schedule', context)
        context.wakeAt(nextWeeklyMs(context.timeMs), 'weekly')
      }
      context.store.put(state)
    },
  })

  function stateOf(context: LearnContext): Learning {
    const known = context.store.get()
    if (known?.kind === 'learning') return known
    context.wakeAt(nextDailyMs(context.timeMs), 'daily')
    context.wakeAt(nextWeeklyMs(context.timeMs), 'weekly')
    const started = startLearning(settings.heads, presets[settings.preset])
    context.store.put({ kind: 'version', learned: started.learned }, 'version:0')
    return started
  }

  function takeOutcome(outcome: Outcome, state: Learning, context: LearnContext): void {
    const recorded = caseOf(outcome)
    const slot = `case:${outcome.id}`
    context.store.put({ kind: 'case', recorded }, slot)
    context.wakeAt(context.timeMs + caseKeptMs, slot)
    if (outcome.kind !== 'real') return
    state.outcomes++
    state.sinceDaily.push(recorded)
    const config = learningConfigOf(settings, state.preset)
    const taught = teaches(outcome.kind, state.outcomes, config)
    const compared = takeScores(outcome, taught, state, context)
    const byHead = learnCalibration(calibrationsIn(context.store), outcome)
    context.store.put({ kind: 'calibration', byHead }, 'calibration')
    if (!taught) {
      emitEvent(context, 'outcome_observed', outcome.id, {
        signalId: outcome.signal_id,
        after: { outcome: state.outcomes, of: config.outcomesMin, won: outcome.won },
        by: 'outcome',
      })
      return
    }
    const { learningRule: rule } = settings
    const lesson =
      rule === 'outcome'
        ? learnFromOutcome(state.learned, outcome, config)
        : drivenLesson(state.learned, outcome, weightsBy(compared, rule), config)
    deploy(
      lesson,
      'outcome',
      outcome.id,
      { won: outcome.won ? 1 : 0, net_pct: outcome.net_pct },
      state,
      context,
      {
        type: 'head_weights_update',
        signalId: outcome.signal_id,
        // Under another rule these scores have moved nothing.
        ...(rule === 'outcome' ? { scores: lesson.scores } : { rule }),
      },
    )
  }

  /** What every rule says of an outcome, scored; gives the rules as they are after it. */
  function takeScores(
    outcome: Outcome,
    taught: boolean,
    state: Learning,
    context: LearnContext,
  ): RulesCompared {
    const config = learningConfigOf(settings, state.preset)
    const { scores, next } = compareRules(comparedIn(context.store, settings.heads, state), {
      said: saidOf(outcome, equal, config.vote),
      outcome,
      teaches: taught,
      config,
    })
    context.store.put({ kind: 'rules', compared: next }, 'rules')
    const record = ruleScores(outcome, scores, settings.learningRule, context.timeMs)
    context.emit({ kind: 'scores', scores: record })
    return next
  }

  function daily(state: Learning, by: string, context: LearnContext): void {
    const report = learnDaily(
      state.learned.weights,
      state.sinceDaily,
      learningConfigOf(settings, state.preset),
    )
    if (report.decision === 'carry') {
      emitEvent(context, 'daily_skipped', by, { after: report, by })
      return
    }
    state.sinceDaily = []
    const { weights, outcomes } = report
    deploy({ ...state.learned, weights }, 'daily', by, { outcomes }, state, context, {
      type: 'daily_update',
      report,
    })
  }

  function weekly(state: Learning, by: string, context: LearnContext): void {
    const outcomes = context.store
      .slots()
      .filter((slot) => slot.startsWith('case:'))
      .flatMap((slot) => {
        const known = context.store.get(slot)
        return known?.kind === 'case' ? [known.recorded] : []
      })
    const report = learnWeekly({
      weights: state.learned.weights,
      outcomes,
      nowMs: context.timeMs,
      preset: state.preset,
      calibration: inForce(context),
      learning: learningConfigOf(settings, state.preset),
      // Pseudo-random draws of the bootstrap are the same in every replay of this week.
      seed: Math.floor(context.timeMs / 1_000) >>> 0,
    })
    if (report.decision !== 'deploy' || report.newWeights === null) {
      emitEvent(context, report.decision === 'skip' ? 'weekly_skipped' : 'weekly_refused', by, {
        after: report,
        by,
      })
      return
    }
    const metrics = {
      outcomes: report.outcomes,
      improvement: report.improvement ?? 0,
      bootstrap_p: report.bootstrapP ?? 1,
    }
    deploy(
      { ...state.learned, weights: report.newWeights },
      'weekly',
      by,
      metrics,
      state,
      context,
      {
        type: 'weekly_deployed',
        report,
      },
    )
  }

  function setWeights(control: Control, state: Learning, context: LearnContext): void {
    const asked = JSON.parse(control.arguments) as { readonly [head: string]: number }
    const fault = weightsFault(asked, settings.heads)
    if (fault !== undefined) {
      refuse(control, fault, context)
      return
    }
    const weights = admitWeights({ ...state.learned.weights, ...asked })
    deploy({ ...state.learned, weights }, 'manual', control.id, {}, state, context, {
      type: 'weights_set',
      who: control.who,
      why: control.why,
    })
  }

  function rollBack(control: Control, state: Learning, context: LearnContext): void {
    const { version } = JSON.parse(control.arguments) as { version?: number }
    const known = context.store.get(`version:${version}`)
    if (known?.kind !== 'version') {
      refuse(
        control,
        `there is no weights version ${version}; the newest is ${state.version}`,
        context,
      )
      return
    }
    deploy(known.learned, 'rollback', control.id, { to_version: version ?? 0 }, state, context, {
      type: 'rollback',
      who: control.who,
      why: control.why,
      to: version,
    })
  }

  function runJob(control: Control, state: Learning, context: LearnContext): void {
    const { job } = JSON.parse(control.arguments) as { job?: string }
    if (job === 'daily') daily(state, control.id, context)
    else if (job === 'weekly') weekly(state, control.id, context)
    else refuse(control, `job was '${job}'; known are daily and weekly`, context)
  }

  /** Writes the next version, keeps it for a rollback, and says in the audit trail what changed. */
  function deploy(
    learned: Learned,
    trigger: Weights['trigger'],
    cause: string,
    metrics: { readonly [name: string]: number },
    state: Learning,
    context: LearnContext,
    { type, signalId, ...more }: { type: string; signalId?: string; [name: string]: unknown },
  ): void {
    const before = { version: state.version, weights: state.learned.weights }
    const { weights, hit_rate, contribution } = learned
    state.version++
    state.learned = { weights, hit_rate, contribution }
    context.store.put({ kind: 'version', learned: state.learned }, `version:${state.version}`)
    if (settings.learningRule === 'outcome' && trigger !== 'outcome')
      context.store.put(
        {
          kind: 'rules',
          compared: goOnFrom(comparedIn(context.store, settings.heads, state), weights),
        },
        'rules',
      )
    const effectiveFrom = effectiveFromMs(context.timeMs, settings)
    context.emit({
      kind: 'weights',
      weights: {
        version: state.version,
        weights,
        trigger,
        cause,
        effective_from: effectiveFrom,
        metrics: { outcomes_total: state.outcomes, ...metrics },
        hit_rate,
        contribution,
        calibration: inForce(context),
      },
    })
    emitEvent(context, type, cause, {
      ...(signalId === undefined ? {} : { signalId }),
      before,
      after: { version: state.version, weights, effective_from: effectiveFrom, ...more },
      by: trigger,
    })
  }

  function inForce({ store }: LearnContext): Weights['calibration'] {
    return settings.calibrate ? calibrationInForce(calibrationsIn(store)) : {}
  }

  function refuse(control: Control, reason: string, context: LearnContext): void {
    emitEvent(context, 'command_refused', control.id, {
      before: { command: control.command, arguments: control.arguments },
      after: { reason },
      by: control.who,
    })
  }

  function emitEvent(
    context: LearnContext,
    type: string,
    cause: string,
    about: Parameters<typeof learningEvent>[3],
  ): void {
    context.emit({ kind: 'event', event: learningEvent(type, cause, context.timeMs, about) })
  }
}

function weightsFault(
  asked: { readonly [head: string]: number },
  heads: readonly string[],
): string | undefined {
  for (const [head, weight] of Object.entries(asked)) {
    if (!heads.includes(head)) return `head '${head}' is not known`
    if (!(Number.isFinite(weight) && weight >= 0)) return `weight of ${head} was ${weight}`
  }
  return undefined
}
