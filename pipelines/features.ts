import { definePipeline } from '../engine/core/pipeline.ts'
import { features as featuresOf } from '../operators/features/features.ts'
import { topics } from '../schemas/topics.ts'

/** Closed candles to indicator vectors, on every timeframe. */
export const features = ({ epochMs }: { readonly epochMs: number }) =>
  definePipeline({
    id: 'features',
    build({ from, to }) {
      from(topics.candles).pipe(featuresOf({ id: 'features', epochMs }), to(topics.features))
    },
  })
