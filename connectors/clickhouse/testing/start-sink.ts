/** A stand-in for an engine that starts a sink and is then killed. Run by `fork`; says the sink's pid by IPC. */
import { startSink } from '../sink-process.ts'

const [folder = ''] = process.argv.slice(2)
const sink = await startSink({ folder, target: { kind: 'embedded' } })
await sink?.query('SELECT 1', 'TSV')
process.send?.({ pid: sink?.pid })
setInterval(() => {}, 1_000)
