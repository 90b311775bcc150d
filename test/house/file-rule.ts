import { codeOf } from '../../engine/purity/source-code.ts'
import type { SourceFile } from './source-files.ts'

const linesMax = 400
const vague = /^(?:utils?|helpers?|common|misc|lib)$/

export function fileFaults({ path, text }: SourceFile): string[] {
  const faults: string[] = []
  const parts = path.replace(/(?:\.test)?\.ts$/, '').split('/')
  for (const part of parts) {
    if (vague.test(part)) faults.push(`'${part}' says nothing about what is in it`)
  }
  const code = codeOf(text)
  const isConfig = parts.length === 1 && path.endsWith('.config.ts')
  if (!isConfig && /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/.test(code))
    faults.push('has a default export')
  const lines = text.split('\n').length - 1
  if (lines > linesMax) faults.push(`has ${lines} lines; split it at ${linesMax}`)
  if (isBarrel(code)) faults.push('only passes on what others export')
  return faults.map((fault) => `${path} ${fault}`)
}

/** Nothing in it but imports and re-exports. */
function isBarrel(code: string): boolean {
  const reExport = /\bexport\s+(?:type\s+)?(?:\*(?:\s*as\s+\w+)?|\{[^}]*\})\s*(?:from\s*)?/g
  if (!reExport.test(code)) return false
  const rest = code
    .replace(reExport, '')
    .replace(/\bimport\s+[\w\s{},*]+?\s+from\b/g, '')
    .replace(/[\s;]/g, '')
  return rest === ''
}
