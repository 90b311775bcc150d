import { choose } from '../engine/core/choose.ts'
import { rekey } from '../engine/core/flat-map.ts'
import { definePipeline } from '../engine/core/pipeline.ts'
import { type Decision, decide } from '../operators/trading/decide.ts'
import { learn } from '../operators/trading/learn.ts'
import type { Lesson } from '../operators/trading/learn-state.ts'
import { type Settled, settleCommands } from '../operators/trading/settle-commands.ts'
import type { TradingSettings } from '../operators/trading/trading-settings.ts'
import { topics } from '../schemas/topics.ts'

/** Commands to settings, candidates to signals, outcomes to weights and to scores of the rules that learn them: over all symbols. */
export const desk = (settings: TradingSettings) =>
  definePipeline({
    id: 'desk',
    build({ from, to }) {
      const control = from(topics.control).pipe(rekey('desk'))
      const outcome = from(topics.outcomes).pipe(rekey('desk'))

      const settled = control.pipe(settleCommands({ id: 'settings', settings }))
      settled.pipe(choose<Settled, 'setting'>('setting'), to(topics.settings))
      settled.pipe(choose<Settled, 'event'>('event'), to(topics.learningEvents))
      const setting = from(topics.settings)

      const lessons = learn({ id: 'learn', settings })({ control, setting, outcome })
      lessons.pipe(choose<Lesson, 'weights'>('weights'), to(topics.weights))
      lessons.pipe(choose<Lesson, 'event'>('event'), to(topics.learningEvents))
      lessons.pipe(choose<Lesson, 'scores'>('scores'), to(topics.ruleScores))

      const decisions = decide({ id: 'decide', settings })({
        control,
        setting,
        weights: from(topics.weights),
        priceTime: from(topics.priceTimes).pipe(rekey('desk')),
        outcome,
        candidate: from(topics.candidates).pipe(rekey('desk')),
      })
      decisions.pipe(choose<Decision, 'signal'>('signal'), to(topics.signals))
      decisions.pipe(choose<Decision, 'rejection'>('rejection'), to(topics.rejections))
      decisions.pipe(choose<Decision, 'status'>('status'), to(topics.status))
    },
  })
