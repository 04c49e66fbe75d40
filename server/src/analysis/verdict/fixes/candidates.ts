import type { ProblemKind } from '../../ownership/state/problem.ts';
import { decodeAnew, initialise, releaseByName, releaseInstead, retainWhenHandedOut, retainWhenStored, testFirst } from './call.ts';
import { flagEither, flagOne, flagZero, releaseHolder, releaseOut, returnOne, returnZero } from './callback.ts';
import type { Derive } from './derivation.ts';
import { borrowInstead, ownAndReplace, ownInstead } from './origin.ts';
import { clearAfterRelease, releaseAfterUse, releaseBeforeExits, releaseBeforeGotos, releaseBeforeStatement, removeCall, removeOrigin } from './release.ts';
import { dropTest } from './guard.ts';

/** What may mend each kind of problem, the likeliest first. Kinds without an entry have no mechanical fix. */
export const CANDIDATES: Partial<Readonly<Record<ProblemKind, readonly Derive[]>>> = {
  'release-of-borrowed': [ownInstead, removeCall],
  'release-of-lent': [removeCall],
  'release-of-sentinel': [removeCall],
  'release-twice': [clearAfterRelease, removeCall],
  'use-after-release': [clearAfterRelease, releaseAfterUse],
  'interior-use-after-release': [releaseAfterUse],
  'field-left-dangling': [clearAfterRelease],
  'use-after-owner': [ownInstead],
  'leak': [releaseBeforeExits, releaseBeforeGotos, removeOrigin, borrowInstead],
  'result-dropped': [borrowInstead],
  'leak-on-overwrite': [releaseBeforeStatement, borrowInstead],
  'field-overwritten': [releaseBeforeStatement],
  'borrow-stored': [ownInstead, ownAndReplace, retainWhenStored],
  'wrong-deallocator': [releaseInstead],
  'interior-freed': [removeCall],
  'manual-count': [releaseByName],
  'uninitialised': [initialise],
  'null-argument': [testFirst],
  'unchecked-null-argument': [testFirst],
  'reuse-of-object': [decodeAnew],
  'null-check': [dropTest],
  'callback-released-and-returned': [returnOne, removeCall],
  'callback-not-kept': [returnZero, removeOrigin],
  'callback-stored-without-reference': [returnOne],
  'callback-overwrites': [releaseHolder],
  'flag-owned-kept': [flagZero],
  'flag-borrowed-given': [flagOne, ownInstead],
  'flag-not-written': [flagEither],
  'out-not-owned': [ownInstead, retainWhenHandedOut],
  'out-released': [clearAfterRelease],
  'out-leaked': [releaseOut],
};
