import type { Adapter } from './adapters/delivery.ts';
import { fhirAdapter } from './adapters/fhir/fhir-adapter.ts';
import { ijwAdapter } from './adapters/ijw/ijw-adapter.ts';

/** The formats that every gateway reads without a mapping; each is the name of a door. */
export function builtInAdapters(): readonly Adapter[] {
  return [fhirAdapter(), ijwAdapter('ijw'), ijwAdapter('iwmo')];
}
