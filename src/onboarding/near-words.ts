const MOST = 3;

/** The words of a list that look most like one that is not in it; none when nothing is near. */
export function nearWords(word: string, list: Iterable<string>): readonly string[] {
  if (word.length > 60) return [];
  const wanted = word.toLowerCase();
  const limit = Math.ceil(wanted.length / 3);
  return [...list]
    .map((each) => ({ each, far: distance(wanted, each.toLowerCase()) }))
    .filter(({ far, each }) => far <= limit || isPartOf(wanted, each))
    .sort((a, b) => a.far - b.far)
    .slice(0, MOST)
    .map(({ each }) => each);
}

/** `goals` is near `plan.goals`. */
function isPartOf(word: string, each: string): boolean {
  return word.length > 2 && each.toLowerCase().split(/[.-]/).includes(word);
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
