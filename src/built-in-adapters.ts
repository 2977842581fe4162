import type { Adapter } from './adapters/delivery.ts';
import { fhirAdapter } from './adapters/fhir/fhir-adapter.ts';
import { ijwAdapter, type MessageSchemas } from './adapters/ijw/ijw-adapter.ts';

/**
 * The formats that every gateway reads without a mapping; each is the name of a door.
 * @param schemas official schemas to hold messages against, by namespace
 */
export function builtInAdapters(schemas?: MessageSchemas): readonly Adapter[] {
  return [fhirAdapter(), ijwAdapter('ijw', schemas), ijwAdapter('iwmo', schemas)];
}
