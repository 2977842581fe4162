import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayClient } from '../gateway-client.ts';
import { isLinesFile, mediaTypeOf } from '../media-type.ts';
import { EXIT, type ExitCode, type Terminal } from '../terminal.ts';
import { bulkParcels } from './bulk-parcels.ts';
import { DeliveryReport } from './delivery-report.ts';
import { lineParcels } from './line-parcels.ts';
import { listFiles } from './list-files.ts';
import type { Parcel } from './parcel.ts';
import { sendAll } from './send-all.ts';
import type { Sending } from './send-parcel.ts';
import { Tally } from './tally.ts';
import { wholeFile } from './whole-files.ts';

export interface PushManyOptions {
  readonly adapter: string;
  /** Files and folders. */
  readonly paths: readonly string[];
  readonly report: string;
  readonly parallel: number;
  readonly mediaType?: string | undefined;
  readonly complete?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
  /** How to wait before another attempt; tests do not. */
  readonly pause?: Sending['pause'];
}

/**
 * Pushes many files in their order, writes what became of each fact to a report, and goes on where
 * it was when it is started again.
 * @returns 0 everything accepted, 4 something quarantined, 1 something refused, 3 no answer: start
 *   it again
 * @throws UsageError when a path or the report will not do
 */
export async function pushManyCommand(
  client: GatewayClient,
  options: PushManyOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { adapter, dryRun = false, parallel, pause = sleep } = options;
  const { files, passedOver } = await listFiles(options.paths);
  for (const file of passedOver) terminal.complain(`${file} is of no kind that can be sent`);
  const { parcels, complete } = await parcelsOf(files, options, terminal);
  const reportFile = dryRun ? await freshRehearsal(options.report) : options.report;
  const { gateway } = client.access;
  const identity = { gateway, adapter, complete: options.complete ?? false };
  const report = await DeliveryReport.open(reportFile, identity);
  const tally = new Tally();
  const onProgress = (): void => terminal.progress?.(progressOf(tally, parcels.length));
  const sending = { client, adapter, complete, dryRun, pause, report, tally, parallel, onProgress };
  try {
    await sendAll(sending, parcels);
  } finally {
    await report.close();
    terminal.progress?.('');
  }
  for (const line of summaryOf(tally, { files, parcels, dryRun })) terminal.print(line);
  terminal.print(`Per file and fact: ${reportFile}`);
  return exitOf(tally);
}

/** A rehearsal has a report of its own, and begins anew each time. */
async function freshRehearsal(report: string): Promise<string> {
  const file = `${report}.dry-run`;
  for (const old of [file, `${file}.state`]) await rm(old, { force: true });
  return file;
}

interface Parcelled {
  readonly parcels: readonly Parcel[];
  readonly complete: boolean;
}

async function parcelsOf(
  files: readonly string[],
  options: PushManyOptions,
  terminal: Terminal,
): Promise<Parcelled> {
  const { adapter, complete: whole = false, mediaType } = options;
  const isBulk = (file: string): boolean =>
    adapter === 'fhir-r4' && mediaType === undefined && isLinesFile(file);
  const bulk = await bulkParcels(files.filter(isBulk), { whole });
  const complete = whole && bulk.unread === 0;
  if (whole && !complete)
    terminal.complain(
      `Lines that are no resource: ${bulk.unread}. They could be about anybody, so this delivery is not taken for complete.`,
    );
  const parcels: Parcel[] = [];
  let bulkAdded = false;
  for (const file of files) {
    if (isBulk(file)) {
      if (!bulkAdded) parcels.push(...bulk.parcels);
      bulkAdded = true;
    } else if (mediaType === undefined && isLinesFile(file)) {
      const type = mediaTypeOf(file, adapter);
      parcels.push(...(await lineParcels(file, { mediaType: type, whole: complete })));
    } else parcels.push(await wholeFile(file, { adapter, mediaType }));
  }
  return { parcels, complete };
}

function progressOf(tally: Tally, all: number): string {
  const { sent, accepted, held } = tally;
  return `${sent} of ${all} requests · ${accepted} facts accepted · ${held} places quarantined`;
}

interface Done {
  readonly dryRun: boolean;
  readonly files: readonly string[];
  readonly parcels: readonly Parcel[];
}

function summaryOf(tally: Tally, { dryRun, files, parcels }: Done): readonly string[] {
  const { before, refused, unanswered, accepted, changed, withdrawn, leftOut, notWhole, held } =
    tally;
  const some = (count: number, line: string): string[] => (count > 0 ? [line] : []);
  return [
    `${dryRun ? 'Nothing was stored (dry run). ' : ''}${files.length} files, ${parcels.length} requests:`,
    ...some(before, `  before       ${before} requests were answered in an earlier run`),
    `  accepted     ${accepted} facts`,
    `  changed      ${changed} facts that are new, other or gone`,
    ...some(withdrawn, `  withdrawn    ${withdrawn} dossiers`),
    ...some(leftOut, `  left out     ${leftOut} facts, withdrawn because they were not in it`),
    ...some(
      notWhole,
      `  not complete ${notWhole} requests: a part could not be read, so nothing else went`,
    ),
    `  quarantined  ${held} places`,
    ...[...tally.quarantined].sort().map(([code, count]) => `    ${count} × ${code}`),
    ...some(refused, `  refused      ${refused} requests: nothing of them was stored`),
    ...some(unanswered, `  no answer    after several tries; run the same command again to go on`),
  ];
}

function exitOf({ unanswered, refused, held, notWhole }: Tally): ExitCode {
  if (unanswered > 0) return EXIT.unanswered;
  if (refused > 0) return EXIT.refused;
  return held > 0 || notWhole > 0 ? EXIT.partly : EXIT.done;
}
