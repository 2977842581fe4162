import { draftMapping, recordPlaces } from '../../onboarding/draft-mapping.ts';
import { previewExample } from '../../onboarding/preview-example.ts';
import { readExample } from '../../onboarding/read-example.ts';
import { TooVaried } from '../../onboarding/shape.ts';
import type { Answered, Asked } from './worker-messages.ts';

/** Works out what the page asks; the same question has the same answer. */
export function answer(asked: Asked): Answered {
  if (asked.kind === 'preview') return previewExample(asked.mapping, asked.example);
  const example = readExample(asked.example);
  if ('faults' in example) return { kind: 'example-faults', faults: example.faults };
  try {
    if (asked.kind === 'places') {
      const places = recordPlaces(example);
      return places.length === 0 ? { kind: 'no-draft' } : { kind: 'places', places };
    }
    const mapping = draftMapping(example, asked.choice);
    return mapping === undefined ? { kind: 'no-draft' } : { kind: 'draft', mapping };
  } catch (error) {
    if (error instanceof TooVaried) return { kind: 'no-draft' };
    throw error;
  }
}
