import { impuritiesOf } from '../../engine/purity/impure-code.ts'
import { isForTests, type SourceFile } from './source-files.ts'

/** What in an operator or a pipeline would give another result another time. */
export function purityFaults({ path, text }: SourceFile): string[] {
  if (!/^(?:operators|pipelines)\//.test(path) || isForTests(path)) return []
  const inexactAllowed = path.endsWith('/exact-math.ts')
  return impuritiesOf(text, { inexactAllowed }).map((what) => `${path}: ${what}`)
}
