/** What the launcher (`main.ts`) starts. */
export { processConsole } from './process-console.ts';
export { run } from './run.ts';
