import fc from 'fast-check';
import { differences, leaksShown } from '../leaks/gateways/compare.ts';
import { LEAKS } from '../leaks/gateways/leaks.ts';
import { Worlds } from '../leaks/gateways/run-scenario.ts';
import { scenario } from '../leaks/gateways/scenario.ts';
import { checkArguments, closeCheck } from './report.ts';

/**
 * `npm run check:noninterference [-- --quick] [--json FILE]`: pairs of gateways that differ in what one
 * recipient may not see only. Passed are scenarios without a difference and planted leaks that were
 * caught. `PLANPOORT_SEED` repeats a run; `--quick` is the same one every time.
 */
const { quick, jsonFile } = checkArguments(process.argv.slice(2));
const seed = Number(process.env['PLANPOORT_SEED'] ?? (quick ? 5 : Date.now() % 1_000_000_000));
const scenarios = quick ? 60 : 1500;

const caught = new Map(Object.keys(LEAKS).map((name) => [name, 0]));
const figures = { seed, scenarios, requests: 0, apart: 0, told: [] as string[] };
let clean = 0;

const worlds = await Worlds.open();
for (const each of fc.sample(scenario, { numRuns: scenarios, seed })) {
  const compared = await worlds.run(each);
  const told = differences(compared);
  figures.requests += compared.length;
  figures.apart += compared.filter(({ knownA, knownB }) => !sameHidden(knownA, knownB)).length;
  for (const name of leaksShown(compared)) caught.set(name, (caught.get(name) ?? 0) + 1);
  if (told.length === 0) clean += 1;
  else figures.told.push(...told.slice(0, 3).map((one) => `${JSON.stringify(each)}\n  ${one}`));
}
await worlds.close();

process.stdout.write(
  `seed ${seed}: ${scenarios} scenarios, ${figures.requests} requests in both worlds, ` +
    `${figures.apart} of them while the worlds held different things\n`,
);
for (const one of figures.told.slice(0, 20)) process.stdout.write(`TOLD APART ${one}\n`);
for (const [name, times] of caught) {
  process.stdout.write(
    `${times === 0 ? 'NOT CAUGHT' : 'caught'} in ${times}: a gateway that ${name}\n`,
  );
}
const missed = [...caught.values()].filter((times) => times === 0).length;
closeCheck(
  'noninterference',
  { passed: clean + caught.size - missed, failed: scenarios - clean + missed },
  { jsonFile, figures: { ...figures, caught: Object.fromEntries(caught) } },
);

function sameHidden(
  a: { readonly hidden: readonly object[] },
  b: { readonly hidden: readonly object[] },
): boolean {
  return JSON.stringify(a.hidden) === JSON.stringify(b.hidden);
}
