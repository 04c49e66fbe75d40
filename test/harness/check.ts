import { runEngine } from './engine.ts';
import { compare } from './compare.ts';
import type { Fixture } from './fixture.ts';

/** Analyses a fixture and returns one line per difference from what it states; [] when they agree. */
export async function check(fixture: Fixture): Promise<string[]> {
  const { findings, incomplete } = await runEngine(fixture);
  return compare(fixture, findings, incomplete);
}
