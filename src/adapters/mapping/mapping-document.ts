import { z } from 'zod';
import { DATE_FORMATS } from './date-formats.ts';

/** Bounds on a mapping document, so that reading one costs little whoever wrote it. */
const short = z.string().min(1).max(200);
const path = z.string().min(1).max(200);
const template = z.string().min(1).max(500);
const constant = z.union([z.string().min(1).max(1000), z.number(), z.boolean()]);
const codeTable = z.record(z.string().max(200), z.string().min(1).max(500));
/** The name of a list under `codes`, or the list itself. */
const codes = z.union([short, codeTable]);

const dateFormat = z.enum(DATE_FORMATS);
/** First year of the hundred to which years of two digits belong. */
const years = z.number().int().min(1800).max(2200);
/** What stands between several codes or keys in one field. */
const split = z.string().min(1).max(5);
const decimals = z.enum(['.', ',']);

/** One item of a list elsewhere in the source: the one whose `by` equals this item's `is`. */
const find = z.strictObject({ in: path, by: path, is: path });
export type FindRule = z.infer<typeof find>;

const identifierSubject = z.strictObject({ identifier: template });
const peopleSubject = z.strictObject({ people: short, of: path, split: split.optional() });
const allSubject = z.strictObject({ people: short, all: z.literal(true) });
const switchSubject = z.strictObject({
  each: path,
  values: z.record(z.string().max(200), template),
  otherwise: template.optional(),
  split: split.optional(),
});
const plainSubject = z.union([identifierSubject, peopleSubject, allSubject, switchSubject]);
export type PlainSubjectRule = z.infer<typeof plainSubject>;
export type SubjectRule =
  PlainSubjectRule | { readonly find: FindRule; readonly subjects: readonly SubjectRule[] };
const subject: z.ZodType<SubjectRule> = z.lazy(() =>
  z.union([plainSubject, z.strictObject({ find, subjects: z.array(subject).min(1).max(10) })]),
);
const subjects = z.array(subject).min(1).max(10);

export type LabelRule =
  string | CodedLabelRule | { readonly find: FindRule; readonly labels: readonly LabelRule[] };
const label: z.ZodType<LabelRule> = z.lazy(() =>
  z.union([
    short,
    z.strictObject({ field: path, codes, split: split.optional() }),
    z.strictObject({ find, labels: z.array(label).min(1).max(10) }),
  ]),
);
const labels = z.array(label).max(20);
const scalars = z
  .array(z.union([z.string().max(200), z.number(), z.boolean()]))
  .min(1)
  .max(200);
const tighten = z.strictObject({
  field: path,
  codes,
  split: split.optional(),
  none: scalars.optional(),
});
export type CodedLabelRule = Omit<z.infer<typeof tighten>, 'none'>;
export type TightenRule = z.infer<typeof tighten>;

const condition = z.union([
  z.strictObject({ field: path, is: scalars }),
  z.strictObject({ field: path, missing: z.boolean() }),
]);
const law = z.union([short, z.strictObject({ field: path, codes })]);

const fieldValue = z.strictObject({
  field: path,
  codes: codes.optional(),
  unknown: z.literal('keep').optional(),
  date: dateFormat.optional(),
  years: years.optional(),
  times: z.number().optional(),
  decimals: decimals.optional(),
  precision: z.strictObject({ field: path, codes }).optional(),
});
const plainValue = z.union([
  path,
  fieldValue,
  z.strictObject({ const: constant }),
  z.strictObject({ text: template }),
  z.strictObject({ reference: short, key: template }),
  z.strictObject({ frame: z.enum(['CarePlan', 'CareTeam', 'Group']) }),
  z.strictObject({ person: subject }),
  z.strictObject({ subject: z.literal(true) }),
]);
export type PlainValueRule = z.infer<typeof plainValue>;
export type ValueRule =
  | PlainValueRule
  | { readonly find: FindRule; readonly get: ValueRule }
  | { readonly first: readonly ValueRule[] };
const value: z.ZodType<ValueRule> = z.lazy(() =>
  z.union([
    plainValue,
    z.strictObject({ find, get: value }),
    z.strictObject({ first: z.array(value).min(1).max(10) }),
  ]),
);

const resource = z.union([
  z.strictObject({ type: short, key: template }),
  z.strictObject({ frame: z.enum(['CarePlan', 'CareTeam']) }),
  z.strictObject({ person: subject }),
]);

const involvement = z.enum(['team', 'sensitive']);
const factCore = z.strictObject({
  resource,
  labels: labels.optional(),
  subjects: subjects.optional(),
  elements: z.record(z.string().max(300), value),
  when: condition.optional(),
  needs: z.array(path).max(20).optional(),
  required: z.array(path).max(20).optional(),
  law: law.optional(),
  involvement: involvement.optional(),
});
const fact = factCore.extend({ otherwise: factCore.optional() });
export type FactRule = z.infer<typeof fact>;

const directory = z.strictObject({
  each: path,
  key: path,
  identifier: template,
  bsn: path.optional(),
});
export type DirectoryRule = z.infer<typeof directory>;
const people = z.record(short, directory);

export interface ItemRule {
  readonly each: string;
  readonly dossier?: string | undefined;
  readonly people?: Readonly<Record<string, DirectoryRule>> | undefined;
  readonly subjects?: readonly SubjectRule[] | undefined;
  readonly when?: z.infer<typeof condition> | undefined;
  readonly tighten?: z.infer<typeof tighten> | undefined;
  readonly law?: z.infer<typeof law> | undefined;
  readonly ignore?: readonly string[] | undefined;
  readonly facts?: readonly FactRule[] | undefined;
  readonly items?: readonly ItemRule[] | undefined;
}
const item: z.ZodType<ItemRule> = z.lazy(() =>
  z.strictObject({
    each: path,
    dossier: template.optional(),
    people: people.optional(),
    subjects: subjects.optional(),
    when: condition.optional(),
    tighten: tighten.optional(),
    law: law.optional(),
    ignore: z.array(path).max(100).optional(),
    facts: z.array(fact).max(100).optional(),
    items: z.array(item).max(100).optional(),
  }),
);

export const FORMATS = ['json', 'csv', 'xml'] as const;
const csv = z.strictObject({
  separator: z.enum([';', ',', '\t', '|']).optional(),
  header: z.boolean().optional(),
  repeated: z.boolean().optional(),
  blocks: z
    .strictObject({
      starts: short.optional(),
      tables: z
        .record(
          z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/),
          z.strictObject({
            title: short.optional(),
            header: z.array(short).min(1).max(200).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});
const xml = z.strictObject({
  namespaces: z.record(z.string().regex(/^([A-Za-z_][A-Za-z0-9_-]{0,30})?$/), short).optional(),
});

/** A mapping as a supplier writes it; docs/onboarding-a-provider.md is its reference. */
export const mappingDocument = z.strictObject({
  mapping: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  about: z.string().max(2000).optional(),
  format: z.enum(FORMATS).optional(),
  csv: csv.optional(),
  xml: xml.optional(),
  law: law.optional(),
  involvement: involvement.optional(),
  dates: dateFormat.optional(),
  years: years.optional(),
  decimals: decimals.optional(),
  codes: z.record(short, codeTable).optional(),
  ignore: z.array(path).max(200).optional(),
  people: people.optional(),
  items: z.array(item).min(1).max(200),
});
export type MappingDocument = z.infer<typeof mappingDocument>;
export type CodesRule = z.infer<typeof codes>;
export type ConditionRule = z.infer<typeof condition>;
export type LawRule = z.infer<typeof law>;
export type FieldRule = z.infer<typeof fieldValue>;
