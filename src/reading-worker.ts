import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { Adapter, AdapterRecipe } from './adapters/delivery.ts';
import { readMapping } from './adapters/mapping/read-mapping.ts';
import { withPersonFiles } from './adapters/person-file.ts';
import { builtInAdapters } from './built-in-adapters.ts';
import { GatewayError } from './flows/gateway-error.ts';
import { readInSteps } from './flows/read-delivery.ts';
import { schemasIn, type SchemaFolder } from './message-schemas.ts';
import { partsOf } from './reading/delivery-parts.ts';
import type { FromThread, ToThread } from './reading/thread-messages.ts';

/** What a reading thread starts with. */
export interface ReadingStart {
  /** The official schemas of messages, as the gateway read them from their folder. */
  readonly schemas?: readonly SchemaFolder[];
}

/** Large bodies are read here, so that whoever asks the gateway something is answered meanwhile. */
const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');
const { schemas } = workerData as ReadingStart;
const builtIn = new Map(
  withPersonFiles(builtInAdapters(schemas && schemasIn(schemas))).map((each) => [each.name, each]),
);

port.on('message', (asked: ToThread) => port.postMessage(read(asked)));

function read({ recipe, mediaType, body, parts, mebibytes }: ToThread): FromThread {
  try {
    const work = readInSteps(adapterOf(recipe), mediaType, body);
    const delivery = withinMemory(work, mebibytes * MEBIBYTE);
    if (!delivery) return { kind: 'too-much' };
    for (const part of partsOf(delivery)) parts.postMessage(part);
    return { kind: 'done' };
  } catch (error) {
    return ending(error);
  }
}

const MEBIBYTE = 1024 * 1024;
/** Steps of reading between two looks at the memory. */
const STEPS_AT_ONCE = 16;

/** What the work gives, or undefined as soon as more heap is in use than may be. */
function withinMemory<T>(work: Generator<undefined, T>, most: number): T | undefined {
  for (let steps = 0; ; steps += 1) {
    const step = work.next();
    if (step.done) return step.value;
    if (steps % STEPS_AT_ONCE === 0 && getHeapStatistics().used_heap_size > most) return undefined;
  }
}

function adapterOf(recipe: AdapterRecipe): Adapter {
  const adapter = 'builtIn' in recipe ? builtIn.get(recipe.builtIn) : mapped(recipe.mapping);
  if (!adapter) throw new Error('no such adapter');
  return adapter;
}

function mapped(document: unknown): Adapter | undefined {
  const made = readMapping(document);
  return made.ok ? made.adapter : undefined;
}

/** Foreign messages can hold what was being read: only where it was goes along. */
function ending(error: unknown): FromThread {
  if (error instanceof GatewayError)
    return { kind: 'refused', code: error.code, issues: error.issues };
  const lines = error instanceof Error ? (error.stack?.split('\n') ?? []) : [];
  const frames = lines.filter((line) => /^ {4}at /.test(line)).map((line) => line.trim());
  return { kind: 'failed', frames: frames.slice(0, 12) };
}
