import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startGatewayProcess,
  type GatewayProcess,
  type ProcessStore,
} from '../../support/gateway-process.ts';
import { breaches } from './invariants.ts';
import {
  askTokens,
  holdOnce,
  nothingTold,
  pushOnce,
  runLoad,
  type Load,
  type Told,
} from './load.ts';
import { setUpSmallRegion, type SmallRegion } from './small-region.ts';

export interface CrashResult {
  readonly store: string;
  readonly kills: number;
  readonly breaches: readonly string[];
  /** What the rounds really did: a run without power proves nothing. */
  readonly power: {
    pushes: number;
    grants: number;
    withdrawals: number;
    releases: number;
    held: number;
    discarded: number;
  };
  /** Broken builds that went unnoticed; must be empty. */
  readonly missedControls: readonly string[];
}

/** Kills a gateway at random moments under load, `kills` times, and checks after each. */
export async function runCrashes(store: ProcessStore, kills: number): Promise<CrashResult> {
  const directory = mkdtempSync(join(tmpdir(), 'planpoort-crash-'));
  let gateway = await startGatewayProcess({ directory, store });
  const again = { directory, store, officer: gateway.officer, port: gateway.port };
  try {
    const region = await setUpSmallRegion(gateway.driver, officerOf(gateway));
    const told = nothingTold();
    await holdOnce(await loadOn(gateway, region, told));
    const found: string[] = [];
    for (let round = 0; round < kills; round += 1) {
      const load = await loadOn(gateway, region, told);
      const running = runLoad(load);
      await new Promise((resolve) => setTimeout(resolve, 30 + Math.random() * 400));
      await gateway.kill();
      load.stopped = true;
      await running;
      gateway = await startGatewayProcess(again);
      found.push(...(await breaches(await loadOn(gateway, region, told), officerOf(gateway))));
      told.late = 0;
    }
    const missedControls: string[] = [];
    if (store.kind === 'embedded') {
      gateway = await loseWhatWasAnswered(gateway, { region, told, again });
      const load = await loadOn(gateway, region, told);
      const noticed = await breaches(load, officerOf(gateway));
      if (noticed.length === 0) missedControls.push('an answered push was lost');
    }
    return {
      store: store.kind,
      kills,
      breaches: found,
      power: {
        pushes: told.pushAnswered,
        grants: told.grants.size,
        withdrawals: told.withdrawn.size,
        releases: told.releases.size,
        held: told.held.size,
        discarded: told.discarded.size,
      },
      missedControls,
    };
  } finally {
    await gateway.kill();
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Scene {
  readonly region: SmallRegion;
  readonly told: Told;
  readonly again: Parameters<typeof startGatewayProcess>[0];
}

/** The negative control: a store that forgets a push after it was answered. */
async function loseWhatWasAnswered(
  gateway: GatewayProcess,
  { region, told, again }: Scene,
): Promise<GatewayProcess> {
  await gateway.stop();
  const store = join(again.directory, 'store');
  const older = join(again.directory, 'older');
  cpSync(store, older, { recursive: true });
  const running = await startGatewayProcess(again);
  await pushOnce(await loadOn(running, region, told));
  await running.kill();
  rmSync(store, { recursive: true, force: true });
  cpSync(older, store, { recursive: true });
  return startGatewayProcess(again);
}

function officerOf({ officer, officerOrganisation }: GatewayProcess) {
  return { client: officer, organisation: officerOrganisation };
}

async function loadOn({ driver }: GatewayProcess, region: SmallRegion, told: Told): Promise<Load> {
  return { driver, region, told, tokens: await askTokens(driver, region), stopped: false };
}
