import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInProcess } from '../../support/composed-gateway.ts';
import type { GatewayDriver, TestClient } from '../../support/gateway-driver.ts';
import { startGatewayProcess, type ProcessStore } from '../../support/gateway-process.ts';
import { freshDatabase } from '../../support/shared-cluster.ts';
import type { StoreKind } from '../../support/test-store.ts';

/** A gateway under test: its doors, its clock and the officer it was started with. */
export interface GatewayUnderTest {
  readonly driver: GatewayDriver;
  readonly officer: TestClient;
  readonly officerOrganisation: string;
  /** From now on it decides at this instant (milliseconds since 1970). */
  setClock(instant: number): Promise<void>;
  close(): Promise<void>;
}

export type OpenGateway = (store: StoreKind) => Promise<GatewayUnderTest>;

/** `planpoort serve` in a process of its own, on an empty store. */
export async function gatewayProcess(store: StoreKind): Promise<GatewayUnderTest> {
  const directory = mkdtempSync(join(tmpdir(), 'planpoort-household-'));
  const database = store === 'postgres' ? await freshDatabase() : undefined;
  const place: ProcessStore = database
    ? { kind: 'postgresql', url: database.url }
    : { kind: 'embedded' };
  const gateway = await startGatewayProcess({ directory, store: place, withClock: true });
  const { driver, officer, officerOrganisation, clockFile } = gateway;
  return {
    driver,
    officer,
    officerOrganisation,
    setClock: (instant) => writeFile(clockFile, new Date(instant).toISOString()),
    close: async () => {
      await gateway.stop();
      await database?.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The same rooms and doors in this process; what they answer is held against openapi.yaml too. */
export async function gatewayHere(store: StoreKind): Promise<GatewayUnderTest> {
  let now = 0;
  const gateway = await startInProcess(store, { read: () => Promise.resolve(now) });
  const { driver, officer, officerOrganisation } = gateway;
  return {
    driver,
    officer,
    officerOrganisation,
    setClock: (instant) => {
      now = instant;
      return Promise.resolve();
    },
    close: () => gateway.close(),
  };
}
