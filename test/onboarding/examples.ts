import { previewExample } from '../../src/onboarding/preview-example.ts';
import type { ExamplePreview, MappingFault } from '../../src/onboarding/example-preview.ts';

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export const DEBTS = `dossier;client;soort;nr;datum;tekst;bedrag
D-7;88213;NAAM;1;;Sam Voorbeeld;
D-7;88213;SCHULD;2;14-09-2026;Energie NV;1.250,00
D-7;88213;SCHULD;3;31-02-2026;Verhuurder;2.100,50
D-7;88213;NOTITIE;4;15-09-2026;"belde ""in paniek"",
terugbellen";
D-7;88213;KLACHT;5;15-09-2026;te laat gebeld;
`;

export const DEBTS_MAPPING = `{
  "mapping": "saldo-csv",
  "version": "1.0.0",
  "format": "csv",
  "law": "wgs",
  "dates": "dd-mm-yyyy",
  "decimals": ",",
  "items": [
    {
      "each": "/",
      "when": { "field": "soort", "is": ["NAAM"] },
      "dossier": "{dossier}",
      "subjects": [{ "identifier": "{client}" }],
      "ignore": ["nr"],
      "facts": [
        {
          "resource": { "person": { "identifier": "{client}" } },
          "labels": ["identity.name"],
          "elements": { "name[naam].text": "tekst" }
        }
      ]
    },
    {
      "each": "/",
      "when": { "field": "soort", "is": ["SCHULD"] },
      "dossier": "{dossier}",
      "subjects": [{ "identifier": "{client}" }],
      "tighten": { "field": "tekst", "codes": { "Verhuurder": "domain.housing", "Energie NV": "domain.finances" } },
      "facts": [
        {
          "resource": { "type": "Observation", "key": "schuld/{nr}" },
          "labels": ["domain.finances"],
          "elements": {
            "status": { "const": "final" },
            "code.text": { "text": "schuld aan {tekst}" },
            "subject": { "subject": true },
            "effectiveDateTime": "datum",
            "valueQuantity.value": "bedrag",
            "valueQuantity.unit": { "const": "EUR" }
          }
        }
      ]
    }
  ]
}
`;

/** The preview of an example that must have one. */
export function previewed(mapping: string, example: Uint8Array | string): ExamplePreview {
  const outcome = previewExample(mapping, typeof example === 'string' ? bytes(example) : example);
  if (outcome.kind !== 'preview') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** What is wrong with a mapping that must be wrong. */
export function faultsOf(mapping: string): readonly MappingFault[] {
  const outcome = previewExample(mapping, bytes('[]'));
  if (outcome.kind !== 'mapping-faults') throw new Error(outcome.kind);
  return outcome.faults;
}
