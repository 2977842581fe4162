import { isMembers, listOf } from '../../../plan/fhir/issue.ts';
import { pointer } from '../../json-pointer.ts';
import { holdExtensions } from '../extensions.ts';
import type { Crossing } from './conversion.ts';
import { renamed } from './stu3-systems.ts';
import type { Special } from './stu3-tables.ts';

const GOAL_STATUS = 'http://hl7.org/fhir/goal-status';
const ACHIEVEMENT = 'http://terminology.hl7.org/CodeSystem/goal-achievement';

/**
 * STU3 said in one word whether a goal is pursued and how it goes; R4 says these apart. Where R4
 * has no word for how it goes, the word of STU3 stays.
 */
const GOAL: Readonly<Record<string, readonly [lifecycle: string, achievement?: string]>> = {
  proposed: ['proposed'],
  planned: ['planned'],
  accepted: ['accepted'],
  rejected: ['rejected'],
  'on-hold': ['on-hold'],
  cancelled: ['cancelled'],
  'entered-in-error': ['entered-in-error'],
  'in-progress': ['active', 'in-progress'],
  sustaining: ['active', 'sustaining'],
  achieved: ['completed', 'achieved'],
  'on-target': ['active'],
  'ahead-of-target': ['active'],
  'behind-target': ['active'],
};

/** How an observation belongs to another: the two that R4 has an element for. */
const RELATED: Readonly<Record<string, string>> = {
  'has-member': 'hasMember',
  'derived-from': 'derivedFrom',
};

const SPECIALS: Readonly<Record<Special, (crossing: Crossing) => void>> = {
  'goal-status': (crossing) => {
    const { value, from, to, draft, conversion } = crossing;
    const [lifecycle, achievement] = GOAL[String(value)] ?? [value];
    draft['lifecycleStatus'] = lifecycle;
    conversion.places.make(pointer(to, 'lifecycleStatus'), from);
    const own = lifecycle === 'active' ? { system: GOAL_STATUS, code: value } : undefined;
    const coding = achievement === undefined ? own : { system: ACHIEVEMENT, code: achievement };
    if (!coding) return;
    draft['achievementStatus'] = { coding: [coding] };
    conversion.places.make(pointer(to, 'achievementStatus'), from);
  },
  comment: ({ value, from, to, draft, conversion }) => {
    draft['note'] = [{ text: value }];
    conversion.places.make(pointer(to, 'note'), from);
  },
  authors: ({ value, from, to, draft, conversion }) => {
    const authors = listOf(value);
    const [only] = authors;
    const alone = authors.length === 1;
    draft[alone ? 'author' : 'contributor'] = alone ? renamed(only) : authors.map(renamed);
    if (alone) conversion.places.move(pointer(to, 'author'), pointer(from, 0));
    else conversion.places.move(pointer(to, 'contributor'), from);
  },
  'not-done': ({ value, from, conversion }) => {
    if (value === false) conversion.log.ignore(from);
    else conversion.refuse('says that something was not done; that is not taken over from STU3');
  },
  animal: ({ conversion }) => {
    conversion.refuse('a Patient that is an animal is no member of a household');
  },
  'observation-related': convertRelated,
};

/** Elements of STU3 of which more changed than a row of a table can say. */
export function convertSpecial(special: Special, crossing: Crossing): void {
  SPECIALS[special](crossing);
}

function convertRelated({ value, from, to, draft, conversion }: Crossing): void {
  listOf(value).forEach((related, i) => {
    const place = pointer(from, i);
    const kind = isMembers(related) ? RELATED[String(related['type'])] : undefined;
    if (!isMembers(related) || kind === undefined || related['target'] === undefined) {
      conversion.log.holdBack(place, 'unmapped', 'R4 has no element for this kind of relation');
      return;
    }
    for (const name of Object.keys(related)) {
      if (name === 'extension') holdExtensions(related, name, { place, log: conversion.log });
      else if (name !== 'target') conversion.log.ignore(pointer(place, name));
    }
    const list = (draft[kind] ??= []) as unknown[];
    conversion.places.move(pointer(pointer(to, kind), list.length), pointer(place, 'target'));
    list.push(renamed(related['target']));
  });
}
