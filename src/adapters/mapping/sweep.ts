import type { MappedFact } from '../../plan/delivery.ts';
import { pointer } from '../json-pointer.ts';
import type { ItemContext } from './facts.ts';
import type { Collected } from './items.ts';
import { UNCLASSIFIED } from './labels.ts';
import { HeldBack, textOf } from './scope.ts';

/**
 * Goes over every value of the body once more: what no rule named stays with its source as an
 * unclassified fact of the item it stands in, and is held back where nobody is known to be concerned.
 */
export function sweep(body: unknown, collected: Collected): void {
  const whole = new Set([...collected.ignored, ...collected.quarantined.map((q) => q.place)]);
  walk(body, '', { collected, whole, owner: collected.owners.get('') });
}

interface Sweeping {
  readonly collected: Collected;
  /** Places that stand for everything below them. */
  readonly whole: ReadonlySet<string>;
  readonly owner: ItemContext | undefined;
}

function walk(value: unknown, place: string, sweeping: Sweeping): void {
  if (value === null || value === undefined || value === '' || sweeping.whole.has(place)) return;
  const { collected } = sweeping;
  const owner = collected.owners.get(place) ?? sweeping.owner;
  if (typeof value === 'object') {
    for (const [name, inner] of Object.entries(value))
      walk(inner, pointer(place, name), { ...sweeping, owner });
    return;
  }
  if (collected.mapped.has(place) || collected.steering.has(place)) return;
  keepForSource(value, place, { collected, owner });
}

interface Keeping {
  readonly collected: Collected;
  readonly owner: ItemContext | undefined;
}

function keepForSource(value: unknown, place: string, { collected, owner }: Keeping): void {
  const held = (code: 'unmapped' | HeldBack['code'], text: string): void => {
    collected.quarantined.push({ place, code, text });
  };
  try {
    const subjects = owner?.subjects(collected.steering) ?? [];
    if (!owner || owner.dossier === '' || subjects.length === 0)
      held(
        'unmapped',
        'no rule of the mapping names this value, and it is not clear whom it concerns',
      );
    else
      collected.add(owner.dossier, unclassified(textOf(value) ?? '', place, { owner, subjects }));
  } catch (error) {
    if (!(error instanceof HeldBack)) throw error;
    held(error.code, error.message);
  }
}

interface About {
  readonly owner: ItemContext;
  readonly subjects: readonly string[];
}

function unclassified(text: string, place: string, { owner, subjects }: About): MappedFact {
  const law = owner.law(new Set());
  return {
    resource: { type: 'Communication', key: `${owner.dossier}/unnamed${place}` },
    elements: [
      { path: ['status'], value: 'completed' },
      { path: ['payload', '#value', 'contentString'], value: text },
    ],
    labels: [UNCLASSIFIED],
    subjects,
    ...(law === undefined ? {} : { law }),
    places: [place],
  };
}
