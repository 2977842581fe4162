import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { composeGateway, type GatewaySettings, type StorePlace } from '../../src/compose.ts';
import type { Store, TestClock } from '../../src/flows/ports.ts';
import { close, listen } from '../../src/http/listen.ts';
import { createLog } from '../../src/http/log.ts';
import { GatewayDriver, testClient, type TestClient } from './gateway-driver.ts';
import { bootstrapOf, OFFICER_ORGANISATION } from './officer.ts';
import { freshDatabase } from './shared-cluster.ts';
import { embeddedImage, type StoreKind } from './test-store.ts';

/** A whole gateway in this process, with its doors on loopback and nothing faked. */
export interface InProcessGateway {
  readonly driver: GatewayDriver;
  readonly officer: TestClient;
  readonly officerOrganisation: string;
  /** What its flows work on: a test can put something in the way of one of its methods. */
  readonly store: Store;
  /** What it wrote to its log so far. */
  readonly log: () => string;
  /** Looks for sources that are due, this often. */
  readonly keepFetching: (lookEveryMs: number) => void;
  close(): Promise<void>;
}

/** Starts one on an empty store; answers are checked against openapi.yaml as well. */
export async function startInProcess(
  kind: StoreKind,
  testClock?: TestClock,
  more: Pick<GatewaySettings, 'adapters' | 'fetch' | 'quarantine' | 'reading'> = {},
): Promise<InProcessGateway> {
  const officer = testClient('client-officer');
  const database = kind === 'postgres' ? await freshDatabase() : undefined;
  const place: StorePlace = database
    ? { kind: 'postgres', url: database.url }
    : { kind: 'embedded', image: await embeddedImage() };
  let lines = '';
  const sink = new Writable({
    write: (line: Buffer, _encoding, done) => {
      lines += line.toString();
      done();
    },
  });
  const gateway = await composeGateway({
    place,
    secret: new Uint8Array(32).fill(7),
    bootstrap: bootstrapOf(officer),
    log: createLog(sink),
    checkAnswers: true,
    testClock,
    ...more,
  });
  const doors: { answer?: ReturnType<typeof gateway.doorsAt> } = {};
  const server = await listen((req, res) => doors.answer?.(req, res), {
    host: '127.0.0.1',
    port: 0,
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  doors.answer = gateway.doorsAt(base);
  return {
    driver: new GatewayDriver(base),
    officer,
    officerOrganisation: OFFICER_ORGANISATION,
    store: gateway.store,
    log: () => lines,
    keepFetching: (lookEveryMs) => gateway.keepFetching(lookEveryMs),
    close: async () => {
      await close(server, 100);
      await gateway.close();
      await database?.drop();
    },
  };
}
