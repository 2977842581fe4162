import { writeFileSync } from 'node:fs';
import type { Chromium } from './chromium.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One tab: what a person does in it, and what it complained about. */
export class Tab {
  /** Errors and refusals of the browser, policy breaches included. */
  readonly complaints: string[] = [];
  /** Every address that was asked for. */
  readonly asked: string[] = [];
  readonly #browser: Chromium;
  readonly #session: string;
  readonly #target: string;

  private constructor(browser: Chromium, session: string, target: string) {
    this.#browser = browser;
    this.#session = session;
    this.#target = target;
  }

  static async open(browser: Chromium): Promise<Tab> {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const attached = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(browser, attached['sessionId'] as string, targetId as string);
    browser.on(({ method, params = {}, sessionId }) => {
      if (sessionId === tab.#session) tab.#note(method ?? '', params);
    });
    for (const domain of ['Page', 'Runtime', 'Log', 'Network', 'DOM'])
      await tab.#send(`${domain}.enable`);
    return tab;
  }

  #note(method: string, params: Record<string, unknown>): void {
    if (method === 'Network.requestWillBeSent')
      this.asked.push((params['request'] as { url: string }).url);
    if (method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(params));
    if (method === 'Log.entryAdded') {
      const { level, text } = params['entry'] as { level: string; text: string };
      if (level === 'error' || level === 'warning') this.complaints.push(`${level}: ${text}`);
    }
  }

  #send(method: string, params: Readonly<Record<string, unknown>> = {}) {
    return this.#browser.send(method, params, this.#session);
  }

  async resize({ width, height }: Size): Promise<void> {
    const mobile = width < 600;
    const metrics = { width, height, deviceScaleFactor: 1, mobile };
    await this.#send('Emulation.setDeviceMetricsOverride', metrics);
  }

  async go(url: string): Promise<void> {
    await this.#send('Page.navigate', { url });
    await this.until(
      'document.readyState === "complete" && !document.getElementById("tool").hidden',
    );
  }

  /** The value of an expression in the page. @throws with what the page threw */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      allowUnsafeEvalBlockedByCSP: false,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails).slice(0, 500));
    return (result as { value: T }).value;
  }

  /** Waits until an expression holds. @throws when it does not within the time (milliseconds) */
  async until(expression: string, patienceMs = 25_000): Promise<void> {
    const end = Date.now() + patienceMs;
    while (!(await this.evaluate<boolean>(`Boolean(${expression})`))) {
      if (Date.now() > end) throw new Error(`never true: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async chooseFile(selector: string, file: string): Promise<void> {
    const { root } = await this.#send('DOM.getDocument');
    const nodeId = (root as { nodeId: number }).nodeId;
    const found = await this.#send('DOM.querySelector', { nodeId, selector });
    await this.#send('DOM.setFileInputFiles', { nodeId: found['nodeId'], files: [file] });
  }

  async press(key: string, modifiers = 0): Promise<void> {
    const codes: Record<string, number> = { Tab: 9, Enter: 13, ' ': 32, ArrowDown: 40 };
    const text = key === 'Enter' ? '\r' : key === ' ' ? ' ' : undefined;
    const event = { key, code: key, windowsVirtualKeyCode: codes[key] ?? 0, modifiers };
    await this.#send('Input.dispatchKeyEvent', {
      type: text === undefined ? 'rawKeyDown' : 'keyDown',
      ...event,
      ...(text !== undefined && { text }),
    });
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  }

  /** Lets something be downloaded to a folder, and waits until it is there. */
  async download(folder: string, start: () => Promise<unknown>): Promise<void> {
    const options = { behavior: 'allow', downloadPath: folder, eventsEnabled: true };
    await this.#browser.send('Browser.setDownloadBehavior', options);
    const done = new Promise<void>((resolve) => {
      this.#browser.on(({ method, params }) => {
        if (method === 'Browser.downloadProgress' && params?.['state'] === 'completed') resolve();
      });
    });
    await start();
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 5_000))]);
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.#target });
  }

  /** Writes what is seen, the whole page long, to a PNG file. */
  async photograph(file: string, whole = true): Promise<void> {
    const options = { format: 'png', captureBeyondViewport: whole };
    const { data } = await this.#send('Page.captureScreenshot', options);
    writeFileSync(file, Buffer.from(data as string, 'base64'));
  }
}
