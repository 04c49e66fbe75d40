import type { Problem, ProblemKind } from '../ownership/state/problem.ts';

/** How a kind of problem is spoken about: rule, sentence, advice and consequence. */
export interface Wording {
  /** Rule to report under; `contract` is the rule of the callback contract. */
  readonly rule: string;
  readonly message: (problem: Problem, words: Words) => string;
  readonly help: (problem: Problem, words: Words) => string;
  readonly why: string;
  /** The weakness to name first, where a rule has several. */
  readonly cwe?: number;
}

/** Names out of the model, so that no sentence has to know the library. */
export interface Words {
  readonly release: string;
  readonly retain: string;
  /** The call that would have given an owned reference instead of the borrow, '' when there is none. */
  readonly owningTwin: string;
}

const quote = (name: string): string => `\`${name}\``;
const of = (problem: Problem): string => (problem.holder === '' ? '' : ` from ${quote(problem.holder)}`);
const called = (problem: Problem): string => (problem.callee === '' ? '' : `${problem.callee}()`);

const COUNT = 'The count reaches 0 while a connection or the cache still refers to the session: a crash, often much later, when the cache is flushed';
const DEAD = 'The memory may already be freed or reused';
const LEAKED = 'The session, its keys and certificates are never freed';
const CACHE = 'The reference belongs to the library; it will be dropped again, and the cache walks freed memory later';

function wording(rule: string, why: string, message: Wording['message'], help: Wording['help'], cwe?: number): Wording {
  return { rule, why, message, help, ...(cwe === undefined ? {} : { cwe }) };
}

const ownInstead = (problem: Problem, words: Words): string => (words.owningTwin === ''
  ? `take a reference of your own with ${words.retain}(), or do not release it`
  : `take a reference of your own with ${words.owningTwin}(), or do not release it`);
const releaseIt = (problem: Problem, words: Words): string => `release it with ${words.release}() on this path`;

