import { parseArgs } from 'node:util';
import { renderData } from './data/render.ts';
import { runData } from './data/run-data.ts';
import { ownCluster } from './own-cluster.ts';
import { closeCheck } from './report.ts';

/**
 * `npm run check:data -- FOLDER… [--mappings FOLDER] [--postgres] [--json FILE]`: every file of the
 * folders through the real doors; every value of every body answered for. Files are recognised by
 * their content. Mappings are those of the library, of `--mappings`, and those among the files.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mappings: { type: 'string', multiple: true, default: [] },
    postgres: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const stop = values.postgres ? await ownCluster() : undefined;
const store = stop ? 'postgres' : 'embedded';
const started = performance.now();
const results = await runData(positionals, { store, mappings: values.mappings }).finally(() =>
  stop?.(),
);
process.stdout.write(`${renderData(results).join('\n')}\n`);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
process.stdout.write(`\n${results.length} files on ${store} in ${seconds} s\n`);
const bodies = results.flatMap((file) => file.bodies);
const failed = bodies.filter(({ findings }) => findings.length > 0).length;
closeCheck(
  'data',
  { passed: bodies.length - failed, failed },
  { jsonFile: values.json, figures: results },
);
