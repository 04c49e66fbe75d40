/**
 * A map that is copied only when one of its forks is written to: paths that part at a branch mostly go on alike. Reading
 * and forking are O(1), the first write after a fork O(size). A walk may or may not meet what is written during it.
 */
export class ForkedMap<K, V> {
  #entries: Map<K, V>;
  #shared: boolean;

  constructor(entries: Map<K, V> = new Map<K, V>(), shared = false) {
    this.#entries = entries;
    this.#shared = shared;
  }

  get size(): number { return this.#entries.size; }

  get(key: K): V | undefined { return this.#entries.get(key); }

  has(key: K): boolean { return this.#entries.has(key); }

  keys(): IterableIterator<K> { return this.#entries.keys(); }

  values(): IterableIterator<V> { return this.#entries.values(); }

  [Symbol.iterator](): IterableIterator<[K, V]> { return this.#entries[Symbol.iterator](); }

  set(key: K, value: V): void {
    if (this.#shared) this.#copy();
    this.#entries.set(key, value);
  }

  delete(key: K): boolean {
    if (!this.#entries.has(key)) return false;
    if (this.#shared) this.#copy();
    return this.#entries.delete(key);
  }

  fork(): ForkedMap<K, V> {
    this.#shared = true;
    return new ForkedMap(this.#entries, true);
  }

  /** True when both are forks of one map and neither was written to since; false says nothing. */
  isFork(other: ForkedMap<K, V>): boolean { return this.#entries === other.#entries; }

  #copy(): void {
    this.#entries = new Map(this.#entries);
    this.#shared = false;
  }
}

/** As `ForkedMap`, for a set. */
export class ForkedSet<T> {
  #members: Set<T>;
  #shared: boolean;

  constructor(members: Set<T> = new Set<T>(), shared = false) {
    this.#members = members;
    this.#shared = shared;
  }

  get size(): number { return this.#members.size; }

  has(member: T): boolean { return this.#members.has(member); }

  [Symbol.iterator](): IterableIterator<T> { return this.#members[Symbol.iterator](); }

  add(member: T): void {
    if (this.#members.has(member)) return;
    if (this.#shared) this.#copy();
    this.#members.add(member);
  }

  delete(member: T): boolean {
    if (!this.#members.has(member)) return false;
    if (this.#shared) this.#copy();
    return this.#members.delete(member);
  }

  clear(): void {
    if (this.#members.size > 0) { this.#members = new Set(); this.#shared = false; }
  }

  fork(): ForkedSet<T> {
    this.#shared = true;
    return new ForkedSet(this.#members, true);
  }

  #copy(): void {
    this.#members = new Set(this.#members);
    this.#shared = false;
  }
}