export const WORDINGS: Readonly<Record<ProblemKind, Wording>> = {
  'release-of-borrowed': wording('free-of-borrowed', COUNT, (p) => `${quote(p.name)} is borrowed${of(p)} and is released here`, ownInstead),
  'release-of-lent': wording('free-of-borrowed', CACHE, (p) => `${quote(p.name)} is only lent to this callback and is released here`, () => 'do not release it'),
  'release-twice': wording('double-free', COUNT, (p) => `${quote(p.name)} is released twice`, (p) => `release it once, or set ${quote(p.name)} to NULL after the first release`),
  'release-of-sentinel': wording('wrong-deallocator', 'The marker is no object', (p) => `${quote(p.name)} is a marker, not a session, and is released here`, () => 'only return it from the callback'),
  'use-after-release': wording('use-after-free', DEAD, (p) => p.detail === 'returned' ? `${quote(p.name)} is returned after its last reference was released`
    : p.detail.startsWith('left') ? `${quote(p.name)} still refers to the session that is released here`
    : p.detail === 'stored' ? `${quote(p.name)} is stored after its last reference was released`
    : p.callee === '' ? `${quote(p.name)} is used after its last reference was released` : `${quote(p.name)} is passed to ${called(p)} after its last reference was released`,
  (p) => p.detail.startsWith('left') ? `set ${quote(p.name)} to NULL after the release` : 'use it before the release, or keep a reference'),
  'use-after-owner': wording('dangling-borrow', 'The owner may have held the last reference', (p) => p.account?.perhaps === true
    ? `${quote(p.name)} is used after a call that may have replaced the session of ${p.holder === '' ? 'its connection' : quote(p.holder)}`
    : p.detail.startsWith('left') ? `${quote(p.name)} still refers to a session that ${p.holder === '' ? 'its owner' : quote(p.holder)} lets go of here`
    : `${quote(p.name)} is used after ${p.holder === '' ? 'its owner' : quote(p.holder)} let go of it`,
  (p, words) => `take a reference before with ${words.owningTwin === '' ? words.retain : words.owningTwin}(), or fetch it again`),
  'interior-use-after-release': wording('use-after-free', 'The pointer leads into the session and dies with it', (p) => `${quote(p.name)} points into ${p.holder === '' ? 'a session' : quote(p.holder)} and is used after that was released`, () => 'use it before the release, or copy it'),
  'leak': wording('leak', LEAKED, (p) => p.detail === 'extra' ? `one reference to ${quote(p.name)} is added that nothing releases`
    : p.detail === 'freed' ? `${quote(p.name)} is not released before ${p.holder === '' ? 'the memory it is in' : quote(p.holder)} is freed`
    : p.detail === 'added' ? `the reference that was added to ${quote(p.name)} is not released when the function returns here`
    : p.detail === 'scope' ? `${quote(p.name)} goes out of scope without being released` : `${quote(p.name)} is not released when the function returns here`,
  (p, words) => (p.detail === 'extra' ? `remove the extra ${words.retain}(), or release the reference` : releaseIt(p, words))),
  'result-dropped': wording('leak', LEAKED, (p) => `the reference that ${quote(p.name)} returns is never released`, (p, words) => `keep the result and release it with ${words.release}()`),
  'leak-on-overwrite': wording('leak-on-overwrite', LEAKED, (p) => `${quote(p.name)} is ${p.detail} while it holds the only name of an owned session`, (p, words) => `release it with ${words.release}() first`),
  'borrow-stored': wording('escaping-borrow', 'The stored pointer dangles when the connection ends or gets a new ticket', (p) => `${p.holder === '' ? 'a borrowed session' : `a session borrowed${of(p)}`} is stored in ${quote(p.name)} without a reference`, ownInstead),
  'wrong-deallocator': wording('wrong-deallocator', 'The count and what the session owns are skipped: the heap is corrupted', (p) => `${quote(p.name)} is a session and is freed with ${called(p)}`, (p, words) => `use ${words.release}()`),
  'interior-freed': wording('wrong-deallocator', 'The session frees it again', (p) => `${quote(p.name)} belongs to ${p.holder === '' ? 'the session' : quote(p.holder)} and is freed with ${called(p)}`, () => 'do not free it'),
  'released-other-memory': wording('wrong-deallocator', 'What is released is no session', (p) => `${quote(p.name)} is not a session and is released with ${called(p)}`, () => 'release what was acquired'),
  'struct-copy': wording('wrong-deallocator', 'Both copies own the same inner pointers', (p) => `the session ${quote(p.name)} is copied byte by byte`, () => 'make a counted or deep copy'),
  'manual-count': wording('wrong-deallocator', 'The object is never destroyed when the count reaches 0 this way', (p) => `the reference count of ${quote(p.name)} is lowered by hand`, (p, words) => `use ${words.release}()`),
  'null-argument': wording('invalid-session-argument', 'The function does not accept NULL', (p) => `${quote(p.name)} is NULL here and is passed to ${called(p)}`, () => 'test it for NULL first'),
  'unchecked-null-argument': wording('invalid-session-argument', 'The function does not accept NULL', (p) => `${quote(p.name)} may be NULL here and is passed to ${called(p)}`, () => 'test it for NULL first'),
  'uninitialised': wording('invalid-session-argument', 'Random memory is taken for a session', (p) => `${quote(p.name)} is not initialised and is passed to ${called(p)}`, () => 'initialise it to NULL'),
  'self-argument': wording('invalid-session-argument', 'The old buffer is freed before it is copied', (p) => `${quote(p.name)} points into the session that ${called(p)} changes`, () => 'copy it first, or skip the call'),
  'reuse-of-object': wording('session-reuse-hazard', 'Libraries differ: the object is refilled in place, replaced or leaked', (p) => `${called(p)} is given ${quote(p.name)}, which ${p.detail === 'maybe' ? 'may already hold' : 'already holds'} a session`, () => 'pass NULL and assign the result'),
  'two-contexts': wording('session-reuse-hazard', 'A session can be linked in one cache only', (p) => `${quote(p.name)} is added to ${p.holder === '' ? 'a second context' : quote(p.holder)} while it is in the cache of ${p.detail === '' ? 'another' : quote(p.detail)}`, () => 'add a duplicate'),
  'mutation-of-shared': wording('session-reuse-hazard', 'Other connections may be using the same object', (p) => `${called(p)} changes ${quote(p.name)}, which is shared with ${p.holder === '' ? 'its connection' : quote(p.holder)}`, () => 'change a duplicate'),
  'set-after-handshake': wording('session-reuse-hazard', 'Some libraries abort', (p) => `${called(p)} sets a session after the handshake began`, () => 'set it before connecting'),
  'unchecked-retain': wording('unchecked-up-ref', 'If no reference was added, the later release is one too many', (p) => `the answer of ${called(p)} on ${quote(p.name)} is ignored`, () => 'test the answer'),
  'null-check': wording('redundant-null-check', 'The release accepts NULL', (p) => `${quote(p.name)} is tested for NULL before a release that accepts NULL`, () => 'drop the test'),
  'differs': wording('portability', 'Code that is right for one library can leak or release too much with another', (p) => `${called(p)} differs between libraries: ${p.detail}`, () => 'use what all of them do alike, or choose by library'),
  'callback-released-and-returned': wording('contract', CACHE, (p) => p.detail === 'released' ? `${quote(p.name)} is released and still stored when the callback returns that it kept it` : `${quote(p.name)} is released and the callback returns 0, so the library releases it again`, () => 'return 0 without releasing it, or return 1'),
  'callback-not-kept': wording('contract', LEAKED, (p) => p.detail === 'extra' ? `a reference to ${quote(p.name)} is left over when the callback returns here` : `the callback returns non-zero but neither stores nor releases ${quote(p.name)}`, (p) => p.detail === 'extra' ? 'take one reference only' : 'return 0'),
  'callback-stored-without-reference': wording('contract', 'The stored pointer dangles when the connection or the cache drops the session', (p) => `${quote(p.name)} is stored in ${p.holder === '' ? 'memory' : quote(p.holder)} and the callback returns 0 without a reference of its own`, (p, words) => `return 1 to keep it, or call ${words.retain}()`),
  'callback-overwrites': wording('contract', 'TLS 1.3 calls the callback once a ticket: all but the last session leak', (p) => `${quote(p.name)} is stored in ${quote(p.holder)} without releasing what that held`, (p, words) => `call ${words.release}() on the old value first`),
  'callback-answers-differ': wording('contract', 'One of the two answers is wrong: either the kept pointer dangles, or the session is never freed', (p) => `the callback returns 0 here although ${called(p)} was given ${quote(p.name)}, and non-zero elsewhere after the same`, (p) => `return what ${called(p)} did with the session, or undo it before returning 0`),
  'flag-owned-kept': wording('contract', 'The library takes a reference of its own, so this one is never released', (p) => p.detail.endsWith(' unwritten') ? `${quote(p.name)} is owned and is returned without setting ${quote(`*${p.detail.slice(0, -' unwritten'.length)}`)} to 0` : `${quote(p.name)} is owned and is returned while ${quote(`*${p.detail}`)} is not 0`, (p) => `set ${quote(`*${p.detail.replace(/ unwritten$/, '')}`)} to 0`),
  'flag-borrowed-given': wording('contract', 'The library releases a reference that somebody else still counts on', (p) => `${quote(p.name)} is handed over with ${quote(`*${p.detail}`)} = 0 while ${p.holder === '' ? 'its owner' : quote(p.holder)} keeps it`, (p, words) => `call ${words.retain}() before returning it, or set ${quote(`*${p.detail}`)} to 1`),
  'flag-not-written': wording('contract', 'Libraries differ in what the flag is when it is not written', (p) => `${quote(p.name)} is returned without writing ${quote(`*${p.detail}`)}`, (p) => `write ${quote(`*${p.detail}`)} on every path that returns a session`),
  'reentry': wording('contract', 'The context is locked while the callback runs', (p) => `${called(p)} is called on ${quote(p.name)} from inside its own callback`, () => 'do it after the callback'),
  'out-not-owned': wording('contract', 'The library releases it after the handshake: the kept pointer dangles', (p) => `${quote(p.name)} is handed to the library without a reference${p.holder === '' ? '' : `, and ${quote(p.holder)} keeps it`}`, (p, words) => `call ${words.retain}() before handing it out`),
  'out-released': wording('contract', 'The library releases it again', (p) => `${quote(p.name)} still refers to a released session when the callback returns`, (p) => `set ${quote(p.name)} to NULL after releasing it`),
  'out-leaked': wording('contract', LEAKED, (p) => `${quote(p.name)} holds an owned session when the callback returns 0`, () => 'release it and set it to NULL'),
  'release-depends-on-answer': wording('inconsistent-ownership', 'Both answers leave the reference with the caller', (p) => `the release of ${quote(p.name)} hangs on the answer of ${called(p)}`, () => 'release it whatever the answer is'),
  'mixed-results': wording('inconsistent-ownership', 'One path leaks or the other releases too much', (p) => `${quote(p.name)} returns an owned session on one path and a borrowed one on another`, () => 'return the same kind on every path'),
  'field-never-released': wording('field-ownership', LEAKED, (p) => `an owned session is stored in ${quote(p.name)}, and nothing releases it`, (p, words) => `call ${words.release}() where its owner is destroyed`, 401),
  'field-released-borrow': wording('field-ownership', COUNT, (p) => `${quote(p.name)} is released here, but ${p.detail} stores a borrowed session in it`, ownInstead),
  'field-overwritten': wording('field-ownership', LEAKED, (p) => `${quote(p.name)} is ${p.rule === undefined ? 'set to NULL' : 'overwritten'} without releasing the session it holds`, (p, words) => `call ${words.release}() on it first`, 401),
  'field-left-dangling': wording('double-free', 'The next cleanup releases it again', (p) => `${quote(p.name)} is released here and left pointing at the session`, (p) => `set ${quote(p.name)} to NULL`),
  'owner-freed-without-release': wording('field-ownership', LEAKED, (p) => `${quote(p.name)} owns a session, and the memory it is in is freed without releasing it`, (p, words) => `call ${words.release}() first`, 401),
  'slot-without-free-hook': wording('field-ownership', LEAKED, (p) => `an owned session is stored in ${quote(p.name)}, whose index has no free hook`, () => 'register a free hook', 401),
  'slot-without-duplicate-hook': wording('field-ownership', 'A duplicate shares the pointer and the free hook runs for each', () => 'the index has a free hook but no duplicate hook', () => 'register a duplicate hook'),
};
