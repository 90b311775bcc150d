// A thread cannot begin with TypeScript: this file makes it readable and hands over.
const { register } = await import('tsx/esm/api')
register()
await import('./classifier-thread.ts')
