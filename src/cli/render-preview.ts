import type { Preview, PreviewFact } from './launcher.ts';

/** Longer values are cut off: what matters is where they go. */
const SHOWN = 60;
/** Control characters and changes of direction: nothing in a dossier may steer the terminal. */
const STEERING = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** A preview as lines: per fact where it stood, what it becomes, and what is left. */
export function renderPreview(preview: Preview): string[] {
  const { mapping, facts, unnamed, quarantined, ignored } = preview;
  const dossiers = [...new Set(facts.map(({ dossier }) => dossier))];
  const counts = [
    `facts ${facts.length}`,
    `dossiers ${dossiers.length}`,
    `not mapped ${unnamed.length}`,
    `quarantined ${quarantined.length}`,
  ];
  const lines = [
    `Read with ${mapping}: ${counts.join(', ')}.`,
    ...dossiers.flatMap((dossier) => [
      '',
      `Dossier ${dossier}`,
      ...facts.filter((fact) => fact.dossier === dossier).flatMap(factLines),
    ]),
    ...section('Not mapped: no rule names it. You keep it, nobody else ever gets it', unnamed),
    ...section(
      'Would be quarantined',
      quarantined.map(({ place, text }) => `${place}  ${text}`),
    ),
    '',
    `${ignored.length} other places are no content of the plan: envelope, keys, codes that steer.`,
    ...(facts.length === 0
      ? []
      : [`Whether these are enrolled is known only at a push: ${namesOf(facts).join(', ')}`]),
  ];
  return lines.map((line) => line.replaceAll(STEERING, '?'));
}

function factLines(fact: PreviewFact): string[] {
  const { places, resource, labels, subjects, law, otherwise, elements } = fact;
  return [
    '',
    `  ${places.join(' + ')}`,
    `    ${resource}`,
    ...elements.map(({ path, value }) => `      ${path} = ${shown(value)}`),
    `    labels ${labels.join(', ')}; about ${subjects.join(', ')}; under ${law ?? 'your own law'}`,
    ...(otherwise === undefined ? [] : [`    when not enrolled: ${otherwise}`]),
  ];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}

function namesOf(facts: readonly PreviewFact[]): string[] {
  return [...new Set(facts.flatMap(({ subjects }) => subjects))].sort();
}
