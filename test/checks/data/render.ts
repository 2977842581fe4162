import type { BodyResult } from './body-result.ts';
import type { FileResult } from './run-data.ts';

type Cell = string | number;

const HEAD: readonly Cell[] = [
  'origin',
  'format',
  'files',
  'sent',
  'whole',
  'part',
  'held',
  'refused',
  'facts',
  'values',
  'mapped',
  'kept',
  'held',
  'no content',
  'LOST',
];

/** The table that people read: one line per origin and format, then why. */
export function renderData(results: readonly FileResult[]): readonly string[] {
  const sent = results.filter(({ noSource }) => noSource === undefined);
  const rows = groups(sent, ({ origin, format }) => `${origin}\u0001${format}`).map(rowOf);
  return [
    ...table([HEAD, ...rows, totalOf(sent)]),
    '',
    'sent = texts sent through the doors · whole = every value became a fact or is no content · part = some held back',
    'held = read, and nothing accepted · refused = not read, with the reason below · kept = for the source alone',
    ...section('Refused or not read by any mapping', reasonsOf(sent, ['refused'])),
    ...section('Held back', reasonsOf(sent, ['held', 'part'])),
    ...section('Values that cannot be right', defectsOf(sent)),
    ...section('No source, so not sent', noSources(results)),
    ...section('NOT AS PROMISED', findingsOf(sent)),
  ];
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];

function groups<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly T[])[] {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()];
}

function rowOf(files: readonly FileResult[]): readonly Cell[] {
  const [first] = files;
  return [first?.origin ?? '', first?.format ?? '', ...figures(files)];
}

const totalOf = (files: readonly FileResult[]): readonly Cell[] => ['all', '', ...figures(files)];

function figures(files: readonly FileResult[]): readonly number[] {
  const bodies = files.flatMap((file) => file.bodies);
  const having = (outcome: BodyResult['outcome']) =>
    bodies.filter((body) => body.outcome === outcome).length;
  const sum = (value: (body: BodyResult) => number) =>
    bodies.reduce((all, body) => all + value(body), 0);
  const fate = (name: keyof BodyResult['fates']) => sum(({ fates }) => fates[name]);
  const fates = [fate('mapped'), fate('kept'), fate('held'), fate('ignored'), fate('lost')];
  return [
    files.length,
    bodies.length,
    having('whole'),
    having('part'),
    having('held'),
    having('refused'),
    sum(({ facts }) => facts),
    fates.reduce((all, one) => all + one, 0),
    ...fates,
  ];
}

function table(rows: readonly (readonly Cell[])[]): readonly string[] {
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => String(row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) =>
        i < 2 ? String(cell).padEnd(widths[i] ?? 0) : String(cell).padStart(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Per reason: how often, in how many files, and one of them. */
function reasonsOf(
  files: readonly FileResult[],
  outcomes: readonly BodyResult['outcome'][],
): readonly string[] {
  const told = files.flatMap(({ file, format, bodies }) =>
    bodies
      .filter(({ outcome }) => outcomes.includes(outcome))
      .flatMap(({ reasons, adapter }) =>
        Object.entries(reasons).map(([text, times]) => ({
          key: outcomes.includes('refused')
            ? `${format}${adapter && ` at ${adapter}`}: ${plain(text)}`
            : plain(text),
          times,
          file,
        })),
      ),
  );
  return groups(told, ({ key }) => key)
    .map((same) => ({ same, times: same.reduce((sum, { times }) => sum + times, 0) }))
    .sort((a, b) => b.times - a.times)
    .map(({ same, times }) => {
      const count = new Set(same.map(({ file }) => file)).size;
      return `${times} × ${same[0]?.key ?? ''}  (${count} files: ${same[0]?.file ?? ''})`;
    });
}

/** Places in a text differ per file; the reason does not. */
const plain = (text: string): string =>
  text.replace(/line \d+(, column \d+)?/g, 'line …').replace(/record \d+/g, 'record …');

function defectsOf(files: readonly FileResult[]): readonly string[] {
  return files.flatMap(({ file, bodies }) =>
    bodies.flatMap(({ part, defects }) => defects.map((text) => `${file}${part} ${text}`)),
  );
}

function noSources(results: readonly FileResult[]): readonly string[] {
  const none = results.filter(({ noSource }) => noSource !== undefined);
  return groups(none, ({ origin, format }) => `${origin}\u0001${format}`).map((files) => {
    const [first] = files;
    return `${first?.origin ?? ''}: ${files.length} × ${first?.format ?? ''}: ${first?.noSource ?? ''}`;
  });
}

function findingsOf(files: readonly FileResult[]): readonly string[] {
  const told = files.flatMap(({ file, bodies }) =>
    bodies.flatMap(({ part, adapter, findings }) =>
      findings.map((one) => ({ ...one, where: `${file}${part} at ${adapter}` })),
    ),
  );
  return groups(told, ({ code, where }) => `${code} ${where}`).map((same) => {
    const [first] = same;
    const places = same.slice(0, 3).map(({ place }) => place || '/');
    const more = same.length > 3 ? ` and ${same.length - 3} more` : '';
    return `${first?.code ?? ''} ${first?.where ?? ''}: ${first?.text ?? ''}: ${places.join(', ')}${more}`;
  });
}
