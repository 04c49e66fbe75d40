/** The analysis as one piece of the bundle, set up when there is a file to analyse. */
export { analyze } from '../analysis/analyze.ts';
export { createParser } from '../analysis/cst/parser.ts';
