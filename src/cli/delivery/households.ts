import type { BulkLine } from './bulk-lines.ts';

/** What is about nobody by itself and goes along with whoever refers to it. */
const GOES_ALONG: ReadonlySet<string> = new Set(['Practitioner']);

/**
 * Which lines belong together: everything about the same patients, and about patients of whom one
 * line speaks together (a family as subject, a mother who is a patient herself).
 */
export class Households {
  readonly #lines: readonly BulkLine[];
  readonly #parents = new Map<string, string>();
  readonly #along: ReadonlyMap<string, readonly BulkLine[]>;
  /** Groups that somebody is about; a mere list of everyone exported holds nobody together. */
  readonly #groups: ReadonlySet<string>;

  constructor(lines: readonly BulkLine[]) {
    this.#lines = lines;
    this.#along = byKey(lines.filter(({ type }) => GOES_ALONG.has(type)));
    const mentioned = lines.filter(({ type }) => type !== 'Group').flatMap((line) => line.mentions);
    this.#groups = new Set(mentioned.filter((key) => key.startsWith('Group/')));
    for (const line of lines) this.#join(this.#peopleOf(line));
  }

  /** The lines of each household, and those that belong to none. */
  all(): {
    readonly households: readonly (readonly BulkLine[])[];
    readonly rest: readonly BulkLine[];
  } {
    const households = new Map<string, BulkLine[]>();
    const alone: BulkLine[] = [];
    const taken = new Set<BulkLine>();
    for (const line of this.#lines) {
      const [person] = this.#peopleOf(line);
      if (person === undefined) {
        if (!GOES_ALONG.has(line.type)) alone.push(line);
        continue;
      }
      const root = this.#root(person);
      const household = households.get(root) ?? [];
      households.set(root, household);
      household.push(line);
    }
    const all = [...households.values()].map((household) => {
      const along = new Set(household.flatMap((line) => this.#alongWith(line)));
      along.forEach((line) => taken.add(line));
      return [...household, ...along];
    });
    const left = [...this.#along.values()].flat().filter((line) => !taken.has(line));
    return { households: all, rest: [...alone, ...left] };
  }

  #alongWith({ mentions }: BulkLine): readonly BulkLine[] {
    return mentions.flatMap((key) => this.#along.get(key) ?? []);
  }

  #peopleOf({ type, key, mentions }: BulkLine): readonly string[] {
    if (GOES_ALONG.has(type)) return [];
    if (type === 'Group' && !this.#groups.has(key ?? '')) return [];
    return mentions.filter((each) => each.startsWith('Patient/') || this.#groups.has(each));
  }

  #join([first, ...others]: readonly string[]): void {
    if (first === undefined) return;
    for (const other of others) this.#parents.set(this.#root(other), this.#root(first));
  }

  #root(key: string): string {
    let root = key;
    for (
      let up = this.#parents.get(root);
      up !== undefined && up !== root;
      up = this.#parents.get(root)
    )
      root = up;
    // Next time this is one step.
    if (root !== key) this.#parents.set(key, root);
    return root;
  }
}

function byKey(lines: readonly BulkLine[]): ReadonlyMap<string, readonly BulkLine[]> {
  const found = new Map<string, BulkLine[]>();
  for (const line of lines) {
    const same = found.get(line.key ?? '');
    if (same) same.push(line);
    else found.set(line.key ?? '', [line]);
  }
  return found;
}
