import type { DraftChoice, RecordPlace } from '../../onboarding/draft-mapping.ts';
import type { PreviewOutcome } from '../../onboarding/example-preview.ts';

/** What the page asks of the script beside it. */
export type Asked =
  | { readonly kind: 'preview'; readonly mapping: string; readonly example: Uint8Array }
  | { readonly kind: 'places'; readonly example: Uint8Array }
  | { readonly kind: 'draft'; readonly example: Uint8Array; readonly choice: DraftChoice };

export type Answered =
  | PreviewOutcome
  | { readonly kind: 'places'; readonly places: readonly RecordPlace[] }
  | { readonly kind: 'draft'; readonly mapping: string }
  /** No draft can be made of the example. */
  | { readonly kind: 'no-draft' };
