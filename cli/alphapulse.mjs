#!/usr/bin/env node
// The command is TypeScript, run as it is: this file checks the ground it needs and hands over.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`AlphaPulse needs Node 20.19 or newer; this is Node ${process.versions.node}.`)
  process.exit(1)
}
const { register } = await import('tsx/esm/api')
register()
const { main } = await import('./main.ts')
await main(process.argv)
