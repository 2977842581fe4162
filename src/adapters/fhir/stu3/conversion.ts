import type { CompiledType } from '../../../plan/fhir/compiled.ts';
import type { Members } from '../../../plan/fhir/issue.ts';
import type { DeliveryLog } from '../delivery-log.ts';
import type { MovedPlaces } from '../moved-places.ts';

/** What the conversion of one resource shares. */
export interface Conversion {
  readonly log: Pick<DeliveryLog, 'holdBack' | 'ignore'>;
  readonly places: MovedPlaces;
  /** Says of the whole resource why it is not taken over. */
  readonly refuse: (text: string) => void;
}

/** One element on its way from STU3 to R4. */
export interface Crossing {
  readonly name: string;
  readonly value: unknown;
  /** The object of STU3 that it stands in, and its place. */
  readonly holder: Members;
  readonly place: string;
  /** Place in STU3. */
  readonly from: string;
  /** Place in R4 of what it stands in. */
  readonly to: string;
  /** What it stands in, in R4, so far. */
  readonly draft: Record<string, unknown>;
  /** R4 type of that. */
  readonly target?: CompiledType;
  readonly conversion: Conversion;
}
